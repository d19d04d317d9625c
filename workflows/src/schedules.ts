import type { ScheduleOptions } from '@temporalio/client';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';

/** Asia/Tokyo, whatever the machine's own zone is. */
const zone = 'Asia/Tokyo';

/**
 * What runs by the calendar. The dispatch day at the cut-off of the default days (R11); the nightly work before
 * the maintenance window (R12). A missed run is caught up within the window; two never overlap.
 */
export const schedules: readonly ScheduleOptions[] = [
  {
    scheduleId: scheduledProcesses.dispatchDay.scheduleId,
    spec: { calendars: [{ dayOfWeek: ['MONDAY', 'THURSDAY'], hour: 14, minute: 0 }], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledProcesses.dispatchDay.workflowType,
      taskQueue: taskQueues.processes,
    },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: '1 day' },
  },
  {
    scheduleId: scheduledProcesses.nightly.scheduleId,
    spec: { calendars: [{ hour: 3, minute: 0 }], timezone: zone },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledProcesses.nightly.workflowType,
      taskQueue: taskQueues.processes,
    },
    policies: { overlap: 'BUFFER_ONE', catchupWindow: '1 day' },
  },
];
