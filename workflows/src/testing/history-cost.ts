import type { History } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';

/** What Temporal's cloud would bill: starts, commands given and messages taken in. */
const billable = {
  workflowExecutionStartedEventAttributes: 'starts',
  activityTaskScheduledEventAttributes: 'activities',
  timerStartedEventAttributes: 'timers',
  workflowExecutionSignaledEventAttributes: 'signals',
  workflowExecutionUpdateAcceptedEventAttributes: 'updates',
  upsertWorkflowSearchAttributesEventAttributes: 'searchAttributes',
} as const;

type Kind = (typeof billable)[keyof typeof billable];

export interface HistoryCost {
  events: number;
  /** How often a worker has taken the history in hand. */
  tasks: number;
  actions: number;
  /** The actions by their kind. */
  of: Record<Kind, number>;
  /** Activities and signals by name. */
  names: Record<string, number>;
}

/** Counts what a history is made of. */
export function costOf({ events }: History): HistoryCost {
  const cost: HistoryCost = {
    events: events?.length ?? 0,
    tasks: (events ?? []).filter(({ workflowTaskCompletedEventAttributes: done }) => done).length,
    actions: 0,
    of: { starts: 0, activities: 0, timers: 0, signals: 0, updates: 0, searchAttributes: 0 },
    names: {},
  };
  for (const event of events ?? []) {
    for (const [attributes, kind] of Object.entries(billable)) {
      if (!(attributes in event) || !event[attributes as keyof typeof billable]) continue;
      cost.actions += 1;
      cost.of[kind] += 1;
      const name =
        event.activityTaskScheduledEventAttributes?.activityType?.name ??
        event.workflowExecutionSignaledEventAttributes?.signalName;
      if (name) cost.names[name] = (cost.names[name] ?? 0) + 1;
    }
  }
  return cost;
}

/** The stages that operators were shown in their lists, one after the other. */
export function listedStages({ events }: History): string[] {
  return (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upserted }) => {
    const status = upserted?.searchAttributes?.indexedFields?.LendingStatus?.data;
    return status ? [z.string().parse(JSON.parse(new TextDecoder().decode(status)))] : [];
  });
}
