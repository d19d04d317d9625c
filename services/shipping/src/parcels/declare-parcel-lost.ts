import { randomUUID } from 'node:crypto';
import { openTask } from '@toshobin/tasks';
import { inTransaction } from '../database.ts';
import type { Carries } from '../shipping-deps.ts';
import { LOST_BY_A_RESTORE, lockParcel } from './lock-parcel.ts';
import { record } from './record.ts';

/**
 * R7. Lost in the mail: a dispatched parcel that nobody has scanned for so long is lost with all that is in it, and the
 * desk claims it from the post. In any other state nothing changes. Answers the state. Safe to repeat.
 */
export const declareParcelLost: Carries<'declareParcelLost'> = async (deps, { parcelNumber, at }) => {
  const state = await inTransaction(deps, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) return LOST_BY_A_RESTORE;
    if (parcel.state !== 'dispatched') return parcel.state;
    const cause = { scanId: randomUUID(), occurredAt: at, recordedAt: deps.now() };
    const lost = await record(tx, parcel, [{ kind: 'lost' }], cause);
    await openTask(tx, { kind: 'parcelLost', subject: { parcelNumber }, why: 'notArrived', at });
    return lost.state;
  });
  return { state };
};
