import { condition } from '@temporalio/workflow';
import {
  type Deadline,
  deadlineAfter,
  holdReminderTime,
  isAfter,
  type LendingPolicy,
  plusDuration,
} from '@toshobin/lending-rules';
import { now, until } from '../ports/clock.ts';
import { catalog, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { day } from './words.ts';

/**
 * Waits at the pickup library for the patron (R6, R9), until it was handed out, cancelled, sent home, or the hold
 * ended.
 */
export async function handedOut(reservation: Reservation): Promise<void> {
  const settled = () =>
    reservation.reached('handedOut') || reservation.position.onReturnLeg || reservation.cancelled;
  const policy = await reservation.readPolicy();

  if (reservation.atPrefectural) {
    reservation.tellOperators('On the hold shelf; the hold begins when its mail is accepted');
    const begun = () => reservation.holdUntil !== undefined || settled();
    if (!(await until(begun, plusDuration(now(), policy.holdContactWithin), 'no mail was accepted'))) {
      reservation.askForAttention('On the hold shelf, but no mail reached the patron: the desk decides');
      await condition(begun);
    }
  }
  if (!settled()) {
    const end = holdEnd(reservation);
    reservation.tellOperators(`Held at ${reservation.request.pickupLibraryName} until ${day(end.date)}`);
    if (!(await collected(reservation, end, policy, settled))) {
      await afterExpiry(reservation, end, policy, settled);
    }
  }
}

/** The end of the hold: at a municipal library the due date (R6). */
function holdEnd(reservation: Reservation): Deadline {
  const end = reservation.atPrefectural ? reservation.holdUntil : reservation.due;
  if (!end) throw new Error('A copy is held without an end of the hold');
  return end;
}

/** Waits for the patron until the hold ends, and reminds once before. */
async function collected(
  reservation: Reservation,
  end: Deadline,
  policy: LendingPolicy,
  settled: () => boolean,
): Promise<boolean> {
  const reminder = holdReminderTime(end, policy);
  if (isAfter(reminder, now())) {
    if (await until(settled, reminder, 'reminder before the hold ends')) return true;
    await reservation.tellPatron({ milestone: 'holdEndsSoon', until: end.date });
  }
  return until(settled, end.at, 'the hold ends');
}

/**
 * The hold has ended. At the prefectural desk the catalog decides; at a pickup library the branch is asked first
 * whether the copy is on its shelf, since "not picked up" is known only from a scan that is easily forgotten.
 */
async function afterExpiry(
  reservation: Reservation,
  end: Deadline,
  policy: LendingPolicy,
  settled: () => boolean,
): Promise<void> {
  const { allocation } = reservation;
  if (!allocation) throw new Error('A hold ended without an allocation');
  const command = { reservationId: reservation.id, allocation: allocation.allocation };

  if (!reservation.atPrefectural) {
    reservation.tellOperators(`Hold ended on ${day(end.date)}; the branch is asked whether it has the copy`);
    await shipping.askShelfCheck({
      ...command,
      copyId: allocation.copyId,
      library: reservation.request.pickupLibrary,
      at: now(),
    });
    await condition(() => reservation.shelfCheckAnswer !== undefined || settled());
    if (reservation.cancelled || reservation.reached('handedOut')) return;
    if (reservation.shelfCheckAnswer === 'gone') return handedOutUnscanned(reservation, end, policy, settled);
  }

  const { state } = await catalog.expireHold({ ...command, at: now() });
  // The catalog knows of scans that are still on their way to us: they decide, and nobody is told of an expiry.
  if (state !== 'expired') {
    await condition(() => reservation.reached('handedOut') || reservation.reached('home'));
    return;
  }
  reservation.expired = true;
  await reservation.tellPatron({
    milestone: 'expired',
    until: end.date,
    comesHome: !reservation.atPrefectural,
  });
}

/**
 * R9: the branch has it no more, so it was handed out without a scan. A week's grace, then the desk confirms; nobody
 * is reminded of a loan that no scan shows (R18).
 */
async function handedOutUnscanned(
  reservation: Reservation,
  end: Deadline,
  policy: LendingPolicy,
  settled: () => boolean,
): Promise<void> {
  await reservation.tellPatron({ milestone: 'handOutUnconfirmed' });
  reservation.tellOperators('Not at the branch any more: handed out, it seems, without a scan');
  const grace = deadlineAfter(end.at, policy.shelfCheckGrace);
  if (!(await until(settled, grace.at, 'a week of grace'))) {
    reservation.askForAttention('Handed out without a scan, and not back: the desk is to confirm it');
    await condition(settled);
  }
}
