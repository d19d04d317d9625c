import { allow, type Decision, dayOf, endingIs, instantFromDate, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { conditionAway, type Journey, journeyOf, notUndone, standingFacts } from '../ledger/journey.ts';
import { changed } from '../ledger/tell-changed.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { beforeScan } from './before-scan.ts';
import { isAgain, reopen, type ScanTakenBack, type Undo, voidFact } from './scan-taken-back.ts';

/**
 * A return was scanned by mistake: the loan goes on as before, and its process with it. The reservation that has been
 * given the copy goes back to its old place, as long as the copy is not packed. A return can be taken back on its own
 * day only, because the night erases the row that joins the reservation to its patron.
 */
export const undoReturn: Undo = async (taken) => {
  const { scan, recordedAt, journey } = taken;
  const sameDay = dayOf(instantFromDate(scan.recordedAt)) === dayOf(instantFromDate(recordedAt));
  if (!sameDay || !(await onlyGivenOn(taken))) return refuse('STATE_CHANGED');
  return journey === undefined ? undoOfNobody(taken) : undoOfReservation(taken, journey);
};

/** Whether only a fetch for the next reservation followed the scan; late facts of the loan do not count. */
async function onlyGivenOn({ tx, scan }: ScanTakenBack): Promise<boolean> {
  const later = await tx.scan.findMany({ where: { copyId: scan.copyId, sequence: { gt: scan.sequence } } });
  const voided = new Set(later.map(({ voids }) => voids));
  return later.every(({ factId, kind, allocation, voids }) => {
    if (voids !== null || voided.has(factId)) return true;
    if (allocation !== null && allocation === scan.allocation) return kind !== 'home';
    return kind === 'picked';
  });
}

async function undoOfReservation(taken: ScanTakenBack, journey: Journey): Promise<Decision<void>> {
  const { tx, copy, scan, at } = taken;
  if (journey.ending === 'cameBack' && !(await waitsOrHasThisCopy(tx, journey)))
    return refuse('STATE_CHANGED');
  await takeFromNext(taken, { number: { gt: journey.allocation } });
  if (endingIs(journey.ending, 'byReturn')) await reopen(tx, journey);
  for (const fact of standingFacts(journey)) {
    // The scan of the return recorded the hand-in too.
    if (fact.factId === derivedId(scan.factId, 'handedIn'))
      await voidFact(taken, fact, derivedId(taken.factId, 'handedIn'));
    if (fact.factId === scan.factId) await voidFact(taken, fact, taken.factId);
  }
  const condition = conditionAway(journey);
  if (condition) await isAgain(taken, { condition });
  await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
}

/** Whether the reservation went on without the copy: it waits as before, or was given the same copy again. */
async function waitsOrHasThisCopy(
  tx: Transaction,
  { reservationId, copyId, entry }: Journey,
): Promise<boolean> {
  const now = await tx.allocation.findFirst({
    where: { reservationId, closedAt: null },
    select: { copyId: true },
  });
  return now === null ? entry.state === 'waiting' : now.copyId === copyId;
}

/** Takes back the scan of nobody's copy, which goes back to where it was before the scan, or stays on its shelf. */
async function undoOfNobody(taken: ScanTakenBack): Promise<Decision<void>> {
  const { tx, copy, scan, at } = taken;
  const was = await beforeScan(taken);
  await voidFact(taken, { ...scan, kind: 'home' }, taken.factId);
  if (was === undefined) return allow(undefined);
  const newer = { OR: [{ closedAt: null }, { closedAt: { gt: scan.occurredAt } }] };
  await takeFromNext(taken, newer);
  await isAgain(taken, was);
  await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
}

/** Takes the copy from the reservations that the return gave it to, as if it had never been chosen for them. */
async function takeFromNext(taken: ScanTakenBack, newer: Prisma.AllocationWhereInput): Promise<void> {
  const { tx, copy, at } = taken;
  const allocations = await tx.allocation.findMany({
    where: { AND: [{ copyId: copy.id }, notUndone, newer] },
    orderBy: { number: 'asc' },
  });
  for (const { number } of allocations) {
    const journey = await journeyOf(tx, number);
    if (journey?.open) {
      await withdrawAllocation(tx, journey, { why: 'returnUndone', at });
    } else {
      const { reservationId } = await tx.allocation.update({
        where: { number },
        data: { ending: 'returnUndone' },
      });
      changed(tx, reservationId);
    }
  }
}
