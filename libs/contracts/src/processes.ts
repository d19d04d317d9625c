import { defineSearchAttributeKey } from '@temporalio/common';
import type {
  CalendarDate,
  Deadline,
  Decision,
  Instant,
  LibraryReason,
  Refusal,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Channel, EventData } from './events.ts';
import { reservationWorkflowId, taskQueues } from './ids.ts';

/**
 * The names and payloads by which services talk to a workflow without its code. No payload carries a person or a title;
 * a record's and a copy's number stand for themselves.
 */

/**
 * The start of a reservation's process: its id, and the pickup library for the operators' lists. Everything else it
 * asks of its owners.
 */
export interface ReservationStart {
  reservationId: string;
  pickupLibrary: string;
  /** The name of a library, never of a person, for what operators read of the history. */
  pickupLibraryName?: string;
  /** The application that was just written; with it the admission asks nobody for it. */
  applied?: {
    recordId: string;
    channel: Channel;
    /** When the application was written: the place in the queue counts from here. */
    appliedAt: Instant;
  };
}

/** What the process of a reservation begins with, and its application. */
export type ReservationRequest = Required<ReservationStart>;

export type Admission =
  | { admitted: true; position: number; ready: boolean }
  | { admitted: false; refusal: Refusal };

/** A cancellation by the patron (or staff, by a caller's word) or by the library; the audit has which of staff. */
export interface CancelWish {
  at: Instant;
  by: 'patron' | 'library';
  reason?: LibraryReason;
}

/** R20, R5: another pickup library. The name is for what operators read. */
export interface ChangePickupWish {
  at: Instant;
  pickupLibrary: string;
}

/** R20: a suspension until a day, at whose start in Tokyo the reservation resumes by itself. */
export interface SuspendWish {
  at: Instant;
  until: CalendarDate;
}

/** A wish without more: R20 resume; R8 「受け取りました」. */
export interface PlainWish {
  at: Instant;
}

export interface ExtendWish {
  askedAt: Instant;
  /** R8, as the patron service has just answered (`readReservation`): the asker is a service of ours. */
  holderHasOtherOverdue: boolean;
  confirmDue?: CalendarDate;
}

export type CancelAnswer = Decision<{ cancelled: true }>;
export type ExtendAnswer = Decision<Deadline>;
export type ChangePickupAnswer = Decision<{ pickupLibrary: string }>;
export type SuspendAnswer = Decision<{ until: CalendarDate }>;
export type ResumeAnswer = Decision<{ position: number }>;
export type DeclarePickedUpAnswer = Decision<{ due: Deadline }>;

export interface ParcelRequest {
  parcel: EventData<'shipping.parcel.dispatched'>;
}

export const reservationProcess = {
  workflowType: 'reservationWorkflow',
  /** The signals beside the news of how it stands, each of its own name (`NewsSchema`) with the whole state. */
  signals: { loanSlotFree: 'loanSlotFree', lookAgain: 'lookAgain' },
  updates: {
    admission: 'admission',
    cancel: 'cancel',
    extend: 'extend',
    changePickup: 'changePickup',
    suspend: 'suspend',
    resume: 'resume',
    declarePickedUp: 'declarePickedUp',
  },
  queries: {
    /** What the process knows of others' decisions (`KnownByProcess`). */
    known: 'known',
  },
} as const;

/** What each signal carries. */
export interface ReservationSignals {
  loanSlotFree: EventData<'patron.loanSlot.free'>;
  lookAgain: { at: Instant };
}

/** The repair button, for one reservation or for a page of all. */
export const repairProcess = {
  workflowType: 'repairWorkflow',
  workflowId: (reservationId: string) => `repair-${reservationId}`,
  pageWorkflowId: 'repair-all',
} as const;
export type RepairOrder = { reservationId: string } | { page: ReconcileFrom };

/**
 * What patrons deleted of their histories, the catalog's ledger, My Library's open rows, and Temporal's running
 * processes: each may know what another has lost.
 */
const ReconcileFromSchema = z.strictObject({
  source: z.enum(['deletedHistory', 'ledger', 'rows', 'processes']),
  /** The last id of the page before, or Temporal's name of the next page; null: from the beginning. */
  after: z.string().nullable(),
});
export type ReconcileFrom = z.infer<typeof ReconcileFromSchema>;

/**
 * What was done about a reservation of which its owners and its process knew different things. `toldAnew`: My Library
 * followed another version, and the catalog has told it anew. `looked`: its process looked at the databases.
 * `restarted`: it had none. `erasedAgain`: a restore had brought its row back; `deletedAgain`: one had brought back
 * what its patron had deleted of a history. `released`: its application is lost, and the library has cancelled it.
 * `borrowerUnknown`: its application is lost, and its copy is lent: the desk was told. `failed`: Temporal does not
 * answer of it.
 */
