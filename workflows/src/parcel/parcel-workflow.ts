import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  patched,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { type EventData, type ParcelRequest, parcelProcess, searchAttributes } from '@toshobin/contracts';
import {
  endOfDay,
  type Instant,
  type ParcelState,
  plusDuration,
  startOfDay,
  wasDispatched,
} from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now, until } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { parcelArrived, parcelLookAgain } from '../ports/messages.ts';
import { said, shipping } from '../ports/ports.ts';
import { parcelChart } from './parcel-chart.ts';

const parcelArrivedSignal = defineSignal<[EventData<'shipping.parcel.arrived'>]>(
  parcelProcess.signals.arrived,
);
const parcelLookAgainSignal = defineSignal<[{ at: Instant; parcel?: ParcelRequest['parcel'] }]>(
  parcelProcess.signals.lookAgain,
);

type ParcelEnd = 'arrived' | 'assumed' | 'lost' | 'takenBack';

/**
 * A parcel from dispatch until it has arrived. Yu-Mail has no tracking number, so arrival is known only from a scan;
 * where a library does not scan, it is assumed on the expected day (R7). Somebody is asked about a parcel that is not
 * scanned in time: first the library, then the prefectural desk; then it is lost in the mail, and the catalog looks for
 * other copies.
 */
export async function parcelWorkflow({ parcel }: ParcelRequest): Promise<ParcelEnd> {
  const course = followChart(parcelChart);
  const callForAttention = (value: boolean) =>
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value }]);
  const ears = new Ears(course);
  const command = { parcelNumber: parcel.parcelNumber };
  let end: ParcelEnd | undefined;
  const learn = (state: ParcelState) => {
    end ??= endOf(state);
  };
  ears.onSignal(parcelArrivedSignal, parcelArrived, ({ assumed }) => {
    end ??= assumed ? 'assumed' : 'arrived';
  });
  let again: ParcelRequest['parcel'] | undefined;
  /** The parcel's last dispatch that this process was told of. */
  let left: ParcelRequest['parcel'] | undefined;
  let isAssuming = false;
  const questions = { asked: 0, answered: 0 };
  ears.onSignal(parcelLookAgainSignal, parcelLookAgain, async (told) => {
    ears.forget();
    left = told.parcel ?? left;
    const wasOver = end !== undefined;
    const question = ++questions.asked;
    const { state } = await said(shipping.parcelState, 'where is it?')(command);
    // A later question was answered first: this answer is of the past.
    if (question < questions.answered) return;
    questions.answered = question;
    const leftAnew = left !== undefined && left.dispatchedAt !== parcel.dispatchedAt;
    // A dispatch that was taken back before this process closed: nothing is to be begun anew.
    if (state !== 'dispatched') again = undefined;
    else if (leftAnew) again = left;
    else if (wasOver) again = told.parcel ?? again;
    if (again && leftAnew) end ??= 'takenBack';
    // The command that assumes the arrival answers itself how it was.
    if (!isAssuming) learn(state);
  });
  const isOver = () => end !== undefined;
  course.tell(
    `${parcel.mode === 'yuMail' ? 'Yu-Mail' : 'Yu-Pack'} ${parcel.direction === 'outward' ? 'to' : 'from'} ${parcel.library}, left on ${parcel.dispatchDay}, expected by ${parcel.expectedDate}`,
  );

  return ears.toItsEnd(async () => {
    const isAssumed = parcel.arrival === 'assumed' && parcel.direction === 'outward';
    if (isAssumed && !(await until(isOver, startOfDay(parcel.expectedDate), 'arrival is assumed'))) {
      isAssuming = true;
      const { state } = await said(
        shipping.assumeArrival,
        `assumed to be at ${parcel.library}`,
      )({ ...command, at: now() });
      isAssuming = false;
      // Somebody has looked, and the parcel was not there: it is asked about like any other.
      if (state !== 'dispatched') end ??= endOf(state) === 'arrived' ? 'assumed' : endOf(state);
    }
    if (!isOver()) {
      const { askLibraryAt, askDeskAt, lostAt } = momentsOf(parcel);
      if (!(await until(isOver, askLibraryAt, 'asks the library'))) {
        course.enter('libraryAsked');
        learn(
          (
            await said(
              shipping.askAboutParcel,
              'task: is it there?',
            )({ ...command, ask: 'pickupLibrary', at: now() })
          ).state,
        );
      }
      if (!(await until(isOver, askDeskAt, 'asks the prefectural desk'))) {
        course.enter('deskAsked', `Not arrived; expected by ${parcel.expectedDate}`);
        learn(
          (
            await said(
              shipping.askAboutParcel,
              'task: look for it',
            )({ ...command, ask: 'prefecturalDesk', at: now() })
          ).state,
        );
      }
      if (!isOver()) callForAttention(true);
      // A process that began before parcels could be lost waits on.
      if (!isOver() && patched('lost-in-the-mail') && !(await until(isOver, lostAt, 'lost in the mail'))) {
        learn((await said(shipping.declareParcelLost, 'lost in the mail')({ ...command, at: now() })).state);
      }
    }
    await condition(isOver);
    await condition(allHandlersFinished);
    if (again && patched('on-its-way-again')) return continueAsNew<typeof parcelWorkflow>({ parcel: again });
    const ended = end ?? 'arrived';
    course.enter(ended);
    return ended;
  });
}

/** When a parcel is asked about and lost; a dispatch that names no such moments counts days from the expected one. */
function momentsOf({
  expectedDate,
  askLibraryAt = plusDuration(endOfDay(expectedDate), 'P2D'),
  askDeskAt = plusDuration(endOfDay(expectedDate), 'P5D'),
  lostAt = plusDuration(endOfDay(expectedDate), 'P14D'),
}: Pick<ParcelRequest['parcel'], 'expectedDate'> &
  Partial<Pick<ParcelRequest['parcel'], 'askLibraryAt' | 'askDeskAt' | 'lostAt'>>) {
  return { askLibraryAt, askDeskAt, lostAt };
}

function endOf(state: ParcelState): ParcelEnd | undefined {
  if (state === 'lost') return 'lost';
  // The parcel has not left after all; when it does, another process follows it.
  if (!wasDispatched(state)) return 'takenBack';
  return state === 'dispatched' ? undefined : 'arrived';
}
