import { type CalendarDate, formatDateJa } from '@toshobin/lending-rules';

/** A date as the library writes it: 2026年12月8日（火）. */
export function Dated({ date }: { date: CalendarDate }) {
  return <time dateTime={date}>{formatDateJa(date)}</time>;
}
