import type { CalendarDate, Language } from '@toshobin/lending-rules';
import { dateIn } from '@toshobin/web';

/** A date as the page's language writes it: 2026年12月8日（火）, Tue 8 December 2026. */
export function Dated({ date, language = 'ja' }: { date: CalendarDate; language?: Language }) {
  return <time dateTime={date}>{dateIn(language, date)}</time>;
}
