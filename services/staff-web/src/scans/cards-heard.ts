import type { ResolvedCard } from '@toshobin/contracts';

/** Longer than a form's answer takes to its page; what is older is asked anew. */
const FRESH_MS = 5_000;

/** How a card stood when a form was answered, for the page that follows: it is taken once and kept nowhere else. */
export class CardsHeard {
  readonly #kept = new Map<string, { number: string; card: ResolvedCard; at: number }>();

  keep(sessionId: string, number: string, card: ResolvedCard, now: Date): void {
    this.#forgetBefore(now.getTime() - FRESH_MS);
    this.#kept.set(sessionId, { number, card, at: now.getTime() });
  }

  take(sessionId: string, number: string, now: Date): ResolvedCard | undefined {
    this.#forgetBefore(now.getTime() - FRESH_MS);
    const kept = this.#kept.get(sessionId);
    this.#kept.delete(sessionId);
    return kept?.number === number ? kept.card : undefined;
  }

  #forgetBefore(moment: number): void {
    for (const [sessionId, { at }] of this.#kept) if (at < moment) this.#kept.delete(sessionId);
  }
}
