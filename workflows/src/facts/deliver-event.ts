import {
  cardApplicationProcess,
  cardApplicationWorkflowId,
  compareVersions,
  type KnownEvent,
  parcelProcess,
  parcelWorkflowId,
  type ReservationSignals,
  readingOrderProcess,
  readingOrderWorkflowId,
  reservationProcess,
  reservationWorkflowId,
  taskQueues,
} from '@toshobin/contracts';
import { isHeard } from '@toshobin/events';
import { isOver, startOfDay } from '@toshobin/lending-rules';
import type { Logger } from '@toshobin/service';
import type { Delivery } from '@toshobin/temporal';
import { beginAnew } from './begin-anew.ts';
import { heardFacts } from './heard-facts.ts';
import { isAwaited } from './is-awaited.ts';
import type { Processes } from './processes.ts';
import { startParcel } from './start-parcel.ts';

/**
 * The bridge from facts to signals. Stateless, and the offset is committed afterwards: what is told twice changes nothing.
 * Throws when Temporal is unreachable.
 */
export function deliverEvent(processes: Processes, log: Logger): (event: KnownEvent) => Promise<void> {
  const signal = async (event: KnownEvent, workflowId: string, signalName: string): Promise<Delivery> => {
    const delivery = await processes.signal({ workflowId, signalName, input: event.data });
    if (delivery !== 'delivered') {
      const { id, type } = event;
      log.info({ event: id, type, workflowId, delivery }, 'A fact came for no open process');
    }
    return delivery;
  };

  const signalReservation = async <S extends keyof ReservationSignals>(
    event: KnownEvent & { data: ReservationSignals[S] },
    reservationId: string,
    name: S,
  ) => {
    await signal(event, reservationWorkflowId(reservationId), reservationProcess.signals[name]);
  };

  /**
   * A signal named after what happened, which carries the whole state. Where no process runs, one begins: it had ended
   * and something is to be done again (a return was taken back), it was ended from outside, or it has not begun yet. What it
   * knew when it came to its end is told once more for nothing, as it is by a service that publishes its facts again.
   */
  const tellNews = async (event: Extract<KnownEvent, { type: 'catalog.reservation.changed' }>) => {
    const { reservationId, news, state } = event.data;
    const workflowId = reservationWorkflowId(reservationId);
    const delivery = await signal(event, workflowId, news);
    if (delivery === 'delivered' || isOver(state)) return;
    const knew = delivery === 'closed' ? await processes.knewAtItsEnd(workflowId) : undefined;
    if (knew && compareVersions(knew, event.data) >= 0) return;
    const { pickupLibrary } = state;
    const told = { signalName: news, input: event.data };
    await beginAnew(processes, { reservationId, pickupLibrary }, told);
  };

  return async (event) => {
    if (!isHeard(heardFacts, event) || !isAwaited(event)) return;
    switch (event.type) {
      case 'catalog.reservation.changed':
        return tellNews(event);
      case 'patron.notice.sent':
        return signalReservation(event, event.data.reservationId, 'noticeSent');
      case 'patron.loanSlot.free':
        return signalReservation(event, event.data.reservationId, 'loanSlotFree');
      case 'shipping.parcel.dispatched':
        return startParcel(processes, event.data);
      case 'shipping.parcel.arrived':
        await signal(event, parcelWorkflowId(event.data.parcelNumber), parcelProcess.signals.arrived);
        return;
      case 'shipping.parcel.notDispatched':
        await signal(event, parcelWorkflowId(event.data.parcelNumber), parcelProcess.signals.lookAgain);
        return;
      // Both facts of an application are about one subject, so Kafka keeps their order.
      case 'patron.card.applied': {
        const { applicationId, channel, at } = event.data;
        return processes.startOnce({
          workflowType: cardApplicationProcess.workflowType,
          workflowId: cardApplicationWorkflowId(applicationId),
          input: { applicationId, channel, appliedAt: at },
          staticSummary: channel === 'online' ? 'Applied for online' : 'Applied for on paper',
        });
      }
      case 'patron.card.checked': {
        const workflowId = cardApplicationWorkflowId(event.data.applicationId);
        await signal(event, workflowId, cardApplicationProcess.signals.checked);
        return;
      }
      case 'patron.readingOrder.changed': {
        const { orderId, on } = event.data;
        return processes.signalWithStart({
          workflowType: readingOrderProcess.workflowType,
          workflowId: readingOrderWorkflowId(orderId),
          taskQueue: taskQueues.processes,
          startInput: { orderId },
          signalName: readingOrderProcess.signals.lookAgain,
          input: { at: startOfDay(on) },
          staticSummary: 'Volumes in order',
        });
      }
      default:
        event satisfies never;
    }
  };
}
