import type { Parcel, ParcelMode } from '@toshobin/contracts';
import { type CalendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Said } from '../scans/say.ts';
import { leavesWords, runDayOf } from './how-it-goes.ts';

/**
 * R11. The day for which a parcel is planned that would leave today by Yu-Mail; undefined where there is nothing to ask. On
 * another day, after the cut-off, and while its library is closed for long, a page asks before it leaves: the dispatch
 * itself is refused for no day.
 */
export async function dayItWaitsFor(
  deps: Pick<StaffWebDeps, 'shipping' | 'now'>,
  parcel: Parcel,
  mode: ParcelMode,
): Promise<CalendarDate | undefined> {
  if (mode !== 'yuMail' || parcel.direction === 'return') return undefined;
  if (parcel.state !== 'open' || parcel.lines.length === 0) return undefined;
  const planned = await yuMailDayOf(deps, parcel);
  return planned === dayOf(instantFromDate(deps.now())) ? undefined : planned;
}

/** A parcel that goes beyond the guide is planned by Yu-Pack: the day of its library's Yu-Mail is another. */
async function yuMailDayOf({ shipping }: Pick<StaffWebDeps, 'shipping'>, parcel: Parcel) {
  if (parcel.mode === 'yuMail') return parcel.plannedDispatchDay;
  const board = await shipping.dispatchBoard();
  return (board.ok ? runDayOf(board.value, parcel.library) : undefined) ?? parcel.plannedDispatchDay;
}

/** What is to be known before a parcel leaves off its day. */
export function sayOffItsDay(library: string, day: CalendarDate): Said {
  return {
    tone: 'stop',
    line: 'まだ発送していません',
    text: '今日の便の\n小包ではありません',
    detail: `${library}あて　ゆうメール　${leavesWords('yuMail', day)}。今日発送すると、貸出期間が今日から始まります。`,
    offers: ['dispatchToday'],
  };
}
