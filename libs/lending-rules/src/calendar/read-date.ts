import { type CalendarDate, CalendarDateSchema } from './calendar-date.ts';

/** Eras by the year before their first. */
const ERAS: Readonly<Record<string, number>> = {
  ...{ 明治: 1867, 大正: 1911, 昭和: 1925, 平成: 1988, 令和: 2018 },
  ...{ M: 1867, T: 1911, S: 1925, H: 1988, R: 2018 },
};

/**
 * A date as people type it, and as other systems write it: eight digits of the Western calendar, full width or with
 * marks between them (19610405, １９６１／０４／０５, 1961-4-5, 1961年4月5日), or by its era (昭和36年4月5日, S36.4.5).
 * Undefined for a day that does not exist.
 */
export function readDate(typed: string): CalendarDate | undefined {
  const [, year = '', month = '', day = ''] = partsOf(typed) ?? [];
  return CalendarDateSchema.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).data;
}

/** Whether year, month and day are all there, be there such a day or not. */
export const isWholeDate = (typed: string): boolean => partsOf(typed) !== null;

function partsOf(typed: string): RegExpExecArray | null {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/^(明治|大正|昭和|平成|令和|[MTSHR])(元|\d{1,2})(?=[-/.年])/i, (_, era: string, year: string) =>
      String((ERAS[era.toUpperCase()] ?? 0) + (year === '元' ? 1 : Number(year))),
    );
  return /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
}
