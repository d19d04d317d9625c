import { reservationWorkflowId } from '@toshobin/contracts';
import type { TemporalLink } from '@toshobin/temporal';

/** What a history costs: its events, and the actions that a hosted Temporal would bill. */
interface Cost {
  events: number;
  actions: number;
}

/**
 * Counts a reservation's history. Billed are the start, and each activity, timer, signal, accepted update and
 * change of search attributes.
 */
export async function costOf({ client }: TemporalLink, reservationId: string): Promise<Cost> {
  const handle = client.workflow.getHandle(reservationWorkflowId(reservationId));
  const { events = [] } = await handle.fetchHistory();
  const billed = (events ?? []).filter(
    (event) =>
      event.workflowExecutionStartedEventAttributes ||
      event.activityTaskScheduledEventAttributes ||
      event.timerStartedEventAttributes ||
      event.workflowExecutionSignaledEventAttributes ||
      event.workflowExecutionUpdateAcceptedEventAttributes ||
      event.upsertWorkflowSearchAttributesEventAttributes,
  );
  return { events: events?.length ?? 0, actions: billed.length };
}