const DifferenceSchema = z.enum([
  'toldAnew',
  'looked',
  'restarted',
  'erasedAgain',
  'deletedAgain',
  'released',
  'borrowerUnknown',
  'failed',
]);
export type Difference = z.infer<typeof DifferenceSchema>;

/** The differences, each with the id of its reservation or deleted entry. `next`: where to go on; null: no more. */
export const ReconciledPageSchema = z.strictObject({
  lines: z.array(z.tuple([DifferenceSchema, z.string()])),
  next: ReconcileFromSchema.nullable(),
});
export type ReconciledPage = z.infer<typeof ReconciledPageSchema>;

/**
 * What a repair did. `looksAgain`: the process runs, and looks at the databases. `begunAnew`: there was none. `ended`:
 * the reservation is over, and its row says so. `released`: nobody's row named it, and the library has cancelled it;
 * `borrowerUnknown`: nobody's row named its borrower, and the desk was told. `stuck`: the process runs, but its code
 * fails again and again. `serviceFailed`: a service that was asked failed. `unknown`: nobody knows of such a
 * reservation.
 */
export const RepairedSchema = z.enum([
  'looksAgain',
  'begunAnew',
  'ended',
  'released',
  'borrowerUnknown',
  'stuck',
  'serviceFailed',
  'unknown',
]);
export type Repaired = z.infer<typeof RepairedSchema>;

/** The messages that a process heard and that are none of ours: how many, and the last. A query of every process. */
export interface NotUnderstood {
  messages: number;
  last: { name: string; at: Instant } | null;
}
export const notUnderstoodQuery = 'notUnderstood';

/**
 * Search attributes for operators: eventually consistent and unencrypted, so never a person or a title. The status is
 * the stage of the ledger.
 */
export const searchAttributes = {
  status: defineSearchAttributeKey('LendingStatus', 'KEYWORD'),
  pickupLibrary: defineSearchAttributeKey('PickupLibrary', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
  ignoredMessage: defineSearchAttributeKey('IgnoredMessage', 'BOOL'),
} as const;

/**
 * The start of a reservation, by whoever starts it (`workflows` for a web front, or the sweep of the patron service):
 * an update-with-start whose update is named after the reservation, so that a second tap hears the first answer.
 */
export function startOfReservation(request: ReservationStart) {
  return {
    workflowType: reservationProcess.workflowType,
    workflowId: reservationWorkflowId(request.reservationId),
    taskQueue: taskQueues.processes,
    input: request,
    updateName: reservationProcess.updates.admission,
    updateId: request.reservationId,
    staticSummary: `To ${request.pickupLibraryName ?? request.pickupLibrary}`,
    searchAttributes: [{ key: searchAttributes.pickupLibrary, value: request.pickupLibrary }],
  };
}

export const parcelProcess = {
  workflowType: 'parcelWorkflow',
  signals: { arrived: 'parcelArrived', lookAgain: 'lookAgain' },
} as const;

/** 読みたい順予約. Only the patron service knows the volumes. */
export interface ReadingOrderStart {
  orderId: string;
}
export const readingOrderProcess = {
  workflowType: 'readingOrderWorkflow',
  signals: { lookAgain: 'lookAgain' },
} as const;

/** R1: applied → identity checked → issued or declined. */
export interface CardApplicationRequest {
  applicationId: string;
  channel: 'online' | 'paper';
  appliedAt: Instant;
}
export const cardApplicationProcess = {
  workflowType: 'cardApplicationWorkflow',
  signals: { checked: 'identityChecked' },
} as const;

export const scheduledProcesses = {
  dispatchDay: { workflowType: 'dispatchDayWorkflow', scheduleId: 'dispatch-day' },
  nightly: { workflowType: 'nightlyWorkflow', scheduleId: (job: NightlyJob) => `nightly-${job}` },
} as const;

/** The jobs of the night, each with a schedule of its own, so that none stands in the way of another. */
export const nightlyJobs = ['waiting', 'cards', 'reconcile', 'erasure'] as const;
export type NightlyJob = (typeof nightlyJobs)[number];

/** The type of the failure of an activity that has done all rows but some, which are left to the next night. */
export const ROWS_FAILED = 'RowsFailed';
/** How many rows were done, and which were not, with the kind of fault; no person and no title. */
export interface RowsLeft {
  done: number;
  failed: readonly string[];
}
