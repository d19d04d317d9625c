import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database/open-database.ts';
import { readPlanning } from '../dispatch-days/read-planning.ts';
import { deriveId } from '../facts/derive-id.ts';
import { type Moment, writeCopyFact } from '../facts/write-copy-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Shipping } from '../shipping.ts';
import { wasPackedAgain } from './arrive.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, mayBeAway } from './lock-parcel.ts';
import { openIfDone } from './open-if-done.ts';

/**
 * The post brought an outward parcel back to the prefectural desk: its copies are on the return leg, and each is
 * processed like any that comes home. Also a parcel that was lost, or only taken for arrived. Sent again it changes
 * nothing. Refuses NOT_FOUND (also for everybody but the desk), STATE_CHANGED for a return parcel, and one that has not
 * left, was received at its library, or whose copy was handed out there.
 */
export async function returnByPost(
  shipping: Shipping,
  scan: Scan & { parcelNumber: string },
): Promise<Decision<Parcel>> {
  return carryOutOnce(shipping, scan, `returned ${scan.parcelNumber}`, ParcelSchema, async (tx, scanned) => {
    const parcel = await lockParcel(tx, scan.parcelNumber);
    if (!parcel || scan.by.library !== PREFECTURAL_LIBRARY) return refuse('NOT_FOUND');
    const planning = await readPlanning(tx, scanned.recordedAt, parcel.libraryCode);
    if (parcel.returnedAt) return allow(describeParcel(parcel, planning));
    if (parcel.direction !== 'outward' || !mayBeAway(parcel)) return refuse('STATE_CHANGED');
    const moment = { ...notBefore(scanned, parcel.dispatchedAt), scanId: scan.factId };
    const at = new Date(moment.occurredAt);
    const lines: ParcelLine[] = [];
    for (const line of parcel.lines) lines.push(await comesBack(tx, parcel, line, moment));
    const change = { state: 'arrived', arrivedAt: at, arrivalAssumed: false, returnedAt: at } as const;
    await tx.parcel.update({ where: { number: parcel.number }, data: change });
    const done = { subject: { parcelNumber: parcel.number }, by: scan.by.account, at };
    await clearTasks(tx, { kinds: ['findParcel', 'parcelLost'], ...done });
    await writeEvent(tx, {
      id: deriveId(scan.factId, 'returned by post'),
      type: 'shipping.parcel.arrived',
      subject: parcel.number,
      at,
      data: { parcelNumber: parcel.number, at: moment.occurredAt, assumed: false },
    });
    const back = await openIfDone(tx, { ...parcel, ...change, lines }, moment);
    return allow(describeParcel(back, planning));
  });
}

/** With it come all its copies but those that are known to be elsewhere. */
async function comesBack(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  moment: Moment & { scanId: string },
): Promise<ParcelLine> {
  const { id, ended } = line;
  if (ended !== null && ended !== 'arrived' && ended !== 'lost') return line;
  if (await wasPackedAgain(tx, line)) {
    const data = { ended: 'repacked', endedAt: new Date(moment.occurredAt) } as const;
    await tx.parcelLine.update({ where: { id }, data });
    return { ...line, ...data };
  }
  const inside = { ended: null, endedAt: null };
  await tx.parcelLine.update({ where: { id }, data: inside });
  await writeCopyFact(
    tx,
    line,
    { ...parcel, direction: 'return' },
    { ...moment, kind: 'sentBack', place: PREFECTURAL_LIBRARY },
  );
  return { ...line, ...inside };
}
