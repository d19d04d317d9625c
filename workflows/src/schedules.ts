import type { ScheduleOptions } from '@temporalio/client';
import { nightlyJobs, scheduledProcesses, taskQueues } from '@toshobin/contracts';
import type { NightlyOrder } from './nightly/nightly-workflow.ts';

/** Asia/Tokyo, whatever the machine's own zone is. */
const zone = 'Asia/Tokyo';

/** A schedule of ours; a release that changes one gives it a new version. */
export type OurSchedule = ScheduleOptions & { memo: { version: number } };

/**
 * What runs by the calendar. The dispatch day at the cut-off (R11), every day: a holiday moves the dispatch to the next
 * working day, so shipping knows whether it is today. The jobs of the night before the maintenance window (R12), each
 * by itself, so that the erasure waits for none. A missed run is caught up within the window; two never overlap.
 */
export const schedules: readonly OurSchedule[] = [
  {
    scheduleId: scheduledProcesses.dispatchDay.scheduleId,
    memo: { version: 2 },
    spec: { calendars: [{ hour: 14, minute: 0 }], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledProcesses.dispatchDay.workflowType,
      taskQueue: taskQueues.processes,
    },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: '1 day' },
  },
  ...nightlyJobs.map(
    (job): OurSchedule => ({
      scheduleId: scheduledProcesses.nightly.scheduleId(job),
      memo: { version: 1 },
      spec: { calendars: [{ hour: 3, minute: 0 }], timezone: zone },
      action: {
        type: 'startWorkflow',
        workflowType: scheduledProcesses.nightly.workflowType,
        taskQueue: taskQueues.processes,
        args: [{ job } satisfies NightlyOrder],
      },
      policies: { overlap: 'BUFFER_ONE', catchupWindow: '1 day' },
    }),
  ),
];
