import { type DispatchBoard, type LibraryCode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';

/** What is still to be packed for a library, and where it is. */
export interface Goal {
  library: LibraryCode;
  toPack: number;
  toPick: number;
  copies: number;
}

/** What leaves on one day, if it is packed now. */
export interface Run {
  day: CalendarDate;
  goals: Goal[];
}

type Waiting = { pickupLibrary: LibraryCode };

/** Copies that still have to be packed, by the day on which a Yu-Mail parcel for their library leaves; the next day first. */
export function runsOf(of: {
  board: Pick<DispatchBoard, 'leaving'>;
  toPack: readonly Waiting[];
  toPick: readonly Waiting[];
}): Run[] {
  const count = (rows: readonly Waiting[], library: LibraryCode) =>
    rows.filter(({ pickupLibrary }) => pickupLibrary === library).length;
  const runs = new Map<CalendarDate, Goal[]>();
  for (const { library, day } of of.board.leaving) {
    if (library === PREFECTURAL_LIBRARY) continue;
    const [toPack, toPick] = [count(of.toPack, library), count(of.toPick, library)];
    if (toPack + toPick === 0) continue;
    runs.set(day, [...(runs.get(day) ?? []), { library, toPack, toPick, copies: toPack + toPick }]);
  }
  return [...runs].map(([day, goals]) => ({ day, goals })).sort((a, b) => (a.day < b.day ? -1 : 1));
}
