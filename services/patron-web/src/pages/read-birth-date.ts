import { type CalendarDate, CalendarDateSchema, isAfter } from '@toshobin/lending-rules';

/**
 * A birth date as people type it: eight digits of the Western calendar, full width or with marks between them
 * (19610405, １９６１／０４／０５, 1961-4-5). Undefined for a day that does not exist or has not come yet.
 */
export function readBirthDate(typed: string, today: CalendarDate): CalendarDate | undefined {
  const text = typed.normalize('NFKC').trim();
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  const date = CalendarDateSchema.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return date.success && !isAfter(date.data, today) ? date.data : undefined;
}
