import { setTimeout as wait } from 'node:timers/promises';
import { cancel, reserve, type Walk } from './walk-as-patron.ts';

/** So many at once: more than there are copies of anything. */
const CROWD = 8;

/**
 * A title that a whole class has to read: all reserve it in the same moment, and think better of it in the same moment,
 * while the desk goes on with its copies. What a queue's lock is for happens here.
 */
export async function walkInARush(walk: Walk): Promise<void> {
  const { library, chance, until } = walk;
  while (!until.aborted) {
    await wait(chance.between(2_000, 6_000), undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    const { recordId } = chance.of(library.wanted.slice(0, 4));
    const from = chance.between(0, library.patrons.length - 1);
    const crowd = library.patrons.slice(from, from + CROWD);
    const came = await Promise.all(
      crowd.map(async (patron) => ({ patron, id: await reserve(walk, patron, recordId) })),
    );
    await wait(chance.between(200, 3_000));
    const leave = came.filter(() => chance.chance(0.8));
    await Promise.all(leave.map(({ patron, id }) => cancel(walk, patron, id)));
  }
}
