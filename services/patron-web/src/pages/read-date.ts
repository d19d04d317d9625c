import { type CalendarDate, CalendarDateSchema } from '@toshobin/lending-rules';

/**
 * A date as people type it where a browser has no calendar: eight digits of the Western calendar, full width or with
 * marks between them (19610405, １９６１／０４／０５, 1961-4-5, 1961年4月5日). Undefined for a day that does not exist.
 */
export function readDate(typed: string): CalendarDate | undefined {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  return CalendarDateSchema.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).data;
}
