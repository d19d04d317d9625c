import type { Client } from '@temporalio/client';
import {
  type KnownEvent,
  parcelProcess,
  parcelWorkflowId,
  type ReservationSignals,
  reservationProcess,
  reservationWorkflowId,
  taskQueues,
} from '@toshobin/contracts';
import { isHeard } from '@toshobin/events';
import type { FactKind } from '@toshobin/lending-rules';
import type { Logger } from '@toshobin/service';
import { type Delivery, signalOnce, signalWithStartOnce } from '@toshobin/temporal';
import { heardFacts } from './heard-facts.ts';

/**
 * What no process waits for stays in the databases, where `reconcile` finds it: a history is kept short. A packed
 * copy is told to the patron by fact alone, a copy that was posted home is awaited when it is home, and only the mail
 * that begins a hold (R6) is waited for.
 */
const unawaited: readonly FactKind[] = ['packed', 'sentBack'];
const isAwaited = (event: KnownEvent): boolean =>
  event.type === 'shipping.copy.moved'
    ? !unawaited.includes(event.data.fact.kind) || event.data.fact.voids !== undefined
    : event.type === 'patron.notice.sent'
      ? event.data.kind === 'readyAtPrefectural'
      : true;

/**
 * The bridge from facts to signals. Stateless: the event's id is the signal's request id, so the server drops what
 * was delivered before, and the offset is committed afterwards. Throws when Temporal is unreachable.
 */
export function deliverEvent(client: Client, log: Logger): (event: KnownEvent) => Promise<void> {
  const signalReservation = async <S extends keyof ReservationSignals>(
    event: KnownEvent,
    reservationId: string | null,
    signal: S,
    input: ReservationSignals[S],
  ) => {
    if (reservationId === null) return;
    const delivery = await signalOnce(client, {
      workflowId: reservationWorkflowId(reservationId),
      signalName: reservationProcess.signals[signal],
      input,
      requestId: event.id,
    });
    report(event, reservationId, delivery);
  };

  /** A fact for a process that has ended changes nothing there; its copy's fate is settled in the catalog. */
  const report = (event: KnownEvent, subject: string, delivery: Delivery) => {
    if (delivery === 'delivered') return;
    log.info({ event: event.id, type: event.type, subject, delivery }, 'A fact came for no open process');
  };

  return async (event) => {
    if (!isHeard(heardFacts, event) || !isAwaited(event)) return;
    switch (event.type) {
      case 'catalog.copy.scanned':
      case 'shipping.copy.moved':
        return signalReservation(event, event.data.fact.reservationId, 'fact', event.data);
      case 'catalog.copy.allocated':
        return signalReservation(event, event.data.reservationId, 'allocated', event.data);
      case 'catalog.allocation.withdrawn':
        return signalReservation(event, event.data.reservationId, 'withdrawn', event.data);
      case 'patron.notice.sent':
        return signalReservation(event, event.data.reservationId, 'noticeSent', event.data);
      case 'patron.loanSlot.free':
        return signalReservation(event, event.data.reservationId, 'loanSlotFree', event.data);
      case 'shipping.shelfCheck.answered':
        return signalReservation(event, event.data.reservationId, 'shelfCheckAnswered', event.data);
      case 'shipping.parcel.dispatched': {
        const { parcelNumber, library } = event.data;
        await signalWithStartOnce(client, {
          workflowType: parcelProcess.workflowType,
          workflowId: parcelWorkflowId(parcelNumber),
          taskQueue: taskQueues.processes,
          startInput: { parcel: event.data },
          signalName: parcelProcess.signals.lookAgain,
          input: { at: event.data.dispatchedAt },
          requestId: event.id,
          staticSummary: `${event.data.direction === 'outward' ? 'To' : 'From'} ${library}`,
        });
        return;
      }
      case 'shipping.parcel.arrived': {
        const { parcelNumber } = event.data;
        const delivery = await signalOnce(client, {
          workflowId: parcelWorkflowId(parcelNumber),
          signalName: parcelProcess.signals.arrived,
          input: event.data,
          requestId: event.id,
        });
        report(event, parcelNumber, delivery);
        return;
      }
      default:
        event satisfies never;
    }
  };
}
