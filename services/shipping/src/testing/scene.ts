import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import type { ActOfStaff } from '@toshobin/contracts';
import {
  type Allocation,
  compareVersions,
  PREFECTURAL_LIBRARY,
  type ReservationStanding,
} from '@toshobin/contracts';
import {
  addDays,
  copyToPack,
  type Decision,
  dayOf,
  deadlineOn,
  type Instant,
  instantFromDate,
  minusDuration,
  ownCopy,
  shelvedUntil,
} from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import type { PackingRow } from '../generated/prisma/client.ts';
import { itemOf } from '../packing/item-of.ts';
import {
  hearStanding,
  pickedCopy,
  standingOf,
  type TestShipping,
  withoutCopy,
} from './open-test-shipping.ts';
import { footprint } from './parcel-faults.ts';

/** What a reservation becomes otherwise than by a scan of shipping's. */
export const changes = [
  'cancelled',
  'waiting',
  'toFetch',
  'fetched',
  'measured',
  'onShelf',
  'onShelfLonger',
] as const;

/** Some copies, what the catalog says of them, and what was done so far that may come again. */
export class Scene {
  readonly facts: Fact[] = [];
  readonly scans: (() => Promise<void>)[] = [];
  readonly commands: (() => Promise<unknown>)[] = [];
  /** Two transactions at a time: nothing is compared until both are done. */
  together = false;
  readonly #here: TestShipping;
  readonly #allocations: Allocation[][];
  /** How reservations stood, as the catalog told it, whether it was heard or not. */
  readonly #told: ReservationStanding[] = [];
  readonly #heard = new Map<string, ReservationStanding>();

  constructor(here: TestShipping, copies: number) {
    this.#here = here;
    this.#allocations = Array.from({ length: copies }, () => [pickedCopy()]);
  }

  /** An allocation of a copy, so many before the latest. */
  allocation({ which: n, back: older = 0 }: { which: number; back?: number }): Allocation {
    const of = this.#allocations[n] ?? [];
    const found = of.at(-1 - older) ?? of[0];
    if (!found) throw new Error(`There is no copy ${n}`);
    return found;
  }

  allocateAnew(n: number, whose?: Allocation['reservationId']): Allocation {
    const { allocation, reservationId } = pickedCopy();
    const anew = { ...this.allocation({ which: n }), allocation, reservationId: whose ?? reservationId };
    this.#allocations[n]?.push(anew);
    return anew;
  }

  barcodes(which: readonly number[]): string[] {
    return which.map((n) => this.allocation({ which: n }).barcode);
  }

  /** The catalog tells how a reservation stands; nobody has heard it yet. */
  tell(standing: ReservationStanding): ReservationStanding {
    this.#told.push(standing);
    return standing;
  }

  toldBefore(nth: number): ReservationStanding | undefined {
    return this.#told.at(-1 - nth);
  }

  /** The standing that was told last of the reservation of that allocation, or first. */
  toldOf({ reservationId }: Allocation, which: 'first' | 'last' = 'last'): ReservationStanding | undefined {
    const own = this.#told.filter((standing) => standing.reservationId === reservationId);
    return which === 'last' ? own.at(-1) : own[0];
  }

