import type { Place } from '@toshobin/contracts';
import { type CalendarDate, type Language, weekdayOf } from '@toshobin/lending-rules';
import { sayIn, timeIn } from '@toshobin/web';

const SATURDAY = 6;

/** 09:30-18:00 as the language writes it: 午前9時30分〜午後6時. */
function hoursIn(language: Language, span: string): string {
  const [from = '', until = ''] = span.split('-');
  return [from, until].map((time) => timeIn(language, time)).join(language === 'en' ? ' to ' : '〜');
}

/** The hours of a day on which the library is open; null: not known. */
export function hoursOn(
  { hours }: Place,
  day: CalendarDate,
  holidays: readonly CalendarDate[],
): string | null {
  return weekdayOf(day) >= SATURDAY || holidays.includes(day) ? hours.weekends : hours.weekdays;
}

/** When a library is open, kind of day by kind of day; one line where all are alike, none where nothing is known. */
export function openingHours({ hours }: Place, language: Language): { days: string; hours: string }[] {
  const say = sayIn(language);
  const { weekdays, weekends } = hours;
  const lines =
    weekdays === weekends
      ? [{ days: say('開館日', 'Open'), span: weekdays }]
      : [
          { days: say('平日', 'Weekdays'), span: weekdays },
          { days: say('土・日・祝日', 'Sat, Sun, holidays'), span: weekends },
        ];
  return lines.flatMap(({ days, span }) => (span === null ? [] : [{ days, hours: hoursIn(language, span) }]));
}
