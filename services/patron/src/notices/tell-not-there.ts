import { LibraryCodeSchema } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import { RANK } from '../my-library/row-order.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { nobodyToCall } from '../tasks/call-patron.ts';
import { forgetReadyMail } from './forget-ready-mail.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * The arrival at the pickup library was taken back: whoever was told that the copy is there (by mail, also one on its
 * way at this moment, or on the telephone) is told once that its arrival is not certain, unless it comes first. When it
 * does, it is told as if for the first time; the dates of before bind us. The patron's row must be locked.
 */
export async function tellNotThere(
  deps: PatronDeps,
  tx: Transaction,
  { application, allocation, at }: { application: Application; allocation: number; at: Instant },
): Promise<void> {
  const { reservationId } = application;
  await nobodyToCall(tx, { reservationId, at });
  const told = await forgetReadyMail(tx, { reservationId, kind: 'readyAtMunicipal', allocation });
  if (told === 0) return;
  const before = await tx.notice.count({
    where: { reservationId, kind: 'delayed', occasion: { startsWith: `${allocation}-` } },
  });
  const late = await tx.notice.count({
    where: { reservationId, kind: 'delayed', occasion: String(allocation) },
  });
  const pickupLibrary = LibraryCodeSchema.parse(application.pickupLibrary);
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'delayed', pickupLibrary },
    occasion: late === 0 ? String(allocation) : `${allocation}-again-${before + 1}`,
    groupKey: pickupLibrary,
    validTo: { allocation, rank: RANK.arrivalOverdue },
  });
}
