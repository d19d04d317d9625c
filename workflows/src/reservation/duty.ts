import type { MilestoneStep, ReservationStanding, TaskKind, TaskWhy } from '@toshobin/contracts';
import type { CalendarDate, Instant, LendingPolicy, LibraryReason } from '@toshobin/lending-rules';
import type { Lane } from './lanes.ts';

/** What a process asks staff for, and why. */
export const staffTasks = {
  decideUnreached: 'noMailReached',
  askBranch: 'noAnswer',
  confirmHandOut: 'notOnHoldShelf',
  searchUnlent: 'notHome',
  longOverdue: 'remindedInVain',
} as const satisfies Partial<Record<TaskKind, TaskWhy>>;
export type StaffTask = keyof typeof staffTasks;

/** Whether a process asks staff for that; then a run before this one may have asked, and this one settles it. */
export function isStaffTask(kind: TaskKind): kind is StaffTask {
  return kind in staffTasks;
}

/** One thing that is to be done for a reservation. */
export interface Duty {
  /** The key by which the owner knows the duty: it is done once, and a new run asks for nothing twice. */
  key: string;
  /** From when on the duty is due; at once, where there is none. */
  at?: Instant;
  /** After that moment the duty would say what is no longer so. */
  until?: Instant;
  /** The duty ends, asks or accuses: the catalog, which may know scans not heard of here, is asked first. */
  asksFirst?: true;
  /** The duty that has to be done before: a hold has not ended for a patron who was not told of it. */
  after?: string;
  /** The duty begins when nothing else is to be done or under way. */
  last?: true;
  /** A task of staff: only this duty's answer tells whether it is needed, and an open one stays until then. */
  tells?: StaffTask;
  /** What operators read beside the timer and the command of the duty. */
  summary: string;
  what: What;
}

type What =
  | { does: 'tell'; step: MilestoneStep }
  | { does: 'tellReadyAtBranch' }
  | { does: 'askSinceWhenReady' }
  | { does: 'readNumbers' }
  | { does: 'claimSlot' }
  | { does: 'list' }
  | { does: 'redirect' }
  | { does: 'openLoan' }
  | { does: 'resume' }
  | { does: 'resumeWithSlot' }
  | { does: 'cancel'; reason: LibraryReason }
  | { does: 'askBranch' }
  | { does: 'askAnswer' }
  | { does: 'askGrace' }
  | { does: 'expire' }
  | { does: 'endAsLongOverdue'; due: CalendarDate }
  | { does: 'askStaff'; kind: StaffTask; since: Instant }
  | { does: 'settle'; kinds: readonly StaffTask[] };

/** The lane of the owner that a duty asks. */
export function laneOf({ what }: Duty): Lane {
  switch (what.does) {
    case 'tell':
    case 'tellReadyAtBranch':
    case 'askSinceWhenReady':
      return 'mails';
    case 'claimSlot':
    case 'resumeWithSlot':
      return 'slots';
    case 'list':
    case 'redirect':
    case 'askBranch':
    case 'askAnswer':
    case 'askGrace':
      return 'shipping';
    case 'readNumbers':
    case 'openLoan':
    case 'resume':
    case 'cancel':
    case 'expire':
    case 'endAsLongOverdue':
    case 'askStaff':
    case 'settle':
      return 'catalog';
  }
}

/** R3, R15: what the patron service answered to the claim of a loan slot for the copy of a journey. */
export type SlotAnswer = { journey: number } & ({ claimed: true } | { claimed: false; until: Instant });

/** How a reservation stands, and what its owners have answered: all that its duties follow from. */
export interface Known {
  standing: ReservationStanding;
  pickupLibraryName: string;
  /** The numbers of the rules, once they were read. */
  numbers: LendingPolicy | undefined;
  /** The reservation's place in the queue when it was admitted. */
  position: number | undefined;
  slot: SlotAnswer | undefined;
  /** R6: since when the patron is being told that the copy of that allocation and round is ready. */
  ready: { allocation: number; round: number; since: Instant } | undefined;
  /**
   * R9. For which allocation, and which end of its hold, the branch was asked; until when it answers, whether it is
   * silent, and, for a copy that is gone, until when nobody is asked.
   */
  shelfCheck:
    | { allocation: number; end?: string; answerBy?: Instant; isSilent?: true; graceUntil?: Instant }
    | undefined;
  /** What staff have been asked, by this run or perhaps by one before it. */
  asked: ReadonlySet<StaffTask>;
}
