import { proxyActivities } from '@temporalio/workflow';
import {
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

export const catalog = proxyActivities<CatalogActivities>({ taskQueue: taskQueues.catalog, ...patience });
export const patron = proxyActivities<PatronActivities>({ taskQueue: taskQueues.patron, ...patience });
export const shipping = proxyActivities<ShippingActivities>({ taskQueue: taskQueues.shipping, ...patience });

/** What is asked of Temporal itself, a page of reservations at a time. */
export const operations = proxyActivities<OperationActivities>({
  taskQueue: taskQueues.processes,
  startToCloseTimeout: '5 minutes',
});
