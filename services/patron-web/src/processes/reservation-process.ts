import type {
  Admission,
  CancelAnswer,
  CancelWish,
  ExtendAnswer,
  ExtendWish,
  ReservationRequest,
} from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';

/** What the patrons' web asks of a reservation's process. `notYet`: no answer in time, it may still come true. */
export interface ReservationProcess {
  /** Starts it unless it runs or ran; the same reservation asked twice gets the first answer. */
  admit(request: ReservationRequest): Promise<Admission | 'notYet'>;
  cancel(wish: Wish<CancelWish>): Promise<CancelAnswer | 'notYet' | 'closed'>;
  extend(wish: Wish<ExtendWish>): Promise<ExtendAnswer | 'notYet' | 'closed'>;
}

/** A wish, under an id of the form it came from, so that a double tap is one wish. */
export interface Wish<T> {
  reservationId: string;
  wishId: string;
  input: T;
}

/** What a process that gave no decision means to the patron. */
export function withoutDecision<T>(answer: Decision<T> | 'notYet' | 'closed'): Decision<T> {
  if (answer === 'notYet') return { ok: false, refusal: { code: 'TRY_AGAIN' } };
  if (answer === 'closed') return { ok: false, refusal: { code: 'STATE_CHANGED' } };
  return answer;
}
