import { setTimeout as wait } from 'node:timers/promises';
import { cancel, reserve, type Walk } from './walk-as-patron.ts';

/**
 * A title that a whole class has to read: half of them reserve it in the same moment in which the other half, who did so
 * before, think better of it, while the desk goes on with its copies. What a queue's lock is for happens here.
 */
export async function walkInARush(walk: Walk): Promise<void> {
  const { library, chance, until } = walk;
  const { recordId } = chance.of(library.wanted.slice(0, 6));
  const middle = Math.ceil(library.patrons.length / 2);
  const halves = [library.patrons.slice(0, middle), library.patrons.slice(middle)] as const;
  let came: { patron: Walk['library']['patrons'][number]; id: string }[] = [];
  for (let round = 0; !until.aborted; round += 1) {
    await wait(chance.between(500, 3_000), undefined, { signal: until }).catch(() => undefined);
    const leave = came.filter(() => chance.chance(0.9));
    const [next] = await Promise.all([
      Promise.all(
        halves[round % 2 === 0 ? 0 : 1].map(async (patron) => ({
          patron,
          id: await reserve(walk, patron, recordId),
        })),
      ),
      ...leave.map(({ patron, id }) => cancel(walk, patron, id)),
    ]);
    came = next;
  }
}
