import { type CalendarDate, dayOf, type Instant } from '@toshobin/lending-rules';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as operators read it: `24 Nov`. */
export function day(date: CalendarDate): string {
  const [, month, dayOfMonth] = date.split('-');
  return `${Number(dayOfMonth)} ${months[Number(month) - 1] ?? month}`;
}

/** The day of a moment in Tokyo, as operators read it. */
export function dayAt(moment: Instant): string {
  return day(dayOf(moment));
}
