import {
  type Instant,
  isOverdue,
  type ReservationState,
  ReservationStateSchema,
} from '@toshobin/lending-rules';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';

/** The state of a row as it is shown at that moment: a loan is overdue by the clock, whoever has heard of it. */
export function shownState(
  { state, dueDate, dueAt }: Pick<Application, 'state' | 'dueDate' | 'dueAt'>,
  at: Instant,
): ReservationState {
  const due = deadlineOrNull(dueDate, dueAt);
  const isLate = state === 'handedOut' && due !== null && isOverdue({ due, handedOut: true }, at);
  return isLate ? 'overdue' : ReservationStateSchema.parse(state);
}
