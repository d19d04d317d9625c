import { defineSearchAttributeKey } from '@temporalio/common';
import type { CalendarDate, Deadline, Decision, Instant, Refusal } from '@toshobin/lending-rules';
import type { Allocation, EventData, ReservationFact } from './events.ts';
import { reservationWorkflowId, taskQueues } from './ids.ts';

/**
 * What the processes answer to: names and payloads only, so that services can talk to a workflow without its
 * code. No payload carries a person or a title; a record's and a copy's number stand for themselves.
 */

export interface ReservationRequest {
  reservationId: string;
  recordId: string;
  pickupLibrary: string;
  /** For what operators read of the history; the name of a library, never of a person. */
  pickupLibraryName: string;
  channel: 'web' | 'phone';
  /** When the application was written: the place in the queue counts from here. */
  appliedAt: Instant;
}

export type Admission =
  | { admitted: true; position: number; ready: boolean }
  | { admitted: false; refusal: Refusal };

export interface CancelWish {
  at: Instant;
  by: 'patron' | 'library';
}

export interface ExtendWish {
  askedAt: Instant;
  /** R8, as the patron service answered just before (`readReservation`): the asker is a service of ours. */
  holderHasOtherOverdue: boolean;
  confirmDue?: CalendarDate;
}

export type CancelAnswer = Decision<{ cancelled: true }>;
export type ExtendAnswer = Decision<Deadline>;

export interface ParcelRequest {
  parcel: EventData<'shipping.parcel.dispatched'>;
}

export const reservationProcess = {
  workflowType: 'reservationWorkflow',
  signals: {
    fact: 'fact',
    allocated: 'allocated',
    notOnShelf: 'notOnShelf',
    noticeSent: 'noticeSent',
    loanSlotFree: 'loanSlotFree',
    shelfCheckAnswered: 'shelfCheckAnswered',
    lookAgain: 'lookAgain',
  },
  updates: { admission: 'admission', cancel: 'cancel', extend: 'extend' },
} as const;

/** What each signal carries. */
export interface ReservationSignals {
  fact: ReservationFact;
  allocated: Allocation;
  notOnShelf: EventData<'catalog.copy.notOnShelf'>;
  noticeSent: EventData<'patron.notice.sent'>;
  loanSlotFree: EventData<'patron.loanSlot.free'>;
  shelfCheckAnswered: EventData<'shipping.shelfCheck.answered'>;
  lookAgain: { at: Instant };
}

/** Search attributes for operators: eventually consistent and unencrypted, so never a person or a title. */
export const searchAttributes = {
  status: defineSearchAttributeKey('LendingStatus', 'KEYWORD'),
  pickupLibrary: defineSearchAttributeKey('PickupLibrary', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
} as const;

/**
 * How a reservation is started, by whoever starts it (the patron's web, or the sweep of the patron service): an
 * update-with-start whose update is named after the reservation, so that a second tap hears the first answer.
 */
export function startOfReservation(request: ReservationRequest) {
  return {
    workflowType: reservationProcess.workflowType,
    workflowId: reservationWorkflowId(request.reservationId),
    taskQueue: taskQueues.processes,
    input: request,
    updateName: reservationProcess.updates.admission,
    updateId: request.reservationId,
    staticSummary: `To ${request.pickupLibraryName}`,
    searchAttributes: [
      { key: searchAttributes.status, value: 'requested' },
      { key: searchAttributes.pickupLibrary, value: request.pickupLibrary },
    ],
  };
}

export const parcelProcess = {
  workflowType: 'parcelWorkflow',
  signals: { arrived: 'parcelArrived', lookAgain: 'lookAgain' },
} as const;

export const scheduledProcesses = {
  dispatchDay: { workflowType: 'dispatchDayWorkflow', scheduleId: 'dispatch-day' },
  nightly: { workflowType: 'nightlyWorkflow', scheduleId: 'nightly' },
} as const;
