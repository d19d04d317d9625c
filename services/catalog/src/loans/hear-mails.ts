import type { EventData } from '@toshobin/contracts';
import { type Deadline, endingIs, endOfDay, isOfCopy, type LedgerStateCopy } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { dueColumns } from '../ledger/due-of.ts';
import { holdRoundOf, type Journey, journeyOf } from '../ledger/journey.ts';
import { stateByRows } from '../ledger/load-ledgers.ts';
import { withEntry } from '../queue/with-entry.ts';
import { moveDue } from './move-due.ts';

/**
 * A mail was accepted for sending, and the date in it binds us (R6): no earlier date is in force from then on. The mail
 * of a copy on the prefectural hold shelf begins its hold, unless a later event was heard before. R7: where the ready
 * mail of a branch went out on a later day than planned, the days of the loan count from then.
 *
 * @param sequence the number of the event among those of the patron service
 */
export async function hearNoticeSent(
  deps: CatalogDeps,
  notice: EventData<'patron.notice.sent'>,
  sequence: bigint,
): Promise<void> {
  const { kind, sentOn, holdUntil, due } = notice;
  const isLate = kind === 'readyAtMunicipal' && notice.late === true;
  if (holdUntil === undefined && due === undefined && !isLate) return;
  await withCopyOfMail(deps, notice, async (tx, copy, journey) => {
    if (isLate) await moveDue(tx, journey, endOfDay(sentOn));
    if (due !== undefined && (journey.loan?.endedAt === null || endingIs(journey.ending, 'mayComeBack')))
      await tellDue(tx, copy, due);
    const begins = kind === 'readyAtPrefectural';
    if (holdUntil !== undefined) await tellHold(tx, copy, { holdUntil, begins, sequence });
  });
}

async function tellDue(tx: Transaction, { allocation }: CopyOfMail, due: Deadline): Promise<void> {
  const { dueDate, dueAt } = dueColumns(due);
  await tx.$executeRaw`
    UPDATE loan SET told_at = greatest(told_at, ${dueAt}), due_at = greatest(due_at, ${dueAt}),
      due_date = greatest(due_date, ${dueDate}::date)
    WHERE allocation = ${allocation}`;
}

async function tellHold(
  tx: Transaction,
  { allocation, round }: CopyOfMail,
  { holdUntil, begins, sequence }: { holdUntil: Deadline; begins: boolean; sequence: bigint },
): Promise<void> {
  const { dueDate, dueAt } = dueColumns(holdUntil);
  await tx.$executeRaw`
    UPDATE allocation SET hold_told_at = greatest(hold_told_at, ${dueAt}), hold_at = greatest(hold_at, ${dueAt}),
      hold_date = greatest(hold_date, ${dueDate}::date),
      hold_round = CASE WHEN ${begins} AND coalesce(hold_heard < ${sequence}, true) THEN ${round} ELSE hold_round END,
      hold_heard = CASE WHEN ${begins} THEN greatest(hold_heard, ${sequence}) ELSE hold_heard END
    WHERE number = ${allocation} AND (${begins} OR hold_at IS NOT NULL)`;
}

/** R6: no mail reached the patron, so the hold has not begun by it. A hold that a later mail or call began goes on. */
export async function hearNoticeFailed(
  deps: CatalogDeps,
  notice: EventData<'patron.notice.failed'>,
  sequence: bigint,
): Promise<void> {
  if (notice.kind !== 'readyAtPrefectural') return;
  await withCopyOfMail(deps, notice, async (tx, { allocation: number }) => {
    await tx.allocation.updateMany({
      where: { number, OR: [{ holdHeard: null }, { holdHeard: { lt: sequence } }] },
      data: { holdRound: null, holdHeard: sequence },
    });
  });
}

type CopyOfMail = Pick<LedgerStateCopy, 'allocation' | 'round'>;

/**
 * Does work for the copy that a mail speaks of: the one it was queued for, or one that was swapped for that since; also
 * one that went to somebody else, which may be taken back, but no other. Title and copy are locked, as by everybody who
 * changes the copy's dates.
 */
async function withCopyOfMail(
  deps: CatalogDeps,
  { reservationId, occasion }: { reservationId: string; occasion: string },
  work: (tx: Transaction, copy: CopyOfMail, journey: Journey) => Promise<void>,
): Promise<void> {
  await withEntry(deps, reservationId, async (tx, locked) => {
    if (!locked?.held) return;
    const copy = (await stateByRows(tx, reservationId))?.copy;
    const number = Number.parseInt(occasion, 10);
    if (copy && isOfCopy(copy, number)) return work(tx, copy, locked.held.journey);
    const given = await journeyOf(tx, number);
    if (given?.reservationId !== reservationId || !endingIs(given.ending, 'mayComeBack')) return;
    await work(tx, { allocation: number, round: holdRoundOf(given) }, given);
  });
}
