import type { LendingPolicy } from '@toshobin/lending-rules';
import { type Addresses, castFor, type Desks, patient } from '../cast.ts';
import type { Person } from '../demo-people.ts';
import type { Cast, Journey } from '../journey.ts';
import { MailInbox } from '../mail-inbox.ts';

/** A story of the library, played on a real stack through the public interfaces alone. */
export interface DemoStory {
  /** As it is called for: `npm run demo -- --story NAME`. */
  name: string;
  /** What happens, in a line. */
  about: string;
  /** Plays it; a step that is not seen throws. Answers the reservations whose end was seen. */
  play(stage: Stage): Promise<Journey[]>;
}

/** Where stories are played: the stack's desks, and two people with room for more. */
export class Stage {
  readonly addresses: Addresses;
  readonly desks: Desks;
  readonly people: readonly [Person, Person];
  readonly inbox: MailInbox;
  readonly #say: (who: string, step: string) => void;
  #policyBefore: Partial<LendingPolicy> | undefined;

  constructor(parts: {
    addresses: Addresses;
    desks: Desks;
    people: readonly [Person, Person];
    say: (who: string, step: string) => void;
  }) {
    this.addresses = parts.addresses;
    this.desks = parts.desks;
    this.people = parts.people;
    this.inbox = new MailInbox(parts.addresses.mail);
    this.#say = parts.say;
  }

  /** Says a step that was seen to have happened. */
  say(who: string, step: string): void {
    this.#say(who, step);
  }

  /** A person at one of the libraries, with the desks they meet. */
  cast(person: Person, who: string, branch: 'uto' | 'kikuyo' = 'uto'): Promise<Cast> {
    return patient(castFor(this.addresses, this.desks, person, (step) => this.say(who, step), branch));
  }

  /** Changes a number of the rules until the story, or the part of it, is over. */
  async setPolicy(who: string, change: Partial<LendingPolicy>): Promise<void> {
    const before = await this.desks.operator.changePolicy(change);
    this.say(who, `policy: ${JSON.stringify(change)}`);
    const names = new Set(Object.keys(change));
    this.#policyBefore ??= Object.fromEntries(Object.entries(before).filter(([name]) => names.has(name)));
  }

  async putPolicyBack(): Promise<void> {
    const before = this.#policyBefore;
    this.#policyBefore = undefined;
    if (before) await this.desks.operator.changePolicy(before);
  }
}

/** The refusal that a story expects; anything else ends it. */
export function refused(heard: { ok: boolean; code?: string; sentence?: string }, code: string): string {
  if (heard.ok || heard.code !== code) {
    throw new Error(`${code} was expected, and heard: ${heard.ok ? 'yes' : heard.code}`);
  }
  return `refused: ${code} ${heard.sentence ?? ''}`;
}
