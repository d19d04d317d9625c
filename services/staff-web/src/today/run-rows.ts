import type { LibraryCode, Parcel } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { bestMode } from '../parcels/how-it-goes.ts';
import { leavingToday, type Waiting } from './read-today.ts';

/** What leaves for one library today: fetched and packed of how many, how it goes, for how much, and what is next. */
export interface RunRow {
  library: LibraryCode;
  /** Of all copies of the run, those not on their shelves any more, and those in a parcel. */
  copies: number;
  fetched: number;
  packed: number;
  parcels: { yuMail: number; yuPack: number };
  /** Of what is packed, and of the best way for the rest; null where the table has no rate. */
  yen: number | null;
  arrives: CalendarDate | null;
  next: 'pick' | 'pack' | 'dispatch' | 'left';
}

/**
 * Today's run by library, in the order of the list of libraries; empty on a day without one and without Yu-Packs,
 * undefined while one of those who know a part of it is away.
 */
export function todaysRun({ board, toFetch, toPack, proposals }: Waiting): RunRow[] | undefined {
  if (!board || !toFetch || !toPack) return undefined;
  const leaving = new Set(leavingToday(board));
  const order = board.leaving.map(({ library }) => library);
  return order.flatMap((library) => {
    const open = board.open.filter((parcel) => parcel.library === library && isForToday(parcel, board.today));
    const left = board.left.filter((parcel) => parcel.library === library);
    const isOwn = (row: { pickupLibrary: LibraryCode }) => row.pickupLibrary === library;
    const picking = leaving.has(library)
      ? toFetch.filter(isOwn).reduce((sum, row) => sum + row.copies, 0)
      : 0;
    const goesToday = leaving.has(library) || bestMode(proposals, library) === 'yuPack';
    const packing = goesToday ? toPack.filter(isOwn).length : 0;
    const closed = [...open, ...left];
    const packed = closed.reduce((sum, { lines }) => sum + lines.length, 0);
    const copies = picking + packing + packed;
    if (copies === 0) return [];
    const proposed = packing > 0 ? proposals.find((one) => one.library === library) : undefined;
    const count = (mode: Parcel['mode']) =>
      [...closed, ...(proposed?.parcels ?? [])].filter((parcel) => parcel.mode === mode).length;
    const prices = [...closed.map(({ postageYen }) => postageYen), ...(proposed ? [proposed.yen] : [])];
    return {
      ...{ library, copies, packed, fetched: packing + packed },
      parcels: { yuMail: count('yuMail'), yuPack: count('yuPack') },
      yen: prices.some((yen) => yen === null)
        ? null
        : prices.reduce<number>((sum, yen) => sum + (yen ?? 0), 0),
      arrives: closed.flatMap(({ expectedDate }) => expectedDate ?? []).toSorted()[0] ?? null,
      next: nextOf({ picking, packing, open: open.length }),
    };
  });
}

/** A Yu-Pack leaves as soon as it is packed (R11). */
function isForToday({ mode, plannedDispatchDay }: Parcel, today: CalendarDate): boolean {
  return mode === 'yuPack' || plannedDispatchDay <= today;
}

function nextOf(left: { picking: number; packing: number; open: number }): RunRow['next'] {
  if (left.picking > 0) return 'pick';
  if (left.packing > 0) return 'pack';
  return left.open > 0 ? 'dispatch' : 'left';
}
