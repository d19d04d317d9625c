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
  type StandingVersion,
  taskQueues,
} from '@toshobin/contracts';
import { isHeard } from '@toshobin/events';
import { isOver, startOfDay } from '@toshobin/lending-rules';
import type { Logger } from '@toshobin/service';
import type { Delivery } from '@toshobin/temporal';
import { LRUCache } from 'lru-cache';
import { beginAnew } from './begin-anew.ts';
import { heardFacts } from './heard-facts.ts';
import { isAwaited } from './is-awaited.ts';
import type { Processes } from './processes.ts';
import { startParcel } from './start-parcel.ts';

/** Of so many reservations the bridge remembers what their processes know: some 5 MB. */
const REMEMBERED = 20_000;

/**
 * The bridge from facts to signals. The offset is committed afterwards: a fact told twice changes nothing. As far as
 * this bridge remembers, a process is not told again what it knew better already: where a service publishes its facts a
 * second time, that is most of them, and each would be an event of a history, or a replay of an ended one. Throws when
 * Temporal is unreachable.
 */
export function deliverEvent(processes: Processes, log: Logger): (event: KnownEvent) => Promise<void> {
  const known = new LRUCache<string, StandingVersion>({ max: REMEMBERED });

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
   * and something is to be done again (a return was taken back), it was ended from outside, or it has not begun yet.
   * News that a process knew at its own end begins none: a service may publish its facts again.
   */
  const tellNews = async (event: Extract<KnownEvent, { type: 'catalog.reservation.changed' }>) => {
    const { reservationId, news, state, epoch, n } = event.data;
    const already = known.get(reservationId);
    if (already && compareVersions(already, event.data) > 0) return;
    const workflowId = reservationWorkflowId(reservationId);
    const delivery = await signal(event, workflowId, news);
    const knew =
      delivery === 'closed' && !isOver(state) ? await processes.knewAtItsEnd(workflowId) : undefined;
    const knewBetter = knew !== undefined && compareVersions(knew, event.data) >= 0;
    if (delivery !== 'delivered' && !isOver(state) && !knewBetter) {
      const { pickupLibrary } = state;
      await beginAnew(processes, { reservationId, pickupLibrary }, { signalName: news, input: event.data });
    }
    known.set(reservationId, knewBetter ? knew : { epoch, n });
  };

  return async (event) => {
    if (!isHeard(heardFacts, event) || !isAwaited(event)) return;
    switch (event.type) {
      case 'catalog.reservation.changed':
        return tellNews(event);
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
