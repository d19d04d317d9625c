import { vacuum } from '@toshobin/database';
import type { CatalogDeps } from '../catalog-deps.ts';

/** Of what forgetMoments deletes or changes, nothing is to lie in its pages until there is much of it. */
const forgottenFrom = [
  'allocation',
  'deleted_history',
  'loan',
  'moved_date',
  'outbox',
  'queue_entry',
  'reservation_state',
  'scan',
  'scan_answer',
  'task',
  'wish',
] as const;

/** After the erasure, outside of its transactions. */
export const vacuumForgotten = ({ db }: Pick<CatalogDeps, 'db'>): Promise<void> => vacuum(db, forgottenFrom);
