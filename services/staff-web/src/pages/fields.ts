import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What every scan form posts; without a script the time is when the form arrived. */
export const scanFields = {
  factId: z.uuid(),
  code: z.string().max(64),
  occurredAt: InstantSchema.optional(),
};

export const whereFrom = z.enum(['counter', 'firstBookDrop', 'bookDrop']).transform((from) => ({
  bookDrop: from !== 'counter',
  firstEmptyingOfDay: from === 'firstBookDrop',
}));
