/** Whom a duty asks. What one owner is asked for a reservation comes one after the other, whatever another does. */
export type Lane = 'standing' | 'catalog' | 'shipping' | 'slots' | 'mails';

/**
 * What is under way for a reservation. An owner that is away, or fails at what it is asked, holds back what it is to be
 * asked next, and nothing that others are.
 */
export class Lanes {
  readonly #underWay = new Map<object, { lane: Lane; key: string | undefined }>();
  #fault: { of: unknown } | undefined;

  isFree(lane: Lane): boolean {
    return ![...this.#underWay.values()].some((one) => one.lane === lane);
  }

  /** Nobody is being asked anything. */
  get areFree(): boolean {
    return this.#underWay.size === 0;
  }

  isUnderWay(key: string): boolean {
    return [...this.#underWay.values()].some((one) => one.key === key);
  }

  /** No duty begins in that lane before the work is done; what a wish tells waits for none. */
  async occupy<T>(lane: Lane, work: () => Promise<T>, key?: string): Promise<T> {
    const one = {};
    this.#underWay.set(one, { lane, key });
    try {
      return await work();
    } finally {
      this.#underWay.delete(one);
    }
  }

  /** Begins a duty. A fault that no repetition mends is one of the process. */
  begin(lane: Lane, work: () => Promise<unknown>, key?: string): void {
    this.occupy(lane, work, key).catch((fault: unknown) => {
      this.#fault ??= { of: fault };
    });
  }

  get hasFailed(): boolean {
    return this.#fault !== undefined;
  }

  throwIfFailed(): void {
    if (this.#fault) throw this.#fault.of;
  }
}
