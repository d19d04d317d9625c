import { patronWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate, type LendingPolicy } from '@toshobin/lending-rules';
import type { Person } from '../src/demo-people.ts';
import { Journey, subjects } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** One thing that somebody does, and what follows from it as far as the next one needs it. */
type Step = () => Promise<unknown>;

/** What a reservation goes through, one thing after the other. */
export interface Way {
  /** Numbers of the rules in which it fits into a test. */
  numbers: Partial<LendingPolicy>;
  begin: (library: WholeLibrary, who: Person, other: Person) => Promise<{ journey: Journey; steps: Step[] }>;
}

/** A machine with much else to do, and processes that are begun anew. */
export const PATIENCE = 240_000;

/** An extension of three weeks' loans asked for at once would shorten them (R8). */
const tenDays: Partial<LendingPolicy> = { loanPeriod: 'P10D' };
/** Too short for a reminder, so that the end of the hold is all that comes by itself. */
const shortHold: Partial<LendingPolicy> = { holdPeriod: 'PT20S', holdReminderBefore: 'PT60S' };

async function reserved(library: WholeLibrary, who: Person, pickupLibrary = 'uto'): Promise<Journey> {
  const cast = { ...(await library.castFor(who)), patience: PATIENCE };
  // A process that was ended answers no wish: the page asks to try again.
  cast.patron.session.patience = PATIENCE;
  const record = await library.freeTitle(cast.patron, ({ copies }) => copies === 1);
  const journey = await Journey.reserve(cast, { record, pickupLibrary });
  // It names the library at which it is picked up by then.
  await journey.mailArrived(subjects.accepted);
  return journey;
}

const brought = (journey: Journey): Step[] => [
  () => journey.fetch(),
  () => journey.pack(),
  () => journey.dispatch(),
  () => journey.receive(),
  () => journey.ready(),
];

const broughtBack = (journey: Journey): Step[] => [
  () => journey.handInByBookDrop(),
  () => journey.sendHome(),
  () => journey.processReturn(),
  () => closedAs(journey, 'returned', subjects.returned),
];

export const ways: Readonly<Record<string, Way>> = {
  'lent at a branch, and extended': {
    numbers: tenDays,
    async begin(library, who) {
      const journey = await reserved(library, who);
      const extend = async () => {
        const { due } = granted(await journey.cast.patron.previewExtension(journey.reservationId));
        await journey.extend(due.date);
        // Handed in before it went out, it would be true no more.
        await journey.mailArrived(subjects.extended);
      };
      return {
        journey,
        steps: [...brought(journey), () => journey.handOut(), extend, ...broughtBack(journey)],
      };
    },
  },
  'lent at the counter, after another pickup library was chosen': {
    numbers: {},
    async begin(library, who) {
      const atBranch = await reserved(library, who);
      const pickupLibrary = 'pref';
      const journey = Journey.of(atBranch.cast, atBranch, pickupLibrary, atBranch);
      return {
        journey,
        steps: [
          async () => granted(await atBranch.wish(patronWebApi.changePickup, { pickupLibrary })),
          () => journey.fetch(),
          () => journey.ready(),
          () => journey.handOut(),
          () => journey.processReturn(),
          () => closedAs(journey, 'returned', subjects.returned),
        ],
      };
    },
  },
  'cancelled in the mail': {
    numbers: {},
    async begin(library, who) {
      const journey = await reserved(library, who);
      return {
        journey,
        steps: [
          () => journey.fetch(),
          () => journey.pack(),
          () => journey.dispatch(),
          // Cancelled before it opened, it would have no loan.
          () => journey.loanOpens(),
          async () => granted(await journey.cast.patron.cancel(journey.reservationId)),
          () => journey.receive(),
          () => journey.sendHome(),
          () => journey.processReturn(),
          () => closedAs(journey, 'cancelled', 'キャンセルしました'),
        ],
      };
    },
  },
  'suspended behind another, and next when that one is cancelled': {
    numbers: {},
    async begin(library, who, other) {
      const first = await reserved(library, other, 'pref');
      const cast = { ...(await library.castFor(who)), patience: PATIENCE };
      cast.patron.session.patience = PATIENCE;
      const record = { recordId: (await first.row()).recordId, title: first.title };
      const journey = await Journey.reserve(cast, { record, pickupLibrary: 'pref' });
      const until = addDays(dayOf(instantFromDate(new Date())), 30);
      return {
        journey,
        steps: [
          async () => granted(await journey.wish(patronWebApi.suspend, { until })),
          async () => granted(await journey.wish(patronWebApi.resume, {})),
          async () => granted(await first.cast.patron.cancel(first.reservationId)),
          () => journey.mailArrived('予約の資料を準備しています'),
          () => journey.fetch(),
          () => journey.ready(),
          async () => granted(await journey.cast.patron.cancel(journey.reservationId)),
          () => closedAs(journey, 'cancelled', 'キャンセルしました'),
        ],
      };
    },
  },
  'not picked up at the counter': {
    numbers: shortHold,
    async begin(library, who) {
      const journey = await reserved(library, who, 'pref');
      return {
        journey,
        steps: [
          () => journey.fetch(),
          () => journey.ready(),
          () => closedAs(journey, 'expired', '取り置き期限が過ぎました'),
          // From the hold shelf: in the book drop it would be a loan that nobody scanned.
          async () => granted(await journey.cast.desk.processReturn(journey.barcode)),
        ],
      };
    },
  },
  'said to be picked up, without a scan': {
    numbers: {},
    async begin(library, who) {
      const journey = await reserved(library, who);
      return {
        journey,
        steps: [
          ...brought(journey),
          async () => granted(await journey.wish(patronWebApi.declarePickedUp, {})),
          ...broughtBack(journey),
        ],
      };
    },
  },
};

/**
 * It is over for its patron, and told. Whether its process comes to its end by itself is not looked at: it may be ended
 * when it has told everything.
 */
async function closedAs(
  journey: Journey,
  state: 'returned' | 'cancelled' | 'expired',
  subject: string,
): Promise<void> {
  await journey.shown(state);
  await journey.mailArrived(subject);
}
