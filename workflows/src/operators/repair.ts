import { type Repaired, RepairedSchema, repairProcess, taskQueues } from '@toshobin/contracts';
import { NOT_YET, runWorkflow, type TemporalLink } from '@toshobin/temporal';

/**
 * The process of a reservation looks at the databases again and goes on, or begins anew; asked twice it is once.
 * `notYet`: not done within the time; it goes on.
 *
 * @param timeoutMs how long somebody waits for it
 */
export async function repair(
  client: TemporalLink['client'],
  reservationId: string,
  timeoutMs: number,
): Promise<Repaired | typeof NOT_YET> {
  const { workflowType, workflowId } = repairProcess;
  const answered = await runWorkflow(client, {
    workflowType,
    workflowId: workflowId(reservationId),
    taskQueue: taskQueues.processes,
    input: { reservationId },
    timeoutMs,
    isWaitedFor: true,
  });
  return answered === NOT_YET ? NOT_YET : RepairedSchema.parse(answered);
}
