import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { Journey, reserveOne } from './journeys.ts';
import type { Library } from './library.ts';

/** The ways of a reservation to which wishes, limits, closures and facts that go wrong lead. */
export const oddWays: Readonly<Record<string, (library: Library) => Promise<Journey>>> = {
  'pickup-changed': async (library) => {
    const book = await reserveOne(library);
    await library.changePickup(book.reservationId, 'minamata');
    await book.picked();
    await library.changePickup(book.reservationId, 'uto');
    await (await book.packed()).dispatched();
    await book.received();
    await book.handedOut();
    return book.home();
  },
  'pickup-changed-to-the-counter': async (library) => {
    const book = await reserveOne(library);
    await book.picked();
    await library.changePickup(book.reservationId, PREFECTURAL_LIBRARY);
    book.pickupLibrary = PREFECTURAL_LIBRARY;
    await book.mailAccepted();
    await book.handedOut();
    return book.home();
  },
  'pickup-changed-there-and-back': async (library) => {
    const book = await reserveOne(library);
    await book.picked();
    for (const pickup of [PREFECTURAL_LIBRARY, 'uto']) await library.changePickup(book.reservationId, pickup);
    await library.pass('P1D');
    await library.cancel(book.reservationId);
    return book;
  },
  'slot-free-while-it-is-claimed': async (library) => {
    library.patron.slots.limit = 1;
    const lent = await reserveOne(library, { patron: 'a reader' });
    await lent.broughtThere();
    await lent.handedOut();
    const kept = await reserveOne(library, { patron: 'a reader' });
    library.meanwhile.set('loanLimitKeptUntil', async () => {
      library.catalog.scan(lent.copyId, 'home', await library.server.now());
      await library.deliver();
    });
    await kept.picked();
    library.patron.slots.limit = 10;
    await library.pass('P1D');
    await library.cancel(kept.reservationId);
    return kept;
  },
  'suspended-and-resumed': async (library) => {
    const { reservationId, recordId } = await reserveOne(library);
    const waiter = await reserveOne(library, { recordId, patron: 'another patron' });
    const today = dayOf(await library.server.now());
    await library.suspend(waiter.reservationId, addDays(today, 5));
    await library.pass('P6D');
    await library.suspend(waiter.reservationId, addDays(today, 40));
    await library.resume(waiter.reservationId);
    await library.cancel(reservationId);
    await library.cancel(waiter.reservationId);
    return waiter;
  },
  'declared-picked-up': async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.declarePickedUp(book.reservationId);
    await library.pass('P5D');
    return book.home();
  },
  'passed-on-at-the-loan-limit': async (library) => {
    library.patron.slots.limit = 1;
    const lent = await reserveOne(library, { patron: 'a reader' });
    await lent.broughtThere();
    await lent.handedOut();
    const kept = await reserveOne(library, { patron: 'a reader' });
    await kept.picked();
    const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another patron' });
    await library.pass('P8D');
    await library.cancel(other.reservationId);
    await lent.home();
    library.patron.slots.limit = 10;
    await library.cancel(kept.reservationId);
    return kept;
  },
  'lost-in-the-mail': async (library) => {
    const book = await reserveOne(library, { copies: 2 });
    await (await (await book.picked()).packed()).dispatched();
    await library.pass('P40D');
    await book.broughtThere();
    await book.handedOut();
    return book.home();
  },
  'lost-by-its-borrower': async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    return book.lost();
  },
  'dates-moved-by-a-closure': async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    const today = dayOf(await library.server.now());
    await library.enterClosure('uto', addDays(today, 5), addDays(today, 30));
    await library.pass('P25D');
    return book.home();
  },
  'closure-taken-back-after-the-hold': async (library) => {
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    const { date } = await library.mailAccepted(book.reservationId);
    // No mail names the later end: a date that a mail said would stay.
    library.patron.sentByHand = true;
    const closure = await library.enterClosure(PREFECTURAL_LIBRARY, date, addDays(date, 4));
    await library.pass('P9D');
    await library.takeBackClosure(closure);
    library.patron.sentByHand = false;
    return book.home();
  },
  'scans-taken-back': async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await book.voided('handedOut');
    await book.handedOut();
    await book.handedIn();
    await book.voided('handedIn');
    return book.home();
  },
  'mail-came-back': async (library) => {
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    await book.mailAccepted();
    await book.mailFailed('bounced');
    await library.pass('P15D');
    await book.reachedByPhone();
    await book.handedOut();
    return book.home();
  },
  'lent-at-the-counter': async (library) => {
    const [copyId = ''] = library.catalog.addRecord(1).copyIds;
    const reservationId = await library.lendAtCounter(copyId);
    const loan = new Journey(library, reservationId, PREFECTURAL_LIBRARY);
    await library.pass('P3D');
    return loan.home();
  },
};
