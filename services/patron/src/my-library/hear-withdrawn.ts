import type { EventData } from '@toshobin/contracts';
import { tellTakenBack } from '../notices/tell-taken-back.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { nobodyToCall } from '../tasks/call-patron.ts';
import { changeRow } from './change-row.ts';
import { lockApplication } from './lock-application.ts';
import { backInQueue, passedOn } from './row-change.ts';

/**
 * The copy is this reservation's no more, though the reservation goes on: it is back in the queue, and a claim or a
 * loan of its slot is given back. Passed on at the loan limit (R15) it goes on waiting for a slot; swapped with
 * another copy at the desk, it stands where it stood, and the new allocation says so. Whoever was told that it is ready
 * hears that it is not.
 */
export async function hearWithdrawn(
  deps: PatronDeps,
  withdrawn: EventData<'catalog.allocation.withdrawn'>,
): Promise<void> {
  const { reservationId, allocation, why, anotherCopy, at } = withdrawn;
  if (why === 'swapped' && anotherCopy) return;
  const woken = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined) return 0;
    const change = why === 'passedOn' ? passedOn(allocation) : backInQueue(allocation);
    const changed = await changeRow(deps, tx, { application, change, at });
    if (changed.gaveWay) await nobodyToCall(tx, { reservationId, at });
    await tellTakenBack(deps, tx, { application, allocation, why });
    return changed.woken;
  });
  if (woken > 0) deps.wake('outbox');
  deps.wake('notices');
}
