import { type CalendarDate, CalendarDateSchema } from './calendar-date.ts';
import { eras } from './eras.ts';

const YEAR_OF_ERA = new RegExp(
  `^(${eras.flatMap(({ kanji, letter }) => [kanji, letter]).join('|')})(元|\\d{1,2})(?=[-/.年])`,
  'i',
);

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
    .replace(YEAR_OF_ERA, (_, era: string, year: string) => {
      const { before = 0 } =
        eras.find(({ kanji, letter }) => era === kanji || era.toUpperCase() === letter) ?? {};
      return String(before + (year === '元' ? 1 : Number(year)));
    });
  return /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
}
