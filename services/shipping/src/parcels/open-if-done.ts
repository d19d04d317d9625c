import type { Transaction } from '../database/open-database.ts';
import type { Moment } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { arrive } from './arrive.ts';
import { isAway, type LockedParcel } from './lock-parcel.ts';

/**
 * A parcel of which nothing is to come any more, because each of its copies is home, was packed again or is missing, need
 * not be waited for; and if it came home it is opened. Answers the parcel as it is then.
 */
export async function openIfDone(
  tx: Transaction,
  parcel: LockedParcel,
  scan: Moment & { scanId: string },
): Promise<LockedParcel> {
  const done: readonly (string | null)[] = ['home', 'missing', 'repacked'];
  if (!parcel.lines.every(({ ended }) => done.includes(ended))) return parcel;
  const isHome = comesHome(parcel) || parcel.lines.some(({ ended }) => ended === 'home');
  // Nothing came with it.
  const empty = { ...parcel, lines: [] };
  const { lines } = parcel;
  const there = isAway(parcel)
    ? { ...(await arrive(tx, empty, { ...scan, assumed: false })), lines }
    : parcel;
  if (!isHome) return there;
  await tx.parcel.update({ where: { number: parcel.number }, data: { state: 'opened' } });
  return { ...there, state: 'opened' };
}

/** A copy that was missing is inside after all, to be processed. */
export async function isInside(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
): Promise<LockedParcel> {
  const inside = { ended: null, endedAt: null };
  await tx.parcelLine.update({ where: { id: line.id }, data: inside });
  const { number } = parcel;
  await tx.parcel.updateMany({ where: { number, state: 'opened' }, data: { state: 'arrived' } });
  return {
    ...parcel,
    state: parcel.state === 'opened' ? 'arrived' : parcel.state,
    lines: parcel.lines.map((other) => (other.id === line.id ? { ...line, ...inside } : other)),
  };
}

/** Is its way home: sent by a branch, or brought back by the post? */
export function comesHome({ direction, returnedAt }: LockedParcel): boolean {
  return direction === 'return' || returnedAt !== null;
}
