import type { CatalogPosition } from '@toshobin/contracts';
import { type Outcome, outcomeOf, positionOf, reached } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, operations, patron } from '../ports/ports.ts';

export interface Reconciliation {
  /** Processes that looked again at the databases. */
  looked: number;
  /** Rows that were still open although their reservation has ended. */
  repaired: number;
  /** Processes that were terminated or are past their retention, and started again. */
  restarted: number;
  /** Reservations that never had a process; the sweep starts them. */
  missing: number;
}

/** Some open reservations: where databases and processes differ, the databases win. */
export async function reconcilePage(reservationIds: readonly string[]): Promise<Reconciliation> {
  const found = await operations.reconcileReservations({ reservationIds, at: now() });
  const sum: Reconciliation = { looked: found.looked, repaired: 0, restarted: 0, missing: 0 };
  for (const { reservationId, outcome } of found.ended) {
    await closeRow(reservationId, outcome, await catalog.positionOf({ reservationId }));
    sum.repaired += 1;
  }

  const goOn: string[] = [];
  for (const reservationId of found.missing) {
    const position = await catalog.positionOf({ reservationId });
    const outcome = endOf(position);
    if (outcome) {
      await closeRow(reservationId, outcome, position);
      sum.repaired += 1;
    } else if (position.entry === 'none') sum.missing += 1;
    else goOn.push(reservationId);
  }
  if (goOn.length > 0) {
    const requests = await patron.requestsOf({ reservationIds: goOn });
    sum.restarted += await operations.restartReservations({ requests, at: now() });
  }
  return sum;
}

/** How a reservation ended whose process is gone; undefined while it has not, or was never admitted. */
function endOf({ entry, allocation, facts, due }: CatalogPosition): Outcome | undefined {
  if (entry !== 'left' && entry !== 'closed') return undefined;
  if (!allocation) return 'cancelled';
  const position = positionOf(facts, allocation.allocation);
  if (!reached(position, 'home')) return reached(position, 'handedOut') ? 'longOverdue' : 'cancelled';
  return outcomeOf(position, { cancelled: false, expired: entry === 'left', holdEnds: due?.at });
}

async function closeRow(
  reservationId: string,
  outcome: Outcome,
  { allocation }: CatalogPosition,
): Promise<void> {
  await patron.recordMilestone({
    milestone: 'closed',
    reservationId,
    allocation: allocation?.allocation ?? 0,
    at: now(),
    outcome,
  });
}
