import { openTask } from '@toshobin/tasks';
import type { Carries } from '../shipping-deps.ts';
import { record } from './record.ts';
import { whileOnItsWay } from './while-on-its-way.ts';

/**
 * R7. Lost in the mail: a dispatched parcel that nobody has scanned for so long is lost with all that is in it, and the
 * desk claims it from the post. In any other state nothing changes. Answers the state. Safe to repeat.
 */
export const declareParcelLost: Carries<'declareParcelLost'> = (deps, { parcelNumber, at }) =>
  whileOnItsWay(deps, parcelNumber, async (tx, parcel) => {
    const cause = { scanId: deps.newId(), occurredAt: at, recordedAt: deps.now() };
    const lost = await record(tx, parcel, [{ kind: 'lost' }], cause);
    await openTask(tx, { kind: 'parcelLost', subject: { parcelNumber }, why: 'notArrived', at });
    return lost.state;
  });
