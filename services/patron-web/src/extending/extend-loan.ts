import type { PatronId, PatronRow, ReservationId } from '@toshobin/contracts';
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
import { carryOutWish, type OwnWish } from '../my-library/carry-out-wish.ts';
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
  const preview = await deps.catalog.previewExtension({
    params: { reservationId: own.reservationId },
    body: { askedAt: previewedAt, holderHasOtherOverdue },
  });
  return preview.ok ? allow({ ...preview.value, row, previewedAt }) : preview;
}

/**
 * R8. Extends to the date that was shown (PREVIEW_CHANGED otherwise). The day of the preview counts while it is
 * fresh, so that a page opened just before midnight keeps its promise. Refuses as R8 does, and NOT_FOUND, PREVIEW_CHANGED,
 * STATE_CHANGED, TRY_AGAIN.
 */
export async function extendLoan(
  deps: Deps,
  wish: OwnWish & { confirmDue: CalendarDate; previewedAt?: Instant | undefined },
): Promise<Decision<{ due: Deadline; row: PatronRow }>> {
  const { reservationId, wishId, confirmDue } = wish;
  const extended = await carryOutWish(deps, wish, {
    granted: ({ extended, due }) => (extended && due?.date === confirmDue ? due : undefined),
    ask: async ({ holderHasOtherOverdue }) => {
      const at = await dayAsked(deps, wish.previewedAt);
      const body = { wishId, at, holderHasOtherOverdue, confirmDue };
      return deps.process.extend({ params: { reservationId }, body });
    },
  });
  return extended.ok ? allow({ due: extended.value.value, row: extended.value.row }) : extended;
}

async function dayAsked(deps: Deps, previewedAt: Instant | undefined): Promise<Instant> {
  const now = instantFromDate(deps.now());
  if (previewedAt === undefined || dayOf(previewedAt) === dayOf(now)) return now;
  const policy = await deps.catalog.readPolicy();
  return policy.ok && previewStillValid(previewedAt, now, policy.value.policy) ? previewedAt : now;
}
