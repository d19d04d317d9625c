import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, reservationWorkflowId } from '@toshobin/contracts';
import { addDays, dayOf, defaultPolicy, endOfDay } from '@toshobin/lending-rules';
import { listedStages } from '../testing/history-cost.ts';
import { Journey, reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

describe('the ordinary way', () => {
  test('a book goes to 宇土 by post, is lent, handed in there and travels home', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P1D');
    await book.handedOut();
    await story.library.pass('P16D');
    await book.handedIn();
    await story.library.pass('P3D');
    await book.home();

    expect(await book.outcome()).toBe('returned');
    expect(book.told()).toEqual(['allocated:accepted', 'readyAtMunicipal', 'dueSoon', 'closed']);
  });

  test('a book is held at the prefectural counter from its mail on, lent there and returned there', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await book.broughtThere();
    await mailAccepted(book);
    await story.library.pass('P3D');
    await book.handedOut();
    await story.library.pass('P10D');
    await book.home();

    expect(await book.outcome()).toBe('returned');
    expect(book.told()).toEqual(['allocated:accepted', 'readyAtPrefectural', 'closed']);
  });

  test('the second patron waits and hears when the turn has come', async () => {
    const first = await reserveOne(story.library);
    const { reservationId, admission } = await story.library.reserve(first.recordId, 'uto', 'another patron');
    expect(admission).toEqual({ admitted: true, position: 1, ready: false });
    const second = new Journey(story.library, reservationId, 'uto');

    await first.broughtThere();
    await first.handedOut();
    await first.handedIn();
    await first.home();

    expect(second.told()).toEqual(['queued:accepted', 'allocated:yourTurn']);
  });

  test('operators find no stage in their lists that holds no longer: one that resumed waits', async () => {
    const { library, server } = story;
    const first = await reserveOne(library);
    const { reservationId } = await library.reserve(first.recordId, 'uto', 'another patron');
    await library.suspend(reservationId, addDays(dayOf(await server.now()), 10));
    await library.resume(reservationId);
    const process = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
    expect(listedStages(await process.fetchHistory())).toEqual(['suspended', 'waiting']);
  });

  test('来館貸出可 is refused on the web, and the process ends with the refusal', async () => {
    const { recordId } = story.library.catalog.addRecord(1, 'inPersonOnly');
    const { reservationId, admission } = await story.library.reserve(recordId, 'uto');
    expect(admission).toEqual({ admitted: false, refusal: { code: 'IN_PERSON_ONLY' } });
    expect(await story.library.outcomeOf(reservationId)).toBe('rejected');
    expect(story.library.patron.milestonesOf(reservationId)).toEqual(['closed']);
  });
});

describe('not on the shelf', () => {
  test('another copy is tried, and the patron hears nothing of it', async () => {
    const book = await reserveOne(story.library, { copies: 2 });
    const missing = book.copyId;
    await story.library.staff((at) => story.library.catalog.notOnShelf(missing, at));
    expect(book.copyId).not.toBe(missing);
    await book.broughtThere();
    await book.handedOut();
    await book.handedIn();
    await book.home();

    expect(await book.outcome()).toBe('returned');
    expect(book.told().filter((told) => told.includes(':'))).toEqual(['allocated:accepted']);
  });

  test('the last copy missing sends the patron back to the queue, without a mail', async () => {
    const book = await reserveOne(story.library);
    await story.library.staff((at) => story.library.catalog.notOnShelf(book.copyId, at));
    expect(book.stageEntered).toBe('waiting');
    expect(book.told()).toEqual(['allocated:accepted']);
  });
});

describe('cancel', () => {
  test.each([
    ['in the queue', async (_: Journey) => {}, 'cancelled'],
    ['when fetched', async (book: Journey) => void (await book.picked()), 'cancelled'],
    ['when packed', async (book: Journey) => void (await (await book.picked()).packed()), 'cancelled'],
  ])('%s, it ends at once', async (_when, steps, outcome) => {
    const book = await reserveOne(story.library);
    await steps(book);
    expect(await story.library.cancel(book.reservationId)).toEqual({ ok: true, value: { cancelled: true } });
    expect(await book.outcome()).toBe(outcome);
    expect(book.told().slice(-2)).toEqual(['cancelled', 'closed']);
  });

  test('on its way, the copy travels home first', async () => {
    const book = await reserveOne(story.library);
    await book.picked();
    await book.packed();
    await book.dispatched();
    expect((await story.library.cancel(book.reservationId)).ok).toBe(true);
    await story.library.pass('P5D');
    await book.home();
    expect(await book.outcome()).toBe('cancelled');
  });

  test('after the hand-out it is too late, and said so', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await book.handedOut();
    expect(await story.library.cancel(book.reservationId)).toMatchObject({
      ok: false,
      refusal: { code: 'CANCEL_TOO_LATE' },
    });
  });
});

