/** Longer than a form's answer takes to its page; what is older is asked anew. */
const FRESH_MS = 5_000;

/** What a form has learned already, for the page that follows in the same session: it is taken once and kept nowhere else. */
export class TakenOnce<T> {
  readonly #kept = new Map<string, { about: string; what: T; at: number }>();

  /** @param about what was asked: a page that asks another thing takes nothing */
  keep(sessionId: string, about: string, what: T, now: Date): void {
    this.#forgetBefore(now.getTime() - FRESH_MS);
    this.#kept.set(sessionId, { about, what, at: now.getTime() });
  }

  take(sessionId: string, about: string, now: Date): T | undefined {
    this.#forgetBefore(now.getTime() - FRESH_MS);
    const kept = this.#kept.get(sessionId);
    this.#kept.delete(sessionId);
    return kept?.about === about ? kept.what : undefined;
  }

  #forgetBefore(moment: number): void {
    for (const [sessionId, { at }] of this.#kept) if (at < moment) this.#kept.delete(sessionId);
  }
}
