import { LibraryCodeSchema } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { nobodyToCall } from '../tasks/call-patron.ts';
import { forgetReadyMail } from './forget-ready-mail.ts';
import { queueNotice } from './queue-notice.ts';

/** A scan is mostly taken back to be made again at once: then nobody hears that it was. */
const SCANNED_AGAIN_WITHIN_SECONDS = 600;

/**
 * The scan that put a copy on the prefectural hold shelf was taken back: fetched again, it is told as if for the first
 * time. Whoever was told already hears that it is not ready yet, unless it is by then. The patron's row must be locked.
 */
export async function tellNotFetched(
  deps: PatronDeps,
  tx: Transaction,
  { application, allocation, at }: { application: Application; allocation: number; at: Instant },
): Promise<void> {
  const { reservationId } = application;
  await nobodyToCall(tx, { reservationId, at });
  const told = await forgetReadyMail(tx, { reservationId, kind: 'readyAtPrefectural', allocation });
  if (told === 0) return;
  const pickupLibrary = LibraryCodeSchema.parse(application.pickupLibrary);
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'readyTakenBack', pickupLibrary },
    occasion: `${allocation}-not-fetched-${deps.newId()}`,
    groupKey: pickupLibrary,
    gatherSeconds: SCANNED_AGAIN_WITHIN_SECONDS,
  });
}
