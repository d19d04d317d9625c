import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type Deadline,
  holdReminderTime,
  isAfter,
  type LendingPolicy,
  plusDuration,
} from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, shipping } from '../ports/ports.ts';
import { readyTold } from './ready-told.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { day } from './words.ts';

/**
 * Held at the pickup library for the patron (R6, R9), until it was handed out, cancelled, sent home, sent elsewhere, or
 * the hold ended. The end may move (R17), and a hold whose mail came back has not begun.
 */
export async function handedOut(reservation: Reservation, here: AtStage): Promise<void> {
  await readyTold(reservation, here);
  const policy = await reservation.readPolicy();
  const toldHere = () => reservation.done.readyAt === reservation.pickupLibrary;
  while (!here.isOver()) {
    // It was not there for a moment, which nobody here has seen.
    if (!toldHere()) await readyTold(reservation, here);
    if (here.isOver()) return;
    const end = reservation.holdEnds;
    if (!end) {
      await holdBegun(reservation, here, policy, toldHere);
      continue;
    }
    await reservation.settled('decideUnreached');
    reservation.tellOperators(`Held at ${reservation.pickupLibraryName} until ${day(end.date)}`);
    const moved = () => reservation.holdEnds?.at !== end.at || !toldHere();
    if (await collected(reservation, here, end, policy, moved)) continue;
    return afterExpiry(reservation, here, end);
  }
}

/** R6: at the prefectural library the hold begins when its mail is accepted; without one the desk reaches the patron. */
async function holdBegun(
  reservation: Reservation,
  here: AtStage,
  policy: LendingPolicy,
  toldHere: () => boolean,
): Promise<void> {
  reservation.tellOperators('On the hold shelf; the hold begins when its mail is accepted');
  const begun = () => reservation.holdEnds !== undefined || !toldHere();
  const { toldReadyAt } = await patron.positionOf(reservation.key);
  const last = plusDuration(toldReadyAt ?? now(), policy.holdContactWithin);
  if (await here.waitUntil(last, 'no mail was accepted', begun)) return;
  await reservation.askStaff(
    'decideUnreached',
    PREFECTURAL_LIBRARY,
    'On the hold shelf, but no mail reached the patron: the desk decides',
  );
  await here.waitFor(begun);
}

/** Waits for the patron until the hold ends, and reminds once before; true when it is over or its end moved. */
async function collected(
  reservation: Reservation,
  here: AtStage,
  end: Deadline,
  policy: LendingPolicy,
  moved: () => boolean,
): Promise<boolean> {
  const reminder = holdReminderTime(end, policy);
  if (isAfter(reminder, now()) && reservation.done.remindedOf !== end.date) {
    if (await here.waitToRemind(reminder, 'reminder before the hold ends', moved)) return true;
    reservation.done.remindedOf = end.date;
    await reservation.tellPatron({ milestone: 'holdEndsSoon', until: end.date });
  }
  return here.waitUntil(end.at, 'the hold ends', moved);
}

/**
 * The hold has ended. At the prefectural desk the catalog decides; at a pickup library the branch is asked first
 * whether the copy is on its shelf, since "not picked up" is known only from a scan that is easily forgotten.
 */
async function afterExpiry(reservation: Reservation, here: AtStage, end: Deadline): Promise<void> {
  if (!reservation.atPrefectural) {
    await branchAnswered(reservation, here, end);
    if (here.isOver()) return;
    if (reservation.copy?.shelfCheck === 'gone') return handedOutUnscanned(reservation, here);
  }
  const { state } = await reservation.obey(catalog.expireHold({ ...reservation.key, at: now() }));
  // The catalog knows of scans that we have not heard of: they decide, and nobody is told of an expiry.
  if (state !== 'expired') return here.movedOn();
  reservation.toldEnd = true;
  await reservation.tellPatron({
    milestone: 'expired',
    until: end.date,
    comesHome: !reservation.atPrefectural,
  });
}

/** R9: the branch has some open days to answer; then the desk asks it, and nobody is accused meanwhile. */
async function branchAnswered(reservation: Reservation, here: AtStage, end: Deadline): Promise<void> {
  const { allocation } = reservation;
  if (!allocation) throw new Error('A hold ended without an allocation');
  const answered = () => reservation.copy?.shelfCheck != null;
  reservation.tellOperators(`Hold ended on ${day(end.date)}; the branch is asked whether it has the copy`);
  const { answerBy } = await shipping.askShelfCheck({
    ...reservation.key,
    copyId: allocation.copyId,
    library: reservation.pickupLibrary,
    at: now(),
  });
  if (await here.waitUntil(answerBy, 'the branch answers', answered)) return reservation.settled('askBranch');
  const { answer } = await shipping.shelfCheckOf(reservation.key);
  // On its way here by the catalog.
  if (answer) {
    await here.waitFor(answered);
    return reservation.settled('askBranch');
  }
  if (here.isOver()) return;
  await reservation.askStaff(
    'askBranch',
    PREFECTURAL_LIBRARY,
    `Hold ended on ${day(end.date)}; the branch has not answered: the desk is to ask it`,
  );
  await here.waitFor(answered);
  await reservation.settled('askBranch');
}

/**
 * R9: the branch has it no more, so it was handed out without a scan. A week's grace, then the desk confirms; nobody
 * is reminded of a loan that no scan shows (R18).
 */
async function handedOutUnscanned(reservation: Reservation, here: AtStage): Promise<void> {
  await reservation.tellPatron({ milestone: 'handOutUnconfirmed' });
  reservation.tellOperators('Not at the branch any more: handed out, it seems, without a scan');
  const { graceUntil } = await shipping.shelfCheckOf(reservation.key);
  if (await here.waitUntil(graceUntil?.at ?? now(), 'a week of grace from the answer')) return;
  await reservation.askStaff(
    'confirmHandOut',
    PREFECTURAL_LIBRARY,
    'Handed out without a scan, and not back: the desk is to confirm it',
  );
  await here.waitFor();
}
