import { CalendarDateSchema, type Fact } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * What the process of a reservation knows of what others decide. It is the answer of a query, so asking adds no event to
 * its history; at night each owner says whether it knows more (design §4), and only then the process looks again.
 */
export const KnownByProcessSchema = z.strictObject({
  reservationId: z.string(),
  /** The number of the copy that is its own; 0: none. */
  allocation: z.int(),
  pickupLibrary: z.string(),
  /** It is skipped in the queue: until a day (R20), or until a loan slot is free (R15). */
  suspended: z.strictObject({ until: CalendarDateSchema.nullable() }).optional(),
  lost: z.boolean(),
  due: CalendarDateSchema.optional(),
  /** The ids of what it heard of that copy. */
  facts: z.array(z.string()),
  /** The copy is for its patron, and was not handed out. */
  notHandedOut: z
    .strictObject({
      byPost: z.boolean(),
      /** The patron was told that it is ready. */
      told: z.boolean(),
      /** That mail may go out again, if it was dropped. */
      mayBeToldAgain: z.boolean(),
      /** R6: it knows until when the copy is held. */
      holdIsKnown: z.boolean(),
      shelfCheckIsAnswered: z.boolean(),
    })
    .optional(),
  /** It looks again whatever the owners say: it needs a loan slot, or notes a message that it had no use for. */
  looksAnyway: z.boolean(),
});
export type KnownByProcess = z.infer<typeof KnownByProcessSchema>;

/** What `whoIsBehind` is asked of. */
export interface AskedWhoIsBehind {
  known: readonly KnownByProcess[];
}

/** The reservations of those of which an owner says that it knows more. */
export async function whoIsBehind(
  { known }: AskedWhoIsBehind,
  isBehind: (one: KnownByProcess) => Promise<boolean>,
): Promise<string[]> {
  const behind: string[] = [];
  for (const one of known) if (await isBehind(one)) behind.push(one.reservationId);
  return behind;
}

/** Whether one of these is none that the process heard. That a copy was packed is told to its patron alone. */
export function hasNewsIn(known: KnownByProcess, facts: readonly Fact[]): boolean {
  return facts.some(({ factId, kind }) => kind !== 'packed' && !known.facts.includes(factId));
}
