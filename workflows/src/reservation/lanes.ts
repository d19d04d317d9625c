/** The owners whom duties ask. Each is asked one thing after the other for a reservation, whatever another does. */
export type Lane = 'standing' | 'catalog' | 'shipping' | 'slots' | 'mails';

/**
 * The work under way for a reservation. An owner that is away, or fails at its work, holds back its own next work, and
 * nobody else's.
 */
export class Lanes {
  readonly #underWay = new Map<object, { lane: Lane; key: string | undefined }>();
  #fault: { of: unknown } | undefined;

  isFree(lane: Lane): boolean {
    return ![...this.#underWay.values()].some((one) => one.lane === lane);
  }

  /** Whether nobody is being asked anything. */
  get areFree(): boolean {
    return this.#underWay.size === 0;
  }

  isUnderWay(key: string): boolean {
    return [...this.#underWay.values()].some((one) => one.key === key);
  }

  /** Keeps a lane until the work is done: no duty begins there before; what a wish tells waits for none. */
  async occupy<T>(lane: Lane, work: () => Promise<T>, key?: string): Promise<T> {
    const one = {};
    this.#underWay.set(one, { lane, key });
    try {
      return await work();
    } finally {
      this.#underWay.delete(one);
    }
  }

  /** Begins a duty in a lane. A fault that no repetition mends fails the process. */
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
