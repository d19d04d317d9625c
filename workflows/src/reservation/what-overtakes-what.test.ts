import { describe, expect, test } from '@jest/globals';
import {
  type KnownByProcess,
  PREFECTURAL_LIBRARY,
  reservationProcess,
  reservationWorkflowId,
} from '@toshobin/contracts';
import { Journey, reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

describe('what overtakes what', () => {
  test('a copy that comes while reconcile is asking is kept', async () => {
    const first = await reserveOne(story.library);
    const { reservationId } = await story.library.reserve(first.recordId, 'uto', 'another patron');
    const second = new Journey(story.library, reservationId, 'uto');
    await first.broughtThere();
    await first.handedOut();
    await first.handedIn();
    story.library.meanwhile.set('positionOf', async () => {
      // The answer "waiting" is on its way; the copy comes home, and its allocation is heard first.
      story.library.catalog.scan(first.copyId, 'home', await story.server.now());
      await story.library.deliver();
    });
    await story.library.lookAgain(reservationId);
    await second.picked();
    expect(story.library.shipping.isListed(second.allocation)).toBe(true);
  });

  test('a copy that is fetched while its admission is being answered: the patron hears that it was accepted', async () => {
    const { recordId, copyIds } = story.library.catalog.addRecord(1);
    const [copyId = ''] = copyIds;
    story.library.meanwhile.set('joinQueue', async () => {
      story.library.catalog.scan(copyId, 'picked', await story.server.now());
      await story.library.deliver();
    });
    const book = await reserveOne(story.library, { recordId });
    expect(book.told()).toEqual(['allocated:accepted']);
    expect(story.library.shipping.isListed(book.allocation)).toBe(true);
  });

  test('a copy that is not on its shelf after all, heard while reconcile is asking, is not believed to be there', async () => {
    const book = await reserveOne(story.library);
    story.library.meanwhile.set('positionOf', async () => {
      story.library.catalog.notOnShelf(book.copyId, await story.server.now());
      await story.library.deliver();
    });
    await story.library.lookAgain(book.reservationId);
    expect(book.stageEntered).toBe('waiting');
  });

  test('a copy that comes home while the end of its hold is decided: the process looks again, whatever it has not heard', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await (await book.picked()).mailAccepted();
    story.library.nightsByHand = true;
    story.library.held = true;
    story.library.meanwhile.set('positionOf', async () => {
      story.library.catalog.scan(book.copyId, 'home', await story.server.now());
    });
    await story.library.pass('P9D');
    expect(book.stageEntered).not.toBe('held');
    story.library.held = false;
    story.library.nightsByHand = false;
    await story.library.settle();
    expect(await book.outcome()).toBe('expired');
    expect(book.told()).not.toContain('expired');
  });

  test('a cancellation while the loan slot is being claimed leaves nothing on the packing list', async () => {
    const book = await reserveOne(story.library);
    story.library.meanwhile.set('claimLoanSlot', () => story.library.cancelMeanwhile(book.reservationId));
    await book.picked();
    expect(await book.outcome()).toBe('cancelled');
    expect(story.library.shipping.isListed(book.allocation)).toBe(false);
  });

  test('a pick is taken back while its copy is kept for a loan slot: until it is made again, none is waited for', async () => {
    const { library, server } = story;
    const { slots } = library.patron;
    const { limit } = slots;
    slots.limit = 0;
    const book = await reserveOne(library);
    const process = server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
    const waits = async () =>
      (await process.query<KnownByProcess>(reservationProcess.queries.known)).waitsForSlot;
    await book.picked();
    expect(await waits()).toBe(true);
    await book.voided('picked');
    expect(await waits()).toBe(false);
    await book.picked();
    expect(await waits()).toBe(true);
    slots.limit = limit;
  });

  test('a loan slot comes free while the answer that there is none is on its way: it is claimed', async () => {
    const { library, server } = story;
    const { slots } = library.patron;
    const { limit } = slots;
    slots.limit = 1;
    const lent = await reserveOne(library, { patron: 'at the limit' });
    await lent.broughtThere();
    await lent.handedOut();
    const kept = await reserveOne(library, { patron: 'at the limit' });
    library.meanwhile.set('loanLimitKeptUntil', async () => {
      library.catalog.scan(lent.copyId, 'home', await server.now());
      await library.deliver();
    });
    await kept.picked();
    expect(library.patron.hasSlot(kept.reservationId)).toBe(true);
    expect(library.shipping.isListed(kept.allocation)).toBe(true);
    expect(kept.told()).not.toContain('heldForLoanLimit');
    slots.limit = limit;
  });

  test('a claim that comes late: the scan of the pick was taken back meanwhile; fetched again, it is listed', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    library.broken.set('claimLoanSlot', () => true);
    await book.picked();
    library.held = true;
    await book.voided('picked');
    library.broken.clear();
    await library.pass('PT1H');
    expect(library.patron.hasSlot(book.reservationId)).toBe(false);
    expect(book.told()).not.toContain('heldForLoanLimit');
    library.held = false;
    await library.settle();
    await book.picked();
    expect(library.shipping.isListed(book.allocation)).toBe(true);
  });
});
