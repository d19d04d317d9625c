import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { byStaff } from './by-staff.ts';
import { get, post } from './endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from './ids.ts';

/**
 * 要確認: work for somebody, made by a process or in the transaction that finds the need, and cleared by what settles it.
 * The kind says what to do next; the words are in staff-web. Each service keeps the rows of what it owns; a row holds a
 * reservation or a person's card application, a parcel or a copy, never a name or a title.
 */
export const TaskKindSchema = z.enum([
  /** R2, R6: no mail reaches the patron: telephone. Settled with `reached`, the hold begins that day. */
  'callPatron',
  /** R2: a mail came back or was complained of: ask for another address. */
  'addressUndeliverable',
  /** R3: a late fact or an override went past the limit. */
  'overLimit',
  /** R1: look at the card application and check the identity. */
  'checkIdentity',
  /** R1: a card was issued: print it and post it. */
  'postCard',
  /** R1: the patron asked to renew the card. */
  'renewCard',
  'searchCopy',
  /** R10: a copy was handed in at a branch, and not sent back within its days. */
  'sendBack',
  /** R10: a handed-in copy is not home in time: search, never at the patron's cost. */
  'searchReturn',
  /** R10: the patron says that a copy was returned, and nobody scanned it: search, never at the patron's cost. */
  'claimedReturned',
  /** R13: a part of a copy (its cover, a CD) was not with it. */
  'partMissing',
  /** A copy that came back unlent is not home in time: search. */
  'searchUnlent',
  /** R9: the branch did not answer whether it has the copy: ask it. */
  'askBranch',
  /** R9: a copy was handed out, it seems, without a scan: confirm it with the patron. */
  'confirmHandOut',
  /** R6: nobody was reached within the time: cancel the reservation. */
  'decideUnreached',
  /** R18: a loan is long overdue: its process has ended. */
  'longOverdue',
  /** R14: the copy was given to somebody else, and could not be swapped. */
  'wrongPerson',
  /** R7: a parcel should have arrived: the branch looks, then the desk asks the post. */
  'findParcel',
  /** A parcel is lost: claim it from the post. */
  'parcelLost',
  /** A copy was missing from a parcel, or one was in it that did not belong there. */
  'parcelContents',
  /** A parcel's arrival, by a hand-in alone, is taken back: look whether it is there, and whom a mail told. */
  'arrivalUndone',
  /** A copy moved by hand: from the hold shelf to packing, or back, after a change of pickup library. */
  'moveHold',
  /** A copy is lent, and nothing says to whom, since the application is lost. Look for it; its return ends the task. */
  'borrowerUnknown',
  /** The catalog knows an older version of a reservation than it had told: tell the operators. */
  'versionWentBack',
  /** R17: a date could not be moved for a closure: tell the operators. The work is tried on. */
  'moveDate',
  /** An application's process could not be begun, several times: tell the operators. It is tried on. */
  'startReservation',
]);
export type TaskKind = z.infer<typeof TaskKindSchema>;

/** The steps of a copy, or acts of the desk with it, that leave nothing to be done. */
export type Settling =
  | 'packed'
  | 'handedOut'
  /** A library has the copy in the hand, whatever was said before. */
  | 'handedIn'
  /** The copy has left the library where it was handed in. */
  | 'sentOn'
  | 'home'
  | 'handInUndone'
  /** R18: the desk has said what became of its loan. */
  | 'loanSettled'
  | 'outOfService';

/** What settles a task of each kind, also where the process has ended. */
const settledBy: Readonly<Record<TaskKind, readonly Settling[]>> = {
  callPatron: [],
  addressUndeliverable: [],
  overLimit: [],
  checkIdentity: [],
  postCard: [],
  renewCard: [],
  searchCopy: ['outOfService'],
  sendBack: ['sentOn', 'home', 'handInUndone'],
  searchReturn: ['home', 'handInUndone', 'loanSettled'],
  claimedReturned: ['handedIn', 'sentOn', 'home', 'handInUndone', 'loanSettled'],
  partMissing: [],
  searchUnlent: ['home'],
  askBranch: ['home'],
  confirmHandOut: ['handedOut', 'handedIn', 'sentOn', 'home', 'loanSettled'],
  decideUnreached: [],
  longOverdue: ['handedIn', 'sentOn', 'home', 'loanSettled'],
  wrongPerson: ['handedIn', 'sentOn', 'home'],
  findParcel: [],
  parcelLost: [],
  parcelContents: [],
  arrivalUndone: [],
  moveHold: ['packed', 'handedOut', 'home', 'outOfService'],
  borrowerUnknown: ['home'],
  versionWentBack: [],
  moveDate: [],
  startReservation: [],
};