  async hear(standing: ReservationStanding): Promise<void> {
    await this.twice(() => hearStanding(this.#here, standing));
    this.#isHeard(standing);
  }

  /** A loan slot is claimed for the copy of that standing, if it is to be packed by it. */
  async claim(standing: ReservationStanding | undefined): Promise<void> {
    if (!standing || copyToPack(standing.state) === null) return;
    const command = { standing, at: this.#here.shipping.now() };
    await this.command(() => this.#here.activities.addToPackingList(command));
    this.#isHeard(standing);
  }

  /** A branch is asked about the copy of that allocation as it stood last, or by a process of the release before. */
  async askShelf({ reservationId, allocation, copyId }: Allocation, library: string): Promise<void> {
    const question = { reservationId, allocation, copyId, library, at: this.#here.shipping.now() };
    const told = this.#told.findLast((one) => one.reservationId === reservationId);
    const standing = told?.state.copy?.allocation === allocation ? told : undefined;
    const command = { ...question, ...(standing && { standing }) };
    await this.command(() => this.#here.activities.askShelfCheck(command));
    if (standing) this.#isHeard(standing);
  }

  /** Tells that the reservation of that allocation stands otherwise. */
  change(allocation: Allocation, how: (typeof changes)[number]): ReservationStanding {
    const before = this.toldOf(allocation)?.state;
    const pickupLibrary = before?.pickupLibrary ?? 'uto';
    if (how === 'cancelled' || how === 'waiting') return this.tell(withoutCopy(allocation, how));
    const item = how === 'measured' ? { ...allocation, weightGrams: 2400 } : allocation;
    const journey = before?.copy?.journey ?? allocation.allocation;
    if (how === 'onShelf' || how === 'onShelfLonger') {
      const today = dayOf(this.#here.shipping.now());
      const holdUntil = deadlineOn(addDays(today, how === 'onShelf' ? -1 : 1));
      return this.tell(standingOf(item, { journey, pickupLibrary, stage: 'held', holdUntil }));
    }
    const stage = pickupLibrary === PREFECTURAL_LIBRARY ? 'held' : 'fetched';
    return this.tell(
      standingOf(item, { journey, pickupLibrary, stage: how === 'toFetch' ? 'toFetch' : stage }),
    );
  }

  /** R20: the catalog has said yes, and takes it back when shipping says no. */
  async redirect(allocation: Allocation, pickupLibrary: string, isHeardBefore: boolean): Promise<void> {
    const before = this.toldOf(allocation);
    if (!before || before.state.ended !== null || before.item?.allocation !== allocation.allocation) return;
    const journey = before.state.copy?.journey ?? allocation.allocation;
    const at = (library: string) =>
      this.tell(
        standingOf(allocation, {
          journey,
          pickupLibrary: library,
          stage: library === PREFECTURAL_LIBRARY ? 'held' : 'fetched',
        }),
      );
    const standing = at(pickupLibrary);
    if (isHeardBefore) await this.hear(standing);
    const command = { standing, at: this.#here.shipping.now() };
    const answer = await this.twice(() => this.#here.activities.redirect(command));
    if (answer.ok) this.#isHeard(standing);
    else await this.hear(at(before.state.pickupLibrary));
  }

  /** Carries out a scan twice, and keeps it to be sent again: whatever is done since, the answer is the same. */
  async scan<T>(
    send: (scan: ActOfStaff) => Promise<Decision<T>>,
    by = 'pref',
    late = 0,
  ): Promise<T | undefined> {
    const scan = { ...this.#here.scan(by), occurredAt: this.ago(late) };
    const answer = await this.twice(() => send(scan));
    if (!answer.ok) return undefined;
    this.scans.push(async () => expect(await this.changingNothing(() => send(scan))).toEqual(answer));
    return answer.value;
  }

  /** Carries out a command of a process twice, and keeps it to be carried out again. */
  async command(work: () => Promise<unknown>): Promise<void> {
    await this.twice(work);
    this.commands.push(work);
  }

  ago(late: number): Instant {
    return minusDuration(this.#here.shipping.now(), `PT${late}H`);
  }

  /** Does something twice: the second time answers the same and changes nothing. */
  async twice<T>(work: () => Promise<T>): Promise<T> {
    const first = await work();
    if (!this.together) expect(await this.changingNothing(work)).toEqual(first);
    return first;
  }

  async changingNothing<T>(work: () => Promise<T>): Promise<T> {
    if (this.together) return work();
    const before = await footprint(this.#here.shipping.db);
    const answer = await work();
    expect(await footprint(this.#here.shipping.db)).toEqual(before);
    return answer;
  }

  /** Of what was heard of each reservation the newest is kept, and nothing else; each row is a fault. */
  async keptOtherwise(): Promise<unknown[]> {
    const rows = await this.#here.shipping.db.packingRow.findMany();
    return [...this.#heard.values()].flatMap((standing) => {
      const row = rows.find(({ reservationId }) => reservationId === standing.reservationId);
      const kept = row && keptIn(row);
      const follows = follow(standing);
      return isDeepStrictEqual(kept, follows) ? [] : [{ kept, follows }];
    });
  }

  /** Hears at last whatever is late, the newest first. */
  async hearAll(): Promise<void> {
    for (const standing of this.#told.toReversed()) await hearStanding(this.#here, standing);
    for (const standing of this.#told) this.#isHeard(standing);
  }

  #isHeard(standing: ReservationStanding): void {
    const known = this.#heard.get(standing.reservationId);
    if (!known || compareVersions(standing, known) > 0) this.#heard.set(standing.reservationId, standing);
  }
}

function keptIn(row: PackingRow) {
  const { epoch, n, pickupLibrary, allocation, journey, copyId, barcode, toPack } = row;
  const kept = { epoch, n, pickupLibrary, item: itemOf(row), allocation, journey, copyId, barcode, toPack };
  return { ...kept, shelvedUntil: row.shelvedUntil && instantFromDate(row.shelvedUntil) };
}

function follow({ epoch, n, state, item }: ReservationStanding): ReturnType<typeof keptIn> {
  const own = ownCopy(state);
  const kept = own && item;
  return {
    epoch,
    n,
    pickupLibrary: state.pickupLibrary,
    item: kept,
    allocation: own?.allocation ?? null,
    journey: own?.journey ?? null,
    copyId: kept && BigInt(kept.copyId),
    barcode: kept?.barcode ?? null,
    toPack: copyToPack(state) !== null,
    shelvedUntil: shelvedUntil(state)?.at ?? null,
  };
}
