import { calendarDate, dateColumn } from '@toshobin/lending-rules';

/** The year under which yearly days are stored: only month and day count, and a leap year has a 29 February. */
const LEAP_YEAR = 2004;

/** The rows of the days that come again each year, of a library. */
export function yearlyClosures(libraryCode: string, yearlyDays: readonly string[]) {
  return yearlyDays.map((days) => {
    const [from = '', until = ''] = days.split('/');
    const isOverNewYear = until < from;
    const year = isOverNewYear && from !== '02-29' ? LEAP_YEAR - 1 : LEAP_YEAR;
    return {
      libraryCode,
      from: dateColumn(calendarDate(`${year}-${from}`)),
      until: dateColumn(calendarDate(`${isOverNewYear ? year + 1 : year}-${until}`)),
      yearly: true,
    };
  });
}
