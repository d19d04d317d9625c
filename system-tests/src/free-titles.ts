import type { RecordHit } from '@toshobin/contracts';
import type { PatronBrowser } from './patron-browser.ts';

/** Whether a title will do. */
export type Fits = (hit: RecordHit) => boolean;

/** So many pages of a search have a title for everybody who plays in one library. */
const PAGES = 20;

/** Titles that nobody has reserved: each is taken once. */
export class FreeTitles {
  readonly #taken: Set<string>;
  readonly #titles: RecordHit[];

  private constructor(taken: Set<string>, titles: RecordHit[]) {
    this.#taken = taken;
    this.#titles = titles;
  }

  /** Every book on these pages that may be reserved, has a copy on its shelf and nobody waiting; what is taken is added to `taken`. */
  static async of(patron: PatronBrowser, taken: Set<string>): Promise<FreeTitles> {
    const pages = Array.from({ length: PAGES }, (_, page) => patron.search('の', page + 1));
    const hits = (await Promise.all(pages)).flatMap(({ records }) => records);
    // A title of its own, so that a page that names it can mean no other.
    const isAlone = ({ title }: RecordHit) => hits.filter((one) => one.title === title).length === 1;
    // A short title is found by chance where it must not be (see the search for what must stay private).
    const free = hits.filter(
      (hit) =>
        hit.lending === 'lendable' &&
        hit.onShelf > 0 &&
        hit.waiting === 0 &&
        hit.title.length >= 5 &&
        isAlone(hit),
    );
    return new FreeTitles(taken, free);
  }

  take(count = 1, fits: Fits = () => true): RecordHit[] {
    const taken = this.#titles.filter(fits).slice(0, count);
    if (taken.length < count) throw new Error('No title is left');
    for (const one of taken) {
      this.#titles.splice(this.#titles.indexOf(one), 1);
      this.#taken.add(one.title);
    }
    return taken;
  }

  one(fits?: Fits): RecordHit {
    const [taken] = this.take(1, fits);
    if (!taken) throw new Error('No title is left');
    return taken;
  }
}
