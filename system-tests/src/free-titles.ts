import type { RecordHit } from '@toshobin/contracts';
import type { PatronBrowser } from './patron-browser.ts';
import type { WholeLibrary } from './whole-library.ts';

/** Whether a title will do. */
export type Fits = (hit: RecordHit) => boolean;

/** Titles that nobody has reserved: each is taken once. */
export class FreeTitles {
  readonly #library: WholeLibrary;
  readonly #titles: RecordHit[];

  private constructor(library: WholeLibrary, titles: RecordHit[]) {
    this.#library = library;
    this.#titles = titles;
  }

  /** Every book that may be reserved, has a copy on its shelf and nobody waiting, as far as eight pages go. */
  static async of(library: WholeLibrary, patron: PatronBrowser): Promise<FreeTitles> {
    const pages = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((page) => patron.search('の', page)));
    const hits = pages.flatMap(({ records }) => records);
    // A title of its own, so that a page that names it can mean no other.
    const isAlone = ({ title }: RecordHit) => hits.filter((one) => one.title === title).length === 1;
    const free = hits.filter(
      (hit) =>
        hit.lending === 'lendable' &&
        hit.onShelf > 0 &&
        hit.waiting === 0 &&
        hit.title.length >= 5 &&
        isAlone(hit),
    );
    return new FreeTitles(library, free);
  }

  take(count = 1, fits: Fits = () => true): RecordHit[] {
    const taken = this.#titles.filter(fits).slice(0, count);
    if (taken.length < count) throw new Error('No title is left');
    for (const one of taken) {
      this.#titles.splice(this.#titles.indexOf(one), 1);
      this.#library.titles.add(one.title);
    }
    return taken;
  }

  one(fits?: Fits): RecordHit {
    const [taken] = this.take(1, fits);
    if (!taken) throw new Error('No title is left');
    return taken;
  }
}
