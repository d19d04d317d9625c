import { z } from 'zod';

/**
 * How a reservation ended: returned after a loan; expired (held, not picked up); cancelled; rejected at
 * admission; lost (on the way, or by the patron); longOverdue (R18, a later return is an ordinary scan).
 */
export const OutcomeSchema = z.enum(['returned', 'expired', 'cancelled', 'rejected', 'lost', 'longOverdue']);
export type Outcome = z.infer<typeof OutcomeSchema>;

/** R18. The outcomes with which its book has not come back: somebody may have it, until it is settled or found. */
export const UnreturnedSchema = OutcomeSchema.extract(['lost', 'longOverdue']);
export type Unreturned = z.infer<typeof UnreturnedSchema>;

export function isUnreturned(outcome: string | null): outcome is Unreturned {
  return UnreturnedSchema.options.some((one) => one === outcome);
}
