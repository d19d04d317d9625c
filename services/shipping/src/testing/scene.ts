import { expect } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { type Decision, type Fact, type Instant, minusDuration } from '@toshobin/lending-rules';
import type { Scan } from '../scans/carry-out-once.ts';
import { pickedCopy, type TestShipping } from './open-test-shipping.ts';
import { footprint } from './parcel-faults.ts';

/** The copies, and what was done so far that may come again. */
export class Scene {
  readonly facts: Fact[] = [];
  readonly scans: (() => Promise<void>)[] = [];
  readonly commands: (() => Promise<unknown>)[] = [];
  readonly removed = new Map<number, Instant>();
  readonly listedAgain = new Map<number, Instant>();
  /** Two transactions at a time: nothing is compared until both are done. */
  twoAtATime = false;
  readonly #here: TestShipping;
  readonly #allocations: Allocation[][];

  constructor(here: TestShipping, copies: number) {
    this.#here = here;
    this.#allocations = Array.from({ length: copies }, () => [pickedCopy()]);
  }

  /** The allocation of a copy, and so many before the latest. */
  allocation({ which: n, back: older = 0 }: { which: number; back?: number }): Allocation {
    const of = this.#allocations[n] ?? [];
    const found = of.at(-1 - older) ?? of[0];
    if (!found) throw new Error(`There is no copy ${n}`);
    return found;
  }

  allocateAnew(n: number): Allocation {
    const { reservationId, allocation } = pickedCopy();
    const anew = { ...this.allocation({ which: n }), reservationId, allocation };
    this.#allocations[n]?.push(anew);
    return anew;
  }

  barcodes(which: readonly number[]): string[] {
    return which.map((n) => this.allocation({ which: n }).barcode);
  }

  /** A scan, sent twice, and kept to be sent again: whatever was done since, it is answered the same. */
  async scan<T>(send: (scan: Scan) => Promise<Decision<T>>, by = 'pref', late = 0): Promise<T | undefined> {
    const scan = { ...this.#here.scan(by), occurredAt: this.ago(late) };
    const answer = await this.twice(() => send(scan));
    if (!answer.ok) return undefined;
    this.scans.push(async () => expect(await this.changingNothing(() => send(scan))).toEqual(answer));
    return answer.value;
  }

  /** A command of a process, carried out twice, and kept to be carried out again. */
  async command(work: () => Promise<unknown>): Promise<void> {
    await this.twice(work);
    this.commands.push(work);
  }

  async listedThoughRemoved(): Promise<number[]> {
    const rows = await this.#here.shipping.db.packingRow.findMany({
      where: { state: { in: ['waiting', 'packed'] }, allocation: { in: [...this.removed.keys()] } },
    });
    return rows
      .map(({ allocation }) => allocation)
      .filter((n) => (this.listedAgain.get(n) ?? '') < (this.removed.get(n) ?? ''));
  }

  ago(late: number): Instant {
    return minusDuration(this.#here.shipping.now(), `PT${late}H`);
  }

  /** Everything is done twice: the second time answers the same and changes nothing. */
  async twice<T>(work: () => Promise<T>): Promise<T> {
    const first = await work();
    if (!this.twoAtATime) expect(await this.changingNothing(work)).toEqual(first);
    return first;
  }

  async changingNothing<T>(work: () => Promise<T>): Promise<T> {
    if (this.twoAtATime) return work();
    const { db } = this.#here.shipping;
    const before = await footprint(db);
    const answer = await work();
    expect(await footprint(db)).toEqual(before);
    return answer;
  }
}
