import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What every scan form posts; without a script the time is when the form arrived. */
export const scanFields = {
  factId: z.uuid(),
  code: z.string().max(64),
  occurredAt: InstantSchema.optional(),
};

/** Where a copy was given back; the first emptying of the day counts for the last open day before it (R10). */
export const WhereFromSchema = z.enum(['counter', 'firstBookDrop', 'bookDrop']);
export type WhereFrom = z.infer<typeof WhereFromSchema>;

export function bookDropOf(from: WhereFrom): { bookDrop: boolean; firstEmptyingOfDay: boolean } {
  return { bookDrop: from !== 'counter', firstEmptyingOfDay: from === 'firstBookDrop' };
}
