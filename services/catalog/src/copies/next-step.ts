import { type NextStep, NextStepSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { holdNumberOf } from './hold-number.ts';
import type { Journey } from './journey.ts';

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
