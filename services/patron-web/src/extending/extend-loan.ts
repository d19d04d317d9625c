import { catalogApi, type PatronId, type PatronRow, type ReservationId } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Deadline,
  type Decision,
  dayOf,
  type Instant,
  instantFromDate,
  previewStillValid,
} from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnReservation } from '../my-library/read-my-library.ts';

type Deps = Pick<PatronWebDeps, 'patron' | 'catalog' | 'process' | 'now'>;
type Own = { patronId: PatronId; reservationId: ReservationId };

export interface Preview {
  due: Deadline;
  present: Deadline;
  row: PatronRow;
  previewedAt: Instant;
}

/** R8. The due date an extension would give now; changes nothing. Refuses as R8 does, and NOT_FOUND. */
export async function previewExtension(deps: Deps, own: Own): Promise<Decision<Preview>> {
  const found = await readOwnReservation(deps, own);
  if (!found.ok) return found;
  const { row, holderHasOtherOverdue } = found.value;
  const previewedAt = instantFromDate(deps.now());
  const preview = await deps.catalog.call(catalogApi.previewExtension, {
    params: { reservationId: own.reservationId },
    body: { askedAt: previewedAt, holderHasOtherOverdue },
  });
  return preview.ok ? allow({ ...preview.value, row, previewedAt }) : preview;
}

/**
 * R8. Extends to the date that was shown (PREVIEW_CHANGED otherwise). The day of the preview counts while it is
 * fresh, so that a page opened just before midnight keeps its promise.
 */
export async function extendLoan(
  deps: Deps,
  wish: Own & { wishId: string; confirmDue: CalendarDate; previewedAt?: Instant | undefined },
): Promise<Decision<{ due: Deadline; row: PatronRow }>> {
  const own = { patronId: wish.patronId, reservationId: wish.reservationId };
  const found = await readOwnReservation(deps, own);
  if (!found.ok) return found;
  const decision = await deps.process.extend({
    reservationId: own.reservationId,
    wishId: wish.wishId,
    input: {
      askedAt: await dayAsked(deps, wish.previewedAt),
      holderHasOtherOverdue: found.value.holderHasOtherOverdue,
      confirmDue: wish.confirmDue,
    },
  });
  if (!decision.ok) return decision;
  const after = await readOwnReservation(deps, own);
  return after.ok ? allow({ due: decision.value, row: after.value.row }) : after;
}

async function dayAsked(deps: Deps, previewedAt: Instant | undefined): Promise<Instant> {
  const now = instantFromDate(deps.now());
  if (previewedAt === undefined || dayOf(previewedAt) === dayOf(now)) return now;
  const policy = await deps.catalog.call(catalogApi.readPolicy, {});
  return policy.ok && previewStillValid(previewedAt, now, policy.value.policy) ? previewedAt : now;
}
