import { z } from 'zod';
import { earlierOf } from '../calendar/compare.ts';
import { type Instant, InstantSchema } from '../calendar/instant.ts';

/**
 * What can happen to a copy on its way, in the order of the way: fetched from the shelf, put into a parcel,
 * posted, received, handed to the patron, taken back, sent back, processed at the prefectural library.
 */
export const FactKindSchema = z.enum([
  'picked',
  'packed',
  'shipped',
  'arrived',
  'handedOut',
  'handedIn',
  'sentBack',
  'home',
]);
export type FactKind = z.infer<typeof FactKindSchema>;

/**
 * One thing that has happened, as it was scanned. Its id names its content: the same id twice is a repetition.
 * A fact with `voids` takes another one back (a mis-scan) and says nothing else; it can't be voided itself.
 */
export const FactSchema = z.strictObject({
  factId: z.uuid(),
  kind: FactKindSchema,
  copyId: z.string().regex(/^\d{1,20}$/, { error: 'must be digits' }),
  reservationId: z.uuid().nullable(),
  allocation: z.int().positive().nullable(),
  leg: z.enum(['outward', 'return']),
  place: z.string().min(1).max(40).nullable(),
  occurredAt: InstantSchema,
  recordedAt: InstantSchema,
  voids: z.uuid().optional(),
});
export type Fact = z.infer<typeof FactSchema>;

/**
 * The moment that counts for dates: when it occurred, but never later than when it was recorded, because a
 * device with a fast clock must not give a loan a start in the future (design: legal dates).
 */
export function legalTime(fact: Pick<Fact, 'occurredAt' | 'recordedAt'>): Instant {
  return earlierOf(fact.occurredAt, fact.recordedAt);
}
