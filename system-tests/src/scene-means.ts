import type { Fits, FreeTitles } from './free-titles.ts';
import type { Cast, Journey } from './journey.ts';
import type { PagePerson } from './playing-people.ts';
import type { WholeLibrary } from './whole-library.ts';

/** What the parts of the scene are made with. */
export interface Means {
  library: WholeLibrary;
  castOf: (person: PagePerson) => Promise<Cast>;
  titles: FreeTitles;
  reserve: (person: PagePerson, pickupLibrary: string, fits?: Fits) => Promise<Journey>;
}
