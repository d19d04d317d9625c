import { addDays, type CalendarDate, dayOf, type Instant, isAfter, timeOn } from '@toshobin/lending-rules';
import { type OurSchedule, schedules } from '../schedules.ts';

export interface ScheduledRun {
  at: Instant;
  scheduleId: string;
  workflowType: OurSchedule['action']['workflowType'];
  args: readonly unknown[];
}

/** What the schedules start after one moment and up to another, in order: the time-skipping server has none itself. */
export function runsBetween(after: Instant, until: Instant): ScheduledRun[] {
  const runs: ScheduledRun[] = [];
  for (let day = dayOf(after); !isAfter(day, dayOf(until)); day = addDays(day, 1)) runs.push(...runsOn(day));
  return runs
    .filter(({ at }) => isAfter(at, after) && !isAfter(at, until))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function runsOn(day: CalendarDate): ScheduledRun[] {
  return schedules.flatMap(({ scheduleId, spec, action }) =>
    (spec.calendars ?? []).map(({ hour, minute }) => ({
      at: timeOn(day, `${two(hour)}:${two(minute)}`),
      scheduleId,
      workflowType: action.workflowType,
      args: action.args ?? [],
    })),
  );
}

/** Our schedules run at one time of every day; this would miss another form of schedule, so it is refused. */
function two(part: unknown): string {
  if (typeof part !== 'number') throw new Error('A schedule that does not run once a day, at one hour');
  return String(part).padStart(2, '0');
}