describe('extend', () => {
  test('a three-week loan just handed out would be shortened: refused, naming the day that helps', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await book.handedOut();
    const answer = await story.library.extend(book.reservationId);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'EXTENSION_WOULD_SHORTEN' } });
  });

  test('a ten-day loan can be extended at once; the reminder comes before the new date only', async () => {
    story.library.catalog.policy = { ...defaultPolicy, loanPeriod: 'P10D' };
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await book.handedOut();
    const asked = dayOf(await story.server.now());
    const answer = await story.library.extend(book.reservationId);
    expect(answer).toEqual({
      ok: true,
      value: { date: addDays(asked, 14), at: endOfDay(addDays(asked, 14)) },
    });
    await story.library.pass('P9D');
    expect(book.told()).not.toContain('dueSoon');
    await story.library.pass('P4D');
    expect(book.told()).toContain('dueSoon');
    expect(await story.library.extend(book.reservationId)).toMatchObject({
      refusal: { code: 'EXTENSION_USED' },
    });
  });

  test('somebody waits: refused', async () => {
    story.library.catalog.policy = { ...defaultPolicy, loanPeriod: 'P10D' };
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await book.handedOut();
    await story.library.reserve(book.recordId, 'uto', 'another patron');
    expect(await story.library.extend(book.reservationId)).toMatchObject({
      refusal: { code: 'OTHERS_WAITING' },
    });
  });

  test('before the hand-out: refused', async () => {
    const book = await reserveOne(story.library);
    expect(await story.library.extend(book.reservationId)).toMatchObject({
      refusal: { code: 'NOT_ON_LOAN' },
    });
  });
});

describe('the hold ends', () => {
  test('at the prefectural counter after seven days, with a reminder; the next in the queue gets the copy', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    const { reservationId } = await story.library.reserve(
      book.recordId,
      PREFECTURAL_LIBRARY,
      'another patron',
    );
    await book.picked();
    await mailAccepted(book);
    await story.library.pass('P6D');
    expect(book.told()).toContain('holdEndsSoon');
    await story.library.pass('P2D');
    expect(await book.outcome()).toBe('expired');
    // The copy is still on the hold shelf: the next gets it when the desk has processed it.
    await book.home();
    expect(story.library.patron.milestonesOf(reservationId)).toContain('allocated:yourTurn');
  });

  test('at a branch that still has it: expired, and the copy comes home', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P21D');
    expect(story.library.shipping.shelfChecks).toContainEqual(
      expect.objectContaining({ reservationId: book.reservationId }),
    );
    expect(book.told()).not.toContain('expired');
    const allocation = book.allocation;
    await story.library.staff((at) =>
      story.library.shipping.answerShelfCheck(book.reservationId, allocation, 'here', at),
    );
    expect(book.told()).toContain('expired');
    await book.home();
    expect(await book.outcome()).toBe('expired');
  });

  test('at a branch that has it no more: it was handed out unscanned, and nobody is accused', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P21D');
    const allocation = book.allocation;
    await story.library.staff((at) =>
      story.library.shipping.answerShelfCheck(book.reservationId, allocation, 'gone', at),
    );
    await book.handedIn();
    await book.home();
    expect(await book.outcome()).toBe('returned');
    expect(book.told()).not.toContain('expired');
    expect(book.told()).not.toContain('overdue');
  });

  test('a hand-out scanned just before midnight of the last day and heard after it is a loan', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P21D');
    await book.handedOut();
    expect(book.told()).not.toContain('expired');
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });
});

describe('scans heard late', () => {
  test('a book lent and returned at the counter, unheard when its hold ended, was a loan; nobody is accused', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    await mailAccepted(book);
    story.library.held = true;
    await book.handedOut();
    await story.library.pass('P2D');
    await book.home();
    await story.library.pass('P6D');
    story.library.held = false;
    await story.library.settle();
    expect(await book.outcome()).toBe('returned');
    expect(book.told()).not.toContain('expired');
  });

  test('a book that is at home again when its pick is heard brings no ready mail', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await book.home();
    expect(await book.outcome()).toBe('returned');
    expect(book.told()).toEqual(['allocated:accepted', 'closed']);
  });
});

