import { vacuum } from '@toshobin/database';
import type { PatronDeps } from '../patron-deps.ts';

/** Of what eraseClosed, and patrons themselves, delete or change, nothing is to lie in its pages until there is much of it. */
const erasedFrom = [
  'application',
  'card_release',
  'card_release_failure',
  'card_renewal',
  'email_verification',
  'history_entry',
  'history_wish',
  'initial_password_try',
  'later_title',
  'letter_code',
  'loan_slot',
  'loan_slot_wait',
  'notice',
  'outbox',
  'password_reset',
  'reading_order_volume',
  'reservation_slot',
  'ses_notification',
  'sign_in_failure',
  'task',
  'wish',
] as const;

/** After the erasure, outside of its transactions. */
export const vacuumErased = ({ db }: Pick<PatronDeps, 'db'>): Promise<void> => vacuum(db, erasedFrom);
