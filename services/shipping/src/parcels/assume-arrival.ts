import { randomUUID } from 'node:crypto';
import { inTransaction } from '../database.ts';
import type { Carries } from '../shipping-deps.ts';
import { LOST_BY_A_RESTORE, lockParcel } from './lock-parcel.ts';
import { record } from './record.ts';

/**
 * R7 "assumed": a dispatched parcel that nobody scanned is taken for arrived. Answers the state; in any other state it
 * changes nothing, nor when somebody looked since and it was not there. Safe to repeat.
 */
export const assumeArrival: Carries<'assumeArrival'> = async (deps, { parcelNumber, at }) => {
  const state = await inTransaction(deps, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) return LOST_BY_A_RESTORE;
    const wasAssumed = parcel.events.some(({ kind }) => kind === 'assumed');
    if (parcel.state !== 'dispatched' || wasAssumed) return parcel.state;
    const cause = { scanId: randomUUID(), occurredAt: at, recordedAt: deps.now() };
    return (await record(tx, parcel, [{ kind: 'assumed' }], cause)).state;
  });
  return { state };
};
