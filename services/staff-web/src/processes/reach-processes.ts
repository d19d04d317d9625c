import { type NightlyRun, type operatorApi, processApi, reservationOfWorkflow } from '@toshobin/contracts';
import { type Operations, operationsOf, orNone, type ServiceClient } from '@toshobin/service';
import type { StuckProcesses } from './stuck-processes.ts';

/** What operators ask of the processes; `away`: they can't be asked just now. */
export interface Processes {
  repair: Operations<typeof operatorApi>['repair'];
  /** Those that do not go on by themselves. */
  stuck(): Promise<StuckProcesses>;
  /** How the jobs of the night went that was last. */
  lastNight(): Promise<readonly NightlyRun[] | 'away'>;
}

/** Milliseconds that a page waits: a little longer than `workflows` does for Temporal. */
const ANSWER_MS = 3_500;

/** Asks where the processes are carried out. */
export function processesAt(workflows: ServiceClient): Processes {
  const process = operationsOf(workflows, processApi);
  const soon = { timeoutMs: ANSWER_MS };
  return {
    repair: (asked) => process.repair(asked),
    async stuck() {
      const told = (await orNone(workflows.call(processApi.stuckProcesses, {}, soon))) ?? 'away';
      if (told === 'away') return told;
      return told.map((one) => ({ ...one, reservationId: reservationOfWorkflow(one.workflowId) }));
    },
    lastNight: async () => (await orNone(workflows.call(processApi.lastNight, {}, soon))) ?? 'away',
  };
}
