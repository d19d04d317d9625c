import {
  allow,
  type Decision,
  decideWishPace,
  epochMs,
  instantFromDate,
  instantFromEpochMs,
} from '@toshobin/lending-rules';
import { lockApplication } from '../my-library/lock-application.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * R20. Counts a wish before its process is asked, by our clock and under the patron's lock, whichever web it came from.
 * The same wish again is counted once; a wish of an unknown or erased reservation is not: its process says so. Refuses
 * TOO_MANY_WISHES, and counts nothing then. Wishes older than an hour go with the next one, and all of them with the
 * reservation.
 */
export async function takeWish(
  deps: PatronDeps,
  { reservationId, wishId }: { reservationId: string; wishId: string },
): Promise<Decision<{ taken: true }>> {
  return deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined) return allow({ taken: true });
    const now = deps.now();
    const ofPatron = { application: { patronId: application.patronId } };
    const anHourAgo = instantFromEpochMs(epochMs(now) - HOUR_MS);
    await tx.wish.deleteMany({ where: { ...ofPatron, takenAt: { lte: anHourAgo } } });
    const wishes = await tx.wish.findMany({ where: ofPatron });
    const ofReservation = wishes.filter((wish) => wish.reservationId === reservationId);
    if (ofReservation.some((wish) => wish.wishId === wishId)) return allow({ taken: true });
    const at = (wish: { takenAt: Date }) => instantFromDate(wish.takenAt);
    const taken = { ofReservation: ofReservation.map(at), ofPatron: wishes.map(at) };
    const paced = decideWishPace(taken, now, await policyInForce(tx));
    if (!paced.ok) return paced;
    await tx.wish.create({ data: { reservationId, wishId, takenAt: now } });
    return allow({ taken: true });
  });
}
