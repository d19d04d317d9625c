import {
  instantFromDate,
  type ParcelRows,
  type ParcelStanding,
  type ParcelState,
  parcelOf,
  parcelPhase,
  type ScanOfCopy,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Parcel, ParcelEvent, ParcelLine, ParcelQuestion, Prisma } from '../generated/prisma/client.ts';

/** A parcel with the copies that are, or were until it was opened, in it. */
export type ParcelWithLines = Parcel & { lines: ParcelLine[]; questions: ParcelQuestion[] };
/** A parcel while nobody else can change it, with all that was written down of it and how it stands by that. */
export type LockedParcel = ParcelWithLines & {
  events: ParcelEvent[];
  told: ToldOfCopy[];
  standing: ParcelStanding;
};

/**
 * The copies of a parcel in the order of packing, without those that were taken out before it left; and who was asked
 * about it last.
 */
export const withLines = {
  lines: { where: { state: { not: 'takenOut' } }, orderBy: { id: 'asc' } },
  questions: { orderBy: { askedAt: 'desc' }, take: 1 },
} satisfies Prisma.ParcelInclude;

/** May the parcel still be somewhere else than at its destination: on its way, lost, or only taken for arrived? */
export function mayBeAway({ state, arrival, seenAt }: ParcelStanding): boolean {
  return parcelPhase[state] === 'away' || (arrival?.assumed === true && seenAt === null);
}

/**
 * The state told to the process of a parcel that a restore of this database has lost: nobody waits for the parcel any
 * more, each of its copies is found by its own scans, and asking for ever would bring nothing.
 */
export const LOST_BY_A_RESTORE = 'discarded' satisfies ParcelState;

/** Locks a parcel until the end of the transaction; every change of a parcel or its lines begins with this. */
export async function lockParcel(tx: Transaction, number: string): Promise<LockedParcel | undefined> {
  await tx.$queryRaw`SELECT 1 FROM parcel WHERE number = ${number} FOR UPDATE`;
  const parcel = await tx.parcel.findUnique({
    where: { number },
    include: { ...withLines, events: { orderBy: { sequence: 'asc' } } },
  });
  if (parcel === null) return undefined;
  const told = await toldOfCopies(tx, parcel.lines);
  return { ...parcel, told, standing: standingOf(parcel, told) };
}

export async function readParcel(tx: Transaction, number: string): Promise<ParcelWithLines | undefined> {
  return (await tx.parcel.findUnique({ where: { number }, include: withLines })) ?? undefined;
}

type ToldOfCopy = ScanOfCopy & { copyId: bigint };

type WrittenOfParcel = ParcelWithLines & { events: ParcelEvent[] };

/** Where the parcel is, and each copy in it, by all that was written down of them. */
export function standingOf(parcel: WrittenOfParcel, scans: readonly ToldOfCopy[]): ParcelStanding {
  return parcelOf(writtenOf(parcel, scans));
}

/** All that was written down of a parcel. */
export function writtenOf(
  { direction, libraryCode, dispatchedAt, lines, events }: WrittenOfParcel,
  scans: readonly ToldOfCopy[],
): ParcelRows {
  return {
    direction,
    library: libraryCode,
    dispatchedAt: dispatchedAt && instantFromDate(dispatchedAt),
    events: events.map(({ kind, at, lineId }) => ({
      kind,
      at: instantFromDate(at),
      line: lineId === null ? null : String(lineId),
    })),
    copies: lines.map(({ id, copyId, packedAt }) => ({
      line: String(id),
      packedAt: instantFromDate(packedAt),
      scans: scans.flatMap(({ copyId: of, ...scan }) => (of === copyId ? [scan] : [])),
    })),
  };
}

/** What the catalog told of these copies since the first of them was packed. */
export async function toldOfCopies(tx: Transaction, lines: readonly ParcelLine[]): Promise<ToldOfCopy[]> {
  if (lines.length === 0) return [];
  const since = new Date(Math.min(...lines.map(({ packedAt }) => packedAt.getTime())));
  const copyId = { in: lines.map((line) => line.copyId) };
  const told = await tx.copyScan.findMany({
    where: { copyId, OR: [{ scannedAt: { gte: since } }, { voids: { not: null } }] },
  });
  const takenBack = new Set(told.map(({ voids }) => voids));
  return told
    .filter(({ voids }) => voids === null)
    .map(({ factId, copyId, kind, place, scannedAt }) => ({
      copyId,
      kind,
      place,
      at: instantFromDate(scannedAt),
      takenBack: takenBack.has(factId),
    }));
}
