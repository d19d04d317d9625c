import { beforeAll } from '@jest/globals';
import { people } from '../../src/demo-people.ts';
import { Journey } from '../../src/journey.ts';
import type { WholeLibrary } from '../../src/whole-library.ts';
import { atDesks } from './at-desks.ts';
import { ofPatrons } from './of-patrons.ts';
import { onEveryPage } from './on-every-page.ts';

/** Whatever is sent: a clear error or a documented tolerance, never a fault of ours, never half a change. */
export function badInput(library: () => WholeLibrary): void {
  let journey: Journey;
  beforeAll(async () => {
    const cast = await library().castFor(people.sakurako);
    journey = await Journey.reserve(cast, {
      record: await library().freeTitle(cast.patron),
      pickupLibrary: 'uto',
    });
    await journey.fetch();
    await journey.pack();
    await journey.shown('packed');
  }, 60_000);

  const stage = () => ({ library: library(), journey });
  ofPatrons(stage);
  atDesks(stage);
  onEveryPage(library);
}
