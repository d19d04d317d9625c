import { vacuum } from '@toshobin/database';
import type { ShippingDeps } from '../shipping-deps.ts';

/** Of what forgetSettled deletes or changes, nothing is to lie in its pages until there is much of it. */
const forgottenFrom = [
  'copy_scan',
  'outbox',
  'packing_row',
  'parcel',
  'parcel_event',
  'parcel_line',
  'scan',
  'shelf_check',
  'task',
] as const;

/** After the erasure, outside of its transactions. */
export const vacuumForgotten = ({ db }: Pick<ShippingDeps, 'db'>): Promise<void> => vacuum(db, forgottenFrom);
