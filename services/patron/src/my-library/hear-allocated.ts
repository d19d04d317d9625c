import type { Allocation } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';
import { lockApplication } from './lock-application.ts';

/**
 * Two copies of one title were swapped at the desk: the row stands where it stood, with the new allocation, and so
 * does what was told of it (its hold, its mails under way). Other allocations are for the process to tell.
 */
export async function hearAllocated(
  deps: PatronDeps,
  { reservationId, allocation, insteadOf }: Allocation,
): Promise<void> {
  if (insteadOf === undefined) return;
  await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.allocation !== insteadOf) return;
    const { readyAllocation } = application;
    await tx.application.update({
      where: { reservationId },
      data: { allocation, ...(readyAllocation === insteadOf ? { readyAllocation: allocation } : {}) },
    });
    await tx.notice.updateMany({
      where: { reservationId, validAllocation: insteadOf },
      data: { validAllocation: allocation },
    });
    await tx.notice.updateMany({
      where: { reservationId, kind: 'readyAtPrefectural', occasion: String(insteadOf) },
      data: { occasion: String(allocation) },
    });
  });
}
