import type { EventData } from '@toshobin/contracts';
import { isOfCopy, type LedgerStateCopy } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { dueColumns } from '../loans/due-of.ts';
import type { Prisma, Tx } from '../open-database.ts';
import { inTransaction } from './in-transaction.ts';
import { loadLedgers } from './load-ledgers.ts';
import { changed } from './tell-changed.ts';

/** What others tell of the copy that a reservation has: kept with its allocation, once. */
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

/** It is not where it should be by now: its parcel was not scanned, or it was not in it. */
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
 * R6: the mail was accepted that begins the hold at the prefectural library, of this copy where it stands on the hold
 * shelf; the date in it binds us, so that of two the later one stands.
 */
export async function hearNoticeSent(
  deps: CatalogDeps,
  { reservationId, kind, occasion, holdUntil }: EventData<'patron.notice.sent'>,
): Promise<void> {
  if (kind !== 'readyAtPrefectural' || holdUntil === undefined) return;
  await inTransaction(deps, async (tx) => {
    const copy = await copyOfOccasion(tx, reservationId, occasion);
    if (copy === undefined) return;
    const { dueDate: holdDate, dueAt: holdAt } = dueColumns(holdUntil);
    const { count } = await tx.allocation.updateMany({
      where: {
        number: copy.allocation,
        OR: [{ holdAt: null }, { holdAt: { lt: holdAt } }, { holdRound: { not: copy.round } }],
      },
      data: { holdDate, holdAt, holdRound: copy.round },
    });
    if (count > 0) changed(tx, reservationId);
  });
}

/** R6: no mail reached the patron, so the hold of that occasion has not begun. */
export async function hearNoticeFailed(
  deps: CatalogDeps,
  { reservationId, kind, occasion }: EventData<'patron.notice.failed'>,
): Promise<void> {
  if (kind !== 'readyAtPrefectural') return;
  await inTransaction(deps, async (tx) => {
    const copy = await copyOfOccasion(tx, reservationId, occasion);
    if (copy === undefined) return;
    await tx.allocation.update({ where: { number: copy.allocation }, data: { holdRound: null } });
    changed(tx, reservationId);
  });
}

/** A mail speaks of the copy that it was queued for, or of one that was swapped for it since; of another: undefined. */
async function copyOfOccasion(
  tx: Tx,
  reservationId: string,
  occasion: string,
): Promise<LedgerStateCopy | undefined> {
  const copy = (await loadLedgers(tx, [reservationId])).get(reservationId)?.present.state.copy;
  return copy && isOfCopy(copy, Number.parseInt(occasion, 10)) ? copy : undefined;
}
