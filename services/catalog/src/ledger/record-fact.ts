import type { ActOfStaff } from '@toshobin/contracts';
import { tells } from '@toshobin/database';
import { outboxRow } from '@toshobin/events';
import type { Instant, ParcelTold } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { positionOf } from '@toshobin/lending-rules/ledger';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { Whereabouts } from './copy-place.ts';
import { momentKept } from './days-only.ts';
import { factOf, type Journey, whereItIs } from './journey.ts';
import { settleByFact } from './settled-by-fact.ts';
import { changed } from './tell-changed.ts';

/** Something that happened to a copy, as it is to be recorded. */
export interface NewFact {
  factId: string;
  kind: Fact['kind'];
  copyId: bigint;
  /** The allocation that the fact belongs to; undefined for a copy of nobody's reservation. */
  journey: Journey | undefined;
  leg: Fact['leg'];
  place: string | null;
  /** The moment that counts; `scannedAt` the device's, when another. */
  occurredAt: Date;
  scannedAt?: Date;
  recordedAt: Date;
  voids?: string | undefined;
  account?: string;
  bookDrop?: boolean;
  /** Why staff recorded what they had not seen, or against the rule. */
  reason?: string | undefined;
  /** What shipping told of the copy's parcel; everybody hears that fact from shipping. */
  parcel?: ParcelTold | undefined;
  heardFrom?: 'shipping';
}

/**
 * Appends a fact under the copy's lock and tells the others of it; the loan and the copy's place follow from it in the
 * same statement. The loan keeps the earliest hand-out and hand-in that no fact voids. Only facts of the copy's latest
 * allocation move the copy: facts of an older one are kept and change nothing else.
 */
export async function recordFact(tx: Transaction, happened: NewFact): Promise<void> {
  const { journey } = happened;
  const kept = (at: Date) => momentKept(journey?.entry, at);
  const fact = {
    ...happened,
    occurredAt: kept(happened.occurredAt),
    scannedAt: kept(happened.scannedAt ?? happened.occurredAt),
    recordedAt: kept(happened.recordedAt),
  };
  if (journey) changed(tx, journey.reservationId);
  const recorded = factOf({
    ...fact,
    reservationId: journey?.reservationId ?? null,
    allocation: journey?.allocation ?? null,
    voids: fact.voids ?? null,
  });
  const moved = journey && follow(journey, recorded);
  const { handedOutAt = null, handedInAt = null } = journey?.position ?? {};
  const { id, topic, key, type, subject, time, data, traceparent } = toldOf(recorded);
  tells(tx);
  const rows = await tx.$queryRaw`
    WITH happened AS (
      INSERT INTO scan (fact_id, kind, copy_id, reservation_id, allocation, leg, place, occurred_at, scanned_at,
        recorded_at, voids, account, book_drop, reason, parcel)
      VALUES (${fact.factId}::uuid, ${fact.kind}::scan_kind, ${fact.copyId}, ${recorded.reservationId}::uuid,
        ${recorded.allocation}::int, ${fact.leg}::leg, ${fact.place}::text, ${fact.occurredAt}::timestamptz,
        ${fact.scannedAt}::timestamptz, ${fact.recordedAt}::timestamptz, ${fact.voids ?? null}::uuid,
        ${fact.account ?? null}::text, ${fact.bookDrop ?? false}, ${fact.reason ?? null}::text,
        ${fact.parcel ? JSON.stringify(fact.parcel) : null}::jsonb)),
    told AS (
      INSERT INTO outbox (id, topic, key, type, subject, time, data, traceparent)
      SELECT ${id}::uuid, ${topic}, ${key}, ${type}, ${subject}, ${time}::timestamptz, ${JSON.stringify(data)}::jsonb,
        ${traceparent}::text
      WHERE ${fact.heardFrom === undefined}),
    marked AS (
      UPDATE loan SET handed_out_at = ${handedOutAt}::timestamptz, handed_in_at = ${handedInAt}::timestamptz
      WHERE allocation = ${journey?.loan ? journey.allocation : null}::int),
    moved AS (
      UPDATE copy SET place = ${moved?.place ?? null}::copy_place, place_library = ${moved?.placeLibrary ?? null}::text
      WHERE id = ${moved ? fact.copyId : null}::bigint AND NOT EXISTS (
        SELECT FROM allocation newer WHERE newer.copy_id = ${fact.copyId} AND newer.number > ${recorded.allocation}::int
          AND newer.ending IS DISTINCT FROM 'returnUndone'))
    SELECT barcode FROM copy WHERE id = ${fact.copyId}`;
  if (journey?.loan) {
    journey.loan = { ...journey.loan, handedOutAt: dateOf(handedOutAt), handedInAt: dateOf(handedInAt) };
  }
  await settleByFact(tx, recorded, Barcode.parse(rows)[0].barcode);
}

const Barcode = z.tuple([z.object({ barcode: z.string() })]);

/**
 * Adds the fact to its journey and answers where the copy is by it. A fact that brings the journey no further answers
 * undefined: the copy may have been seen somewhere else since.
 */
function follow(journey: Journey, fact: Fact): Whereabouts | undefined {
  const before = journey.position.furthest;
  journey.facts.push(fact);
  journey.position = positionOf(journey.facts, journey.allocation);
  return journey.position.furthest === before ? undefined : whereItIs(journey);
}

function dateOf(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Puts a copy where its journey has it, under its lock. */
export function putWhereItIs(tx: Transaction, journey: Journey): Promise<void> {
  return moveCopy(tx, journey.copyId, whereItIs(journey));
}

/** Puts a copy somewhere, under its lock. */
export async function moveCopy(tx: Transaction, copyId: bigint, where: Whereabouts): Promise<void> {
  await tx.$executeRaw`
    UPDATE copy SET place = ${where.place}::copy_place, place_library = ${where.placeLibrary}::text
    WHERE id = ${copyId}`;
}

/** A scan as the others hear of it. */
function toldOf(fact: Fact) {
  return outboxRow({
    id: fact.factId,
    type: 'catalog.copy.scanned',
    subject: fact.copyId,
    at: new Date(fact.recordedAt),
    data: { fact },
  });
}

/** A scan of staff's, with the moment that counts: the device's own is `scannedAt`. */
export interface CountedScan extends Pick<ActOfStaff, 'factId' | 'by'> {
  at: Date;
  scannedAt: Date;
  recordedAt: Date;
}

/** The scan with the moment that counts (`countedAt`). */
export function countedScan(
  { factId, by, occurredAt }: ActOfStaff,
  recordedAt: Date,
  ...earlier: (Date | undefined)[]
): CountedScan {
  const at = countedAt(occurredAt, recordedAt, ...earlier);
  return { factId, by, at, scannedAt: new Date(occurredAt), recordedAt };
}

/**
 * The moment a scan counts for: the device's, but not later than it is recorded, nor earlier than the steps before it:
 * a device whose clock is slow must not begin a loan in the past.
 *
 * @param earlier when the things before it happened; what isn't known bounds nothing
 */
export function countedAt(occurredAt: string, recordedAt: Date, ...earlier: (Date | undefined)[]): Date {
  const bounds = earlier.flatMap((bound) => (bound === undefined ? [] : [bound.getTime()]));
  const occurred = Math.max(new Date(occurredAt).getTime(), ...bounds);
  return new Date(Math.min(occurred, recordedAt.getTime()));
}
