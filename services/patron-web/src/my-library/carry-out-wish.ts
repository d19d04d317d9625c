import type { PatronId, PatronRow, ReservationId } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnReservation } from './read-my-library.ts';

export type WishDeps = Pick<PatronWebDeps, 'patron' | 'catalog' | 'process' | 'libraries' | 'now'>;

/** Whose wish it is, about which reservation; the form's id makes a double tap one wish. */
export interface OwnWish {
  patronId: PatronId;
  reservationId: ReservationId;
  wishId: string;
}

/**
 * Carries out a wish about the patron's own reservation; the answer has the row as it is afterwards. Refuses NOT_FOUND
 * for anybody else's, and what the wish is refused with.
 */
export async function carryOutWish<V>(
  deps: Pick<WishDeps, 'patron' | 'catalog'>,
  { patronId, reservationId }: OwnWish,
  ask: (found: { row: PatronRow; holderHasOtherOverdue: boolean }) => Promise<Decision<V>>,
): Promise<Decision<{ value: V; row: PatronRow }>> {
  const found = await readOwnReservation(deps, { patronId, reservationId });
  if (!found.ok) return found;
  const decision = await ask(found.value);
  if (!decision.ok) return decision;
  const after = await readOwnReservation(deps, { patronId, reservationId });
  return after.ok ? allow({ value: decision.value, row: after.value.row }) : after;
}
