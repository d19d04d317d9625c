import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { reserveOne } from '../testing/journeys.ts';
import type { Library } from '../testing/library.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

/** A reader with all the loans that the limit allows (one here), and a second book that was fetched. */
async function atTheLimit(library: Library, recordId?: string) {
  library.patron.loanLimit = 1;
  const reader = `reader ${recordId ?? Math.random()}`;
  const lent = await reserveOne(library, { patron: reader });
  await lent.broughtThere();
  await lent.handedOut();
  const kept = await reserveOne(library, { patron: reader, ...(recordId ? { recordId } : {}) });
  await kept.picked();
  return { lent, kept };
}

describe('R15: ten loans are out when the copy is fetched', () => {
  test('it is kept, and posted when a return is processed', async () => {
    const { library } = story;
    const { lent, kept } = await atTheLimit(library);
    expect(kept.told().at(-1)).toBe('heldForLoanLimit');
    await library.pass('P3D');
    await lent.home();
    expect(library.shipping.isListed(await kept.allocation())).toBe(true);
  });

  test('after seven days it passes on to who waits, keeps its place, and has its turn when a slot is free', async () => {
    const { library } = story;
    const { lent, kept } = await atTheLimit(library);
    const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
    await library.pass('P8D');
    expect(other.told()).toContain('allocated:yourTurn');
    await other.broughtThere();
    await other.handedOut();
    await other.home();
    expect(kept.told().at(-1)).toBe('heldForLoanLimit');
    await lent.home();
    expect(kept.told().at(-1)).toBe('allocated:yourTurn');
  });

  test('passed on, it keeps its place and is skipped also when its process was lost; a free slot brings its turn', async () => {
    const { library } = story;
    const { lent, kept } = await atTheLimit(library);
    const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
    await library.pass('P8D');
    await kept.processLost();
    await other.broughtThere();
    await other.handedOut();
    await other.home();
    expect(kept.told()).not.toContain('allocated:yourTurn');
    await lent.home();
    expect(kept.told().at(-1)).toBe('allocated:yourTurn');
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
    await other.broughtThere();
    await other.handedOut();
    await other.home();
    expect(kept.told()).not.toContain('allocated:yourTurn');
    await lent.home();
    expect(kept.told().at(-1)).toBe('allocated:yourTurn');
  });

  test('kept beyond its seven days it has a slot at last: from then on it passes to nobody', async () => {
    const { library } = story;
    const { lent, kept } = await atTheLimit(library);
    await library.pass('P10D');
    await lent.home();
    const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
    expect(other.told()).toEqual(['queued:accepted']);
    expect(library.shipping.isListed(await kept.allocation())).toBe(true);
  });

  test('the clock stands still while a book handed in is on its way home', async () => {
    const { library } = story;
    const { lent, kept } = await atTheLimit(library);
    const other = await reserveOne(library, { recordId: kept.recordId, patron: 'another' });
    await lent.handedIn();
    await library.pass('P10D');
    expect(other.told()).toEqual(['queued:accepted']);
    await lent.home();
    expect(library.shipping.isListed(await kept.allocation())).toBe(true);
  });
});

describe('R17: a sudden closure', () => {
  test('moves the due dates in it, tells once, and the reminder follows the new date', async () => {
    const { library, server } = story;
    library.patron.loanLimit = 10;
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    const due = library.patron.milestones.findLast((told) => told.milestone === 'readyAtMunicipal');
    if (due?.milestone !== 'readyAtMunicipal') throw new Error('It was not ready');
    await library.enterClosure('uto', addDays(due.due.date, -1), addDays(due.due.date, 3));
    expect(book.told().filter((told) => told === 'datesMoved')).toHaveLength(1);
    const moved = library.patron.milestones.findLast((told) => told.milestone === 'datesMoved');
    expect(moved).toMatchObject({ due: { date: addDays(due.due.date, 4) }, reason: '台風' });
    while (dayOf(await server.now()) < addDays(due.due.date, 2)) await library.pass('P1D');
    expect(book.told()).not.toContain('overdue');
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  test('taken back before a mail went out, the date is as it was; afterwards what was said stays', async () => {
    const { library } = story;
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    const end = await library.mailAccepted(book.reservationId);
    const first = await library.enterClosure(PREFECTURAL_LIBRARY, end.date, addDays(end.date, 1));
    await library.takeBackClosure(first);
    const told = library.patron.milestones.filter(
      ({ reservationId }) => reservationId === book.reservationId,
    );
    expect(told.at(-1)?.milestone).toMatch(/^datesMoved/);
    await book.handedOut();
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  test('of another library it touches nothing', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    await book.broughtThere();
    const today = dayOf(await story.server.now());
    await library.enterClosure(PREFECTURAL_LIBRARY, today, addDays(today, 40));
    expect(book.told()).not.toContain('datesMoved');
  });
});
