import { type Client, ServiceError, type WorkflowExecutionInfo } from '@temporalio/client';

/** One run of a workflow, as the server's index knows it. */
export interface IndexedRun {
  workflowId: string;
  runId: string;
  startTime: Date;
  closeTime?: Date;
  status: Pick<WorkflowExecutionInfo['status'], 'name'>;
}

/** The runs that fit a query, at most so many. */
export type ListRuns = (query: string, atMost: number) => Promise<IndexedRun[]>;

/** Milliseconds that somebody waits for the answer. */
const ANSWER_MS = 3_000;

/**
 * Asks the server's index (its visibility) something; it is eventually consistent, and no history is read. `away`: the
 * server does not answer in time, or does not know what is asked.
 */
export async function askIndex<T>(client: Client, ask: (list: ListRuns) => Promise<T>): Promise<T | 'away'> {
  const list: ListRuns = async (query, atMost) => {
    const found: IndexedRun[] = [];
    for await (const run of client.workflow.list({ query, pageSize: atMost })) {
      found.push(run);
      if (found.length === atMost) break;
    }
    return found;
  };
  try {
    return await client.withDeadline(Date.now() + ANSWER_MS, () => ask(list));
  } catch (fault) {
    if (fault instanceof ServiceError) return 'away';
    throw fault;
  }
}
