import type { catalogApi } from '@toshobin/contracts';
import { defaultPolicy, type LendingPolicy } from '@toshobin/lending-rules';
import { type Operations, ServiceFault } from '@toshobin/service';

const FRESH_MS = 60_000;

/**
 * The numbers of the rules as the catalog has them, for what pages say of them (never for a decision): kept a minute,
 * the last known ones while the catalog is away, those of the library's own page before it was ever reached.
 */
export class KnownPolicy {
  readonly #catalog: Pick<Operations<typeof catalogApi>, 'readPolicy'>;
  readonly #now: () => Date;
  #known: { policy: LendingPolicy; at: number } | undefined;

  constructor(catalog: Pick<Operations<typeof catalogApi>, 'readPolicy'>, now: () => Date) {
    this.#catalog = catalog;
    this.#now = now;
  }

  async inForce(): Promise<LendingPolicy> {
    const at = this.#now().getTime();
    if (this.#known && at - this.#known.at < FRESH_MS) return this.#known.policy;
    try {
      const answer = await this.#catalog.readPolicy();
      if (!answer.ok) throw new ServiceFault('catalog', `refused with ${answer.refusal.code}`);
      this.#known = { policy: answer.value.policy, at };
      return answer.value.policy;
    } catch (fault) {
      if (!(fault instanceof ServiceFault)) throw fault;
      return this.#known?.policy ?? defaultPolicy;
    }
  }
}
