import { dayOf, instantFromDate, startOfDay } from '@toshobin/lending-rules';

/** The moment that is kept of what is recorded of a reservation now: of one that is forgotten the day alone. */
export function momentKept(entry: { daysOnly: boolean } | undefined, at: Date): Date {
  return entry?.daysOnly ? new Date(startOfDay(dayOf(instantFromDate(at)))) : at;
}
