import { holdNumberOf, type NextStep, NextStepSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';

/** Where a copy that is in hand at the prefectural library goes for its reservation. */
export function stepTowardsPickup(
  journey: Pick<Journey, 'allocation' | 'reservationId' | 'entry'>,
): NextStep {
  const { pickupLibrary } = journey.entry;
  const held = { reservationId: journey.reservationId, holdNumber: holdNumberOf(journey.allocation) };
  return NextStepSchema.parse(
    pickupLibrary === PREFECTURAL_LIBRARY
      ? { next: 'toHoldShelf', ...held }
      : { next: 'toPacking', pickupLibrary, ...held },
  );
}

/** The copy is the patron's now, until that day. */
export function handOver(
  copy: Pick<LockedCopy, 'protectiveCover'>,
  loan: Parameters<typeof dueOf>[0],
  at: Date,
): Extract<NextStep, { next: 'handOver' }> {
  const due = dueOf(loan);
  const dueToday = due.date === dayOf(instantFromDate(at));
  return { next: 'handOver', due, dueToday, protectiveCover: copy.protectiveCover };
}
