import { type CalendarDate, dayOf, type Instant, type Language, minuteOfDay } from '@toshobin/lending-rules';
import { dateIn, timeIn } from '@toshobin/web';

/** A date as the page's language writes it: 2026年12月8日（火）, Tue 8 December 2026. */
export function Dated({ date, language = 'ja' }: { date: CalendarDate; language?: Language }) {
  return <time dateTime={date}>{dateIn(language, date)}</time>;
}

/** A moment to the minute: 2026年12月8日（火） 10:04. */
export function DatedMoment({ at, language = 'ja' }: { at: Instant; language?: Language }) {
  const minutes = minuteOfDay(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return (
    <>
      <Dated date={dayOf(at)} language={language} /> {timeIn(language, clock)}
    </>
  );
}
