import { type Library, type Place, PREFECTURAL_LIBRARY, shippingApi } from '@toshobin/contracts';
import type { CalendarDate, Decision } from '@toshobin/lending-rules';
import { type ServiceClient, ServiceFault } from '@toshobin/service';

export interface LibraryList {
  prefectural: Library;
  regions: { name: string; libraries: Library[] }[];
  nextDispatchDay: CalendarDate;
  dispatchDaysAWeek: number;
}

/** Where they are and when they are open; of one that shipping does not know nothing. */
export interface LibraryPlaces {
  placeOf: (code: string) => Place;
  /** The holidays of this year and of those beside it. */
  holidays: readonly CalendarDate[];
}

const NOWHERE: Place = {
  address: null,
  hours: { weekdays: null, weekends: null },
  location: null,
  guidance: '',
};

const FRESH_MS = 10_000;

/** The libraries as shipping lists them, kept ten seconds, and the last known ones while shipping is away. */
export class KnownLibraries {
  readonly list: () => Promise<LibraryList>;
  readonly #places: () => Promise<LibraryPlaces>;

  constructor(shipping: ServiceClient, now: () => Date) {
    this.list = kept(now, () => shipping.call(shippingApi.libraries, {}));
    const asked = kept(now, () => shipping.call(shippingApi.places, {}));
    this.#places = async () => {
      const { places, holidays } = await asked();
      const known = new Map<string, Place>(places.map(({ library, place }) => [library, place]));
      return { holidays, placeOf: (code) => known.get(code) ?? NOWHERE };
    };
  }

  /** Nothing is known of them while shipping was never reached. */
  async places(): Promise<LibraryPlaces> {
    try {
      return await this.#places();
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault;
      return { placeOf: () => NOWHERE, holidays: [] };
    }
  }

  /** The prefectural library first, then the others in the service's own order; empty while never reached. */
  async all(): Promise<readonly Library[]> {
    try {
      const { prefectural, regions } = await this.list();
      return [prefectural, ...regions.flatMap((region) => region.libraries)];
    } catch (fault) {
      // A scan must not wait for names: the code stands in for a while.
      if (!(fault instanceof ServiceFault)) throw fault;
      return [];
    }
  }

  /**
   * Name by code, as the page calls a library (its name unless told); pages that only name one still work when shipping was
   * never reached.
   */
  async names(called: (library: Library) => string = ({ name }) => name): Promise<(code: string) => string> {
    const names = new Map<string, string>(
      (await this.all()).map((library) => [library.code, called(library)]),
    );
    return (code) => names.get(code) ?? (code === PREFECTURAL_LIBRARY ? '県立図書館' : code);
  }
}

/** What shipping answers, kept ten seconds; the last known answer while it is away. */
function kept<A>(now: () => Date, ask: () => Promise<Decision<A>>): () => Promise<A> {
  let known: { answer: A; at: number } | undefined;
  return async () => {
    const at = now().getTime();
    if (known && at - known.at < FRESH_MS) return known.answer;
    try {
      const answer = await ask();
      if (!answer.ok) throw new ServiceFault('shipping', `refused with ${answer.refusal.code}`);
      known = { answer: answer.value, at };
      return answer.value;
    } catch (fault) {
      if (known && fault instanceof ServiceFault) return known.answer;
      throw fault;
    }
  };
}
