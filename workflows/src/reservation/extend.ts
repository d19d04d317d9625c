import type { ExtendAnswer, ExtendWish } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * Extends the loan once (R8). The catalog locks the title and judges between this wish and a new reservation; the
 * wish says whether anything else of the same person is overdue.
 */
export async function extend(reservation: Reservation, wish: ExtendWish): Promise<ExtendAnswer> {
  if (!(await reservation.isAdmitted())) return refuse('STATE_CHANGED');
  // The catalog knows of a hand-out before its fact has come here, so it judges whether there is a loan.
  if (!reservation.allocation) return refuse('NOT_ON_LOAN');
  const answer = await catalog.extendIfNobodyWaits({
    reservationId: reservation.id,
    allocation: reservation.allocationNumber,
    askedAt: wish.askedAt,
    holderHasOtherOverdue: wish.holderHasOtherOverdue,
    ...(wish.confirmDue ? { confirmDue: wish.confirmDue } : {}),
  });
  if (!answer.ok) return answer;

  reservation.due = answer.value;
  reservation.extended = true;
  await reservation.tellPatron({ milestone: 'extended', due: answer.value });
  return answer;
}
