/** The answers to a kind of wish, each decided once by the wish's id. */
export class AnsweredOnce<C extends { reservationId: string; wish?: string }, T> {
  readonly #answers = new Map<string, T>();
  readonly #decide: (command: C) => T;

  constructor(decide: (command: C) => T) {
    this.#decide = decide;
  }

  answer(command: C): T {
    const { reservationId, wish } = command;
    if (wish === undefined) return this.#decide(command);
    const key = keyOf(reservationId, wish);
    const answer = this.#answers.get(key) ?? this.#decide(command);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Replaces an answer that did not come true. */
  answerInstead(reservationId: string, wish: string, answer: T): void {
    const key = keyOf(reservationId, wish);
    if (this.#answers.has(key)) this.#answers.set(key, answer);
  }

  /** The wishes of a reservation. */
  of(reservationId: string): string[] {
    const before = keyOf(reservationId, '');
    return [...this.#answers.keys()].flatMap((key) =>
      key.startsWith(before) ? [key.slice(before.length)] : [],
    );
  }
}

const keyOf = (reservationId: string, wish: string) => `${reservationId} ${wish}`;
