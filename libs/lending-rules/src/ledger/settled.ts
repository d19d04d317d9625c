import { z } from 'zod';
import { CalendarDateSchema } from '../calendar/calendar-date.ts';

/** What the desk says of a book that is long overdue or lost: it came back, it was paid for, or it is given up. */
export const DeskSettlementSchema = z.enum(['returned', 'paid', 'writtenOff']);
export type DeskSettlement = z.infer<typeof DeskSettlementSchema>;

/** R18. Whether a loan was settled without its book: that was paid for, or is given up. */
export function isWithoutItsBook(how: Settled['how'] | null | undefined): boolean {
  return how === 'paid' || how === 'writtenOff';
}

/**
 * How a reservation was settled, so that nobody has a book of ours by it any more, and on which calendar day. `byDesk`:
 * the desk said so, and no scan.
 */
export const SettledSchema = z.strictObject({
  how: z.enum([...DeskSettlementSchema.options, 'neverLent']),
  byDesk: z.boolean(),
  on: CalendarDateSchema,
});
export type Settled = z.infer<typeof SettledSchema>;
