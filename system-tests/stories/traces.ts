import { expect, test } from '@jest/globals';
import { people } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey, subjects } from '../src/journey.ts';
import type { SeenSpan } from '../src/trace-receiver.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

const stepOf = ({ process, name }: SeenSpan) => `${process}: ${name}`;

/** What somebody does can be followed through all processes, from the request to the mail. */
export function traces(library: () => WholeLibrary): void {
  /** What follows from the last request of that name. */
  const followed = (process: string, name: string) => {
    const first = library().traces.spans.findLast((span) => span.process === process && span.name === name);
    return first === undefined ? [] : library().traces.following(first).map(stepOf);
  };

  test('a reservation is followed from the patron’s request to its mail, and a scan to the process', async () => {
    const cast = await library().castFor(people.taro);
    const record = await library().freeTitle(cast.patron);
    const journey = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
    await journey.mailArrived(subjects.accepted);
    const steps = [
      'patron-web: POST /api/reservations',
      'patron-web: ask patron POST /patrons/:patronId/applications',
      'patron: POST /patrons/:patronId/applications',
      'patron-web: ask workflows POST /reservations',
      'workflows: POST /reservations',
      'workflows: tell reservationWorkflow admission',
      'catalog: command joinQueue',
      'catalog: publish catalog.reservation.changed',
      'patron: hear catalog.reservation.changed',
      'workflows: hear catalog.reservation.changed',
      'patron: command recordMilestone',
      'patron: mail accepted',
    ];
    await eventually('every step of the reservation', () => {
      const seen = new Set(followed('patron-web', 'POST /api/reservations'));
      expect(steps.filter((step) => !seen.has(step))).toEqual([]);
      return true;
    });

    await journey.fetch();
    await eventually('every step of the scan', () => {
      const seen = new Set(followed('catalog', 'POST /scans/pick'));
      expect([...seen]).toEqual(
        expect.arrayContaining([
          'catalog: publish catalog.reservation.changed',
          'workflows: hear catalog.reservation.changed',
        ]),
      );
      return true;
    });
  });

  test('two reservations of one basket are together in no trace that Kafka or Temporal keeps', async () => {
    const { spans } = library().traces;
    const kept = spans.filter(({ name }) => /^(publish|tell) /.test(name));
    expect(kept.length).toBeGreaterThan(10);
    // Each is the first of a trace of its own.
    expect(kept.filter(({ parentSpanId }) => parentSpanId)).toEqual([]);
  });
}
