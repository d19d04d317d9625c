import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '@toshobin/bench';
import { cancel, reserve, type Walk } from './walk-as-patron.ts';

/**
 * A title that a whole class has to read: each of them reserves it and thinks better of it, again and again, while the
 * desk goes on with its copies. What a queue's lock is for happens here.
 *
 * @param share of all patrons who are in the class
 */
export async function walkInARush(walk: Walk, share: number): Promise<void> {
  const { library, chance } = walk;
  const { recordId } = chance.of(library.wanted.slice(0, 6));
  const pupils = library.patrons.filter(() => chance.chance(share));
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
  let reserved: string | undefined;
  while (!until.aborted) {
    await wait(chance.between(200, 2_000), undefined, { signal: until }).catch(() => undefined);
    if (reserved !== undefined) await cancel(walk, pupil, reserved);
    // One in ten forgets to.
    reserved = (await reserve(walk, pupil, recordId)) ?? (await theirs(walk, pupil, recordId));
    if (chance.chance(0.1)) reserved = undefined;
  }
}

/** What they have of it already. */
async function theirs(
  { library }: Walk,
  pupil: Walk['library']['patrons'][number],
  recordId: string,
): Promise<string | undefined> {
  let found: string | undefined;
  await library.memory.attempt('look', async () => {
    const rows = await pupil.myLibrary();
    found = rows.find((row) => row.open && row.recordId === recordId)?.reservationId;
    return undefined;
  });
  return found;
}
