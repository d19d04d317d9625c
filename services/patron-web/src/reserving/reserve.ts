import type { PatronId, RecordDetail, RecordId, ReservationId } from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { canReserve } from '../records/can-reserve.ts';
import { readRecord } from '../records/read-record.ts';
import { titleOf } from '../records/title-of.ts';

export interface Reserve {
  patronId: PatronId;
  /** Made when the form was drawn: sent twice, it is one reservation. */
  reservationId: ReservationId;
  recordId: RecordId;
  pickupLibrary: string;
}

export interface Reserved {
  reservationId: ReservationId;
  reservationNumber: string;
  /** `later`: accepted, the place in the queue follows by mail. */
  answered: 'now' | 'later';
  position: number | null;
  /** A copy was chosen already: it is being prepared. */
  ready: boolean;
}

type Deps = Pick<PatronWebDeps, 'catalog' | 'patron' | 'process' | 'libraries' | 'now'>;

/** An application that was written: the reservation counts from now on. */
export interface Applied {
  reservationNumber: string;
  appliedAt: Instant;
}

/**
 * Reserves one title: the application is written first (R1–R3, R16; a refusal ends here and no process starts),
 * then the process is started and asked whether it was admitted (R4). Without an answer in time it is accepted
 * all the same, and the place in the queue follows by mail.
 */
export async function reserve(deps: Deps, wish: Reserve): Promise<Decision<Reserved>> {
  const record = await readRecord(deps, wish.recordId);
  if (!record.ok) return record;
  const applied = await applyFor(deps, wish, record.value);
  return applied.ok ? admit(deps, wish, applied.value) : applied;
}

/** The first half: written in one transaction, or refused. */
export async function applyFor(
  deps: Deps,
  { patronId, reservationId, recordId, pickupLibrary }: Reserve,
  record: RecordDetail,
): Promise<Decision<Applied>> {
  const material = canReserve(record);
  // Sent twice it is what it was: the last copy may have been lost since it was written.
  if (!material.ok) return (await written(deps, { patronId, reservationId })) ?? material;
  return deps.patron.apply({
    params: { patronId },
    body: {
      reservationId,
      recordId,
      // With volume or issue: it is what My Library and the mails call it.
      title: titleOf(record).slice(0, 1000),
      pickupLibrary,
      protectiveCover: record.protectiveCover,
      appliedAt: instantFromDate(deps.now()),
      channel: 'web',
    },
  });
}

/**
 * Why it was not written, as whoever asked by two pages is told: what stands under this id with another library, and goes
 * on, is reserved already.
 */
export async function whyNot(
  deps: Deps,
  { patronId, reservationId }: Reserve,
  refusal: Refusal,
): Promise<Refusal> {
  if (refusal.code !== 'STATE_CHANGED') return refusal;
  const read = await deps.patron.readReservation({ params: { patronId, reservationId } });
  return read.ok && read.value.row.open ? { code: 'ALREADY_RESERVED' } : refusal;
}

/** The application that was written under this id before; undefined when there is none. */
async function written(
  { patron }: Deps,
  params: Pick<Reserve, 'patronId' | 'reservationId'>,
): Promise<Decision<Applied> | undefined> {
  const read = await patron.readReservation({ params });
  return read.ok ? allow(read.value.row) : undefined;
}

/** The second half: the process is started and answers, or goes on without us. */
export async function admit(
  deps: Deps,
  { reservationId, recordId, pickupLibrary }: Reserve,
  { reservationNumber, appliedAt }: Applied,
): Promise<Decision<Reserved>> {
  const nameOf = await deps.libraries.names();
  const admission = await deps.process.admit({
    body: {
      reservationId,
      pickupLibrary,
      pickupLibraryName: nameOf(pickupLibrary),
      applied: { recordId, channel: 'web', appliedAt },
    },
  });
  if (!admission.ok) return admission;
  if (admission.value === 'notYet') {
    return allow({ reservationId, reservationNumber, answered: 'later', position: null, ready: false });
  }
  const { position, ready } = admission.value;
  return allow({ reservationId, reservationNumber, answered: 'now', position, ready });
}
