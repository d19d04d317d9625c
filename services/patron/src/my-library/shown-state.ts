import { type Instant, isOverdue, type ReservationState } from '@toshobin/lending-rules';
import type { Application } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';

/** The state of a row as it is shown at that moment: a loan is overdue by the clock, whoever has heard of it. */
export function shownState(
  { state, dueDate, dueAt }: Pick<Application, 'state' | 'dueDate' | 'dueAt'>,
  at: Instant,
): ReservationState {
  const due = deadlineOrNull(dueDate, dueAt);
  const isLate = state === 'handedOut' && due !== null && isOverdue({ due, handedOut: true }, at);
  return isLate ? 'overdue' : state;
}
