import { CopyIdSchema, type EventData, placeIs } from '@toshobin/contracts';
import { isDispatchTakenBack, ParcelToldSchema } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { CopyPlace } from '../generated/prisma/enums.ts';
import type { Whereabouts } from '../ledger/copy-place.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type Journey, journeyOf, latestJourneyOfCopy, underWay } from '../ledger/journey.ts';
import { type LockedCopy, lockCopy } from '../ledger/lock-copy.ts';
import { countedAt, moveCopy, recordFact } from '../ledger/record-fact.ts';
import { findCopyAgain } from './find-copy-again.ts';

/** The database counts no higher: a greater number can't have come from us. */
const LAST_ALLOCATION = 2_147_483_647;

/**
 * Keeps a fact that shipping told of a copy, once, however often and in whatever order it is heard. The catalog does
 * not tell the fact again: everybody hears it from shipping. A fact of an allocation that a restore has lost moves the
 * copy alone. Answers `unknown` for a copy or an allocation that was never ours.
 */
export async function recordMove(
  deps: CatalogDeps,
  heard: EventData<'shipping.copy.moved'>,
): Promise<'recorded' | 'known' | 'unknown'> {
  const { fact } = heard;
  if (!CopyIdSchema.safeParse(fact.copyId).success || (fact.allocation ?? 0) > LAST_ALLOCATION)
    return 'unknown';
  const copyId = BigInt(fact.copyId);
  return inTransaction(deps, async (tx) => {
    if ((await tx.copy.count({ where: { id: copyId } })) === 0) return 'unknown';
    const copy = await lockCopy(tx, copyId);
    if ((await tx.scan.count({ where: { factId: fact.factId } })) > 0) return 'known';
    const journey = fact.allocation === null ? undefined : await journeyOf(tx, fact.allocation);
    if (fact.allocation !== null && journey?.copyId !== copyId) {
      if (journey !== undefined || !(await wasGiven(tx, fact.allocation))) return 'unknown';
    }
    await recordFact(tx, {
      factId: fact.factId,
      kind: fact.kind,
      copyId,
      journey,
      leg: fact.leg,
      place: fact.place,
      occurredAt: countedAt(fact.occurredAt, new Date(fact.recordedAt), journey?.openedAt),
      scannedAt: new Date(fact.occurredAt),
      recordedAt: new Date(fact.recordedAt),
      voids: fact.voids,
      parcel: parcelTold(heard),
      heardFrom: 'shipping',
    });
    if (journey === undefined) await moveOfNobody(tx, copyId, fact);
    else if (isDispatchTakenBack(journey)) await beginNoLoan(tx, journey);
    if (fact.kind === 'arrived' && fact.voids === undefined) await findAfterLoss(tx, copy, fact);
    return 'recorded';
  });
}

/** R7. The copy has not left after all: its loan begins at the dispatch to come. A date that was told stays (R6). */
async function beginNoLoan(tx: Transaction, { allocation }: Journey): Promise<void> {
  const { count } = await tx.loan.deleteMany({
    where: { allocation, toldAt: null, extendedAt: null, handedOutAt: null, endedAt: null },
  });
  if (count > 0) await tx.movedDate.deleteMany({ where: { journey: allocation, kind: 'due' } });
}

/** Whether a number may have been given to an allocation: a restore goes on behind all of them (leapNumbers). */
async function wasGiven(tx: Transaction, allocation: number): Promise<boolean> {
  const [{ given }] = Given.parse(
    await tx.$queryRaw`SELECT last_value >= ${allocation} AS given FROM allocation_number_seq`,
  );
  return given;
}
const Given = z.tuple([z.object({ given: z.boolean() })]);

/** What a fact from a parcel says of that parcel; a fact that takes another back says nothing of it. */
function parcelTold({
  fact,
  parcelNumber,
  mode,
  dispatchDay,
  expectedDate,
  assumed,
}: EventData<'shipping.copy.moved'>) {
  if (parcelNumber === undefined || fact.voids !== undefined) return undefined;
  return ParcelToldSchema.parse({ parcelNumber, mode, dispatchDay, expectedDate, assumed });
}

/** Moves a copy that travels without a reservation; if it is on a reservation's way, that says better where it is. */
async function moveOfNobody(tx: Transaction, copyId: bigint, fact: Fact): Promise<void> {
  if (underWay(await latestJourneyOfCopy(tx, copyId)) !== undefined) return;
  const { place } = await tx.copy.findUniqueOrThrow({ where: { id: copyId }, select: { place: true } });
  // The copy came home after everything that a parcel can tell of it.
  if (placeIs(place, 'atHome')) return;
  await moveCopy(tx, copyId, inParcel(fact));
}

function inParcel(fact: Fact): Whereabouts {
  const place: CopyPlace = fact.leg === 'return' || fact.kind === 'sentBack' ? 'returning' : 'inTransit';
  return { place, placeLibrary: fact.place };
}

/**
 * A parcel that was given up for lost has arrived after all. A copy that stood on its shelf when it was lost is not
 * back there: it can be chosen for nobody before it is scanned at home.
 */
async function findAfterLoss(tx: Transaction, copy: LockedCopy, fact: Fact): Promise<void> {
  if (copy.condition !== 'lost') return;
  const at = new Date(fact.occurredAt);
  const lost = await tx.scan.findFirst({
    where: { copyId: copy.id, kind: 'lost', occurredAt: { gte: at } },
    select: { factId: true },
  });
  if (lost !== null) return;
  await findCopyAgain(tx, copy, at);
  const { place } = await tx.copy.findUniqueOrThrow({ where: { id: copy.id }, select: { place: true } });
  if (place === 'onShelf') await moveCopy(tx, copy.id, inParcel(fact));
}
