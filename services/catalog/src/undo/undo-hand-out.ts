import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, hasArrived, isQueued, refuse, wasFetched } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import { type Journey, journeyOf, notUndone } from '../ledger/journey.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { putWhereItIs, recordFact } from '../ledger/record-fact.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import {
  isItsLastStep,
  isLastOfCopy,
  reopen,
  type ScanTakenBack,
  type Undo,
  voidAllOf,
  voidFact,
} from './scan-taken-back.ts';

/**
 * The copy was not handed out: it is held again, where it was. A loan that began with the hand-over is gone; a counter
 * loan without a reservation is gone altogether, its copy to be put back, or held again for the patron whom it had been
 * taken from; a hold that had ended has ended again. R8: a copy that was never lent was never extended, but the date
 * that the patron was told stays. Too late once the copy was taken back, or the loan was closed (long overdue, lost).
 */
export const undoHandOut: Undo = async (taken) => {
  if (taken.journey === undefined) return undoGivenToAnother(taken);
  if (!isItsLastStep(taken) || !taken.journey.open) return refuse('STATE_CHANGED');
  const { tx, journey } = taken;
  if (journey.entry.pickupLibrary === PREFECTURAL_LIBRARY) {
    await tx.loan.deleteMany({ where: { allocation: journey.allocation } });
    journey.loan = null;
  }
  await tx.loan.updateMany({ where: { allocation: journey.allocation }, data: { extendedAt: null } });
  await voidAllOf(taken, 'handedOut');
  const holder = await lentInSpiteOf(tx, journey);
  if (holder !== undefined && (await takesItAgain(taken, holder))) return giveBack(taken, journey, holder);
  await holdAgain(taken, journey);
  await endAsBefore(taken, journey);
  return allow(undefined);
};

/** The hold that a loan at the counter had taken the copy from. */
async function lentInSpiteOf(tx: Transaction, { allocation, copyId }: Journey): Promise<Journey | undefined> {
  const before = await tx.allocation.findFirst({
    where: { AND: [{ copyId, number: { lt: allocation } }, notUndone] },
    orderBy: { number: 'desc' },
  });
  if (before?.ending !== 'lentAtCounter') return undefined;
  const holder = await journeyOf(tx, before.number);
  return holder && wasFetched(holder) ? holder : undefined;
}

/** Whether its reservation waits since, or takes the copy up again: another one, not fetched yet, is on its shelf. */
async function takesItAgain({ tx, at }: ScanTakenBack, { reservationId, entry }: Journey): Promise<boolean> {
  if (entry.state !== 'allocated') return isQueued(entry.state);
  const chosen = await tx.allocation.findFirst({ where: { reservationId, closedAt: null } });
  if (chosen === null) return false;
  await lockCopy(tx, chosen.copyId);
  const other = await journeyOf(tx, chosen.number);
  if (other === undefined || wasFetched(other)) return false;
  await withdrawAllocation(tx, other, { why: 'returnUndone', at });
  await putWhereItIs(tx, other);
  return true;
}

/** Takes the counter loan away: the copy was never chosen for it, and is held as before. */
async function giveBack(
  { tx, copy, at }: ScanTakenBack,
  journey: Journey,
  holder: Journey,
): Promise<Decision<void>> {
  await withdrawAllocation(tx, journey, { why: 'returnUndone', at });
  if (journey.entry.channel === 'counter') {
    const { reservationId } = journey;
    await tx.queueEntry.update({ where: { reservationId }, data: { state: 'left' } });
  }
  await reopen(tx, holder);
  await putWhereItIs(tx, holder);
  await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
}

/** Holds the copy again: a hand-out proves that it was there, though no scan says so. */
async function holdAgain(taken: ScanTakenBack, journey: Journey): Promise<void> {
  const { tx, copy, scan, recordedAt } = taken;
  const { pickupLibrary } = journey.entry;
  const kind = pickupLibrary === PREFECTURAL_LIBRARY ? 'picked' : 'arrived';
  if (kind === 'picked' ? wasFetched(journey) : hasArrived(journey)) return;
  await recordFact(tx, {
    factId: derivedId(taken.factId, kind),
    kind,
    copyId: copy.id,
    journey,
    leg: 'outward',
    place: pickupLibrary,
    occurredAt: scan.occurredAt,
    recordedAt,
    account: taken.by.account,
  });
}

/** Ends the journey as before: the loan that the hand-out began, or took up again, never was. */
async function endAsBefore({ tx, at }: ScanTakenBack, journey: Journey): Promise<void> {
  const { allocation, reservationId, entry } = journey;
  const { firstEndedAt, firstEnding } = await tx.allocation.findUniqueOrThrow({
    where: { number: allocation },
  });
  const ending = entry.channel === 'counter' ? 'cancelled' : firstEnding;
  if (ending === null) return;
  const closedAt = firstEndedAt ?? at;
  await tx.allocation.update({
    where: { number: allocation },
    data: { closedAt, ending, firstEndedAt: null, firstEnding: null },
  });
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'left' } });
  await tx.loan.updateMany({ where: { allocation, endedAt: null }, data: { endedAt: closedAt } });
  journey.open = false;
}

/**
 * The copy was handed to nobody after all (or to the right person, who is scanned next): the reservation that it was
 * held for has it again as before. Where that has fetched another copy by now, or has ended, the copy goes back.
 */
async function undoGivenToAnother(taken: ScanTakenBack): Promise<Decision<void>> {
  const { tx, copy, scan, latest, at, recordedAt } = taken;
  if (latest === undefined || !(await isLastOfCopy(taken))) return refuse('STATE_CHANGED');
  await voidFact(taken, { ...scan, kind: 'handedOut' }, taken.factId);
  if (latest.ending === 'swapped' && (await takesItAgain(taken, latest))) await reopen(tx, latest);
  await putWhereItIs(tx, latest);
  // The other copy was never fetched, and stands on its shelf.
  await allocateNext(tx, copy.recordId, at);
  await clearTasks(tx, {
    kinds: ['wrongPerson'],
    subject: { barcode: copy.barcode },
    by: taken.by.account,
    at: recordedAt,
  });
  return allow(undefined);
}
