import { allow, refuse, wasDispatched } from '@toshobin/lending-rules';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import { mayHandle } from './may-handle.ts';
import { record } from './record.ts';

/**
 * Discards an empty parcel that will not be used; its number is not used again. Refuses NOT_FOUND,
 * PARCEL_ALREADY_DISPATCHED, STATE_CHANGED for one with copies in it.
 */
export const discardParcel: Answers<'discardParcel'> = (deps, scan) =>
  changeParcel(deps, scan, `discard ${scan.parcelNumber}`, async ({ tx, parcel, cause }) => {
    if (!mayHandle(scan.by.library, parcel)) return refuse('NOT_FOUND');
    if (wasDispatched(parcel.state)) return refuse('PARCEL_ALREADY_DISPATCHED');
    if (parcel.lines.length > 0) return refuse('STATE_CHANGED');
    return allow(await record(tx, parcel, [{ kind: 'discarded' }], cause));
  });
