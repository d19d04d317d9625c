/** Of a service that gives no answers: how long a look at it is waited for, but for one that waits as ever in so long. */
const WHILE_SILENT = { waitMs: 1_000, onceInMs: 10_000 };

/**
 * How long one service is waited for. Once it has let somebody wait in vain, whoever only looks is told sooner, so that a page
 * that asks a process which hangs is there after a second and not after five each time; from its next answer on it is waited
 * for as ever.
 */
export class Patience {
  #silent = false;
  #waitedAt = Number.NEGATIVE_INFINITY;

  /** For a look that is begun now. */
  forLook(timeoutMs: number): number {
    const now = performance.now();
    if (this.#silent && now - this.#waitedAt < WHILE_SILENT.onceInMs)
      return Math.min(timeoutMs, WHILE_SILENT.waitMs);
    this.#waitedAt = now;
    return timeoutMs;
  }

  answered(): void {
    this.#silent = false;
  }

  ranOut(): void {
    this.#silent = true;
  }
}
