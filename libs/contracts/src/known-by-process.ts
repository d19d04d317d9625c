import { OutcomeSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * What the process of a reservation knows of what others decide. It is the answer of a query, so asking adds no event to
 * its history; at night each owner says whether it knows more (design §4), and only then the process looks again.
 */
export const KnownByProcessSchema = z.strictObject({
  reservationId: z.string(),
  /** The version of the state that it has; 0 and 0: none yet. */
  epoch: z.int(),
  n: z.int(),
  /** The number of the copy that is its own; 0: none. */
  allocation: z.int(),
  /** The patron was told that the copy is ready, and has not got it: that mail goes out again, if it was dropped. */
  toldReady: z.boolean(),
  /** R15: it needs a loan slot, and does nothing before it hears of one. */
  waitsForSlot: z.boolean(),
  /** It looks again whatever the owners say: it notes a message that it had no use for. */
  looksAnyway: z.boolean(),
});
export type KnownByProcess = z.infer<typeof KnownByProcessSchema>;

/** What the process of a reservation ends with: how it came out, and by which version of the state. */
export const ReservationEndSchema = z.object({ outcome: OutcomeSchema, epoch: z.int(), n: z.int() });
export type ReservationEnd = z.infer<typeof ReservationEndSchema>;

export interface AskedWhoIsBehind {
  known: readonly KnownByProcess[];
}

/** A row of My Library, and the version of how its reservation stands that it follows. */
export interface KnownRow {
  reservationId: string;
  epoch: number;
  n: number;
}

/** Of rows that were compared: the ids of those that differ. */
export interface ToldRows {
  /** Told anew. */
  told: string[];
  /** Settled, and erased before a restore brought their row back. */
  erased: string[];
  /** The catalog has lost them: they are to join their queue again. */
  unknown: string[];
  /**
   * Their process was seen to know all that was told of them, and nobody else knows anything that it waits for: nothing is
   * to be asked of it. Left out by the release before.
   */
  heard?: string[];
  /** Those that could not be compared or told, each `ID: kind of fault`. Left out where there are none. */
  failed?: string[];
}

/** `lent`: the desk was told that nothing says who has the copy. `known`: nothing was to be done, or is done. */
export type ReleasedUnknown = 'released' | 'lent' | 'known';

/** The reservations of those of which an owner says that it knows more. */
export async function whoIsBehind(
  { known }: AskedWhoIsBehind,
  isBehind: (one: KnownByProcess) => Promise<boolean>,
): Promise<string[]> {
  const behind: string[] = [];
  for (const one of known) if (await isBehind(one)) behind.push(one.reservationId);
  return behind;
}
