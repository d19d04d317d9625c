import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database/open-database.ts';
import type { Parcel, ParcelLine, ParcelQuestion, Prisma } from '../generated/prisma/client.ts';

/** A parcel with the copies that are, or were until it was opened, in it. */
export type ParcelWithLines = Parcel & { lines: ParcelLine[]; questions: ParcelQuestion[] };
/** The same while nobody else can change it. */
export type LockedParcel = ParcelWithLines;

/** The copies of a parcel in the order of packing, without those that were taken out before it left; and who was asked about it last. */
export const withLines = {
  lines: {
    where: { OR: [{ ended: null }, { ended: { not: 'unpacked' } }] },
    orderBy: { id: 'asc' },
  },
  questions: { orderBy: { askedAt: 'desc' }, take: 1 },
} satisfies Prisma.ParcelInclude;

/**
 * May it still be somewhere else than at its destination: on its way, lost, or only taken for arrived? Once a copy of it
 * was handed out or in, it was there.
 */
export function mayBeAway(parcel: ParcelWithLines): boolean {
  return isAway(parcel) || (isArrivalNews(parcel) && !wasSeenThere(parcel));
}

/** Has anybody had it, or a copy out of it, in the hand where it was sent to? */
export function wasSeenThere({ seenAt, lines }: ParcelWithLines): boolean {
  return seenAt !== null || lines.some((line) => line.handledAt !== null);
}

/** Somebody has it, or a copy out of it, in the hand where it was sent to. */
export async function noteSeenThere(tx: Transaction, { number }: Parcel, at: Instant): Promise<void> {
  await tx.parcel.updateMany({ where: { number, seenAt: null }, data: { seenAt: new Date(at) } });
}

/** Left, and not seen since: on its way, or lost. */
export function isAway({ state }: Parcel): boolean {
  return state === 'dispatched' || state === 'lost';
}

/** Does a scan at its destination tell something: that it is there, or that it is so for certain? */
export function isArrivalNews(parcel: Parcel): boolean {
  return isAway(parcel) || (parcel.state === 'arrived' && parcel.arrivalAssumed);
}

/** Locks a parcel until the end of the transaction; every change of a parcel or its lines begins with this. */
export async function lockParcel(tx: Transaction, number: string): Promise<LockedParcel | undefined> {
  await tx.$queryRaw`SELECT 1 FROM parcel WHERE number = ${number} FOR UPDATE`;
  return readParcel(tx, number);
}

/** The parcel with that number, if there is one. */
export async function readParcel(tx: Transaction, number: string): Promise<ParcelWithLines | undefined> {
  return (await tx.parcel.findUnique({ where: { number }, include: withLines })) ?? undefined;
}

/** The parcel with one of its lines changed. */
export function withLine(parcel: LockedParcel, changed: ParcelLine): LockedParcel {
  return { ...parcel, lines: parcel.lines.map((line) => (line.id === changed.id ? changed : line)) };
}
