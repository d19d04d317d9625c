import type { EventData } from '@toshobin/contracts';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Prisma } from '../database.ts';
import { inTransaction } from './in-transaction.ts';
import { changed } from './tell-changed.ts';

/** Keeps, once, with the allocation what shipping told of its copy. */
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
