import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  type Difference,
  ReconciledPageSchema,
  type ReconcileFrom,
  repairProcess,
  scheduledProcesses,
  taskQueues,
} from '@toshobin/contracts';
import { NOT_YET, runWorkflow } from '@toshobin/temporal';
import { z } from 'zod';

/** Milliseconds for a page: it may have 200 reservations to be asked, each of a process that does not answer. */
const A_PAGE_MS = 1_800_000;
const AGAIN_MS = 1_000;

const says: Readonly<Record<Difference, string>> = {
  toldAnew: 'My Library or its process knew another version: told anew',
  looked: 'its process looks again at the databases',
  restarted: 'goes on and had no process: begun anew from its id',
  erasedAgain: 'was erased before, and its row had come back: erased again',
  deletedAgain: 'was deleted from a history by its patron, and had come back: deleted again',
  released: 'goes on and nobody’s row names it: released, as the library’s cancellation',
  borrowerUnknown: 'is lent, and nobody’s row names it: the desk was told',
  failed: 'Temporal does not answer of it: run this again',
};

/**
 * Makes My Library, the ledger and the processes know the same of every reservation; says each difference in one line.
 * Answers how many could not be mended.
 */
export async function reconcileAll(client: Client, say: (line: string) => void): Promise<number> {
  let failed = 0;
  const { workflowType, pageWorkflowId: workflowId } = repairProcess;
  for (let from: ReconcileFrom | null = { source: 'deletedHistory', after: null }; from !== null; ) {
    const { lines, next }: { lines: (readonly [Difference, string])[]; next: ReconcileFrom | null } =
      ReconciledPageSchema.parse(await answerOf(client, { workflowType, workflowId, input: { page: from } }));
    for (const [what, id] of lines) {
      if (what === 'failed') failed += 1;
      say(`${id}  ${says[what]}`);
    }
    from = next;
  }
  return failed;
}

/** Erases what is settled, as every night: a restore may have brought back what the nights since had forgotten. */
export async function eraseNow(client: Client, say: (line: string) => void): Promise<void> {
  const { workflowType } = scheduledProcesses.nightly;
  const run = { workflowType, workflowId: 'erase-now', input: { job: 'erasure' } };
  const { erased, momentsForgotten } = ErasedSchema.parse(await answerOf(client, run));
  say(`${erased} settled reservations erased, of ${momentsForgotten} only the days kept`);
}
const ErasedSchema = z.object({ erased: z.int(), momentsForgotten: z.int() });

/**
 * The answer of a short workflow. After a restore Temporal, its worker and the services come up all at once: a server
 * that gives no answer for a while is asked again, for as long as a page may take. The workflow may run twice.
 */
async function answerOf(
  client: Client,
  run: { workflowType: string; workflowId: string; input: unknown },
): Promise<unknown> {
  const { processes: taskQueue } = taskQueues;
  for (const began = performance.now(); ; await wait(AGAIN_MS)) {
    const timeoutMs = A_PAGE_MS - (performance.now() - began);
    if (timeoutMs <= 0) throw new Error('No answer: is the workflow worker running?');
    const answered = await runWorkflow(client, { ...run, taskQueue, timeoutMs });
    if (answered !== NOT_YET) return answered;
  }
}