describe('due and overdue', () => {
  test('four notices, then long overdue; a copy handed in brings no more', async () => {
    const late = await reserveOne(story.library);
    const inTime = await reserveOne(story.library);
    for (const book of [late, inTime]) {
      await book.broughtThere();
      await book.handedOut();
    }
    await story.library.pass('P21D');
    expect(late.told().filter((told) => told === 'overdue')).toHaveLength(1);
    await inTime.handedIn();
    await story.library.pass('P28D');
    expect(late.told().filter((told) => told === 'overdue')).toHaveLength(4);
    expect(inTime.told().filter((told) => told === 'overdue')).toHaveLength(1);
    expect(await late.outcome()).toBe('longOverdue');
  });
});

describe('ten loans', () => {
  test('a copy waits at the prefectural library for a loan slot, and goes on when one is free', async () => {
    story.library.patron.slots.limit = 1;
    const first = await reserveOne(story.library, { patron: 'a reader of many books' });
    const second = await reserveOne(story.library, { patron: 'a reader of many books' });
    await first.picked();
    await second.picked();
    expect(second.told()).toContain('heldForLoanLimit');
    expect(story.library.shipping.isListed(second.allocation)).toBe(false);

    await first.packed();
    await first.dispatched();
    await first.received();
    await first.handedOut();
    await first.handedIn();
    await first.home();
    expect(story.library.shipping.isListed(second.allocation)).toBe(true);
    story.library.patron.slots.limit = defaultPolicy.loanLimit;
  });

  test('a copy kept for the limit that is put back all the same ends its reservation', async () => {
    story.library.patron.slots.limit = 0;
    const book = await reserveOne(story.library);
    await book.picked();
    expect(book.told()).toContain('heldForLoanLimit');
    await book.home();
    expect(book.told().at(-1)).toBe('closed');
    story.library.patron.slots.limit = defaultPolicy.loanLimit;
  });
});

describe('late and unscanned hand-outs', () => {
  test('a hand-out after the hold ended is a loan of a week, with its reminder and its notices', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P21D');
    const allocation = book.allocation;
    await story.library.staff((at) =>
      story.library.shipping.answerShelfCheck(book.reservationId, allocation, 'here', at),
    );
    expect(book.told()).toContain('expired');
    await book.handedOut();
    await story.library.pass('P9D');
    expect(book.told()).toEqual(expect.arrayContaining(['dueSoon', 'overdue']));
    await book.handedIn();
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  test('a copy that the branch has no more brings no notice that accuses, however long it stays away', async () => {
    const book = await reserveOne(story.library);
    await book.broughtThere();
    await story.library.pass('P21D');
    const allocation = book.allocation;
    await story.library.staff((at) =>
      story.library.shipping.answerShelfCheck(book.reservationId, allocation, 'gone', at),
    );
    await story.library.pass('P60D');
    expect(book.told().at(-1)).toBe('holdEndsSoon');
    expect(book.told()).not.toContain('overdue');
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  test('where nobody scans parcels, the mail says when it is expected', async () => {
    story.library.shipping.arrival = 'assumed';
    const book = await reserveOne(story.library);
    await book.picked();
    await book.packed();
    await book.dispatched();
    await story.library.pass('P4D');
    const ready = story.library.patron.milestones.find(
      (told) => told.reservationId === book.reservationId && told.milestone === 'readyAtMunicipal',
    );
    expect(ready).toHaveProperty('expectedDate');
    story.library.shipping.arrival = 'scan';
  });

  test('a mail about a copy that was lent to another says nothing of the next copy: its hold begins with its own mail', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    const first = book.allocation;
    const lent = await story.library.lendAtCounter(book.copyId);
    await story.library.staff((at) =>
      story.library.catalog.scan(story.library.catalog.copyOf(lent), 'home', at),
    );
    await book.picked();
    await story.library.mailAccepted(book.reservationId, first);
    await story.library.pass('P9D');
    expect(book.told().at(-1)).toBe('readyAtPrefectural');
    await mailAccepted(book);
    await story.library.pass('P9D');
    expect(await book.outcome()).toBe('expired');
  });

  test('a hold whose mail is not accepted does not begin; it begins with the mail, also after weeks', async () => {
    const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
    await book.picked();
    await story.library.pass('P20D');
    expect(book.told().at(-1)).toBe('readyAtPrefectural');
    await mailAccepted(book);
    await story.library.pass('P9D');
    expect(await book.outcome()).toBe('expired');
  });
});

/** The mail sender of the patron service: the mail was accepted just now, and the hold begins (R6). */
async function mailAccepted(book: Journey): Promise<void> {
  await story.library.mailAccepted(book.reservationId);
}