export function tasksSettledBy(what: Settling): TaskKind[] {
  return TaskKindSchema.options.filter((kind) => settledBy[kind].includes(what));
}

/** Why somebody has a task: the occasion of its kind. Its words are in staff-web, one for each. */
export const TaskWhySchema = z.enum([
  // callPatron, addressUndeliverable
  'noAddress',
  'bounced',
  'complained',
  'refused',
  // overLimit
  'lateFact',
  'override',
  'reservationBack',
  // checkIdentity: how it was applied for
  'online',
  'paper',
  // postCard, renewCard
  'issued',
  'replaced',
  'patronAsked',
  // searchCopy, partMissing
  'notOnShelf',
  'cover',
  'supplement',
  // sendBack, searchReturn, searchUnlent, claimedReturned
  'notSent',
  'notHome',
  'saidReturned',
  // askBranch, confirmHandOut, decideUnreached, wrongPerson
  'noAnswer',
  'notOnHoldShelf',
  'cardOfNobody',
  'noMailReached',
  'handedToAnother',
  // longOverdue, borrowerUnknown
  'remindedInVain',
  'settlementUndone',
  'applicationLost',
  // findParcel, parcelLost, parcelContents, arrivalUndone
  'notArrived',
  'missing',
  'extra',
  'takenBack',
  'tooLate',
  // moveHold
  'pickupLibraryChanged',
  'passedOn',
  // versionWentBack, moveDate, startReservation
  'catalogOlder',
  'notMoved',
  'notStarted',
]);
export type TaskWhy = z.infer<typeof TaskWhySchema>;

/** What a task is about; at least one of them. */
export const TaskSubjectSchema = z.strictObject({
  reservationId: UuidSchema.optional(),
  parcelNumber: z.string().optional(),
  barcode: z.string().optional(),
  applicationId: UuidSchema.optional(),
});
export type TaskSubject = z.infer<typeof TaskSubjectSchema>;

/** Stands for a kind that only another release knows: it is listed, and settled by that release alone. */
export const OTHER_TASK = 'ofAnotherRelease';

export const TaskSchema = z.object({
  taskId: UuidSchema,
  kind: z.union([
    TaskKindSchema,
    z
      .string()
      .transform(() => OTHER_TASK)
      .pipe(z.literal(OTHER_TASK)),
  ]),
  /** The library whose work it is. */
  library: LibraryCodeSchema,
  subject: TaskSubjectSchema,
  /** Why; null: a reason that only another release knows. */
  why: z.union([
    TaskWhySchema.nullable(),
    z
      .string()
      .transform(() => null)
      .pipe(z.null()),
  ]),
  openedAt: InstantSchema,
});
export type Task = z.infer<typeof TaskSchema>;

/** A task that staff settled. */
export const SettledTaskSchema = TaskSchema.extend({ settledAt: InstantSchema, settledBy: z.string() });
export type SettledTask = z.infer<typeof SettledTaskSchema>;

/** The lists of tasks, the same in every service that has some. */
export const taskApi = {
  tasks: get('/tasks', {
    summary: 'Open tasks of a library, the oldest first (at most 200)',
    query: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({ tasks: z.array(TaskSchema) }),
  }),
  settledTasks: get('/tasks/settled', {
    summary: 'What staff of a library settled and may open again, the last one first (at most 50)',
    query: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({ tasks: z.array(SettledTaskSchema) }),
  }),
  settleTask: post('/tasks/:taskId/settle', {
    summary:
      'Staff have done it; repeated it answers the same. For callPatron `reached` begins the hold (R6)',
    params: z.strictObject({ taskId: UuidSchema }),
    body: z.strictObject({ ...byStaff, reached: z.boolean().optional() }),
    answer: z.object({
      settled: z.literal(true),
      /** Whether staff may open it again: nothing has followed that could not be taken back. */
      mayReopen: z.boolean().default(false),
    }),
    refusals: ['NOT_FOUND'],
  }),
  reopenTask: post('/tasks/:taskId/reopen', {
    summary:
      'It was settled by mistake: the same task is open again, within seven days, unless it is over or there is another one about the same; repeated it answers the same',
    params: z.strictObject({ taskId: UuidSchema }),
    body: z.strictObject(byStaff),
    answer: z.object({ reopened: z.literal(true) }),
    refusals: ['NOT_FOUND', 'TASK_OVER'],
  }),
} as const;
