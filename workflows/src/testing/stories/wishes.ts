import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { Journey, reserveOne } from '../journeys.ts';
import type { StoryLibrary } from '../story-library.ts';

export function wishes(story: StoryLibrary): void {
  describe('R20: cancelled at every stage, each with its own undoing', () => {
    test('in the queue: the next one moves up', async () => {
      const { library } = story;
      const first = await reserveOne(library);
      const second = await reserveOne(library, { recordId: first.recordId, patron: 'b' });
      const third = await reserveOne(library, { recordId: first.recordId, patron: 'c' });
      expect(await library.cancel(second.reservationId)).toEqual({ ok: true, value: { cancelled: true } });
      expect(await second.outcome()).toBe('cancelled');
      expect(await library.catalog.positionOf({ reservationId: third.reservationId })).toMatchObject({
        position: 1,
      });
    });

    test('before it is fetched: the copy goes to the next at once', async () => {
      const { library } = story;
      const first = await reserveOne(library);
      const second = await reserveOne(library, { recordId: first.recordId, patron: 'b' });
      await library.cancel(first.reservationId);
      expect(await first.outcome()).toBe('cancelled');
      expect(second.told()).toEqual(['queued:accepted', 'allocated:yourTurn']);
    });

    test('packed: it is taken out of the parcel, and its loan slot is free', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await (await book.picked()).packed();
      const allocation = book.allocation;
      await library.cancel(book.reservationId);
      expect(library.shipping.isListed(allocation)).toBe(false);
      expect(await book.outcome()).toBe('cancelled');
    });

    test('in the mail: it comes home by itself, and nobody is told that it is ready', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await (await (await book.picked()).packed()).dispatched();
      await library.cancel(book.reservationId);
      await library.pass('P3D');
      await book.received();
      await book.sentBack();
      await book.home();
      expect(await book.outcome()).toBe('cancelled');
      expect(book.told()).not.toContain('readyAtMunicipal');
    });

    test('handed out: too late, and the loan goes on', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      expect(await library.cancel(book.reservationId)).toEqual({
        ok: false,
        refusal: { code: 'CANCEL_TOO_LATE' },
      });
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });
  });

  describe('R20: the pickup library is changed until the copy is packed', () => {
    test('while it waits, and again while it lies on the packing list: it is posted to where it is wanted last', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      expect(await library.changePickup(book.reservationId, 'minamata')).toMatchObject({ ok: true });
      await book.picked();
      expect(await library.changePickup(book.reservationId, 'uto')).toMatchObject({ ok: true });
      await book.packed();
      expect(await library.changePickup(book.reservationId, 'minamata')).toMatchObject({
        ok: false,
        refusal: { code: 'CHANGE_PICKUP_TOO_LATE' },
      });
      await book.dispatched();
      await book.received();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
      expect(book.told().filter((told) => told === 'readyAtMunicipal')).toHaveLength(1);
    });

    test('from the branch to the prefectural counter: off the list, onto the hold shelf, without a loan slot', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.picked();
      const allocation = book.allocation;
      await library.changePickup(book.reservationId, PREFECTURAL_LIBRARY);
      expect(library.shipping.isListed(allocation)).toBe(false);
      expect(book.told()).toContain('readyAtPrefectural');
      expect(book.tasks()).toEqual(['moveHold']);
      book.pickupLibrary = PREFECTURAL_LIBRARY;
      await book.mailAccepted();
      expect(book.tasks()).toEqual(['moveHold']);
      await book.handedOut();
      expect(book.tasks()).toEqual([]);
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('from the counter’s hold shelf to a branch: it is packed for there', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      await book.picked();
      await book.mailAccepted();
      await library.changePickup(book.reservationId, 'uto');
      book.pickupLibrary = 'uto';
      expect(book.tasks()).toEqual(['moveHold']);
      expect(library.shipping.isListed(book.allocation)).toBe(true);
      await (await book.packed()).dispatched();
      await book.received();
      expect(book.told()).toEqual([
        'allocated:accepted',
        'readyAtPrefectural',
        'pickupChanged',
        'readyAtMunicipal',
      ]);
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('fetched for a branch, to the counter, and back: it is on the packing list, and is packed', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.picked();
      for (const pickup of [PREFECTURAL_LIBRARY, 'uto']) {
        await library.changePickup(book.reservationId, pickup);
      }
      expect(library.patron.hasSlot(book.reservationId)).toBe(true);
      expect(library.shipping.isListed(book.allocation)).toBe(true);
      await (await book.packed()).dispatched();
      await book.received();
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('packing was quicker than the wish: the wish is refused and the parcel goes where it was meant to', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.picked();
      // The desk packs it while the catalog's yes is on its way, to the process and to shipping.
      library.shipping.newsIsOnItsWay = true;
      library.meanwhile.set('changePickup', async () => {
        library.shipping.pack(book.allocation, await story.server.now());
      });
      expect(await library.changePickup(book.reservationId, 'minamata')).toMatchObject({
        ok: false,
        refusal: { code: 'CHANGE_PICKUP_TOO_LATE' },
      });
      library.shipping.newsIsOnItsWay = false;
      const { pickupLibrary } = await library.catalog.positionOf({ reservationId: book.reservationId });
      expect(pickupLibrary).toBe('uto');
      expect(book.told()).not.toContain('pickupChanged');
    });

    test('R5: a paused library can’t be chosen; a reservation that was to go there keeps its place', async () => {
      const { library } = story;
      const until = addDays(dayOf(await story.server.now()), 60);
      await library.pausePickup('minamata', until);
      const book = await reserveOne(library);
      expect(await library.changePickup(book.reservationId, 'minamata')).toMatchObject({
        ok: false,
        refusal: { code: 'PICKUP_LIBRARY_PAUSED' },
      });
    });
  });

  describe('R20: suspended while queued', () => {
    test('the place is kept and skipped, and it resumes by itself', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const sleeper = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      const next = await reserveOne(library, { recordId: lender.recordId, patron: 'c' });
      const until = addDays(dayOf(await story.server.now()), 30);
      expect(await library.suspend(sleeper.reservationId, until)).toEqual({ ok: true, value: { until } });

      await lender.broughtThere();
      await lender.handedOut();
      await lender.home();
      expect(next.told()).toContain('allocated:yourTurn');
      expect(sleeper.told()).toEqual(['queued:accepted', 'suspended']);

      await library.pass('P31D');
      await next.broughtThere();
      await next.handedOut();
      await next.home();
      expect(sleeper.told().at(-1)).toBe('allocated:yourTurn');
    });

    test('its process is lost meanwhile: it is skipped all the same, and resumes by itself on its day', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const sleeper = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      const until = addDays(dayOf(await story.server.now()), 30);
      await library.suspend(sleeper.reservationId, until);
      await library.processLost(sleeper);
      await lender.broughtThere();
      await lender.handedOut();
      await lender.home();
      expect(sleeper.told()).toEqual(['queued:accepted', 'suspended']);
      await library.pass('P31D');
      expect(sleeper.told().at(-1)).toBe('allocated:yourTurn');
    });

    test('suspended once more until the day on which it has resumed: it is not forgotten', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const sleeper = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      const until = addDays(dayOf(await story.server.now()), 3);
      await library.suspend(sleeper.reservationId, until);
      await library.pass('P3D');
      expect(await library.suspend(sleeper.reservationId, until)).toEqual({ ok: true, value: { until } });
      await library.cancel(lender.reservationId);
      await library.pass('PT1M');
      expect(sleeper.told()).toContain('allocated:yourTurn');
    });

    test('resumed by wish before its day; suspended again once a copy is being prepared: too late', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const waiter = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      await library.suspend(waiter.reservationId, addDays(dayOf(await story.server.now()), 10));
      expect(await library.resume(waiter.reservationId)).toEqual({ ok: true, value: { position: 1 } });
      await library.cancel(lender.reservationId);
      expect(
        await library.suspend(waiter.reservationId, addDays(dayOf(await story.server.now()), 10)),
      ).toEqual({
        ok: false,
        refusal: { code: 'SUSPEND_TOO_LATE' },
      });
    });

    test('longer than 180 days is refused, and nothing changes', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const waiter = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      const answer = await library.suspend(
        waiter.reservationId,
        addDays(dayOf(await story.server.now()), 181),
      );
      expect(answer).toMatchObject({
        ok: false,
        refusal: { code: 'SUSPEND_TOO_LONG', values: { maxDays: 180 } },
      });
      await library.cancel(lender.reservationId);
      expect(waiter.told()).toContain('allocated:yourTurn');
    });

    test('a suspended reservation can be cancelled', async () => {
      const { library } = story;
      const lender = await reserveOne(library);
      const waiter = await reserveOne(library, { recordId: lender.recordId, patron: 'b' });
      await library.suspend(waiter.reservationId, addDays(dayOf(await story.server.now()), 10));
      await library.cancel(waiter.reservationId);
      expect(await waiter.outcome()).toBe('cancelled');
    });
  });

  describe('R8: 「受け取りました」', () => {
    test('a hand-out that nobody scanned is said by the patron, who may then extend', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      expect(await library.extend(book.reservationId)).toMatchObject({
        ok: false,
        refusal: { code: 'EXTENSION_BEFORE_PICKUP' },
      });
      await library.pass('P14D');
      expect(await library.declarePickedUp(book.reservationId)).toMatchObject({ ok: true });
      expect(await library.extend(book.reservationId)).toMatchObject({ ok: true });
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the branch says that it is still on its shelf: it is held again', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await library.declarePickedUp(book.reservationId);
      await book.voided('handedOut');
      await library.pass('P22D');
      await book.answerShelfCheck('here');
      await book.home();
      expect(await book.outcome()).toBe('expired');
    });

    test('while nothing is held it is refused', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      expect(await library.declarePickedUp(book.reservationId)).toMatchObject({
        ok: false,
        refusal: { code: 'NOT_ON_LOAN' },
      });
    });
  });

  test('R8: by telephone on the last day a book is extended, and not a second time', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.pass('P18D');
    const extended = await library.extend(book.reservationId);
    expect(extended).toMatchObject({ ok: true });
    expect(await library.extend(book.reservationId)).toMatchObject({
      ok: false,
      refusal: { code: 'EXTENSION_USED' },
    });
  });

  test('R4, R3: a copy lent at the counter without a reservation is reminded of and comes back like any other', async () => {
    const { library } = story;
    const [copyId = ''] = library.catalog.addRecord(1).copyIds;
    const reservationId = await library.lendAtCounter(copyId);
    const loan = new Journey(library, reservationId, PREFECTURAL_LIBRARY);
    await library.pass('P20D');
    expect(loan.told()).toEqual(['dueSoon']);
    await loan.home();
    expect(await loan.outcome()).toBe('returned');
  });

  test('a counter loan whose hand-out was a mis-scan never was: its process ends, and no mail says that it is ready', async () => {
    const { library } = story;
    const [copyId = ''] = library.catalog.addRecord(1).copyIds;
    const reservationId = await library.lendAtCounter(copyId);
    const loan = new Journey(library, reservationId, PREFECTURAL_LIBRARY);
    await loan.voided('handedOut');
    expect(await loan.outcome()).toBe('cancelled');
    expect(loan.told()).toEqual(['closed']);
  });

  test('a wish does not wait for a service that is away for something else', async () => {
    const { library } = story;
    const holder = await reserveOne(library);
    const waiter = await reserveOne(library, { recordId: holder.recordId, patron: 'b' });
    library.broken.set('addToPackingList', () => true);
    await holder.picked();
    expect(library.shipping.isListed(holder.allocation)).toBe(false);
    expect(await library.cancel(holder.reservationId)).toMatchObject({ ok: true });
    library.broken.clear();
    await library.pass('PT1H');
    expect(await holder.outcome()).toBe('cancelled');
    expect(waiter.told()).toEqual(['queued:accepted']);
  });
}
