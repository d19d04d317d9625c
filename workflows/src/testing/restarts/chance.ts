/** Chance that a seed repeats. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A number from 0 to 1 (mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  is(likely: number): boolean {
    return this.#next() < likely;
  }

  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }

  of<T>(choices: readonly T[]): T | undefined {
    return choices[this.upTo(choices.length - 1)];
  }
}
