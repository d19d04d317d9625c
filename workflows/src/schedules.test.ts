import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { CalendarSpec, ScheduleOptions } from '@temporalio/client';
import { nightlyJobs } from '@toshobin/contracts';
import { instantFromEpochMs } from '@toshobin/lending-rules';
import { schedules } from './schedules.ts';

// The time-skipping server has no schedules: this works out, hour by hour, what Temporal would do with ours.
describe('in a week of December', () => {
  test('at 14:00 in Tokyo, the cut-off, it is asked every day whether it is a dispatch day', () => {
    const runs = runsOf('dispatch-day');
    expect(runs).toHaveLength(7);
    expect(runs[0]).toBe('2026-12-07T05:00:00.000Z');
  });

  test.each(nightlyJobs)('the nightly %s runs at 03:00 in Tokyo, before the maintenance at 04:30', (job) => {
    const runs = runsOf(`nightly-${job}`);
    expect(runs).toHaveLength(7);
    expect(runs[0]).toBe('2026-12-06T18:00:00.000Z');
  });
});

test('every schedule starts a process that the worker runs', () => {
  const bundled = readFileSync(fileURLToPath(new URL('./workflows.ts', import.meta.url)), 'utf8');
  for (const { action } of schedules) expect(bundled).toContain(`{ ${action.workflowType} }`);
});

/** The moments of Monday to Sunday, 7–13 December 2026 in Tokyo, at which a schedule runs. */
function runsOf(scheduleId: string): string[] {
  const schedule = schedules.find((one) => one.scheduleId === scheduleId);
  if (!schedule) throw new Error(`There is no schedule ${scheduleId}`);
  const monday = Date.parse('2026-12-07T00:00:00+09:00');
  return Array.from({ length: 7 * 24 }, (_, hour) => instantFromEpochMs(monday + hour * 3_600_000))
    .filter((moment) => matches(schedule, new Date(moment)))
    .map((moment) => new Date(moment).toISOString());
}

function matches({ spec }: ScheduleOptions, moment: Date): boolean {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: spec.timezone ?? 'UTC',
    weekday: 'long',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const part = (type: string) => format.formatToParts(moment).find((one) => one.type === type)?.value ?? '';
  return (spec.calendars ?? []).some(({ dayOfWeek, hour, minute }: CalendarSpec) => {
    const weekday = part('weekday').toUpperCase();
    const onThatDay = !Array.isArray(dayOfWeek) || dayOfWeek.some((day) => day === weekday);
    return minute === 0 && hour === Number(part('hour')) && onThatDay;
  });
}
