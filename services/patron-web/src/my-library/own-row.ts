import { type PatronId, type PatronRow, type ReservationId, ReservationIdSchema } from '@toshobin/contracts';
import { type PageCall, pageFault } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { signedIn } from '../patron-routes.ts';
import { readOwnReservation } from './read-my-library.ts';

/** The reservation an address names, for whoever is signed in; anything that can't be one is not found. */
export function ownOf(call: PageCall<SignedIn>): { patronId: PatronId; reservationId: ReservationId } {
  const read = ReservationIdSchema.safeParse(call.request.params.reservationId);
  if (!read.success) pageFault(404);
  return { patronId: signedIn(call.visit).patronId, reservationId: read.data };
}

/** Its row; somebody else's is not found. */
export async function ownRow(deps: PatronWebDeps, call: PageCall<SignedIn>): Promise<PatronRow> {
  const own = await readOwnReservation(deps, ownOf(call));
  return own.ok ? own.value.row : pageFault(404);
}
