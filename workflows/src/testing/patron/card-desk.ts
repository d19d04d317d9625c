import { randomUUID } from 'node:crypto';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, type Instant, isAfter } from '@toshobin/lending-rules';
import { type Emit, eventOf } from '../event-of.ts';
import type { TaskRows } from '../task-rows.ts';

type CardApplicationState = 'applied' | 'checked' | 'issued' | 'declined';

/** R1: card applications and cards, without the persons. */
export class CardDesk {
  readonly applications = new Map<string, CardApplicationState>();
  /** The last day of each card, and whether its holder was reminded of it. */
  readonly cards = new Map<string, { expiresOn: CalendarDate; reminded: boolean }>();
  /** Days after which a card that has ended is erased; null: never. */
  keptDays: number | null = null;
  readonly #tasks: TaskRows;
  readonly #emit: Emit;

  constructor(tasks: TaskRows, emit: Emit) {
    this.#tasks = tasks;
    this.#emit = emit;
  }

  /** Somebody applies online, or staff enter what came by mail. */
  apply(channel: 'online' | 'paper', at: Instant): string {
    const applicationId = randomUUID();
    this.applications.set(applicationId, 'applied');
    this.#emit(eventOf('patron.card.applied', { applicationId, channel, at }));
    return applicationId;
  }

  /** The desk has looked at the application. */
  check(applicationId: string, approved: boolean, at: Instant): void {
    this.applications.set(applicationId, 'checked');
    this.#tasks.clear({ applicationId }, at, ['checkIdentity']);
    this.#emit(eventOf('patron.card.checked', { applicationId, approved, at }));
  }

  askIdentityCheck(applicationId: string, at: Instant): void {
    if (this.applications.get(applicationId) !== 'applied') return;
    this.#tasks.add('checkIdentity', PREFECTURAL_LIBRARY, { applicationId }, 'online', at);
  }

  issue(applicationId: string, at: Instant): void {
    if (this.applications.get(applicationId) === 'issued') return;
    this.applications.set(applicationId, 'issued');
    this.#tasks.add('postCard', PREFECTURAL_LIBRARY, { applicationId }, 'issued', at);
  }

  decline(applicationId: string): void {
    this.applications.set(applicationId, 'declined');
  }

  /** Reminds of cards that end within 30 days, each once. */
  remindExpiring(at: Instant): number {
    const soon = addDays(dayOf(at), 30);
    const expiring = [...this.cards.values()].filter(
      ({ expiresOn, reminded }) => !reminded && !isAfter(expiresOn, soon) && !isAfter(dayOf(at), expiresOn),
    );
    for (const card of expiring) card.reminded = true;
    return expiring.length;
  }

  /** Ends the registrations of cards that ended so many days ago. */
  endExpired(at: Instant): number {
    const { keptDays } = this;
    if (keptDays === null) return 0;
    const old = [...this.cards].filter(
      ([, { expiresOn }]) => !isAfter(addDays(expiresOn, keptDays), dayOf(at)),
    );
    for (const [number] of old) this.cards.delete(number);
    return old.length;
  }
}
