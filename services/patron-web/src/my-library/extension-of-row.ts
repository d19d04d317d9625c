import type { Library, PatronRow } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type Decision,
  decideExtension,
  type Instant,
  type LendingPolicy,
  onLoan,
  thereOrHandedOut,
} from '@toshobin/lending-rules';

/** What is known of the extension of every row when My Library is drawn. */
export interface ExtensionContext {
  now: Instant;
  /** The row's pickup library, where it is known. */
  library: Library | undefined;
  /** The numbers in force, as last known. */
  policy: LendingPolicy;
  /** Reservations of the patron that are past their due date. */
  overdue: ReadonlySet<string>;
}

/**
 * R8. Whether the loan of a row could be extended now, and to which day, as far as the row knows; the catalog decides
 * when it is asked. `unknown` while no calendar is known. Undefined where an extension is not a question: no loan, or a copy at
 * the prefectural counter, whose loan begins with the hand-over. Refuses as R8 does.
 */
export function extensionOf(
  row: PatronRow,
  context: ExtensionContext,
): Decision<Deadline> | 'unknown' | undefined {
  const { state, due } = row;
  const pickedUp = onLoan.has(state);
  const held = thereOrHandedOut.has(state);
  if (!row.open || due === null || !(pickedUp || held)) return undefined;
  const { policy, library } = context;
  if (library === undefined) return 'unknown';
  return decideExtension({
    loan: {
      due,
      pickedUp,
      extended: row.extended,
      handedIn: state === 'returning',
      othersWaiting: row.othersWaiting,
      holderHasOtherOverdue: [...context.overdue].some((id) => id !== row.reservationId),
    },
    asked: context.now,
    calendar: library.calendar,
    policy,
  });
}

/** R18. The reservations whose copy the patron has past its due date: by the clock, as the patron service shows them. */
export function overdueAmong(rows: readonly PatronRow[]): Set<string> {
  const late = rows.filter(({ open, state }) => open && state === 'overdue');
  return new Set(late.map(({ reservationId }) => reservationId));
}

/** The day an extension asked for now would give; undefined when it would be refused, or is not known. */
export function dayExtendedTo(extension: ReturnType<typeof extensionOf>): CalendarDate | undefined {
  return extension !== undefined && extension !== 'unknown' && extension.ok
    ? extension.value.date
    : undefined;
}
