import { expect, test } from '@jest/globals';
import { people } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** Engines and services are away; what was begun ends well, and nobody is told twice. What is killed is `npm run chaos`. */
export function faults(library: () => WholeLibrary): void {
  test('while the catalog is away a desk and a browser hear that they should try again', async () => {
    const { stack } = library();
    const { patron, desk } = await library().castFor(people.hanako);
    await stack.takeAway('catalog');
    const answers = await Promise.all([
      desk.session.send('GET', '/api/pick-list'),
      patron.session.send('GET', '/api/records?q=%E3%81%AE'),
    ]);
    const myLibrary = await patron.myLibrary();
    await stack.bringBack('catalog');
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(await answer.json()).toMatchObject({ code: 'TRY_AGAIN' });
    }
    expect(myLibrary.length).toBeGreaterThan(0);
  });

  test('with Temporal and then Kafka away desks go on scanning and reservations are accepted; afterwards everything catches up', async () => {
    const { stack } = library();
    const cast = await library().castFor(people.hanako);
    const toUto = await Journey.reserve(cast, {
      record: await library().freeTitle(cast.patron),
      pickupLibrary: 'uto',
    });
    const atCounter = await Journey.reserve(cast, {
      record: await library().freeTitle(cast.patron),
      pickupLibrary: 'pref',
    });
    await Promise.all([toUto.shown('allocated'), atCounter.shown('allocated')]);

    await stack.takeAway('temporal');
    const later = granted(
      await cast.patron.reserve({
        recordId: (await library().freeTitle(cast.patron)).recordId,
        pickupLibrary: 'pref',
      }),
    );
    expect(later).toMatchObject({ answered: 'later', position: null });
    await Promise.all([toUto.fetch(), atCounter.fetch()]);
    await atCounter.handOut();
    await atCounter.processReturn();
    await stack.bringBack('temporal');

    await toUto.pack();
    await stack.takeAway('kafka');
    await toUto.scansOfTheWay();
    await stack.bringBack('kafka');

    await Promise.all([toUto.closed(), atCounter.closed()]);
    for (const journey of [toUto, atCounter]) {
      expect((await journey.row()).state).toBe('returned');
      const told = (await journey.mails()).map(({ subject }) => subject);
      expect(told).toEqual([...new Set(told)]);
    }
    await eventually(
      'the reservation of the time without Temporal in the queue',
      async () => (await cast.patron.row(later.reservationId))?.state === 'allocated',
    );
  }, 180_000);
}
