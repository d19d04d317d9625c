import { z } from 'zod';

/** A day of each month: the last (`last`), the nth (`15`), the third Friday (`3-5`), the last Thursday (`last-4`). */
export const MonthlyDaySchema = z.string().regex(/^(last|[1-9]|1\d|2[0-8]|([1-4]|last)-[1-7])$/);

/** Do month and day exist, of a leap year too? */
const exists = (monthDay: string) => z.iso.date().safeParse(`2000-${monthDay}`).success;

/** Days that come again each year, both included: `12-28/01-04`; 29 February is one of them in leap years alone. */
export const YearlyDaysSchema = z
  .string()
  .regex(/^\d{2}-\d{2}\/\d{2}-\d{2}$/)
  .refine((days) => days.split('/').every(exists), { error: 'must be days that exist' });

/** R17. How a library says on which days it closes again and again, beside its days of the week. */
const closingRules = {
  /** Whether the library is closed on public holidays. */
  closedOnHolidays: z.boolean(),
  /** A weekly closing day on a public holiday: closed, open, or open and the next working day closed. */
  weeklyOnHoliday: z.enum(['closed', 'open', 'nextDay']),
  monthlyDays: z.array(MonthlyDaySchema).max(2),
  /** A monthly closing day on which people rest anyway: closed, open, or the working day before or after closed. */
  monthlyOtherwise: z.enum(['closed', 'open', 'dayBefore', 'dayAfter']),
  yearlyDays: z.array(YearlyDaysSchema).max(4),
};
export const ClosingRulesSchema = z.strictObject(closingRules);
export type ClosingRules = z.infer<typeof ClosingRulesSchema>;

/** The rules of a library that has said nothing but its days of the week. */
export const noClosingRules: ClosingRules = {
  closedOnHolidays: false,
  weeklyOnHoliday: 'closed',
  monthlyDays: [],
  monthlyOtherwise: 'closed',
  yearlyDays: [],
};
