import { type ReservationFact, ReservationFactSchema } from '@toshobin/contracts';
import { type Fact, type Instant, isAfter, type Position, positionOf } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** Keeps a fact with its reservation, so that what takes it back may come before it. False: it was heard before. */
export async function rememberFact(
  tx: Transaction,
  reservationId: string,
  heard: ReservationFact,
): Promise<boolean> {
  const { factId, allocation } = heard.fact;
  if (allocation === null) return false;
  const { count } = await tx.copyFact.createMany({
    data: [{ factId, reservationId, allocation, data: heard }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** What was heard of the copy of one allocation. */
export interface HeardJourney {
  /** Where the facts that nobody took back say that it is. */
  position: Position;
  isTakenBack(factId: string): boolean;
  /** A fact that nobody took back, the latest heard of its kind. */
  valid(kind: Fact['kind']): ReservationFact | undefined;
  /** Hand-outs were heard of, and all of them were taken back. */
  handOutTakenBack: boolean;
  /** That return was taken back; where none is named, all that were heard of. */
  isReturnTakenBack(homeScan: string | undefined): boolean;
  /** When it was last said that it had not arrived, or was not fetched; undefined while such a scan stands. */
  takenBackAt(kind: 'arrived' | 'picked'): Instant | undefined;
}

/** The facts heard of one allocation of a reservation. */
export async function heardJourney(
  tx: Transaction,
  reservationId: string,
  allocation: number,
): Promise<HeardJourney> {
  const rows = await tx.copyFact.findMany({ where: { reservationId, allocation } });
  const heard = rows.map(({ data }) => ReservationFactSchema.parse(data));
  const voided = new Set(heard.flatMap(({ fact }) => fact.voids ?? []));
  const standing = heard.filter(({ fact }) => fact.voids === undefined && !voided.has(fact.factId));
  const allTakenBack = (kind: Fact['kind']) =>
    heard.some(({ fact }) => fact.kind === kind && fact.voids === undefined) &&
    !standing.some(({ fact }) => fact.kind === kind);
  return {
    position: positionOf(
      heard.map(({ fact }) => fact),
      allocation,
    ),
    isTakenBack: (factId) => voided.has(factId),
    valid: (kind) => standing.findLast(({ fact }) => fact.kind === kind),
    handOutTakenBack: allTakenBack('handedOut'),
    isReturnTakenBack: (homeScan) => (homeScan === undefined ? allTakenBack('home') : voided.has(homeScan)),
    takenBackAt: (kind) =>
      allTakenBack(kind)
        ? heard
            .flatMap(({ fact }) => (fact.kind === kind && fact.voids ? [fact.recordedAt] : []))
            .reduce<Instant | undefined>((last, at) => (last && isAfter(last, at) ? last : at), undefined)
        : undefined,
  };
}
