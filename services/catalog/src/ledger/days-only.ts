import { dayOf, endOfDay, InstantSchema, instantFromDate, startOfDay } from '@toshobin/lending-rules';

/** The start of the day of a moment: all that is kept of when something happened to a reservation that is forgotten. */
function dayAlone(at: Date): Date {
  return new Date(startOfDay(dayOf(instantFromDate(at))));
}

/** The moment that is kept of what is recorded of a reservation now: of one that is forgotten the day alone. */
export function momentKept(entry: { daysOnly: boolean } | undefined, at: Date): Date {
  return entry?.daysOnly ? dayAlone(at) : at;
}

/** A value as it was told, with the day alone of every moment in it; the last moment of a day is a date that binds us. */
export function withDaysAlone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDaysAlone);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withDaysAlone(part)]));
  }
  const moment = InstantSchema.safeParse(value);
  if (!moment.success) return value;
  const day = dayOf(moment.data);
  return moment.data === endOfDay(day) ? value : startOfDay(day);
}
