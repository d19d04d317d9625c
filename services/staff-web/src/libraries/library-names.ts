import { type Library, PREFECTURAL_LIBRARY, shippingApi } from '@toshobin/contracts';
import { type ServiceClient, ServiceFault } from '@toshobin/service';

const FRESH_MS = 60_000;

/** The libraries as shipping lists them, kept a minute; the last known ones while shipping is away. */
export class LibraryNames {
  readonly #shipping: ServiceClient;
  readonly #now: () => Date;
  #known: { libraries: readonly Library[]; at: number } = { libraries: [], at: 0 };

  constructor(shipping: ServiceClient, now: () => Date) {
    this.#shipping = shipping;
    this.#now = now;
  }

  /** The prefectural library first, then the others in the service's own order; empty while never reached. */
  async all(): Promise<readonly Library[]> {
    const at = this.#now().getTime();
    if (at - this.#known.at < FRESH_MS) return this.#known.libraries;
    try {
      const answer = await this.#shipping.call(shippingApi.libraries, {});
      if (answer.ok) {
        const { prefectural, regions } = answer.value;
        this.#known = { libraries: [prefectural, ...regions.flatMap((region) => region.libraries)], at };
      }
    } catch (fault) {
      // A scan must not wait for names: the code stands in for a while.
      if (!(fault instanceof ServiceFault)) throw fault;
    }
    return this.#known.libraries;
  }

  async names(): Promise<(code: string) => string> {
    const names = new Map<string, string>((await this.all()).map(({ code, name }) => [code, name]));
    return (code) => names.get(code) ?? (code === PREFECTURAL_LIBRARY ? '県立図書館' : code);
  }
}
