import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf, epochMs, timeOn } from '@toshobin/lending-rules';
import { type Journey, reserveOne } from '../journeys.ts';
import type { Library } from '../library.ts';
import type { StoryLibrary } from '../story-library.ts';

export function limitsAndClosures(story: StoryLibrary): void {
  /** A reader with all the loans that the limit allows (one here), and a second book that was fetched. */
  async function atTheLimit(library: Library, recordId?: string) {
    library.patron.slots.limit = 1;
    const reader = `reader ${recordId ?? Math.random()}`;
    const lent = await reserveOne(library, { patron: reader });
    await lent.broughtThere();
    await lent.handedOut();
    const kept = await reserveOne(library, { patron: reader, ...(recordId ? { recordId } : {}) });
    await kept.picked();
    return { lent, kept };
  }

  async function otherReads(other: Journey) {
    await other.broughtThere();
    await other.handedOut();
    await other.home();
  }

  async function hasItsTurnWithASlot({ lent, kept }: { lent: Journey; kept: Journey }) {
    expect(kept.told()).not.toContain('allocated:yourTurn');
    await lent.home();
    expect(kept.told().at(-1)).toBe('allocated:yourTurn');
  }

  describe('R15: ten loans are out when the copy is fetched', () => {
    test('it is kept, and posted when a return is processed', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      expect(kept.told().at(-1)).toBe('heldForLoanLimit');
      await library.pass('P3D');
      await lent.home();
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });

    test('after seven days it passes on to who waits, keeps its place, and has its turn when a slot is free', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await library.pass('P8D');
      expect(other.told()).toContain('allocated:yourTurn');
      await otherReads(other);
      expect(kept.told().at(-1)).toBe('heldForLoanLimit');
      await hasItsTurnWithASlot({ lent, kept });
    });

    test('passed on, it keeps its place and is skipped also when its process was lost; a free slot brings its turn', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await library.pass('P8D');
      await library.processLost(kept);
      await otherReads(other);
      await hasItsTurnWithASlot({ lent, kept });
    });

    test('if nobody waits it is kept for 28 days, then cancelled with a mail', async () => {
      const { library } = story;
      const { kept } = await atTheLimit(library);
      await library.pass('P10D');
      expect(kept.told()).not.toContain('cancelled');
      await library.pass('P20D');
      expect(await kept.outcome()).toBe('cancelled');
      expect(library.patron.milestones.findLast((told) => told.milestone === 'cancelled')).toMatchObject({
        by: 'library',
        reason: 'loanLimit',
      });
    });

    test('while it is kept beyond its seven days, somebody who joins the queue gets it', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      await library.pass('P10D');
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      expect(other.told()).toEqual(['allocated:accepted']);
      expect(kept.told().at(-1)).not.toBe('cancelled');
      await otherReads(other);
      await hasItsTurnWithASlot({ lent, kept });
    });

    test('kept beyond its seven days, changed to the counter, and told ready: who joins the queue waits, and the hold stands', async () => {
      const { library } = story;
      const { kept } = await atTheLimit(library);
      await library.pass('P10D');
      await library.changePickup(kept.reservationId, PREFECTURAL_LIBRARY);
      await kept.mailAccepted();
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      expect(other.told()).toEqual(['queued:accepted']);
      expect(kept.stageEntered).toBe('held');
    });

    test('passed on, and changed to the counter: it has its turn without a slot, and is told ready there', async () => {
      const { library } = story;
      const { kept } = await atTheLimit(library);
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await library.pass('P8D');
      await otherReads(other);
      expect(kept.stageEntered).toBe('suspended');
      await library.changePickup(kept.reservationId, PREFECTURAL_LIBRARY);
      expect(kept.told()).toContain('allocated:yourTurn');
      await kept.picked();
      await kept.mailAccepted();
      expect(kept.told().at(-1)).toBe('readyAtPrefectural');
      expect(kept.stageEntered).toBe('held');
    });

    test('kept beyond its seven days it has a slot at last: from then on it passes to nobody', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      await library.pass('P10D');
      await lent.home();
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      expect(other.told()).toEqual(['queued:accepted']);
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });

    test('told so, its pick is taken back and made again: it is kept until the day that was told, for a return that comes first', async () => {
      const { library } = story;
      const pickedAgain = async () => {
        const { lent, kept } = await atTheLimit(library);
        const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
        await library.pass('P2D');
        await kept.voided('picked');
        let isToldAgain = false;
        library.meanwhile.set('recordMilestone', async () => {
          isToldAgain = true;
        });
        await kept.picked();
        expect(isToldAgain).toBe(true);
        return { lent, kept, other };
      };
      const first = await pickedAgain();
      await first.lent.home();
      expect(library.shipping.isListed(first.kept.allocation)).toBe(true);
      const second = await pickedAgain();
      await library.pass('P4D');
      expect(second.other.told()).toEqual(['queued:accepted']);
      await library.pass('P2D');
      expect(second.other.told()).toContain('allocated:yourTurn');
      const mails = library.patron.notices.filter(
        ({ reservationId, kind }) =>
          reservationId === second.kept.reservationId && kind === 'loanLimitReached',
      );
      expect(mails).toHaveLength(1);
    });

    test('changed to the counter, and back to a branch: it is kept as it was told, and posted when a return is processed', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      await library.pass('P2D');
      await library.changePickup(kept.reservationId, PREFECTURAL_LIBRARY);
      await library.changePickup(kept.reservationId, 'uto');
      expect(kept.told().filter((told) => told === 'heldForLoanLimit')).toHaveLength(1);
      await lent.home();
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });

    test('the clock stands still while a book handed in is on its way home', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await lent.handedIn();
      await library.pass('P10D');
      expect(other.told()).toEqual(['queued:accepted']);
      await lent.home();
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });
  });

  describe('R17: a sudden closure', () => {
    const dueOf = async ({ reservationId }: Journey) => {
      const { due } = await story.library.catalog.positionOf({ reservationId });
      if (!due) throw new Error('There is no loan');
      return due.date;
    };
    const holdOf = ({ reservationId }: Journey) =>
      story.library.catalog.standingOf(reservationId)?.state.copy?.holdUntil?.date;
    /** After 20:00 in Tokyo no mail goes out until the morning (R19). */
    const untilEvening = async () => {
      const now = await story.server.now();
      const evening = epochMs(timeOn(dayOf(now), '21:00'));
      const minutes = Math.ceil((evening - epochMs(now)) / 60_000);
      await story.library.pass(`PT${minutes > 0 ? minutes : minutes + 24 * 60}M`);
    };
    const broughtToUto = async () => {
      story.library.patron.slots.limit = 10;
      const book = await reserveOne(story.library, { patron: `reader ${Math.random()}` });
      await book.broughtThere();
      return book;
    };

    test('moves the due dates in it, tells once, and the reminder follows the new date', async () => {
      const { library, server } = story;
      const book = await broughtToUto();
      await book.handedOut();
      const due = await dueOf(book);
      await library.enterClosure('uto', addDays(due, -1), addDays(due, 3));
      expect(book.movedDates()).toMatchObject([{ says: { due: { date: addDays(due, 4) } } }]);
      while (dayOf(await server.now()) < addDays(due, 2)) await library.pass('P1D');
      expect(book.told()).not.toContain('overdue');
      expect(book.movedDates()).toHaveLength(1);
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('the hold of a book there ends on its new day, and not before', async () => {
      const { library } = story;
      const book = await broughtToUto();
      const due = await dueOf(book);
      await library.enterClosure('uto', due, addDays(due, 2));
      expect(await dueOf(book)).toBe(addDays(due, 3));
      while (dayOf(await story.server.now()) < addDays(due, 2)) await library.pass('P1D');
      expect(
        library.shipping.shelfChecks.filter(({ reservationId }) => reservationId === book.reservationId),
      ).toEqual([]);
      await library.pass('P2D');
      expect(
        library.shipping.shelfChecks.filter(({ reservationId }) => reservationId === book.reservationId),
      ).toHaveLength(1);
      await book.home();
    });

    test('taken back before any mail was sent, the dates are as they were and nobody hears of it', async () => {
      const { library } = story;
      const [lent, held] = [await broughtToUto(), await reserveOne(library, { pickup: PREFECTURAL_LIBRARY })];
      await held.picked();
      const end = await library.mailAccepted(held.reservationId);
      const due = await dueOf(lent);
      await untilEvening();
      const closures = [
        await library.enterClosure('uto', due, due),
        await library.enterClosure(PREFECTURAL_LIBRARY, end.date, addDays(end.date, 1)),
      ];
      expect([await dueOf(lent), holdOf(held)]).toEqual([addDays(due, 1), addDays(end.date, 2)]);
      for (const closure of closures) await library.takeBackClosure(closure);
      expect([await dueOf(lent), holdOf(held)]).toEqual([due, end.date]);
      expect([lent.movedDates(), held.movedDates()]).toEqual([[], []]);
      for (const book of [lent, held]) await book.handedOut();
      for (const book of [lent, held]) await book.home();
    });

    test('taken back after its mail went out, what the mail said stays (R6)', async () => {
      const { library } = story;
      const book = await broughtToUto();
      const due = await dueOf(book);
      const closure = await library.enterClosure('uto', due, due);
      await library.pass('P1D');
      await library.takeBackClosure(closure);
      expect(await dueOf(book)).toBe(addDays(due, 1));
      await book.home();
    });

    test('entered, and taken back, while nobody carries its process out, it is found by the one that is begun anew', async () => {
      const { library } = story;
      const book = await broughtToUto();
      await book.handedOut();
      const due = await dueOf(book);
      await library.loseProcess(book.reservationId);
      await library.enterClosure('uto', due, addDays(due, 2));
      expect(book.movedDates()).toHaveLength(1);
      while (dayOf(await story.server.now()) < addDays(due, 2)) await library.pass('P1D');
      expect(book.told()).not.toContain('overdue');
      await library.pass('P3D');
      expect(book.told()).toContain('overdue');
      await book.home();
    });

    test('of another library, or over other days, it touches nothing', async () => {
      const { library } = story;
      const book = await broughtToUto();
      const [due, today] = [await dueOf(book), dayOf(await story.server.now())];
      await library.enterClosure(PREFECTURAL_LIBRARY, today, addDays(today, 40));
      await library.enterClosure('uto', addDays(due, 3), addDays(due, 5));
      expect([await dueOf(book), book.movedDates()]).toEqual([due, []]);
      await book.home();
    });
  });
}
