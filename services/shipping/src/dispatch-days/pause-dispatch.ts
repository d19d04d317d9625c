import type { MovesOfPlans } from '@toshobin/contracts';
import { type DaySpan, type Decision, dateColumn, isAfter, refuse } from '@toshobin/lending-rules';
import type { Answers, ShippingDeps } from '../shipping-deps.ts';
import { changeCalendar } from './change-calendar.ts';
import { movesOf } from './moves-of.ts';

/**
 * R11. The dispatch does not work from a day to a day, both included; the desk may be open all the same. The others are
 * told, and what waits for packing has a new plan when it is looked at next. The same again is the same. Refuses
 * STATE_CHANGED for days that end before they begin, too.
 */
export const pauseDispatch: Answers<'pauseDispatch'> = async (deps, act) => {
  const { kind, from, until } = act;
  return changeCalendar(deps, act, `dispatch ${kind} ${from} ${until}`, async (tx) => {
    if (isAfter(from, until)) return false;
    const pause = { kind, from: dateColumn(from), until: dateColumn(until) };
    await tx.dispatchPause.createMany({ data: [pause], skipDuplicates: true });
    return true;
  });
};

/**
 * R11. The dispatch works on those days after all: what waits for packing has a new plan when it is looked at next;
 * what was told stays. Refuses STATE_CHANGED for days that are no such pause, too (one that comes every year is none).
 */
export const takeBackDispatchPause: Answers<'takeBackDispatchPause'> = async (deps, act) => {
  const { kind, from, until } = act;
  return changeCalendar(deps, act, `dispatch again ${kind} ${from} ${until}`, async (tx) => {
    const pause = { kind, from: dateColumn(from), until: dateColumn(until), yearly: false };
    return (await tx.dispatchPause.deleteMany({ where: pause })).count > 0;
  });
};

/**
 * R11. What would leave on another day with that pause, or, taken back, without it. Refuses STATE_CHANGED for days that
 * end before they begin, and for a pause that is not there to be taken back.
 */
export async function previewPause(
  deps: ShippingDeps,
  { kind, from, until, takenBack }: DaySpan & { kind: 'closure' | 'noDispatch'; takenBack: boolean },
): Promise<Decision<MovesOfPlans>> {
  const pause = { kind, from: dateColumn(from), until: dateColumn(until), yearly: false };
  if (takenBack && (await deps.db.dispatchPause.count({ where: pause })) === 0)
    return refuse('STATE_CHANGED');
  if (isAfter(from, until)) return refuse('STATE_CHANGED');
  // A pause of every year may be written out for the same days, and stays.
  const withoutOne = (all: readonly DaySpan[]) => {
    const one = all.findIndex((span) => span.from === from && span.until === until);
    return all.filter((_span, n) => n !== one);
  };
  const spans = (all: readonly DaySpan[]) => (takenBack ? withoutOne(all) : [...all, { from, until }]);
  return movesOf(deps, ({ dispatch }) => ({
    dispatch:
      kind === 'noDispatch'
        ? { ...dispatch, noDispatch: spans(dispatch.noDispatch) }
        : { ...dispatch, calendar: { ...dispatch.calendar, closures: spans(dispatch.calendar.closures) } },
  }));
}
