import { compareVersions, type ReservationStanding } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { takeStanding } from './take-standing.ts';

/**
 * How a reservation stands, heard by Kafka: the row, the slots and the mails follow it, also while Temporal is away.
 * Repeated, late or in any order, the highest version counts. Of one that is erased nothing is written again.
 */
export async function hearStanding(
  deps: PatronDeps,
  standing: ReservationStanding,
  at: Instant,
): Promise<void> {
  const { reservationId } = standing;
  await inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || compareVersions(standing, application) <= 0) return;
    await takeStanding(deps, tx, { application, standing, at });
  });
}
