import { expect, test } from '@jest/globals';
import type { LendingPolicy } from '@toshobin/lending-rules';
import { people } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey, subjects } from '../src/journey.ts';
import { costOf } from '../src/read-history.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/**
 * A loan of a minute that is reminded of some seconds after dispatch; an extension then is for two weeks of the
 * calendar, so that no second reminder falls into the test.
 */
const quickLoan: Partial<LendingPolicy> = { loanPeriod: 'PT60S', dueReminderBefore: 'PT45S' };

/** Both ways of pickup, as they are on most days. */
export function ordinaryJourneys(library: () => WholeLibrary): void {
  test('a book goes to 宇土市 by Yu-Mail, is reminded of, extended once, and comes home from the book drop', async () => {
    const { operator } = library().desks;
    const cast = await library().castFor(people.taro);
    const record = await library().freeTitle(cast.patron);
    const journey = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
    await journey.mailArrived(subjects.accepted);
    await journey.fetch();
    await journey.pack();

    const before = await operator.changePolicy(quickLoan);
    try {
      await journey.dispatch();
      await eventually(
        'the loan with its numbers',
        async () => granted(await operator.timeline(journey.reservationId)).reservation.due,
      );
    } finally {
      const { loanPeriod, dueReminderBefore } = before;
      await operator.changePolicy({ loanPeriod, dueReminderBefore });
    }
    await journey.receive();
    await journey.ready();
    await journey.handOut();
    await journey.mailArrived(subjects.dueSoon);
    const { due, present } = granted(await cast.patron.previewExtension(journey.reservationId));
    expect(due.date > present.date).toBe(true);
    expect((await journey.extend(due.date)).extended).toBe(true);
    await journey.mailArrived(subjects.extended);
    await journey.bringBack();

    const { accepted, ready, dueSoon, extended, returned } = subjects;
    expect((await journey.mails()).map(({ subject }) => subject)).toEqual(
      [accepted, ready, dueSoon, extended, returned].map((subject) => `【県立図書館】${subject}`),
    );
    expect((await journey.process()).status).toBe('completed');

    const cost = await costOf(library().temporal, journey.reservationId);
    expect(cost.events).toBeLessThanOrEqual(110);
    expect(cost.actions).toBeLessThanOrEqual(35);
    console.info(`An ordinary reservation: ${cost.events} events, ${cost.actions} billable actions`);
  });

  test('a book waits at the prefectural counter, is lent for three weeks, and comes back by book drop', async () => {
    const cast = await library().castFor(people.hanako);
    const record = await library().freeTitle(cast.patron);
    const journey = await Journey.reserve(cast, { record, pickupLibrary: 'pref' });
    await journey.mailArrived(subjects.accepted);
    await journey.fetch();
    const held = await journey.ready();
    expect(held.holdUntil).not.toBeNull();
    await journey.handOut();

    const refused = await cast.patron.previewExtension(journey.reservationId);
    expect(refused).toMatchObject({ ok: false, code: 'EXTENSION_WOULD_SHORTEN' });
    await journey.bringBack();

    expect((await journey.mails()).map(({ subject }) => subject)).toEqual(
      [subjects.accepted, subjects.ready, subjects.returned].map((subject) => `【県立図書館】${subject}`),
    );
  });
}
