import type { DispatchBoard, LibraryCode, PackingProposal, ParcelMode } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { shortDate } from '../pages/dates.ts';

/** When Yu-Pack leaves: it waits for no run. */
export const AS_SOON_AS_READY = '用意ができしだい発送します';

/** When what goes that way leaves; nothing while nobody can say the day of the run. */
export function leavesWords(mode: ParcelMode, day: CalendarDate | undefined, today?: CalendarDate): string {
  if (mode === 'yuPack') return AS_SOON_AS_READY;
  if (day === undefined) return '';
  return day === today ? '今日の便に入ります' : `${shortDate(day)}の便に入ります`;
}

/** The day of a library's next Yu-Mail; none for one that nothing is posted to. */
export function runDayOf(
  { leaving }: Pick<DispatchBoard, 'leaving'>,
  code: LibraryCode,
): CalendarDate | undefined {
  return leaving.find(({ library }) => library === code)?.day;
}

/** How what waits for a library goes best, all of it; Yu-Mail where shipping has proposed nothing. */
export function bestMode(proposals: readonly PackingProposal[], library: LibraryCode): ParcelMode {
  return proposals.find((one) => one.library === library)?.parcels[0]?.mode ?? 'yuMail';
}
