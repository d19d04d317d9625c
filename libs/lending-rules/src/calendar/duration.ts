import { z } from 'zod';

const PATTERN =
  /^P(?=\d|T\d)(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?)$/;

/**
 * An ISO 8601 duration of days, weeks or a time: P21D, P2W, PT10M, PT5S. Years and months are refused, since
 * they have no fixed length; a sign is refused, since a rule never counts backwards.
 */
export const DurationSchema = z.string().regex(PATTERN, {
  error: 'must be an ISO 8601 duration of weeks, days or time, such as P21D or PT5S',
  abort: true, // what refines a duration may rely on its being one
});
export type Duration = z.infer<typeof DurationSchema>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function partsOf(duration: Duration): { days: number; timeMs: number; hasTime: boolean } {
  const match = PATTERN.exec(duration);
  if (!match) throw new RangeError(`not a duration of weeks, days or time: ${duration}`);
  const [, weeks, days, hours, minutes, seconds] = match;
  return {
    days: Number(weeks ?? 0) * 7 + Number(days ?? 0),
    timeMs:
      Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Math.round(Number(seconds ?? 0) * SECOND),
    hasTime: duration.includes('T'),
  };
}

/** Length in milliseconds; a day is 24 hours. Throws on a text that is no duration. */
export function durationMs(duration: Duration): number {
  const { days, timeMs } = partsOf(duration);
  return days * DAY + timeMs;
}

/**
 * Number of calendar days of a duration written in days or weeks alone; undefined when it has a time part.
 * Days are counted on the calendar, a time by the clock: this is what tells them apart.
 */
export function wholeDaysOf(duration: Duration): number | undefined {
  const { days, hasTime } = partsOf(duration);
  return hasTime ? undefined : days;
}
