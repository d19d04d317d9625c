import { expect, test } from '@jest/globals';
import { people } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey, subjects } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** As long as a person taps again, or a device sends its scan again, while a service comes back. */
const patience = 30_000;
/** What a service was doing when it was killed is begun again 20 s later, by the one that came back; a death may follow a death. */
const aDeathLater = 60_000;

/** Processes die and engines are away; what was begun ends well, and nobody is told twice. */
export function faults(library: () => WholeLibrary): void {
  test('each service is killed once in the middle of a journey, and the book comes home all the same', async () => {
    const { stack } = library();
    const cast = await library().castFor(people.taro);
    for (const who of [cast.patron, cast.desk, cast.branch, cast.operator])
      if (who) who.session.patience = patience;
    cast.patience = aDeathLater;
    const record = await library().freeTitle(cast.patron);

    const [journey] = await Promise.all([
      Journey.reserve(cast, { record, pickupLibrary: 'uto' }),
      stack.kill('workflows'),
    ]);
    await journey.mailArrived(subjects.accepted);
    await Promise.all([journey.fetch(), stack.kill('catalog')]);
    await Promise.all([journey.pack(), stack.kill('shipping')]);
    await Promise.all([journey.dispatch(), stack.kill('staff-web')]);
    await Promise.all([journey.receive(), stack.kill('patron-web')]);
    await Promise.all([journey.ready(), stack.kill('workflows')]);
    await Promise.all([journey.handOut(), stack.kill('patron')]);
    await journey.handInByBookDrop();
    await journey.sendHome();
    await journey.processReturn();
    await journey.closed();

    expect((await journey.row()).state).toBe('returned');
    expect((await journey.mails()).map(({ subject }) => subject).sort()).toEqual(
      [subjects.accepted, subjects.ready, subjects.returned]
        .map((subject) => `【県立図書館】${subject}`)
        .sort(),
    );
  }, 240_000);

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
      { within: 60_000 },
    );
  }, 180_000);
}
