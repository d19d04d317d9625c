import {
  type DispatchBoard,
  type LibraryCode,
  type PackingProposal,
  PREFECTURAL_LIBRARY,
} from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { bestMode } from '../parcels/how-it-goes.ts';
import { modeWords } from '../parcels/parcel-words.ts';

/** What is still to be packed for a library, and where it is. */
export interface Goal {
  library: LibraryCode;
  toPack: number;
  toPick: number;
}

/** What leaves on one day, if it is packed now. */
export interface Run {
  day: CalendarDate;
  goals: Goal[];
}

type Waiting = { pickupLibrary: LibraryCode };

interface ToBePacked {
  board: Pick<DispatchBoard, 'leaving'>;
  toPack: readonly Waiting[];
  toPick: readonly Waiting[];
  proposals: readonly PackingProposal[];
}

/**
 * Copies that still have to be packed, by the day on which a Yu-Mail parcel for their library leaves, the next day first;
 * without those that go best by Yu-Pack, which wait for no day.
 */
export function runsOf(of: ToBePacked): Run[] {
  const byYuMail = of.toPack.filter((row) => bestMode(of.proposals, row.pickupLibrary) === 'yuMail');
  const runs = new Map<CalendarDate, Goal[]>();
  for (const { library, day } of of.board.leaving) {
    if (library === PREFECTURAL_LIBRARY) continue;
    const [toPack, toPick] = [count(byYuMail, library), count(of.toPick, library)];
    if (toPack + toPick === 0) continue;
    runs.set(day, [...(runs.get(day) ?? []), { library, toPack, toPick }]);
  }
  return [...runs].map(([day, goals]) => ({ day, goals })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** What is to be packed and goes best by Yu-Pack. */
export function atOnceOf({ toPack, proposals }: Omit<ToBePacked, 'board' | 'toPick'>): Goal[] {
  const libraries = [...new Set(toPack.map(({ pickupLibrary }) => pickupLibrary))];
  return libraries
    .filter((library) => bestMode(proposals, library) === 'yuPack')
    .map((library) => ({ library, toPack: count(toPack, library), toPick: 0 }));
}

function count(rows: readonly Waiting[], library: LibraryCode): number {
  return rows.filter(({ pickupLibrary }) => pickupLibrary === library).length;
}

/** What is still to be done for a library, and what it is to be packed in; what is on its shelf is not proposed yet. */
export function goalWords({ library, toPack, toPick }: Goal, proposals: readonly PackingProposal[]): string {
  const parcels = proposals.find((one) => one.library === library)?.parcels ?? [];
  const best = parcels[0] ? `（${modeWords[parcels[0].mode]} ${parcels.length}個）` : '';
  const words = [
    ...(toPack > 0 ? [`梱包待ち ${toPack}点${best}`] : []),
    ...(toPick > 0 ? [`出庫待ち ${toPick}点`] : []),
  ];
  return words.join('　');
}
