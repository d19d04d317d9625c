import { describe, expect, test } from '@jest/globals';
import { addDays, type CalendarDate, dayOf } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** R17: what a closure of a library does to dates, and what patrons hear of it. */
export function describeClosures(bench: Bench): void {
  const { pass, reserved, listed, posted, lent } = bench;
  type Book = { reservationId: string };
  const copyOf = async ({ reservationId }: Book) =>
    (await bench.ports.catalog.positionOf({ reservationId })).standing?.state.copy;
  const dueOf = async (book: Book) => (await copyOf(book))?.due?.date;
  const holdOf = async (book: Book) => (await copyOf(book))?.holdUntil?.date;
  const movedBy = async (book: Book) => (await copyOf(book))?.moved.map(({ closureId }) => closureId);
  const close = (from: CalendarDate, until: CalendarDate, library = 'uto') =>
    bench.ports.enterClosure({ library, from, until });
  const back = (closureId: string) => bench.ports.takeBackClosure(closureId);
  /** Mails of moved dates wait for the others of their closure. */
  const mailsGoOut = async () => {
    pass(0, 11);
    await bench.ports.sendMails();
  };
  /** A copy on the hold shelf of the prefectural library, as its mail says. */
  const held = async () => {
    const book = await reserved('pref');
    await bench.ports.pick(book.reservationId);
    const ready = { milestone: 'readyAtPrefectural', at: bench.now } as const;
    await bench.ports.patron.recordMilestone({ ...book.key, ...ready });
    await bench.ports.sendMails();
    return book;
  };
  const mailsOf = async ({ reservationId }: Book) =>
    (await bench.ports.noticesOf(reservationId, 'datesMoved')).length;

  describe('closures', () => {
    test('a due date that lies in one moves, once; taken back it is as before, once', async () => {
      const book = await posted();
      const { date } = book.due;
      const closure = await close(date, addDays(date, 1));
      expect([await dueOf(book), await movedBy(book)]).toEqual([addDays(date, 2), [closure]]);
      for (const _ of [1, 2]) await back(closure);
      expect([await dueOf(book), await movedBy(book)]).toEqual([date, []]);
      const others = [
        await close(date, addDays(date, 1), 'yatsushiro'),
        await close(addDays(date, 2), addDays(date, 3)),
      ];
      expect([await dueOf(book), await movedBy(book)]).toEqual([date, []]);
      for (const other of others) await back(other);
    });

    test('that one was taken back is heard before the closure itself: it moves nothing', async () => {
      const book = await posted();
      const { date } = book.due;
      await bench.ports.takenBackFirst({ library: 'uto', from: date, until: date });
      expect([await dueOf(book), await movedBy(book)]).toEqual([date, []]);
    });

    test('of two the earlier one is taken back first: the date of the other, then the first of all', async () => {
      const book = await posted();
      const { date } = book.due;
      const storm = await close(date, addDays(date, 1));
      const flood = await close(addDays(date, 1), addDays(date, 3));
      await back(storm);
      expect(await dueOf(book)).toBe(addDays(date, 4));
      await back(flood);
      expect(await dueOf(book)).toBe(date);
    });

    test('a date set by an extension since is not put back', async () => {
      const book = await lent();
      const { date } = book.due;
      const closure = await close(date, date);
      const wish = { ...book.key, askedAt: pass(14), holderHasOtherOverdue: false };
      const extended = await bench.ports.catalog.extendIfNobodyWaits(wish);
      if (!extended.ok) throw new Error(extended.refusal.code);
      await back(closure);
      expect(await dueOf(book)).toBe(extended.value.date);
    });

    test('the end of a hold moves with its mail’s date, and back', async () => {
      const book = await held();
      const end = addDays(dayOf(bench.now), 7);
      expect(await holdOf(book)).toBe(end);
      const closure = await close(end, addDays(end, 1), 'pref');
      expect([await holdOf(book), await movedBy(book)]).toEqual([addDays(end, 2), [closure]]);
      await back(closure);
      expect(await holdOf(book)).toBe(end);
      expect(await mailsOf(book)).toBe(1);
    });

    test('a hold that was taken away and given back ends as if its copy had not been lent to another', async () => {
      const book = await held();
      const end = addDays(dayOf(bench.now), 7);
      pass(6);
      const takeBack = await bench.ports.lendToAnother(book.reservationId);
      const closure = await close(end, addDays(end, 1), 'pref');
      pass(2);
      await takeBack();
      expect([await holdOf(book), await movedBy(book)]).toEqual([addDays(end, 2), [closure]]);
      const again = await bench.ports.lendToAnother(book.reservationId);
      await back(closure);
      await again();
      expect([await holdOf(book), await movedBy(book)]).toEqual([end, []]);
    });

    test('what is not lent, handed in, or home is not touched', async () => {
      const [fetched, handedIn, home] = [await listed(), await lent(), await lent()];
      await bench.ports.handIn(handedIn.reservationId, 'uto');
      await bench.ports.bringHome(home.reservationId);
      const [today, { date }] = [dayOf(bench.now), handedIn.due];
      const last = addDays(date, 3);
      const before = await Promise.all([fetched, handedIn, home].map(dueOf));
      const closure = await close(today, last);
      expect(await Promise.all([fetched, handedIn, home].map(dueOf))).toEqual(before);
      await back(closure);
    });

    test('each patron hears of it once; what was told stays when it is taken back (R6)', async () => {
      const book = await posted();
      const { date } = book.due;
      const storm = await close(date, date);
      for (const _ of [1, 2]) await mailsGoOut();
      expect(await mailsOf(book)).toBe(1);
      await back(storm);
      expect(await dueOf(book)).toBe(addDays(date, 1));
      expect([await mailsOf(book), await movedBy(book)]).toEqual([1, []]);
    });

    test('taken back before the mail went out, no patron hears of it', async () => {
      const book = await posted();
      await mailsGoOut();
      const closure = await close(book.due.date, book.due.date);
      await back(closure);
      await mailsGoOut();
      const again = await close(book.due.date, book.due.date);
      await back(again);
      expect([await dueOf(book), await movedBy(book)]).toEqual([book.due.date, []]);
    });
  });
}
