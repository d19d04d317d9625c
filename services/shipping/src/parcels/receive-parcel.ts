import { allow } from '@toshobin/lending-rules';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import { decideOpening } from './may-handle.ts';
import { record } from './record.ts';

/**
 * One scan of the parcel receives every copy in it. It makes an arrival certain that was taken for granted, and finds a
 * lost parcel; any other second scan changes nothing. Refuses NOT_FOUND, and what decideOpening does.
 */
export const receiveParcel: Answers<'receiveParcel'> = (deps, scan) =>
  changeParcel(deps, scan, `receive ${scan.parcelNumber}`, async ({ tx, parcel, planning, cause }) => {
    const may = decideOpening(scan.by.library, parcel, planning);
    return may.ok ? allow(await record(tx, parcel, [{ kind: 'received' }], cause)) : may;
  });
