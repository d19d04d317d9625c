import { dayOf, instantFromDate, startOfDay } from '@toshobin/lending-rules';

/** The moment to keep of what is recorded now; of a reservation that is forgotten only the day. */
export function momentKept(entry: { daysOnly: boolean } | undefined, at: Date): Date {
  return entry?.daysOnly ? new Date(startOfDay(dayOf(instantFromDate(at)))) : at;
}
