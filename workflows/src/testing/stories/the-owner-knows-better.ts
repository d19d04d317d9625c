import { beforeEach, describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, type TaskKind } from '@toshobin/contracts';
import { type Journey, reserveOne } from '../journeys.ts';
import type { Library } from '../library.ts';
import type { StoryLibrary } from '../story-library.ts';

export function theOwnerKnowsBetter(story: StoryLibrary): void {
  /**
   * Kafka stands still: what staff scan and what a service decides is in its owner's database, and no process hears of
   * it. A timer that fires meanwhile asks the owner before anybody is told, asked or accused.
   */
  beforeEach(() => {
    // A night would have the process look at the databases: here a timer asks by itself.
    story.library.nightsByHand = true;
  });

  interface Timer {
    timer: string;
    /** A journey that stands shortly before the timer fires. */
    before: (library: Library) => Promise<Journey>;
    /** What the owner learns while no fact is delivered. */
    learnt: (book: Journey, library: Library) => Promise<unknown>;
    passes: string;
    /** What would be said or asked if nobody asked the owner. */
    wrong: { told?: string; task?: TaskKind };
    outcome?: string;
  }

  async function onLoan(library: Library, daysUntil: number): Promise<Journey> {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.pass(`P${daysUntil}D`);
    return book;
  }

  async function onTheShelfOfUto(library: Library, daysUntil: number): Promise<Journey> {
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass(`P${daysUntil}D`);
    return book;
  }

  async function onTheHoldShelf(library: Library): Promise<Journey> {
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    return book.picked();
  }

  /** Due 21 days after the dispatch, which was two days before the arrival. */
  const untilDue = 19;

  const timers: Timer[] = [
    ...[1, 7, 14, 28].map((day, n) => ({
      timer: `overdue notice ${n + 1}`,
      before: (library: Library) => onLoan(library, untilDue + day - 1),
      learnt: (book: Journey) => book.handedIn(),
      passes: 'P2D',
      wrong: { told: 'overdue' },
    })),
    {
      timer: 'the end as long overdue',
      before: (library) => onLoan(library, untilDue + 27),
      learnt: (book) => book.home(),
      passes: 'P2D',
      wrong: { told: 'overdue', task: 'longOverdue' },
      outcome: 'returned',
    },
    {
      timer: 'an overdue notice for a copy that its borrower has lost',
      before: (library) => onLoan(library, untilDue),
      learnt: (book) => book.lost(),
      passes: 'P2D',
      wrong: { told: 'overdue' },
      outcome: 'lost',
    },
    {
      timer: 'an overdue notice after a hand-out that was another book’s',
      before: (library) => onLoan(library, untilDue),
      learnt: (book) => book.voided('handedOut'),
      passes: 'P2D',
      wrong: { told: 'overdue' },
    },
    {
      timer: 'no mail was accepted, but the patron has come',
      before: onTheHoldShelf,
      learnt: (book) => book.handedOut(),
      passes: 'P15D',
      wrong: { task: 'decideUnreached' },
    },
    {
      timer: 'no mail was accepted, as far as was heard',
      before: async (library) => {
        const book = await onTheHoldShelf(library);
        await library.pass('P13D');
        return book;
      },
      learnt: (book) => book.mailAccepted(),
      passes: 'P2D',
      wrong: { task: 'decideUnreached' },
    },
    {
      timer: 'the end of a hold at the prefectural library',
      before: async (library) => (await onTheHoldShelf(library)).mailAccepted(),
      learnt: (book) => book.handedOut(),
      passes: 'P9D',
      wrong: { told: 'expired' },
    },
    {
      timer: 'the branch’s time to answer, of a copy that has been handed out',
      before: async (library) => onTheShelfOfUto(library, untilDue + 1),
      learnt: (book) => book.handedOut(),
      passes: 'P5D',
      wrong: { task: 'askBranch' },
    },
    {
      timer: 'the branch’s time to answer, and it has answered',
      before: async (library) => onTheShelfOfUto(library, untilDue + 1),
      learnt: (book) => book.answerShelfCheck('here'),
      passes: 'P5D',
      wrong: { task: 'askBranch' },
    },
    {
      timer: 'the grace after a hand-out that nobody scanned',
      before: async (library) => (await onTheShelfOfUto(library, untilDue + 1)).answerShelfCheck('gone'),
      learnt: (book) => book.home(),
      passes: 'P9D',
      wrong: { task: 'confirmHandOut' },
      outcome: 'returned',
    },
    {
      timer: 'a copy on its way home that was not lent',
      before: async (library) => {
        const book = await onTheShelfOfUto(library, 1);
        await library.cancel(book.reservationId);
        return book;
      },
      learnt: (book) => book.home(),
      passes: 'P16D',
      wrong: { task: 'searchUnlent' },
      outcome: 'cancelled',
    },
    {
      timer: 'a copy on its way home that was lost there',
      before: async (library) => {
        const book = await onTheShelfOfUto(library, 1);
        await library.cancel(book.reservationId);
        return book;
      },
      learnt: (book) => book.lost(),
      passes: 'P16D',
      wrong: { task: 'searchUnlent' },
      outcome: 'lost',
    },
  ];

  test.each(timers)('$timer: the owner knows better, and nobody is told or asked', async (timer) => {
    const { library } = story;
    const { told: wrongly, task } = timer.wrong;
    const book = await timer.before(library);
    const said = () => book.told().filter((told) => told === wrongly).length;
    const before = said();
    library.held = true;
    await timer.learnt(book, library);
    await library.pass(timer.passes);
    expect(said()).toBe(before);
    expect(book.tasks()).not.toContain(task);
    library.held = false;
    await library.settle();
    expect(said()).toBe(before);
    expect(book.tasks()).not.toContain(task);
    if (timer.outcome) expect(await book.outcome()).toBe(timer.outcome);
  });

  describe('R18: the last notice', () => {
    test('a book that comes home while the last notice is written is a return: no task, and its mail goes out', async () => {
      const { library } = story;
      const book = await onLoan(library, untilDue + 27);
      library.held = true;
      library.meanwhile.set('recordMilestone', async () => {
        library.catalog.scan(book.copyId, 'home', await library.server.now());
      });
      await library.pass('P2D');
      library.held = false;
      await library.settle();
      expect(await book.outcome()).toBe('returned');
      expect(book.tasks()).toEqual([]);
      const mails = library.patron.notices.filter((mail) => mail.reservationId === book.reservationId);
      expect(mails.map(({ kind }) => kind)).toContain('returned');
    });
  });

  describe('the end of a hold at 宇土', () => {
    test('of a copy that was handed out: the branch is not asked whether it has it', async () => {
      const { library } = story;
      const book = await onTheShelfOfUto(library, untilDue - 1);
      library.held = true;
      await book.handedOut();
      await library.pass('P2D');
      const { shelfChecks } = library.shipping;
      expect(shelfChecks.filter((check) => check.reservationId === book.reservationId)).toEqual([]);
    });
  });

  describe('R15: kept without a loan slot', () => {
    async function atTheLimit(library: Library) {
      library.patron.slots.limit = 1;
      const patron = `reader ${Math.random()}`;
      const lent = await reserveOne(library, { patron });
      await lent.broughtThere();
      await lent.handedOut();
      const kept = await reserveOne(library, { patron });
      await kept.picked();
      return { lent, kept };
    }

    test('a slot came free unheard: the copy does not pass on, and is posted', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await library.pass('P5D');
      library.held = true;
      await lent.home();
      await library.pass('P3D');
      library.held = false;
      await library.settle();
      expect(other.told()).toEqual(['queued:accepted']);
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });

    test('a slot came free unheard before the 28th day: the reservation is not cancelled', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      await library.pass('P26D');
      library.held = true;
      await lent.home();
      await library.pass('P4D');
      library.held = false;
      await library.settle();
      expect(kept.told()).not.toContain('cancelled');
      expect(library.shipping.isListed(kept.allocation)).toBe(true);
    });

    test('it passed on unheard to who joined the queue: the reservation keeps its place, and is not cancelled', async () => {
      const { library } = story;
      const { lent, kept } = await atTheLimit(library);
      await library.pass('P26D');
      library.held = true;
      const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
      await library.pass('P4D');
      library.held = false;
      await library.settle();
      expect(kept.told()).not.toContain('cancelled');
      expect(other.told()).toEqual(['allocated:accepted']);
      await other.broughtThere();
      await other.handedOut();
      await other.home();
      await lent.home();
      expect(kept.told().at(-1)).toBe('allocated:yourTurn');
    });
  });
}
