import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '@toshobin/bench';
import { cancel, reserve, type Walk } from './walk-as-patron.ts';

/**
 * A title that a whole class has to read: each of them reserves it and thinks better of it, again and again, while the
 * desk goes on with its copies. What a queue's lock is for happens here.
 */
export async function walkInARush(walk: Walk): Promise<void> {
  const { library, chance } = walk;
  const { recordId } = chance.of(library.wanted.slice(0, 6));
  const pupils = library.patrons.filter(() => chance.chance(0.6));
  await Promise.all(
    // Each has chances of their own, so that one who is late changes nobody else's.
    pupils.map((pupil) =>
      thinkBetterOfIt({ ...walk, chance: new Seeded(chance.between(0, 1_000_000)) }, pupil, recordId),
    ),
  );
}

async function thinkBetterOfIt(
  walk: Walk,
  pupil: Walk['library']['patrons'][number],
  recordId: string,
): Promise<void> {
  const { chance, until } = walk;
  while (!until.aborted) {
    await wait(chance.between(200, 2_000), undefined, { signal: until }).catch(() => undefined);
    const reservation = await reserve(walk, pupil, recordId);
    if (chance.chance(0.9)) await cancel(walk, pupil, reservation);
  }
}
