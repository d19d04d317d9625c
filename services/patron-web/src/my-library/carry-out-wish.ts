import type { PatronId, PatronRow, ReservationId } from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnReservation } from './read-my-library.ts';

export type WishDeps = Pick<PatronWebDeps, 'patron' | 'catalog' | 'process' | 'libraries' | 'now'>;

/** Whose wish it is, about which reservation; the form's id makes a double tap one wish. */
export interface OwnWish {
  patronId: PatronId;
  reservationId: ReservationId;
  wishId: string;
}

export interface AskedWish<V> {
  /** Whether My Library shows already what is wished for, and what the wish is then answered with. */
  granted: (row: PatronRow) => V | undefined;
  ask: (found: {
    row: PatronRow;
    holderHasOtherOverdue: boolean;
    /** As the process is asked. */
    asked: { params: { reservationId: ReservationId }; body: { wishId: string; at: Instant } };
  }) => Promise<Decision<V>>;
}

/**
 * Carries out a wish about the patron's own reservation; the answer has the row as it is afterwards, which the process
 * writes before it answers. What My Library shows as granted is not asked for again, and is no refusal: the wish was sent
 * before, under another id or without an answer in time. Refuses NOT_FOUND for anybody else's, and what the wish is
 * refused with.
 */
export async function carryOutWish<V>(
  deps: Pick<WishDeps, 'patron' | 'catalog' | 'now'>,
  { patronId, reservationId, wishId }: OwnWish,
  { granted, ask }: AskedWish<V>,
): Promise<Decision<{ value: V; row: PatronRow }>> {
  const found = await readOwnReservation(deps, { patronId, reservationId });
  if (!found.ok) return found;
  const before = granted(found.value.row);
  if (before !== undefined) return allow({ value: before, row: found.value.row });
  const asked = { params: { reservationId }, body: { wishId, at: instantFromDate(deps.now()) } };
  const decision = await ask({ ...found.value, asked });
  const after = await readOwnReservation(deps, { patronId, reservationId });
  if (!after.ok) return after;
  const { row } = after.value;
  if (decision.ok) return allow({ value: decision.value, row });
  const meanwhile = granted(row);
  return meanwhile === undefined ? decision : allow({ value: meanwhile, row });
}

/** The same where the row says all there is to say. */
export async function carryOutPlainly(
  deps: Pick<WishDeps, 'patron' | 'catalog' | 'now'>,
  own: OwnWish,
  wish: { granted: (row: PatronRow) => boolean; ask: AskedWish<unknown>['ask'] },
): Promise<Decision<{ row: PatronRow }>> {
  const granted = (row: PatronRow) => (wish.granted(row) ? row : undefined);
  const done = await carryOutWish<unknown>(deps, own, { granted, ask: wish.ask });
  return done.ok ? allow({ row: done.value.row }) : done;
}
