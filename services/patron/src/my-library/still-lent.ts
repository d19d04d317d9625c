import type { Instant, Outcome, Position } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots } from '../slots/change-slots.ts';
import { openAgain } from './change-row.ts';
import { heardJourney } from './heard-facts-of.ts';
import type { RowChange } from './row-change.ts';
import { RANK } from './row-order.ts';

// A process may end while somebody has the book: long overdue (R18), or lost by its borrower. Such a loan is settled,
// and its row closed, when the copy is home; whatever was heard first.

interface Of {
  application: Application;
  at: Instant;
}

/** What a process may end with while somebody still has the copy. */
export function mayBeLent(outcome: string | null): boolean {
  return outcome === 'longOverdue' || outcome === 'lost';
}

/** Whether somebody has the copy of such a loan. What was lost after it was handed in is nobody's loan. */
export function isStillLent(
  { outcome, lostAt, rank }: Pick<Application, 'outcome' | 'lostAt' | 'rank'>,
  position: Position,
): boolean {
  if (position.homeAt !== undefined) return false;
  if (outcome === 'longOverdue' && lostAt === null) return true;
  const saidByTheProcess = rank >= RANK.handOutUnconfirmed && rank < RANK.returned;
  if (position.handedOutAt === undefined && !saidByTheProcess) return false;
  const wayHome = position.handedInAt ?? position.sentBackAt;
  return wayHome === undefined || (lostAt !== null && new Date(wayHome) > lostAt);
}

/**
 * A process has ended while somebody has the copy: the row stays open, with a loan slot. Answers false, and changes
 * nothing, where nobody has. The patron's row must be locked.
 */
export async function endedWhileLent(
  deps: PatronDeps,
  tx: Transaction,
  { application, outcome, at }: Of & { outcome: Outcome },
): Promise<boolean> {
  const ended = { ...application, outcome };
  const { position } = await heardJourney(tx, application.reservationId, application.allocation);
  if (!mayBeLent(outcome) || !isStillLent(ended, position)) return false;
  await beLent(deps, tx, { application: ended, at }, position);
  return true;
}

/**
 * Closes the row of such a loan once its copy is home, and opens it again when that was taken back. Answers how many
 * that wait for a slot were woken. The patron's row must be locked.
 */
export async function settle(deps: PatronDeps, tx: Transaction, { application, at }: Of): Promise<number> {
  const { reservationId, patronId, allocation, closedAt, endedAt } = application;
  if (!mayBeLent(application.outcome)) return 0;
  const { position } = await heardJourney(tx, reservationId, allocation);
  const lent = isStillLent(application, position);
  if (lent && closedAt !== null) return beLent(deps, tx, { application, at }, position);
  if (lent || closedAt !== null) return 0;
  const isHome = position.homeAt !== undefined;
  await tx.application.update({
    where: { reservationId },
    data: {
      // A return may be entered late; as long as the day lasts it can be taken back.
      closedAt: deps.now(),
      endedAt: endedAt ?? at,
      ...(isHome ? { rank: RANK.returned, state: 'returned', homeAllocation: allocation } : {}),
    },
  });
  return changeSlots(deps, tx, { reservationId, patronId, slots: 'free', at });
}

async function beLent(
  deps: PatronDeps,
  tx: Transaction,
  { application, at }: Of,
  position: Position,
): Promise<number> {
  const { reservationId, patronId, outcome } = application;
  const { slots, ...place } = placeOf(application, position);
  const again = await openAgain(tx, application);
  await tx.application.update({
    where: { reservationId },
    data: { ...place, ...again, outcome, closedAt: null, homeAllocation: 0 },
  });
  return changeSlots(deps, tx, { reservationId, patronId, slots, at });
}

function placeOf(
  { outcome, lostAt }: Application,
  { handedInAt }: Position,
): Pick<RowChange, 'rank' | 'state' | 'slots'> {
  if (handedInAt !== undefined) return { rank: RANK.returning, state: 'returning', slots: 'handedIn' };
  return outcome === 'lost' || lostAt !== null
    ? { rank: RANK.lostOnLoan, state: 'lostInTransit', slots: 'loan' }
    : { rank: RANK.overdue, state: 'overdue', slots: 'loan' };
}
