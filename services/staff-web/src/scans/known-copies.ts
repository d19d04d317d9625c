import type { CopyNames } from '@toshobin/contracts';

/** A title that is changed elsewhere shows so much later at most. */
const FRESH_MS = 5 * 60_000;
const AT_MOST = 5_000;

/** What copies are called, as the catalog said lately: a terminal's list names the same ones at every scan. */
export class KnownCopies {
  readonly #kept = new Map<string, { names: CopyNames; at: number }>();

  of(barcode: string, now: Date): CopyNames | undefined {
    const kept = this.#kept.get(barcode);
    return kept && now.getTime() - kept.at < FRESH_MS ? kept.names : undefined;
  }

  keep(barcode: string, names: CopyNames, now: Date): void {
    this.#kept.delete(barcode);
    this.#kept.set(barcode, { names, at: now.getTime() });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= AT_MOST) break;
      this.#kept.delete(oldest);
    }
  }

  /** For a copy that was changed at this desk. */
  forget(barcode: string): void {
    this.#kept.delete(barcode);
  }
}
