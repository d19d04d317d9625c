import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { reserveOne } from '../journeys.ts';
import type { StoryLibrary } from '../story-library.ts';

export function factsGoneWrong(story: StoryLibrary): void {
  describe('a mis-scan is taken back', () => {
    test('the wrong book was said to be fetched: it is to be fetched again, and told as ready when it is', async () => {
      const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.voided('picked');
      await book.picked();
      await book.mailAccepted();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
      expect(book.told().filter((told) => told.startsWith('allocated'))).toEqual(['allocated:accepted']);
      expect(book.told().filter((told) => told === 'readyAtPrefectural')).toHaveLength(2);
    });

    test('its mail had gone out: the hold ends with the mail after the second fetching, not with the first', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.mailAccepted();
      await book.voided('picked');
      await library.pass('P6D');
      await book.picked();
      await book.mailAccepted();
      await library.pass('P6D');
      expect(book.told()).not.toContain('expired');
      await library.pass('P3D');
      expect(await book.outcome()).toBe('expired');
    });

    test('fetched again before it is heard that the first scan was taken back: told as ready all the same', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      library.held = true;
      await book.voided('picked');
      await book.picked();
      await library.deliver(library.underWay.splice(0).reverse());
      library.held = false;
      await library.settle();
      await book.mailAccepted();
      await library.pass('P9D');
      expect(await book.outcome()).toBe('expired');
    });

    test('a ready mail that was dropped: a reconcile has it told again, and the hold begins', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      library.patron.forgetReady(book.reservationId);
      await library.lookAgain(book.reservationId);
      expect(book.told().filter((told) => told === 'readyAtPrefectural')).toHaveLength(2);
      await book.mailAccepted();
      await library.pass('P9D');
      expect(await book.outcome()).toBe('expired');
    });

    test('the hand-out was another book’s: it is held again until its date, and nobody is overdue', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await book.voided('handedOut');
      await library.pass('P20D');
      expect(book.told()).toContain('holdEndsSoon');
      expect(book.told()).not.toContain('overdue');
      await book.answerShelfCheck('here');
      await book.home();
      expect(await book.outcome()).toBe('expired');
    });

    test('the hand-in was another book’s: the loan goes on with its reminder', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await library.pass('P10D');
      await book.handedIn();
      await book.voided('handedIn');
      await library.pass('P8D');
      expect(book.told()).toContain('dueSoon');
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the return was another book’s, and the process had ended: the loan goes on in a new run', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
      await book.voided('home');
      await library.pass('P19D');
      expect(book.told().at(-1)).toBe('dueSoon');
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });
  });

  describe('copies that change hands', () => {
    test('two copies of a title are swapped at the branch: each reservation goes on with the other’s copy', async () => {
      const { library } = story;
      const first = await reserveOne(library, { copies: 2 });
      const second = await reserveOne(library, { recordId: first.recordId, patron: 'b' });
      await first.broughtThere();
      await second.broughtThere();
      const [mine, theirs] = [first.copyId, second.copyId];
      await first.handedOutInsteadOf(second);
      expect([first.copyId, second.copyId]).toEqual([theirs, mine]);
      await second.handedOut();
      await first.home();
      await second.home();
      expect([await first.outcome(), await second.outcome()]).toEqual(['returned', 'returned']);
      expect(second.told().filter((told) => told === 'readyAtMunicipal')).toHaveLength(1);
    });

    test('a copy reserved by one is lent to another at the counter, with a reason: back to the old place', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.mailAccepted();
      const lent = await library.lendAtCounter(book.copyId);
      expect(library.catalog.standingOf(book.reservationId)?.state.stage).toBe('waiting');
      await library.staff((at) => library.catalog.scan(library.catalog.copyOf(lent), 'home', at));
      await book.picked();
      expect(book.told().at(-1)).toBe('readyAtPrefectural');
    });
  });

  describe('on the way', () => {
    test('the parcel has a copy too few: the patron is told, and another copy comes when it is given up', async () => {
      const { library } = story;
      const book = await reserveOne(library, { copies: 2 });
      await book.broughtThere();
      const first = book.copyId;
      await book.missing();
      expect(book.told().at(-1)).toBe('arrivalOverdue');
      await book.lostFromParcel();
      expect(book.copyId).not.toBe(first);
      await book.broughtThere();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('what was missing from the parcel is found in it: the patron hears again that it is ready', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.missing();
      await book.found();
      expect(book.told().slice(-3)).toEqual(['readyAtMunicipal', 'arrivalOverdue', 'readyAtMunicipal']);
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the wrong parcel was scanned: it is on its way again, and told as ready when it comes', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      const { due } = await library.catalog.positionOf({ reservationId: book.reservationId });
      await book.arrivalTakenBack();
      expect(await library.shipping.parcelState({ parcelNumber: book.parcel })).toEqual({
        state: 'dispatched',
      });
      await book.received();
      expect(book.told().slice(-2)).toEqual(['readyAtMunicipal', 'readyAtMunicipal']);
      expect(await library.catalog.positionOf({ reservationId: book.reservationId })).toMatchObject({ due });
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the wrong parcel was scanned, and the right one never comes: it is asked about, and lost in the mail', async () => {
      const { library } = story;
      const book = await reserveOne(library, { copies: 2 });
      await book.broughtThere();
      const first = book.copyId;
      await book.arrivalTakenBack();
      await library.pass('P6D');
      expect(library.shipping.asked).toEqual(['pickupLibrary', 'prefecturalDesk']);
      expect(book.told().at(-1)).toBe('arrivalOverdue');
      await library.pass('P10D');
      expect(book.copyId).not.toBe(first);
    });

    test('a copy was handed out before the arrival of its parcel is taken back: it has arrived all the same', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await book.arrivalTakenBack();
      await book.home();
      expect(await book.outcome()).toBe('returned');
      expect(book.told().filter((told) => told === 'readyAtMunicipal')).toHaveLength(1);
    });

    test('the post brings the parcel back: the patron hears that it is late, keeps the place, and it is sent anew', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await (await (await book.picked()).packed()).dispatched();
      await book.returnedByPost();
      expect(book.told().at(-1)).toBe('arrivalOverdue');
      await library.pass('P3D');
      await book.home();
      expect(book.told().at(-1)).toBe('arrivalOverdue');
      await book.broughtThere();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
      expect(book.told()).toContain('readyAtMunicipal');
      expect(book.told()).not.toContain('cancelled');
    });

    test('the branch sends it back before its date, by mistake: the patron is told, and it is no loan', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.sentBack();
      await book.home();
      expect(await book.outcome()).toBe('cancelled');
      expect(book.told().slice(-2)).toEqual(['cancelled', 'closed']);
    });

    test('the branch sends it back after its date without answering whether it has it: not picked up, and said so', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await library.pass('P20D');
      await book.sentBack();
      await book.home();
      expect(await book.outcome()).toBe('expired');
      expect(book.told().slice(-2)).toEqual(['expired', 'closed']);
    });

    test('lost in the mail: the branch is asked, then the desk, then another copy comes with the place kept', async () => {
      const { library } = story;
      const book = await reserveOne(library, { copies: 2 });
      const first = book.copyId;
      await (await (await book.picked()).packed()).dispatched();
      await library.pass('P40D');
      expect(book.told()).toContain('arrivalOverdue');
      expect(book.copyId).not.toBe(first);
      await book.broughtThere();
      await book.handedOut();
      // The lost first copy is found, and goes to its shelf.
      await library.staff((at) => library.catalog.scan(first, 'home', at));
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the last copy is lost in its parcel: nobody is told that day, and what turns up on it serves them', async () => {
      const { library } = story;
      const first = await reserveOne(library);
      const second = await reserveOne(library, { recordId: first.recordId, patron: 'b' });
      const told = second.told().length;
      await first.lost();
      await library.staff(() => library.catalog.addCopy(first.recordId));
      await library.pass('P2D');
      expect(second.told().slice(told)).toEqual([]);
      await first.lost();
      await library.pass('P2D');
      expect(await second.outcome()).toBe('cancelled');
    });

    test('the patron has lost it: the process ends without a mail that accuses', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await book.lost();
      expect(await book.outcome()).toBe('lost');
      expect(book.told()).not.toContain('overdue');
    });
  });

  describe('R7: the ready mail goes out late', () => {
    test.each(['held', 'handed out'])(
      'the mail service is away for a day: a copy that is %s by then is due two weeks after the day it went out',
      async (where) => {
        const { library, server } = story;
        const book = await reserveOne(library);
        await (await book.picked()).packed();
        while (!(await server.now()).includes('T01:')) await library.pass('PT1H');
        await book.dispatched();
        await library.pass('P7D');
        await book.received();
        if (where === 'handed out') await book.handedOut();
        await library.pass('P1D');
        const sentOn = dayOf(await server.now());
        await library.staff((at) => library.patron.mailAccepted(book.reservationId, 'readyAtMunicipal', at));
        const due = expect.objectContaining({ date: addDays(sentOn, 14) });
        expect(await library.catalog.positionOf({ reservationId: book.reservationId })).toMatchObject({
          due,
        });
        await library.pass('P14D');
        expect(book.told()).not.toContain('overdue');
        await book.handedIn();
        await book.home();
      },
    );
  });

  describe('R6: the mail does not reach', () => {
    test('it came back: the hold has not begun; reached by telephone it begins that day', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.mailAccepted();
      await book.mailFailed('bounced');
      await library.pass('P10D');
      expect(book.told()).not.toContain('expired');
      await book.reachedByPhone();
      await library.pass('P9D');
      expect(await book.outcome()).toBe('expired');
    });

    test('nobody was reached within 14 days: the desk decides, and cancels with a mail', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.mailFailed('noAddress');
      await library.pass('P15D');
      expect(book.tasks()).toContain('decideUnreached');
      await library.cancel(book.reservationId, 'library', 'unreached');
      expect(await book.outcome()).toBe('cancelled');
      expect(book.tasks()).not.toContain('decideUnreached');
    });
  });

  describe('R9: not picked up', () => {
    test('the branch does not answer: after three open days the desk asks it', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await library.pass('P26D');
      expect(book.tasks()).toContain('askBranch');
      await book.answerShelfCheck('here');
      expect(book.tasks()).not.toContain('askBranch');
      await book.home();
      expect(await book.outcome()).toBe('expired');
    });

    test('the branch was asked and has not answered, and the patron comes: a loan of a week, and no overdue mail', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      const asked = () =>
        library.shipping.shelfChecks.some(({ reservationId }) => reservationId === book.reservationId);
      while (!asked()) await library.pass('P1D');
      await book.handedOut();
      await library.pass('P5D');
      expect(book.told()).not.toContain('overdue');
      expect(book.told()).toContain('dueSoon');
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('not on its shelf: a week of grace from the answer, then the desk confirms, and it is a loan', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await library.pass('P24D');
      await book.answerShelfCheck('gone');
      await library.pass('P6D');
      expect(book.tasks()).not.toContain('confirmHandOut');
      await library.pass('P2D');
      expect(book.tasks()).toContain('confirmHandOut');
      expect(book.told()).not.toContain('overdue');
      await book.handedOut();
      expect(book.tasks()).not.toContain('confirmHandOut');
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });
  });

  test('R18: long overdue makes a task for the desk, and a later return is an ordinary scan', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.pass('P50D');
    expect(await book.outcome()).toBe('longOverdue');
    expect(book.tasks()).toEqual(['longOverdue']);
    await book.home();
    expect(book.tasks()).toEqual([]);
  });
}
