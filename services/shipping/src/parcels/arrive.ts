import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { type Moment, writeCopyFact } from '../facts/write-copy-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { notBefore } from '../scans/not-before.ts';
import type { LockedParcel } from './lock-parcel.ts';

/**
 * A parcel that had left is where it was sent to: by a scan, taken for granted (R7), or because one of its copies was
 * seen there; also one that was given up for lost. Outward every copy of it has arrived; copies that came home are
 * processed one by one at the desk, so of them nothing is said. It was not before the dispatch. Nobody looks for it any
 * more. Answers the parcel as it is then.
 */
export async function arrive(
  tx: Transaction,
  parcel: LockedParcel,
  arrival: Moment & { scanId: string; assumed: boolean },
): Promise<LockedParcel> {
  const { scanId, assumed, occurredAt, recordedAt } = notBefore(arrival, parcel.dispatchedAt);
  const at = new Date(occurredAt);
  const lines = parcel.direction === 'outward' ? await linesInIt(tx, parcel) : [];
  for (const line of lines) {
    const step = {
      occurredAt,
      recordedAt,
      scanId,
      kind: 'arrived',
      place: parcel.libraryCode,
      assumed,
    } as const;
    await writeCopyFact(tx, line, parcel, step);
  }
  await tx.parcelLine.updateMany({
    where: {
      id: { in: lines.map((line) => line.id) },
      OR: [{ ended: null }, { ended: { not: 'arrived' } }],
    },
    data: { ended: 'arrived', endedAt: at },
  });
  const change = { state: 'arrived', arrivedAt: at, arrivalAssumed: assumed } as const;
  await tx.parcel.update({ where: { number: parcel.number }, data: change });
  const found = { subject: { parcelNumber: parcel.number }, by: 'process', at };
  await clearTasks(tx, { kinds: ['findParcel', 'parcelLost', 'arrivalUndone'], ...found });
  await writeEvent(tx, {
    id: deriveId(scanId, 'arrived'),
    type: 'shipping.parcel.arrived',
    subject: parcel.number,
    at,
    data: { parcelNumber: parcel.number, at: occurredAt, assumed },
  });
  return {
    ...parcel,
    ...change,
    lines: parcel.lines.map((line) =>
      lines.includes(line) ? { ...line, ended: 'arrived', endedAt: at } : line,
    ),
  };
}

/** The copies that come with it: of a lost parcel those that were not seen elsewhere since. */
async function linesInIt(tx: Transaction, parcel: LockedParcel): Promise<ParcelLine[]> {
  const lines = parcel.lines.filter(({ ended }) => ended === null || ended === 'arrived');
  if (parcel.state !== 'lost') return lines;
  for (const line of parcel.lines)
    if (line.ended === 'lost' && !(await wasPackedAgain(tx, line))) lines.push(line);
  return lines;
}

/** Was the copy packed into another parcel after this one? */
export async function wasPackedAgain(tx: Transaction, line: ParcelLine): Promise<boolean> {
  return (await tx.parcelLine.count({ where: { copyId: line.copyId, id: { gt: line.id } } })) > 0;
}
