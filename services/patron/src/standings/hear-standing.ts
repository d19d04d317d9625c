import { compareVersions, type ReservationStanding } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
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
  const followed = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || compareVersions(standing, application) <= 0) return undefined;
    return takeStanding(deps, tx, { application, standing, at });
  });
  if (followed) deps.wake('outbox');
  if (followed) deps.wake('notices');
}
