import { dayOf, instantFromDate, startOfDay } from '@toshobin/lending-rules';

/** The start of the day of a moment: all that is kept of when something happened to a reservation that is forgotten. */
function dayAlone(at: Date): Date {
  return new Date(startOfDay(dayOf(instantFromDate(at))));
}

/** The moment that is kept of what is recorded of a reservation now: of one that is forgotten the day alone. */
export function momentKept(entry: { daysOnly: boolean } | undefined, at: Date): Date {
  return entry?.daysOnly ? dayAlone(at) : at;
}
