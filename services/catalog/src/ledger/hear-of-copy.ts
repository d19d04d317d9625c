import type { EventData } from '@toshobin/contracts';
import { type Deadline, isOfCopy, type LedgerStateCopy } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Prisma, Transaction } from '../database.ts';
import { dueColumns } from './due-of.ts';
import { inTransaction } from './in-transaction.ts';
import { loadLedgers } from './load-ledgers.ts';
import { changed } from './tell-changed.ts';

/** Keeps with the allocation, once, what shipping or the patron service told of its copy. */
async function keep(
  deps: CatalogDeps,
  { reservationId, allocation }: { reservationId: string; allocation: number },
  data: Prisma.AllocationUpdateManyMutationInput,
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const { count } = await tx.allocation.updateMany({ where: { number: allocation, reservationId }, data });
    if (count > 0) changed(tx, reservationId);
  });
}

/** The copy is not where it should be by now: its parcel was not scanned, or the copy was not in its parcel. */
export function hearDelayed(deps: CatalogDeps, delayed: EventData<'shipping.copy.delayed'>): Promise<void> {
  return keep(deps, delayed, { delayedAt: new Date(delayed.at) });
}

/** R9: the branch was asked whether the copy is on its shelf, and answered. */
export function hearShelfCheck(
  deps: CatalogDeps,
  answered: EventData<'shipping.shelfCheck.answered'>,
): Promise<void> {
  return keep(deps, answered, { shelfCheck: answered.answer });
}

/**
 * A mail was accepted for sending, and the date in it binds us (R6): what is in force is never earlier. One of them begins
 * the hold at the prefectural library, of this copy where it stands on the hold shelf, unless a later event was heard
 * before.
 *
 * @param sequence the number of the event among those of the patron service
 */
export async function hearNoticeSent(
  deps: CatalogDeps,
  { reservationId, kind, occasion, holdUntil, due }: EventData<'patron.notice.sent'>,
  sequence: bigint,
): Promise<void> {
  if (holdUntil === undefined && due === undefined) return;
  await inTransaction(deps, async (tx) => {
    const copy = await copyOfOccasion(tx, reservationId, occasion);
    if (copy === undefined) return;
    if (due !== undefined) await tellDue(tx, copy, due);
    const begins = kind === 'readyAtPrefectural';
    if (holdUntil !== undefined) await tellHold(tx, copy, { holdUntil, begins, sequence });
    changed(tx, reservationId);
  });
}

async function tellDue(tx: Transaction, { allocation }: LedgerStateCopy, due: Deadline): Promise<void> {
  const { dueDate, dueAt } = dueColumns(due);
  await tx.$executeRaw`
    UPDATE loan SET told_at = greatest(told_at, ${dueAt}), due_at = greatest(due_at, ${dueAt}),
      due_date = greatest(due_date, ${dueDate}::date)
    WHERE allocation = ${allocation} AND ended_at IS NULL`;
}

async function tellHold(
  tx: Transaction,
  { allocation, round }: LedgerStateCopy,
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

/** R6: no mail reached the patron, so the hold of that occasion has not begun. One that a later mail or call began goes on. */
export async function hearNoticeFailed(
  deps: CatalogDeps,
  { reservationId, kind, occasion }: EventData<'patron.notice.failed'>,
  sequence: bigint,
): Promise<void> {
  if (kind !== 'readyAtPrefectural') return;
  await inTransaction(deps, async (tx) => {
    const copy = await copyOfOccasion(tx, reservationId, occasion);
    if (copy === undefined) return;
    const { count } = await tx.allocation.updateMany({
      where: { number: copy.allocation, OR: [{ holdHeard: null }, { holdHeard: { lt: sequence } }] },
      data: { holdRound: null, holdHeard: sequence },
    });
    if (count > 0) changed(tx, reservationId);
  });
}

/** A mail speaks of the copy that it was queued for, or of one that was swapped for it since; of another: undefined. */
async function copyOfOccasion(
  tx: Transaction,
  reservationId: string,
  occasion: string,
): Promise<LedgerStateCopy | undefined> {
  const copy = (await loadLedgers(tx, [reservationId])).get(reservationId)?.present.state.copy;
  return copy && isOfCopy(copy, Number.parseInt(occasion, 10)) ? copy : undefined;
}
