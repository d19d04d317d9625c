import { proxyActivities } from '@temporalio/workflow';
import {
  type AnsweringCatalog,
  type CatalogActivities,
  type PatronActivities,
  type ShippingActivities,
  taskQueues,
} from '@toshobin/contracts';
import type { OperationActivities } from '../activities/operation-activities.ts';

/**
 * Commands go to their owner's task queue and are tried until they succeed: a service that is away delays a
 * process, it never ends one. A refusal is an answer, not an error.
 */
const patience = {
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const;

export const catalog = proxyActivities<AnsweringCatalog>({ taskQueue: taskQueues.catalog, ...patience });
export const patron = proxyActivities<PatronActivities>({ taskQueue: taskQueues.patron, ...patience });
export const shipping = proxyActivities<ShippingActivities>({ taskQueue: taskQueues.shipping, ...patience });

/** The same command with words that operators read beside it in the history. No person, no title. */
export function said<A extends unknown[], R>(
  command: { executeWithOptions(options: { summary: string }, args: A): Promise<R> },
  summary: string,
): (...args: A) => Promise<R> {
  return (...args) => command.executeWithOptions({ summary }, args);
}

/** For what may last: a sign of life tells whether somebody still works on it, and where it stood. */
const lasting = {
  startToCloseTimeout: '3 hours',
  heartbeatTimeout: '30 seconds',
  retry: patience.retry,
} as const;

/** What is asked of Temporal itself, a page of reservations at a time. */
export const operations = proxyActivities<OperationActivities>({
  taskQueue: taskQueues.processes,
  ...lasting,
});

/** The work of a night: on queues of its own, so that no process and no patron waits behind it. */
export const nightly = {
  catalog: proxyActivities<
    Pick<
      CatalogActivities,
      'lookAtWhatWaits' | 'whoIsBehind' | 'forgetMoments' | 'openReservations' | 'tellRows' | 'releaseUnknown'
    >
  >({
    taskQueue: taskQueues.catalogAtNight,
    ...lasting,
  }),
  patron: proxyActivities<
    Pick<PatronActivities, 'remindExpiringCards' | 'eraseClosed' | 'whoIsBehind' | 'rowsOf' | 'eraseAgain'>
  >({
    taskQueue: taskQueues.patronAtNight,
    ...lasting,
  }),
};
