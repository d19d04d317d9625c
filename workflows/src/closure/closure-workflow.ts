import { allHandlersFinished, condition, defineSignal } from '@temporalio/workflow';
import { type ClosureRequest, closureProcess, type EventData } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  endOfDay,
  type Instant,
  isAfter,
  timeOn,
} from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now, until } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { closureTakenBack as isTakenBackNews } from '../ports/messages.ts';
import { operations, patron } from '../ports/ports.ts';
import { day } from '../reservation/words.ts';
import { closureChart } from './closure-chart.ts';

export const closureTakenBackSignal = defineSignal<[EventData<'shipping.closure.takenBack'>]>(
  closureProcess.signals.takenBack,
);

/** Reservations listed, and told, in one command. */
const page = 200;

/** After the nightly work, which starts again what was lost. */
const morning = '06:00';

/**
 * A closure of a library, sudden or planned (R17): each reservation whose date may lie in it is told, and its own process
 * moves the date and tells the patron once. Every morning from a week before until it is over those are told whose date
 * lies in it still: a process that was not there at first hears of it too. Until then it can be taken back: those told
 * hear that.
 */
export async function closureWorkflow({ closure }: ClosureRequest): Promise<'over' | 'takenBack'> {
  const course = followChart(closureChart);
  const ears = new Ears(course);
  const { closureId, library, from, until: last, reason } = closure;
  let takenBack: EventData<'shipping.closure.takenBack'> | undefined;
  ears.onSignal(closureTakenBackSignal, isTakenBackNews, (news) => {
    takenBack ??= news;
  });
  const isTakenBack = () => takenBack !== undefined;
  const days = `${library} closed ${day(from)} to ${day(last)}`;

  const told = new Set<string>();
  const tellTouched = async () => {
    const news = {
      signal: 'closure',
      input: { closureId, library, from, until: last, reason, at: now() },
    } as const;
    let touched: string[] = [];
    for (let after: string | null = null; !isTakenBack(); after = touched.at(-1) ?? null) {
      touched = await patron.reservationsTouchedBy({ library, from, until: last, after });
      if (touched.length === 0) break;
      for (const reservationId of await operations.tellOfClosure({ reservationIds: touched, news })) {
        told.add(reservationId);
      }
      course.tell(`${days}: ${told.size} reservations told so far`);
      if (touched.length < page) break;
    }
  };
  return ears.toItsEnd(async () => {
    do {
      await tellTouched();
      if (!isTakenBack()) course.enter('told', `${days}: ${told.size} reservations told`);
    } while (
      !(await until(isTakenBack, nextLook(from, last), 'those told of it are looked at again')) &&
      !isOver(last)
    );

    if (takenBack) {
      const news = { signal: 'closureTakenBack', input: { closureId, at: takenBack.at } } as const;
      const all = [...told];
      for (let first = 0; first < all.length; first += page) {
        await operations.tellOfClosure({ reservationIds: all.slice(first, first + page), news });
      }
    }
    await condition(allHandlersFinished);
    const end = takenBack ? 'takenBack' : 'over';
    course.enter(end, `${days}: ${told.size} reservations told${takenBack ? ', and taken back' : ''}`);
    return end;
  });
}

/** The next morning that is not earlier than a week before the closure, or its end. */
function nextLook(from: CalendarDate, last: CalendarDate): Instant {
  const [tomorrow, first] = [addDays(dayOf(now()), 1), addDays(from, -7)];
  const look = timeOn(isAfter(first, tomorrow) ? first : tomorrow, morning);
  return isAfter(look, endOfDay(last)) ? endOfDay(last) : look;
}

function isOver(last: CalendarDate): boolean {
  return !isAfter(endOfDay(last), now());
}
