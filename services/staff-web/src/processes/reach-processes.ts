import { type Repaired, RepairedSchema, repairProcess, taskQueues } from '@toshobin/contracts';
import { NOT_YET, runWorkflow, type TemporalLink } from '@toshobin/temporal';
import { lastNightIn, type NightlyRun } from './last-night.ts';
import { type StuckProcesses, stuckProcessesIn } from './stuck-processes.ts';

/** Milliseconds somebody waits for a repair, which goes on without them. */
const REPAIR_MS = 8_000;

/** What the desk needs of the processes beside a caller's wishes. */
export interface Processes {
  /**
   * The process of a reservation looks at the databases again and goes on, or begins anew; asked twice it is once.
   * `notYet`: not done within the time; it goes on.
   */
  repair(reservationId: string): Promise<Repaired | typeof NOT_YET>;
  /** Those that do not go on by themselves. */
  stuck(): Promise<StuckProcesses>;
  /** How the jobs of the night went that was last. */
  lastNight(now: Date): Promise<readonly NightlyRun[] | 'away'>;
}

/** The real ones. */
export function processesIn(temporal: Pick<TemporalLink, 'client'>): Processes {
  return {
    async repair(reservationId) {
      const { workflowType, workflowId } = repairProcess;
      const answered = await runWorkflow(temporal.client, {
        workflowType,
        workflowId: workflowId(reservationId),
        taskQueue: taskQueues.processes,
        input: { reservationId },
        timeoutMs: REPAIR_MS,
        isWaitedFor: true,
      });
      return answered === NOT_YET ? NOT_YET : RepairedSchema.parse(answered);
    },
    stuck: () => stuckProcessesIn(temporal),
    lastNight: (now) => lastNightIn(temporal, now),
  };
}
