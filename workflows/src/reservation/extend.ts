import type { ExtendAnswer, ExtendWish, OfWish } from '@toshobin/contracts';
import { isAfter, type Refusal } from '@toshobin/lending-rules';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { tellGranted } from './tell-granted.ts';

/** Refuses an extension by what the process knows; the catalog knows of a hand-out before its fact is heard here. */
export function refusedToExtend(
  reservation: Reservation,
  { askedAt, confirmDue }: ExtendWish,
): Refusal | undefined {
  const { wasRefused, allocation, due } = reservation;
  const extended = reservation.copy?.extended === true;
  if (wasRefused) return { code: 'STATE_CHANGED' };
  if (!allocation) return { code: 'NOT_ON_LOAN' };
  if (reservation.wasHandedIn) return { code: 'ALREADY_HANDED_IN' };
  // A wish confirmed again is the same extension.
  if (!due || !reservation.wasHandedOut || (extended && confirmDue === due.date)) return undefined;
  if (isAfter(askedAt, due.at)) return { code: 'LOAN_PAST_DUE' };
  return extended ? { code: 'EXTENSION_USED', values: { dueDate: due.date } } : undefined;
}

/**
 * Extends the loan once (R8). The catalog locks the title and judges between this wish and a new reservation; the wish
 * says whether anything else of the same person is overdue. What is told follows from how the loan stands then, and so
 * is told as well where the process ends before.
 */
export async function extend(reservation: Reservation, wish: ExtendWish & OfWish): Promise<ExtendAnswer> {
  const extended = said(catalog.extendIfNobodyWaits, 'extended, if nobody waits');
  const answer = await reservation.obey(extended({ ...reservation.key, ...wish }));
  if (answer.ok) await tellGranted(reservation, 'extended');
  return answer;
}
