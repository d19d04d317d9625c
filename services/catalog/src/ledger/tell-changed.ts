import { isDeepStrictEqual } from 'node:util';
import {
  isAwaited,
  parseKnown,
  ReservationIdSchema,
  ReservationStandingSchema,
  readKnown,
} from '@toshobin/contracts';
import { tells } from '@toshobin/database';
import { outboxRow } from '@toshobin/events';
import { newsOf } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { type Loaded, loadLedgers } from './load-ledgers.ts';

/** The reservations that a transaction has changed so far; true: told in any case. */
const changedIn = new WeakMap<Transaction, Map<string, boolean>>();

/** Notes that rows of a reservation are written: at the transaction's end its state is told, if it differs. */
export function changed(tx: Transaction, reservationId: string): void {
  note(tx, reservationId, false);
}

/** Has a reservation's state told at the transaction's end in any case: what was told last was not heard. */
export function toldOnceMore(tx: Transaction, reservationId: string): void {
  note(tx, reservationId, true);
}

function note(tx: Transaction, reservationId: string, anyway: boolean): void {
  const noted = changedIn.get(tx) ?? new Map<string, boolean>();
  noted.set(reservationId, anyway || noted.get(reservationId) === true);
  changedIn.set(tx, noted);
}

/**
 * Writes how the changed reservations stand, and one event for each that stands otherwise than was told last. It takes
 * no lock before the write, so another transaction may have told of the same reservation meanwhile (a late fact of a
 * copy that is its own no more locks that copy alone): then it is loaded again, with that one's change in it.
 */
export async function tellChanged(deps: Pick<CatalogDeps, 'now' | 'asks'>, tx: Transaction): Promise<void> {
  const noted = changedIn.get(tx);
  if (noted === undefined) return;
  changedIn.delete(tx);
  // All transactions go in one order, so that no two wait for each other.
  let left = [...noted.keys()].sort();
  while (left.length > 0) {
    const loaded = await loadLedgers(tx, left);
    const again: string[] = [];
    for (const reservationId of left) {
      const found = loaded.get(reservationId);
      if (found === undefined || (isTold(found) && !noted.get(reservationId))) continue;
      if (!(await tell(deps, tx, reservationId, found))) again.push(reservationId);
    }
    left = again;
  }
}

/** Whether the state that was told last is the one that the rows say, in the epoch of the database. */
export function isTold({ present, epoch, told }: Loaded): boolean {
  return told?.epoch === epoch && saysTheSame(told.standing, present);
}

/**
 * Whether what was told is what the rows say. Another release may have told it: a field that it lacks is read as this
 * release reads it, and a field that this release does not know says nothing.
 */
export function saysTheSame(told: unknown, present: Loaded['present']): boolean {
  const now = asTold(present);
  if (isDeepStrictEqual(told, now)) return true;
  const read = readKnown(StandingSchema, told);
  return read.success && isDeepStrictEqual(asTold(read.data), now);
}

const StandingSchema = ReservationStandingSchema.pick({ state: true, item: true });

/** A state as JSON has it: what JSON leaves out is no difference. */
function asTold(standing: unknown): unknown {
  return JSON.parse(JSON.stringify(standing));
}

/** Tells a state; false where another transaction was quicker. */
async function tell(
  { now, asks }: Pick<CatalogDeps, 'now' | 'asks'>,
  tx: Transaction,
  reservationId: string,
  { present, epoch, told }: Loaded,
): Promise<boolean> {
  const stored = JSON.stringify(present);
  const before = told && parseKnown(ReservationStandingSchema.shape.state, Object(told.standing).state);
  const n = (told?.n ?? 0) + 1;
  const news = newsOf(before, present.state);
  const event = outboxRow({
    id: derivedId(reservationId, `standing ${epoch} ${n}`),
    type: 'catalog.reservation.changed',
    subject: reservationId,
    at: new Date(now()),
    data: {
      reservationId: ReservationIdSchema.parse(reservationId),
      epoch,
      n,
      ...present,
      news,
      answered: asks === reservationId,
    },
  });
  const { id, topic, key, type, subject, time, data, traceparent } = event;
  tells(tx);
  const written = await tx.$executeRaw`
    WITH written AS (
      INSERT INTO reservation_state AS known (reservation_id, epoch, n, awaited, standing)
      VALUES (${reservationId}::uuid, ${epoch}, ${n}, ${n}, ${stored}::jsonb)
      ON CONFLICT (reservation_id) DO UPDATE SET epoch = excluded.epoch, n = excluded.n, standing = excluded.standing,
        awaited = CASE WHEN ${isAwaited(news)} THEN excluded.n ELSE known.awaited END
        WHERE known.n = ${told?.n ?? 0}
      RETURNING n)
    INSERT INTO outbox (id, topic, key, type, subject, time, data, traceparent)
    SELECT ${id}::uuid, ${topic}, ${key}, ${type}, ${subject}, ${time}, ${JSON.stringify(data)}::jsonb,
      ${traceparent}::text
    FROM written`;
  return written > 0;
}
