import { ActivityFailure } from '@temporalio/workflow';
import type { CatalogPosition } from '@toshobin/contracts';
import type { Outcome } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { ofOneRow, operations, patron } from '../ports/ports.ts';

export interface Reconciliation {
  /** Processes that looked again at the databases. */
  looked: number;
  /** Rows that were still open although their reservation has ended. */
  repaired: number;
  /** Processes that were terminated or are past their retention, and started again. */
  restarted: number;
  /** Reservations that never had a process; the sweep starts them. */
  missing: number;
  /** Reservations at which a command failed again and again, and which; left to the next night. */
  failed: readonly string[];
}

/** So many are named; more are another trouble. */
const MOST_NAMED = 20;

export const nothingReconciled: Reconciliation = {
  looked: 0,
  repaired: 0,
  restarted: 0,
  missing: 0,
  failed: [],
};

/** Some open reservations, counted on: where databases and processes differ, the databases win. */
export async function reconcilePage(
  reservationIds: readonly string[],
  before: Reconciliation = nothingReconciled,
): Promise<Reconciliation> {
  if (reservationIds.length === 0) return before;
  const found = await operations.reconcileReservations({ reservationIds, at: now() });
  const sum = {
    ...before,
    looked: before.looked + found.looked,
    failed: [...before.failed, ...found.failed].slice(0, MOST_NAMED),
  };
  const each = async (reservationId: string, repair: () => Promise<void>) => {
    try {
      await repair();
    } catch (fault) {
      if (!(fault instanceof ActivityFailure)) throw fault;
      if (sum.failed.length < MOST_NAMED) sum.failed.push(`${reservationId}: ${fault.activityType}`);
    }
  };
  for (const { reservationId, outcome } of found.ended) {
    await each(reservationId, async () => {
      await closeRow(reservationId, outcome, await ofOneRow.catalog.positionOf({ reservationId }));
      sum.repaired += 1;
    });
  }

  const goOn: string[] = [];
  for (const reservationId of found.missing) {
    await each(reservationId, async () => {
      const position = await ofOneRow.catalog.positionOf({ reservationId });
      const outcome = endOf(position);
      if (outcome) {
        await closeRow(reservationId, outcome, position);
        sum.repaired += 1;
      } else if (position.entry === 'none') sum.missing += 1;
      else goOn.push(reservationId);
    });
  }
  if (goOn.length > 0) {
    const requests = await patron.requestsOf({ reservationIds: goOn });
    sum.restarted += await operations.restartReservations({ requests, at: now() });
  }
  return sum;
}

/**
 * How a reservation ended whose process is gone; undefined while it has not, or was never admitted. That it was cancelled
 * or not picked up is told by a process, unless it was: one is begun anew for that.
 */
function endOf({ standing }: CatalogPosition): Outcome | undefined {
  const { stage, ended } = standing?.state ?? {};
  if (ended === 'cancelled' || ended === 'expired') return undefined;
  const isOver = stage === 'over' || stage === 'lost' || ended === 'longOverdue';
  return isOver ? (ended ?? undefined) : undefined;
}

async function closeRow(
  reservationId: string,
  outcome: Outcome,
  { standing }: CatalogPosition,
): Promise<void> {
  const allocation = standing?.state.copy?.allocation ?? 0;
  const closed = { milestone: 'closed', reservationId, allocation, at: now(), outcome } as const;
  await ofOneRow.patron.recordMilestone(closed);
}
