import {
  type Allocation,
  compareVersions,
  type DispatchPlan,
  PREFECTURAL_LIBRARY,
  type ReservationStanding,
  type ShippingActivities,
  type StandingVersion,
} from '@toshobin/contracts';
import {
  addDays,
  allow,
  copyToPack,
  dayOf,
  givesSlotBack,
  type Instant,
  judgeRedirect,
  judgeSlotClaim,
  ownCopy,
  shelvedUntil,
} from '@toshobin/lending-rules';

type Command<K extends keyof ShippingActivities> = Parameters<ShippingActivities[K]>[0];

interface Row {
  standing: ReservationStanding;
  /** The journey for which a loan slot is claimed. */
  slot?: { journey: number; plan: DispatchPlan };
  /** The newest version by which the copy is picked up at the counter: its slot was given back until then. */
  slotless?: StandingVersion;
}

/** How reservations stand, and which of their copies were packed; what waits follows from that. */
export class PackingList {
  readonly #rows = new Map<string, Row>();
  /** Copies in parcels, or gone with them, and the library they go to. */
  readonly #packed = new Map<number, string>();
  readonly #leaves: (allocation: number) => void;

  /** @param leaves takes a copy that is its reservation's own no more out of the parcel it is in */
  constructor(leaves: (allocation: number) => void) {
    this.#leaves = leaves;
  }

  hear(standing: ReservationStanding): void {
    const row = this.#rows.get(standing.reservationId);
    if (row && compareVersions(standing, row.standing) <= 0) return;
    const isSlotless = givesSlotBack(standing.state, isPrefectural(standing));
    const { slot: _, ...kept } = row ?? {};
    this.#rows.set(
      standing.reservationId,
      isSlotless ? { ...kept, standing, slotless: standing } : { ...row, standing },
    );
    const before = row && ownCopy(row.standing.state)?.allocation;
    if (before !== undefined && before !== ownCopy(standing.state)?.allocation) this.#leaves(before);
  }

  add({ standing, at }: Command<'addToPackingList'>): DispatchPlan {
    this.hear(standing);
    const row = this.#rows.get(standing.reservationId);
    const journey = standing.state.copy?.journey ?? 0;
    const isGivenBack = compareVersions(standing, row?.slotless ?? { epoch: 0, n: 0 }) <= 0;
    const judged = judgeSlotClaim({ slotJourney: row?.slot?.journey ?? null }, { journey, isGivenBack });
    if (judged === 'hasListed' && row?.slot) return row.slot.plan;
    const plan = planOf(at);
    if (judged === 'lists' && row) row.slot = { journey, plan };
    return plan;
  }

  redirect({ standing }: Command<'redirect'>): Awaited<ReturnType<ShippingActivities['redirect']>> {
    const { copy, pickupLibrary } = standing.state;
    const to = { pickupLibrary, atPrefectural: isPrefectural(standing) };
    const judged = judgeRedirect(this.#packed.get(copy?.allocation ?? 0), to);
    if (!judged.ok) return judged;
    this.hear(standing);
    return allow({ redirected: true });
  }

  /** The copy that is a reservation's own, and the end of its hold while it is on the hold shelf. */
  ownCopyOf(reservationId: string): { allocation: number | null; shelvedUntil: Instant | null } {
    const state = this.#rows.get(reservationId)?.standing.state;
    if (state === undefined) return { allocation: null, shelvedUntil: null };
    return {
      allocation: ownCopy(state)?.allocation ?? null,
      shelvedUntil: shelvedUntil(state)?.at ?? null,
    };
  }

  isWaiting(allocation: number): boolean {
    return this.#waiting(allocation) !== undefined;
  }

  /** Takes a copy off the list, into a parcel. */
  take(allocation: number): { allocation: Allocation; pickupLibrary: string } {
    const waiting = this.#waiting(allocation);
    if (!waiting) throw new Error(`Allocation ${allocation} is not on the packing list`);
    this.#packed.set(allocation, waiting.pickupLibrary);
    return waiting;
  }

  #waiting(allocation: number): { allocation: Allocation; pickupLibrary: string } | undefined {
    const row = [...this.#rows.values()].find(({ standing }) => standing.item?.allocation === allocation);
    const { item, state } = row?.standing ?? {};
    const copy = state && copyToPack(state);
    if (!item || !copy || row?.slot?.journey !== copy.journey || this.#packed.has(allocation))
      return undefined;
    return { allocation: item, pickupLibrary: state.pickupLibrary };
  }
}

const isPrefectural = ({ state }: ReservationStanding) => state.pickupLibrary === PREFECTURAL_LIBRARY;

/** The plan of a copy: dispatched at once, three days on the way. */
function planOf(at: Instant): DispatchPlan {
  return { plannedDispatchDay: dayOf(at), expectedDate: addDays(dayOf(at), 3) };
}
