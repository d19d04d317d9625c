import { type PatronId, type PatronRow, type ReservationId, ReservationIdSchema } from '@toshobin/contracts';
import { pageFault, type Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { type PatronCall, signedIn } from '../patron-routes.ts';
import type { OwnWish } from './carry-out-wish.ts';
import { readOwnReservation } from './read-my-library.ts';

/** The reservation an address names, for whoever is signed in; anything that can't be one is not found. */
export function ownOf(call: PatronCall): { patronId: PatronId; reservationId: ReservationId } {
  const read = ReservationIdSchema.safeParse(call.request.params.reservationId);
  if (!read.success) pageFault(404);
  return { patronId: signedIn(call.visit).patronId, reservationId: read.data };
}

/** The wish of an operation, of whoever is signed in. */
export function wishOf(
  { newId }: Pick<PatronWebDeps, 'newId'>,
  { params, visit }: { params: { reservationId: ReservationId }; visit: Visit<SignedIn> },
): OwnWish {
  return { patronId: signedIn(visit).patronId, reservationId: params.reservationId, wishId: newId() };
}

/** The row of the reservation in the address; somebody else's is not found. */
export async function ownRow(deps: PatronWebDeps, call: PatronCall): Promise<PatronRow> {
  const own = await readOwnReservation(deps, ownOf(call));
  return own.ok ? own.value.row : pageFault(404);
}
