import { compareVersions, type ReservationStanding } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { takeStanding } from './take-standing.ts';

/**
 * Hears by Kafka how a reservation stands: the row, the slots and the mails follow it, also while Temporal is away.
 * Repeated, late or in any order, the highest version counts. Nothing is written again of an erased reservation. A
 * state that is known already waits for nobody: a service that tells its facts again tells thousands.
 */
export async function hearStanding(
  deps: PatronDeps,
  standing: ReservationStanding,
  at: Instant,
): Promise<void> {
  const { reservationId } = standing;
  const known = await deps.db.application.findUnique({
    where: { reservationId },
    select: { epoch: true, n: true },
  });
  if (known === null || compareVersions(standing, known) <= 0) return;
  await inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || compareVersions(standing, application) <= 0) return;
    await takeStanding(deps, tx, { application, standing, at });
  });
}
