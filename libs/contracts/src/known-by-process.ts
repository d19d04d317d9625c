import { OutcomeSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * What the process of a reservation knows of others' decisions. It is the answer of a query, so asking adds no event to
 * its history; at night each owner says whether it knows more (design §4), and only then the process looks again.
 */
export const KnownByProcessSchema = z.strictObject({
  reservationId: z.string(),
  /** The version of the state that the process has; 0 and 0: none yet. */
  epoch: z.int(),
  n: z.int(),
  /** The number of the reservation's own copy; 0: none. */
  allocation: z.int(),
  /** Whether the patron was told that the copy is ready, and has not got it: a dropped mail goes out again. */
  toldReady: z.boolean(),
  /** R15: whether the reservation needs a loan slot, and does nothing before it hears of one. */
  waitsForSlot: z.boolean(),
  /** Whether the process looks again in any case: it notes a message that it had no use for. */
  looksAnyway: z.boolean(),
});
export type KnownByProcess = z.infer<typeof KnownByProcessSchema>;

/** The result of a reservation's process: how it came out, and by which version of the state. */
export const ReservationEndSchema = z.object({ outcome: OutcomeSchema, epoch: z.int(), n: z.int() });
export type ReservationEnd = z.infer<typeof ReservationEndSchema>;

export interface AskedWhoIsBehind {
  known: readonly KnownByProcess[];
}

/** A row of My Library, with the version of its reservation's state that it follows. */
export interface KnownRow {
  reservationId: string;
  epoch: number;
  n: number;
}

/** The rows that differ, among those that were compared. */
export interface ToldRows {
  /** Rows that were told anew. */
  told: string[];
  /** Rows of settled reservations, erased before a restore brought them back. */
  erased: string[];
  /** Rows that the catalog has lost: they are to join their queue again. */
  unknown: string[];
  /**
   * Rows whose process was seen to know all that was told of them, while nobody else knows anything that it waits for:
   * it need not be asked. An older release leaves this out.
   */
  heard?: string[];
  /** Rows that could not be compared or told, each `ID: kind of fault`. Left out where there are none. */
  failed?: string[];
}

/** `lent`: the desk was told that nothing says who has the copy. `known`: nothing was to be done, or is done. */
export type ReleasedUnknown = 'released' | 'lent' | 'known';

/** Those of the reservations of which an owner says that it knows more. */
export async function whoIsBehind(
  { known }: AskedWhoIsBehind,
  isBehind: (one: KnownByProcess) => Promise<boolean>,
): Promise<string[]> {
  const behind: string[] = [];
  for (const one of known) if (await isBehind(one)) behind.push(one.reservationId);
  return behind;
}
