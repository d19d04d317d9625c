import type { ReservationId } from '@toshobin/contracts';
import {
  addDays,
  type Decision,
  dayOf,
  type Instant,
  instantFromDate,
  isAfter,
  refuse,
} from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { HeldCopy } from '../desk/card-in-hand.ts';
import { byOf } from '../scans/scan-copy.ts';

/** Days on the hold shelf after which a copy is looked for, once a day. */
const LOOK_AFTER_DAYS = 7;

/** Of what waits at a library what has waited for more than seven days, and nobody asks about or has looked for today. */
export async function longWaiting(
  deps: Pick<StaffWebDeps, 'shelfLooks' | 'now'>,
  staff: Pick<Staff, 'library'>,
  held: readonly HeldCopy[],
  /** What it is asked about already: the hold ended. */
  checks: readonly Pick<HeldCopy, 'reservationId'>[],
): Promise<readonly HeldCopy[]> {
  const today = dayOf(instantFromDate(deps.now()));
  const asked = new Set(checks.map(({ reservationId }) => reservationId));
  const waiting = held.filter(
    ({ reservationId, since }) =>
      !asked.has(reservationId) && isAfter(today, addDays(dayOf(since), LOOK_AFTER_DAYS)),
  );
  if (waiting.length === 0) return [];
  const looked = await deps.shelfLooks.of(staff.library, today);
  return waiting.filter(({ reservationId }) => !looked.has(reservationId));
}

/**
 * What a library found when it looked: a copy that is there is asked about again tomorrow; of one that is not, the
 * prefectural desk asks the patron. NOT_FOUND for what does not wait there.
 */
export async function answerLook(
  deps: Pick<StaffWebDeps, 'catalog' | 'shelfLooks' | 'audit' | 'now'>,
  staff: Staff,
  { reservationId, found, at }: { reservationId: ReservationId; found: boolean; at: Instant },
): Promise<Decision<{ found: boolean }>> {
  const held = await deps.catalog.heldCopies({ query: { library: staff.library } });
  if (!held.ok) return held;
  const isHeld = held.value.rows.some((copy) => copy.reservationId === reservationId);
  const told: Decision<unknown> = !isHeld
    ? refuse('NOT_FOUND')
    : found
      ? { ok: true, value: undefined }
      : await deps.catalog.missHeldCopy({
          params: { reservationId },
          body: { at, by: byOf(staff) },
        });
  const subject = `reservation ${reservationId}`;
  const deed = await written(deps, staff, { action: found ? 'seenOnShelf' : 'missedOnShelf', subject }, told);
  if (!deed.ok) return deed;
  const day = dayOf(instantFromDate(deps.now()));
  await deps.shelfLooks.keep({ library: staff.library, reservationId, day, found, account: staff.account });
  return { ok: true, value: { found } };
}
