import type { Carries } from '../shipping-deps.ts';
import { record } from './record.ts';
import { whileOnItsWay } from './while-on-its-way.ts';

/**
 * R7 "assumed": a dispatched parcel that nobody scanned is taken for arrived. Answers the state. Changes nothing in any
 * other state, or when somebody has looked for the parcel and not found it. Safe to repeat.
 */
export const assumeArrival: Carries<'assumeArrival'> = (deps, { parcelNumber, at }) =>
  whileOnItsWay(deps, parcelNumber, async (tx, parcel) => {
    if (parcel.events.some(({ kind }) => kind === 'assumed')) return parcel.state;
    const cause = { scanId: deps.newId(), occurredAt: at, recordedAt: deps.now() };
    return (await record(tx, parcel, [{ kind: 'assumed' }], cause)).state;
  });
