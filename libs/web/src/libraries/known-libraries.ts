import { type Library, PREFECTURAL_LIBRARY, shippingApi } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { type ServiceClient, ServiceFault } from '@toshobin/service';

export interface LibraryList {
  prefectural: Library;
  regions: { name: string; libraries: Library[] }[];
  nextDispatchDay: CalendarDate;
  dispatchDaysAWeek: number;
}

const FRESH_MS = 10_000;

/** The libraries as shipping lists them, kept ten seconds, and the last known ones while shipping is away. */
export class KnownLibraries {
  readonly #shipping: ServiceClient;
  readonly #now: () => Date;
  #known: { list: LibraryList; at: number } | undefined;

  constructor(shipping: ServiceClient, now: () => Date) {
    this.#shipping = shipping;
    this.#now = now;
  }

  async list(): Promise<LibraryList> {
    const at = this.#now().getTime();
    if (this.#known && at - this.#known.at < FRESH_MS) return this.#known.list;
    try {
      const answer = await this.#shipping.call(shippingApi.libraries, {});
      if (!answer.ok) throw new ServiceFault('shipping', `refused with ${answer.refusal.code}`);
      this.#known = { list: answer.value, at };
      return answer.value;
    } catch (fault) {
      if (this.#known && fault instanceof ServiceFault) return this.#known.list;
      throw fault;
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

  /** Name by code; pages that only name a library still work when shipping was never reached. */
  async names(): Promise<(code: string) => string> {
    const names = new Map<string, string>((await this.all()).map(({ code, name }) => [code, name]));
    return (code) => names.get(code) ?? (code === PREFECTURAL_LIBRARY ? '県立図書館' : code);
  }
}
