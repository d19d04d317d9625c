import { PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import {
  arrivalNews,
  type PackedCopyState,
  type ParcelStanding,
  parcelNews,
  type ToldOfParcel,
} from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { readPlanning } from '../planning/read-planning.ts';
import type { Moment } from '../scans/moment.ts';
import { onItsWayAgain } from './as-dispatched.ts';
import type { LockedParcel } from './lock-parcel.ts';
import { tellDelay } from './tell-delay.ts';
import { copyFactId, writeCopyFact } from './write-copy-fact.ts';

/** What a change follows from, when that happened, and who did it. */
export interface Cause extends Moment {
  scanId: string;
  /** The account; left out, a process. */
  by?: string;
}

/** Tells the news of a parcel. Nobody looks for one that is there, or given up. */
export async function tellParcelChanged(
  tx: Transaction,
  parcel: LockedParcel,
  now: ToldOfParcel,
  cause: Cause,
): Promise<void> {
  const at = new Date(cause.occurredAt);
  const subject = { parcelNumber: parcel.number };
  const done = { subject, by: cause.by ?? 'process', at };
  switch (parcelNews(parcel, now)) {
    case 'lost':
      await clearTasks(tx, { kinds: ['findParcel'], ...done });
      return;
    case 'there':
      await clearTasks(tx, { kinds: ['findParcel', 'parcelLost', 'arrivalUndone'], ...done });
      return writeEvent(tx, {
        id: derivedId(cause.scanId, 'arrived'),
        type: 'shipping.parcel.arrived',
        subject: parcel.number,
        at,
        data: { ...subject, at: cause.occurredAt, assumed: now.arrivalAssumed },
      });
    case 'notLeft':
      return writeEvent(tx, {
        id: derivedId(cause.scanId, 'not dispatched'),
        type: 'shipping.parcel.notDispatched',
        subject: parcel.number,
        at,
        data: { ...subject, at: cause.occurredAt },
      });
    case 'onItsWayAgain': {
      await tx.parcelQuestion.deleteMany({ where: { parcelNumber: parcel.number } });
      const planning = await readPlanning(tx, cause.recordedAt, parcel.libraryCode);
      return writeEvent(tx, {
        id: derivedId(cause.scanId, 'on its way again'),
        type: 'shipping.parcel.dispatched',
        subject: parcel.number,
        at,
        data: onItsWayAgain(parcel, planning),
      });
    }
  }
}

/**
 * Tells how a copy stands where that was not told yet: arrived or not, lost, missing (its reservation hears of a delay,
 * the desk has a task until it is found), or taken out of its parcel. Answers the arrivals that are told and stand.
 */
export async function tellCopyChanged(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  { state, standing }: { state: PackedCopyState; standing: ParcelStanding },
  cause: Cause,
): Promise<string[]> {
  if (state !== line.state) await tellStateOfCopy(tx, parcel, line, state, cause);
  const { arrivals } = line;
  const told = { arrivals: arrivals.length, arrivalAssumed: parcel.arrivalAssumed };
  const step = { ...cause, kind: 'arrived', place: parcel.libraryCode } as const;
  switch (arrivalNews(told, { state, standing })) {
    case undefined:
      return arrivals;
    case 'arrived': {
      const assumed = standing.arrival?.assumed === true;
      return [...arrivals, await writeCopyFact(tx, line, parcel, { ...step, assumed })];
    }
    case 'notThere':
      // An arrival may have been taken for granted first and scanned later: each is taken back on its own.
      for (const voids of arrivals)
        await writeCopyFact(tx, line, parcel, { ...step, scanId: derivedId(cause.scanId, voids), voids });
      return [];
  }
}

async function tellStateOfCopy(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  state: PackedCopyState,
  cause: Cause,
): Promise<void> {
  const at = new Date(cause.occurredAt);
  const task = contentsTask(parcel, line.barcode);
  if (line.state === 'missing') {
    const { kind, subject } = task;
    await clearTasks(tx, { kinds: [kind], subject, by: cause.by ?? 'process', at });
  }
  if (state === 'missing') {
    await openTask(tx, { ...task, why: 'missing', at });
    await tellDelay(tx, parcel, line, 'missingFromParcel', cause.occurredAt, cause.scanId);
  }
  if (state === 'lost') await tellLost(tx, parcel, line, cause);
  if (state === 'takenOut' && parcel.direction === 'outward') {
    const voids = copyFactId(line.packedScan, 'packed', line.copyId);
    await writeCopyFact(tx, line, parcel, { ...cause, kind: 'packed', place: PREFECTURAL_LIBRARY, voids });
  }
}

/** A copy is given up for lost; the catalog finds another one for its reservation. */
async function tellLost(
  tx: Transaction,
  parcel: LockedParcel,
  { copyId, reservationId, allocation }: ParcelLine,
  { scanId, occurredAt }: Cause,
): Promise<void> {
  await writeEvent(tx, {
    id: derivedId(scanId, `lost ${parcel.number} ${copyId}`),
    type: 'shipping.copy.lost',
    subject: String(copyId),
    at: occurredAt,
    data: {
      reservationId: ReservationIdSchema.nullable().parse(reservationId),
      allocation,
      copyId: String(copyId),
      parcelNumber: parcel.number,
      direction: parcel.direction,
      at: occurredAt,
    },
  });
}

/** Something of a parcel is not as its list says. */
export function contentsTask({ number }: LockedParcel, barcode: string) {
  const subject = { parcelNumber: number, barcode };
  return { kind: 'parcelContents', subject } as const;
}
