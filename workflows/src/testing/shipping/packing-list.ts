import type { Allocation, DispatchPlan, ShippingActivities } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, allow, dayOf, type Instant, refuse } from '@toshobin/lending-rules';

type Command<K extends keyof ShippingActivities> = Parameters<ShippingActivities[K]>[0];

interface Listed {
  allocation: Allocation;
  pickupLibrary: string;
  plan: DispatchPlan;
  state: 'waiting' | 'packed' | 'dispatched' | 'removed';
}

/** Copies that are to be packed, and those that were. */
export class PackingList {
  readonly #list = new Map<number, Listed>();
  readonly #removals = new Set<number>();

  add({ allocation, pickupLibrary, at }: Command<'addToPackingList'>): DispatchPlan {
    const number = allocation.allocation;
    const known = this.#list.get(number);
    const isBack = known?.state === 'removed' && known.pickupLibrary === PREFECTURAL_LIBRARY;
    if (known && !isBack) return known.plan;
    const state = this.#removals.has(number) ? 'removed' : 'waiting';
    const plan = planOf(at);
    this.#list.set(number, { allocation, pickupLibrary, plan, state });
    return plan;
  }

  /** `packed` tells the parcels that the copy is to be taken out. */
  remove(allocation: number): 'removed' | 'notListed' | 'dispatched' {
    const listed = this.#list.get(allocation);
    if (!listed) {
      this.#removals.add(allocation);
      return 'notListed';
    }
    if (listed.state === 'dispatched') return 'dispatched';
    listed.state = 'removed';
    return 'removed';
  }

  redirect({
    allocation,
    pickupLibrary,
    at,
  }: Command<'redirect'>): Awaited<ReturnType<ShippingActivities['redirect']>> {
    const listed = this.#list.get(allocation);
    if (listed?.state === 'packed' || listed?.state === 'dispatched') return refuse('CHANGE_PICKUP_TOO_LATE');
    if (!listed || (listed.state === 'removed' && pickupLibrary !== PREFECTURAL_LIBRARY))
      return allow({ found: 'notListed' });
    listed.pickupLibrary = pickupLibrary;
    if (pickupLibrary === PREFECTURAL_LIBRARY) {
      listed.state = 'removed';
      return allow({ found: 'redirected' });
    }
    listed.plan = planOf(at);
    return allow({ found: 'redirected', ...listed.plan });
  }

  isWaiting(allocation: number): boolean {
    return this.#list.get(allocation)?.state === 'waiting';
  }

  /** Taken off the list into a parcel. */
  take(allocation: number): { allocation: Allocation; pickupLibrary: string } {
    const listed = this.#list.get(allocation);
    if (listed?.state !== 'waiting') throw new Error(`Allocation ${allocation} is not on the packing list`);
    listed.state = 'packed';
    return listed;
  }

  hasLeft(allocation: number): void {
    const listed = this.#list.get(allocation);
    if (listed) listed.state = 'dispatched';
  }
}

/** Dispatched at once, three days on the way. */
function planOf(at: Instant): DispatchPlan {
  return { plannedDispatchDay: dayOf(at), expectedDate: addDays(dayOf(at), 3) };
}
