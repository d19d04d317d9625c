import { type ActivityOptions, currentUpdateInfo, proxyActivities } from '@temporalio/workflow';
import {
  type AnsweringCatalog,
  type CatalogActivities,
  type PatronActivities,
  type ShippingActivities,
  taskQueues,
} from '@toshobin/contracts';
import type { OperationActivities } from '../activities/operation-activities.ts';

/**
 * Commands go to their owner's task queue and are tried until they succeed: a service that is away delays a process, it
 * never ends one. A refusal is an answer, not an error. A command that a killed service had in hand, or that failed, is
 * done within 40 seconds of the service's coming back.
 */
const patience = {
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
} as const;

export const catalog = proxyActivities<AnsweringCatalog>({ taskQueue: taskQueues.catalog, ...patience });
export const patron = proxyActivities<PatronActivities>({ taskQueue: taskQueues.patron, ...patience });
export const shipping = proxyActivities<ShippingActivities>({ taskQueue: taskQueues.shipping, ...patience });

/** The priority of a command that somebody waits for in front of a page. */
export const WAITED_FOR: Pick<ActivityOptions, 'priority'> = { priority: { priorityKey: 1 } };

/**
 * A command with words that operators read beside it in the history. No person, no title. Somebody waits for what a
 * wish asks; for any other command it is said so.
 */
export function said<A extends unknown[], R>(
  command: { executeWithOptions(options: ActivityOptions, args: A): Promise<R> },
  summary: string,
  urgency: typeof WAITED_FOR | undefined = currentUpdateInfo() && WAITED_FOR,
): (...args: A) => Promise<R> {
  return (...args) => command.executeWithOptions({ summary, ...urgency }, args);
}

/** Options of commands that may last: a heartbeat tells whether somebody still works on it, and where it stood. */
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

/** The work of a night: on queues of its own, so that no process, no patron and nobody at a desk waits behind it. */
export const nightly = {
  catalog: proxyActivities<
    Pick<
      CatalogActivities,
      | 'lookAtWhatWaits'
      | 'whoIsBehind'
      | 'forgetMoments'
      | 'deletedHistory'
      | 'openReservations'
      | 'tellRows'
      | 'releaseUnknown'
    >
  >({ taskQueue: taskQueues.catalogAtNight, ...lasting }),
  patron: proxyActivities<
    Pick<
      PatronActivities,
      | 'remindExpiringCards'
      | 'endExpiredRegistrations'
      | 'eraseClosed'
      | 'whoIsBehind'
      | 'openReservations'
      | 'rowsOf'
      | 'requestsOf'
      | 'eraseAgain'
      | 'deleteHistoryAgain'
    >
  >({ taskQueue: taskQueues.patronAtNight, ...lasting }),
  shipping: proxyActivities<Pick<ShippingActivities, 'forgetSettled' | 'parcelsUnderWay'>>({
    taskQueue: taskQueues.shippingAtNight,
    ...lasting,
  }),
  operations: proxyActivities<OperationActivities>({ taskQueue: taskQueues.processesAtNight, ...lasting }),
};
