import type { ScheduleOptions } from '@temporalio/client';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';

/** Asia/Tokyo, whatever the machine's own zone is. */
const zone = 'Asia/Tokyo';

/** A schedule of ours; a release that changes it gives it a new version. */
export type OurSchedule = ScheduleOptions & { memo: { version: number } };

/**
 * What runs by the calendar. The dispatch day at the cut-off (R11), every day: a holiday moves the dispatch to the next
 * working day, so shipping knows whether it is today. The nightly work before the maintenance window (R12). A missed run
 * is caught up within the window; two never overlap.
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
  {
    scheduleId: scheduledProcesses.nightly.scheduleId,
    memo: { version: 1 },
    spec: { calendars: [{ hour: 3, minute: 0 }], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledProcesses.nightly.workflowType,
      taskQueue: taskQueues.processes,
    },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: '1 day' },
  },
];
