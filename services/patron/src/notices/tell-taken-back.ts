import { LibraryCodeSchema, type WithdrawalReason } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { SAYS_READY } from './notice-kinds.ts';
import { queueNotice } from './queue-notice.ts';

/** Not on its shelf and passed on it had not been told of; what is lost in a parcel is told by `delayed`. */
const TOLD_OTHERWISE: readonly WithdrawalReason[] = ['notOnShelf', 'lostInTransit', 'passedOn'];

/**
 * A copy is its reservation's no more: whoever was told that it is ready (by mail, also one on its way at this moment,
 * or on the telephone) is told that it is not, once an allocation. Nobody else hears anything; nor whose reservation
 * has ended. The patron's row must be locked.
 */
export async function tellTakenBack(
  deps: PatronDeps,
  tx: Transaction,
  { application, allocation, why }: { application: Application; allocation: number; why: WithdrawalReason },
): Promise<void> {
  const { reservationId } = application;
  if (TOLD_OTHERWISE.includes(why) || application.endedAt !== null) return;
  const said = await tx.notice.count({
    where: {
      reservationId,
      kind: { in: [...SAYS_READY] },
      validAllocation: allocation,
      status: { in: ['sent', 'sending', 'told'] },
      // Of the pickup library before they chose another one.
      NOT: { occasion: { contains: '-before-' } },
    },
  });
  if (said === 0) return;
  const pickupLibrary = LibraryCodeSchema.parse(application.pickupLibrary);
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'readyTakenBack', pickupLibrary },
    occasion: String(allocation),
    groupKey: pickupLibrary,
  });
}
