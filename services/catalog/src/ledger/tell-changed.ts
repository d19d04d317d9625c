import { isDeepStrictEqual } from 'node:util';
import { isAwaited, ReservationIdSchema, ReservationStandingSchema } from '@toshobin/contracts';
import { outboxRow } from '@toshobin/events';
import { newsOf } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { type Loaded, loadLedgers } from './load-ledgers.ts';

/** The reservations that a transaction has changed so far. */
const changedIn = new WeakMap<Transaction, Set<string>>();

/** Notes that rows of a reservation were written: how it stands is told at the end of the transaction, if it differs. */
export function changed(tx: Transaction, reservationId: string): void {
  const known = changedIn.get(tx);
  if (known) known.add(reservationId);
  else changedIn.set(tx, new Set([reservationId]));
}

/**
 * Writes how the changed reservations stand, and one event for each that stands otherwise than was told last. It takes no
 * lock before the write, so another transaction may have told of the same reservation since it was loaded (a late fact
 * of a copy that is its own no more locks that copy alone): then it is loaded again, and that one's change is in it.
 */
export async function tellChanged(deps: Pick<CatalogDeps, 'now' | 'asks'>, tx: Transaction): Promise<void> {
  const ids = changedIn.get(tx);
  if (ids === undefined) return;
  changedIn.delete(tx);
  // In one order for all, so that no two transactions wait for each other.
  let left = [...ids].sort();
  while (left.length > 0) {
    const loaded = await loadLedgers(tx, left);
    const again: string[] = [];
    for (const reservationId of left) {
      const found = loaded.get(reservationId);
      if (found && !(await tell(deps, tx, reservationId, found))) again.push(reservationId);
    }
    left = again;
  }
}

/** False: another transaction was quicker. */
async function tell(
  { now, asks }: Pick<CatalogDeps, 'now' | 'asks'>,
  tx: Transaction,
  reservationId: string,
  { present, epoch, told }: Loaded,
): Promise<boolean> {
  const stored = JSON.stringify(present);
  if (told?.epoch === epoch && isDeepStrictEqual(told.standing, JSON.parse(stored))) return true;
  const before = told && ReservationStandingSchema.shape.state.parse(Object(told.standing).state);
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
  const { id, topic, key, type, subject, time, data } = event;
  const written = await tx.$executeRaw`
    WITH written AS (
      INSERT INTO reservation_state AS known (reservation_id, epoch, n, awaited, standing)
      VALUES (${reservationId}::uuid, ${epoch}, ${n}, ${n}, ${stored}::jsonb)
      ON CONFLICT (reservation_id) DO UPDATE SET epoch = excluded.epoch, n = excluded.n, standing = excluded.standing,
        awaited = CASE WHEN ${isAwaited(news)} THEN excluded.n ELSE known.awaited END
        WHERE known.n = ${told?.n ?? 0}
      RETURNING n)
    INSERT INTO outbox (id, topic, key, type, subject, time, data)
    SELECT ${id}::uuid, ${topic}, ${key}, ${type}, ${subject}, ${time}, ${JSON.stringify(data)}::jsonb FROM written`;
  return written > 0;
}
