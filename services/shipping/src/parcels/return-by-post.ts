import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import { mayBeAway } from './lock-parcel.ts';
import { record } from './record.ts';
import { writeCopyFact } from './write-copy-fact.ts';

/**
 * The post brought an outward parcel back to the prefectural desk: its copies are on the return leg, and each is
 * processed like any that comes home. The parcel may have been lost, or only taken for arrived. Sent again it changes
 * nothing. Refuses NOT_FOUND (also for everybody but the desk), STATE_CHANGED for a return parcel, and one that has not
 * left, was received at its library, or whose copy was handed out there.
 */
export const returnByPost: Answers<'returnedByPost'> = (deps, scan) =>
  changeParcel(deps, scan, `returned ${scan.parcelNumber}`, async ({ tx, parcel, ...scanned }) => {
    if (scan.by.library !== PREFECTURAL_LIBRARY) return refuse('NOT_FOUND');
    if (parcel.direction === 'outward' && parcel.standing.comesHome) return allow(parcel);
    if (parcel.direction !== 'outward' || !mayBeAway(parcel.standing)) return refuse('STATE_CHANGED');
    const cause = { ...notBefore(scanned.cause, parcel.dispatchedAt), by: scan.by.account };
    const back = await record(tx, parcel, [{ kind: 'returned' }], cause);
    const home = { ...back, direction: 'return' } as const;
    for (const line of back.lines)
      if (line.state === 'inside')
        await writeCopyFact(tx, line, home, { ...cause, kind: 'sentBack', place: PREFECTURAL_LIBRARY });
    return allow(back);
  });
