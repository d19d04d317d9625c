import { type Instant, instantFromDate, type ShelfQuestion } from '@toshobin/lending-rules';
import type { PackingRow, ShelfCheck } from '../generated/prisma/client.ts';

/** What a row of questions says. */
export function questionOf({ allocation, askedAt, answer }: ShelfCheck): ShelfQuestion {
  return { allocation, askedAt: instantFromDate(askedAt), answer };
}

/** The copy that is a reservation's own by its row, and the end of its hold while it is on the hold shelf. */
export function ownCopyOf(row: PackingRow | null | undefined) {
  return { allocation: row?.allocation ?? null, shelvedUntil: instantOf(row?.shelvedUntil) };
}

export function instantOf(at: Date | null | undefined): Instant | null {
  return at ? instantFromDate(at) : null;
}
