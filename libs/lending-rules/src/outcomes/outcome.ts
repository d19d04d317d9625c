import { z } from 'zod';

/**
 * How a reservation ended: returned after a loan; expired (held, not picked up); cancelled; rejected at
 * admission; lost (on the way, or by the patron); longOverdue (R18, a later return is an ordinary scan).
 */
export const OutcomeSchema = z.enum(['returned', 'expired', 'cancelled', 'rejected', 'lost', 'longOverdue']);
export type Outcome = z.infer<typeof OutcomeSchema>;
