import { taskQueues } from '@toshobin/contracts';
import { addDays } from '@toshobin/lending-rules';
import type { Story } from './cast.ts';
import { lateMails } from './late-mails.ts';
import {
  arrived,
  brought,
  fetched,
  handedBack,
  heldAtBranch,
  heldAtDesk,
  home,
  lentAt,
  mailTaken,
  posted,
  pref,
  sent,
  soon,
} from './steps.ts';

export const restartStories: Readonly<Record<string, Story>> = {
  'the patron service is away for hours as the copy arrives': async function* (cast) {
    const book = await cast.reserves();
    yield* posted(book);
    yield 2;
    cast.library.engine.goesAway(taskQueues.patron);
    await book.received();
    yield soon;
    cast.library.engine.comesBack(taskQueues.patron);
    yield soon;
    yield* handedBack(book);
  },
  'a municipal loan': async function* (cast) {
    const book = yield* lentAt(cast);
    yield 19;
    await book.handedIn();
    yield soon;
    // The form for this wish was drawn while the reservation waited.
    await cast.library.resume(book.reservationId);
    yield 2;
    yield* home(book);
  },
  'a prefectural loan': async function* (cast) {
    const book = yield* heldAtDesk(cast);
    yield 2;
    await book.handedOut();
    yield 10;
    yield* home(book);
  },
  'an extension': async function* (cast) {
    const book = yield* lentAt(cast);
    yield 10;
    await cast.library.extend(book.reservationId);
    yield 12;
    yield* handedBack(book);
  },
  'a suspension over its day, and one that is ended': async function* (cast) {
    const first = await cast.reserves();
    const waiter = await cast.reserves({ recordId: first.recordId });
    yield soon;
    await cast.library.suspend(waiter.reservationId, addDays(cast.day, 5));
    yield 6;
    await cast.library.suspend(waiter.reservationId, addDays(cast.day, 30));
    yield 1;
    await cast.library.resume(waiter.reservationId);
    yield 1;
    await cast.library.cancel(first.reservationId);
    yield* brought(waiter);
    yield* handedBack(waiter);
  },
  'two suspensions, both over their day': async function* (cast) {
    const first = await cast.reserves();
    const waiter = await cast.reserves({ recordId: first.recordId });
    yield soon;
    for (const _ of [1, 2]) {
      await cast.library.suspend(waiter.reservationId, addDays(cast.day, 3));
      yield 4;
    }
    await cast.library.cancel(first.reservationId);
    yield soon;
    await cast.library.cancel(waiter.reservationId);
    yield 1;
  },
  'an extension refused while another waits, who then goes away': async function* (cast) {
    const book = yield* lentAt(cast);
    const waiter = await cast.reserves({ recordId: book.recordId });
    yield 10;
    await cast.library.extend(book.reservationId);
    yield soon;
    await cast.library.cancel(waiter.reservationId);
    yield 1;
    yield* handedBack(book);
  },
  'three who wait for one copy': async function* (cast) {
    const first = yield* lentAt(cast);
    const second = await cast.reserves({ recordId: first.recordId });
    yield soon;
    const third = await cast.reserves({ recordId: first.recordId });
    yield soon;
    await cast.library.suspend(second.reservationId, addDays(cast.day, 60));
    yield 3;
    yield* handedBack(first);
    yield* brought(third);
    yield* handedBack(third);
    await cast.library.resume(second.reservationId);
    yield soon;
    await cast.library.cancel(second.reservationId);
    yield 1;
  },
  'not on its shelf': async function* (cast) {
    const book = await cast.reserves({ copies: 2 });
    yield soon;
    await cast.notOnShelf(book);
    yield* brought(book);
    await book.handedOut();
    yield 1;
    yield* handedBack(book);
  },
  'not on its shelf, which was a mistake': async function* (cast) {
    const book = await cast.reserves();
    yield soon;
    const takeBack = await cast.notOnShelf(book);
    yield 2;
    await takeBack();
    yield* brought(book);
    await book.handedOut();
    yield 1;
    yield* handedBack(book);
  },
  'the last copy not found': async function* (cast) {
    const book = await cast.reserves();
    yield soon;
    await cast.notOnShelf(book);
    yield 16;
  },
  'kept for a loan slot, and passed on': async function* (cast) {
    const lent = yield* lentAt(cast, { patron: 'reader' });
    const kept = await cast.reserves({ patron: 'reader' });
    yield soon;
    await kept.picked();
    yield soon;
    const other = await cast.reserves({ recordId: kept.recordId, patron: 'other' });
    yield 9;
    await cast.library.cancel(other.reservationId);
    yield 1;
    yield* handedBack(lent);
    await cast.library.cancel(kept.reservationId);
    yield 1;
  },
  'passed on, and changed to the counter': async function* (cast) {
    const lent = yield* lentAt(cast, { patron: 'reader' });
    const kept = await cast.reserves({ patron: 'reader' });
    yield soon;
    await kept.picked();
    yield soon;
    const other = await cast.reserves({ recordId: kept.recordId });
    yield 8;
    await cast.library.cancel(other.reservationId);
    yield 1;
    yield* home(other);
    await cast.library.changePickup(kept.reservationId, pref);
    kept.pickupLibrary = pref;
    yield soon;
    await kept.picked();
    await mailTaken(kept, 'readyAtPrefectural');
    yield soon;
    yield* handedBack(lent);
    await kept.handedOut();
    yield 1;
    yield* home(kept);
  },
  'kept for a loan slot alone, and sent': async function* (cast) {
    const lent = yield* lentAt(cast, { patron: 'reader' });
    const kept = await cast.reserves({ patron: 'reader' });
    yield soon;
    await kept.picked();
    yield 10;
    yield* handedBack(lent);
    yield* sent(kept);
    yield* arrived(kept);
    yield* handedBack(kept);
  },
  'kept for a loan slot alone, to the end': async function* (cast) {
    const lent = yield* lentAt(cast, { patron: 'reader' });
    const kept = await cast.reserves({ patron: 'reader' });
    yield soon;
    await kept.picked();
    yield 31;
    yield* handedBack(lent);
  },
  'another pickup library, and back': async function* (cast) {
    const book = await cast.reserves();
    yield soon;
    await cast.library.changePickup(book.reservationId, 'yatsushiro-sencho');
    yield soon;
    await book.picked();
    yield soon;
    await cast.library.changePickup(book.reservationId, 'uto');
    yield soon;
    yield* sent(book);
    yield* arrived(book);
    yield* handedBack(book);
  },
  'from a branch to the counter': async function* (cast) {
    const book = yield* fetched(cast);
    await cast.library.changePickup(book.reservationId, pref);
    book.pickupLibrary = pref;
    yield soon;
    await mailTaken(book, 'readyAtPrefectural');
    yield 1;
    await book.handedOut();
    yield 3;
    yield* home(book);
  },
  'from a branch to the counter, to be picked up': async function* (cast) {
    const book = yield* fetched(cast);
    await cast.library.changePickup(book.reservationId, pref);
    yield 3;
  },
  'from a branch to the counter, and back': async function* (cast) {
    const book = yield* fetched(cast);
    await cast.library.changePickup(book.reservationId, pref);
    yield soon;
    await cast.library.changePickup(book.reservationId, 'uto');
    yield soon;
    yield* sent(book);
    yield* arrived(book);
    yield* handedBack(book);
  },
  'a closure over the due date': async function* (cast) {
    const book = yield* lentAt(cast, { pickup: 'minamata' });
    const { due } = cast.standing(book);
    await cast.enterClosure('minamata', due, addDays(due, 4));
    yield 20;
    yield* handedBack(book);
  },
  'a closure taken back': async function* (cast) {
    const book = yield* lentAt(cast, { pickup: 'yatsushiro' });
    const { due } = cast.standing(book);
    const closure = await cast.enterClosure('yatsushiro', due, addDays(due, 4));
    yield 1;
    await cast.takeBackClosure(closure);
    yield 20;
    yield* handedBack(book);
  },
  'a closure taken back after the end of a hold that it had moved': async function* (cast) {
    const book = yield* heldAtDesk(cast);
    const { holdUntil } = cast.standing(book);
    const closure = await cast.enterClosure(pref, holdUntil, addDays(holdUntil, 4));
    yield 9;
    await cast.takeBackClosure(closure);
    yield 3;
    await book.home();
    yield 1;
  },
  'a mail that came back': async function* (cast) {
    const book = yield* heldAtDesk(cast);
    await book.mailFailed('bounced');
    yield 16;
    await book.reachedByPhone();
    yield 1;
    await book.handedOut();
    yield 3;
    yield* home(book);
  },
  'no mail reaches the patron, and the desk has settled its row': async function* (cast) {
    const book = await cast.reserves({ pickup: pref });
    yield soon;
    await book.picked();
    yield 15;
    await cast.settled(book, 'decideUnreached');
    yield 4;
    await cast.library.cancel(book.reservationId, 'library', 'library');
    yield 1;
  },
  'not picked up at the branch': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 20;
    await book.answerShelfCheck('here');
    yield 3;
    yield* home(book);
  },
  'the branch does not answer': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 25;
    await cast.settled(book, 'askBranch');
    yield 2;
    await book.answerShelfCheck('here');
    yield 1;
    yield* home(book);
  },
  'asked about at the branch, handed out late by mistake, and asked about anew': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 20;
    await book.handedOut();
    yield soon;
    await book.voided('handedOut');
    yield 9;
    await book.answerShelfCheck('gone');
    yield 9;
    yield* home(book);
  },
  'not picked up at the desk': async function* (cast) {
    yield* heldAtDesk(cast);
    yield 9;
  },
  'handed out without a scan': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 20;
    await book.answerShelfCheck('gone');
    yield 9;
    await cast.settled(book, 'confirmHandOut');
    yield 9;
    yield* home(book);
  },
  'handed out without a scan, and shipping has lost what the branch answered': async function* (cast) {
    cast.library.shipping.shelfCheckOf = async () => ({});
    const book = yield* heldAtBranch(cast);
    yield 20;
    await book.answerShelfCheck('gone');
    yield 1;
    await cast.settled(book, 'confirmHandOut');
    yield 2;
    yield* home(book);
  },
  'handed out after its hold had ended': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 20;
    await book.answerShelfCheck('here');
    yield soon;
    await book.handedOut();
    yield 4;
    yield* handedBack(book);
  },
  'cancelled in transit, and not home in time': async function* (cast) {
    const book = yield* fetched(cast);
    await book.packed();
    yield 1;
    await book.dispatched();
    yield soon;
    await cast.library.cancel(book.reservationId);
    yield 16;
    await cast.settled(book, 'searchUnlent');
    yield 2;
    yield* home(book);
  },
  'cancelled on the packing list': async function* (cast) {
    const book = yield* fetched(cast);
    await cast.library.cancel(book.reservationId);
    yield 1;
  },
  'cancelled by the library on its shelf': async function* (cast) {
    const book = await cast.reserves();
    yield soon;
    await cast.library.cancel(book.reservationId, 'library', 'copyMissing');
    yield 1;
  },
  'two copies swapped at the branch': async function* (cast) {
    const mine = yield* heldAtBranch(cast, { copies: 2 });
    const other = yield* heldAtBranch(cast, { recordId: mine.recordId, patron: 'other' });
    await mine.handedOutInsteadOf(other);
    yield 10;
    await mine.home();
    yield soon;
    await other.handedOut();
    yield 15;
    yield* handedBack(other);
  },
  'a return taken back': async function* (cast) {
    const book = yield* lentAt(cast);
    await book.handedIn();
    yield soon;
    await book.voided('handedIn');
    yield 1;
    const { copyId } = book;
    await book.home();
    yield soon;
    await cast.voided(copyId, 'home');
    yield 22;
    yield* home(book);
  },
  'an arrival taken back': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    await book.arrivalTakenBack();
    yield 1;
    await book.received();
    yield 1;
    await book.handedOut();
    yield 1;
    yield* handedBack(book);
  },
  'long overdue': async function* (cast) {
    const book = yield* lentAt(cast);
    yield 50;
    await book.handedIn();
    yield soon;
    await book.voided('handedIn');
    yield soon;
    await cast.settled(book, 'longOverdue');
    yield 2;
    yield* handedBack(book);
  },
  'lost by its borrower': async function* (cast) {
    const book = yield* lentAt(cast);
    yield 2;
    await book.lost();
    yield 1;
    await cast.loanSettled(book, 'writtenOff');
    yield soon;
    await cast.settlementTakenBack(book);
    yield soon;
    await cast.loanSettled(book, 'paid');
    yield 1;
  },
  'long overdue, and back without a scan': async function* (cast) {
    const book = yield* lentAt(cast);
    yield 50;
    await cast.loanSettled(book, 'paid');
    yield soon;
    await cast.settlementTakenBack(book);
    yield 1;
    await cast.loanSettled(book, 'returned');
    yield 2;
    await book.home();
    yield 1;
  },
  'late in the mail': async function* (cast) {
    const book = await cast.reserves({ copies: 2 });
    yield* posted(book);
    yield 11;
    await book.received();
    yield 1;
    await book.handedOut();
    yield 1;
    yield* handedBack(book);
  },
  'lost in the mail': async function* (cast) {
    const book = await cast.reserves({ copies: 2 });
    yield* posted(book);
    yield 30;
    yield* brought(book);
    yield* handedBack(book);
  },
  'sent back unasked': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 3;
    await book.sentBack();
    yield 3;
    yield* home(book);
  },
  'sent back unasked in a box that leaves a day later, and not home in time': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    yield 2;
    await book.putIntoBoxHome();
    yield 1;
    await book.boxDispatched();
    yield 16;
    yield* home(book);
  },
  'said to be picked up': async function* (cast) {
    const book = yield* heldAtBranch(cast);
    await cast.library.declarePickedUp(book.reservationId);
    yield 5;
    yield* home(book);
  },
  'lent at the counter': async function* (cast) {
    const book = await cast.borrowsAtCounter();
    yield 20;
    yield* home(book);
  },
  'two of one reader in one parcel': async function* (cast) {
    cast.library.patron.slots.limit = 2;
    const [one, other] = [
      yield* fetched(cast, { patron: 'reader' }),
      yield* fetched(cast, { patron: 'reader' }),
    ];
    await one.packed();
    yield soon;
    await other.packed(one.parcel);
    yield soon;
    await one.dispatched();
    yield 2;
    await one.received();
    yield soon;
    await one.handedOut();
    await other.handedOut();
    yield 19;
    yield* handedBack(one);
    yield* handedBack(other);
  },
  ...lateMails,
};
