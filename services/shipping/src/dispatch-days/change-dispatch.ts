import type { MovesOfPlans } from '@toshobin/contracts';
import type { Decision, DispatchCalendar } from '@toshobin/lending-rules';
import type { Answers, ShippingDeps } from '../shipping-deps.ts';
import { changeCalendar } from './change-calendar.ts';
import { movesOf } from './moves-of.ts';

/**
 * R11. Other days and another cut-off, from now on: what is being packed, or waits for that, is planned anew; what has
 * left keeps its dates.
 */
export const changeDispatch: Answers<'changeDispatch'> = async (deps, act) => {
  const weekdays = [...new Set(act.weekdays)].toSorted((one, other) => one - other);
  return changeCalendar(deps, act, `dispatch days ${weekdays.join(',')} ${act.cutOff}`, async (tx) => {
    await tx.dispatchCalendar.update({ where: { id: 1 }, data: { weekdays, cutOff: act.cutOff } });
    return true;
  });
};

/** What those days would move of what has not left. Refuses STATE_CHANGED as the change does. */
export async function previewDispatch(
  deps: ShippingDeps,
  days: Pick<DispatchCalendar, 'weekdays' | 'cutOff'>,
): Promise<Decision<MovesOfPlans>> {
  return movesOf(deps, ({ dispatch }) => ({
    dispatch: { ...dispatch, weekdays: [...days.weekdays], cutOff: days.cutOff },
  }));
}
