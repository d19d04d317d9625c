import { setTimeout } from 'node:timers/promises';
import { type Decision, refuse } from '@toshobin/lending-rules';

/** Counts of attempts by key and window; each front keeps them in its own database. */
export interface AttemptStore {
  /** How many there are. */
  count(key: string, windowStart: Date): Promise<number>;
  /** Adds one, unless the limit is reached; answers whether it was added, in one step. */
  take(key: string, windowStart: Date, limit: number): Promise<boolean>;
  /** Takes one away again. */
  giveBack(key: string, windowStart: Date): Promise<void>;
}

/** How often, and after how long, a try looks again for room that others in flight may give back. */
const LOOKS_AGAIN = 2;
const LOOK_AGAIN_MS = 200;
/** So many times the limit may be tried where no room is taken; what comes after is refused as wrong, unlooked. */
const WITHOUT_ROOM = 10;

interface Parts {
  store: AttemptStore;
  limit: number;
  windowMinutes: number;
  now: () => Date;
  /** Passes the time before looking for room again. */
  wait?: () => Promise<void>;
}

/** Holds back whoever fails (or, with `admit`, asks) too often within a window. */
export class AttemptLimiter {
  readonly #parts: Required<Parts>;

  constructor(parts: Parts) {
    this.#parts = { wait: () => setTimeout(LOOK_AGAIN_MS), ...parts };
  }

  /**
   * Looks at a try for which each of the keys has room, and else refuses SIGN_IN_LATER with the whole minutes until the
   * next window, unlooked. The try is counted before the look, so that a hundred at once are a hundred; who finds no
   * room waits a moment for those in flight, of which the right ones make room. It is given back when the password was
   * right (allowed, or CARD_REPLACED) and when the look broke: every other refusal stays counted, so that none of them
   * is a way around the limit. At a key where it `takesNoRoom` it is refused where another would be, and costs the same work,
   * so that it is not seen at once which it is; whatever becomes of it, the room of others stays. Of ten times as many as have
   * room the rest is refused as wrong, unlooked.
   */
  async attempt<Value>(
    keys: readonly string[],
    look: () => Promise<Decision<Value>>,
    { takesNoRoom = [] }: { takesNoRoom?: readonly string[] } = {},
  ): Promise<Decision<Value>> {
    const { store, windowMinutes, now } = this.#parts;
    const start = this.#windowStart();
    const taken: string[] = [];
    let wrong = false;
    try {
      for (const key of keys) {
        const counter = takesNoRoom.includes(key)
          ? { key: `without room ${key}`, limit: WITHOUT_ROOM * this.#parts.limit }
          : { key, limit: this.#parts.limit };
        const found = await this.#take(key, start, counter);
        if (found === 'flooded') return refuse('SIGN_IN_FAILED');
        if (found === 'full') {
          const ms = start.getTime() + windowMinutes * 60_000 - now().getTime();
          return refuse('SIGN_IN_LATER', { minutes: Math.max(1, Math.ceil(ms / 60_000)) });
        }
        taken.push(counter.key);
      }
      const decision = await look();
      wrong = !decision.ok && decision.refusal.code !== 'CARD_REPLACED';
      return decision;
    } finally {
      if (!wrong) for (const key of taken) await store.giveBack(key, start);
    }
  }

  /** Counts a request whatever becomes of it; answers whether it is within the limit. */
  async admit(key: string): Promise<boolean> {
    return this.#parts.store.take(key, this.#windowStart(), this.#parts.limit);
  }

  /** Counts at the counter once the key has room: `full`, it has none; `flooded`, the counter has none of its own. */
  async #take(
    key: string,
    start: Date,
    counter: { key: string; limit: number },
  ): Promise<'taken' | 'full' | 'flooded'> {
    const { store, limit, wait } = this.#parts;
    for (let again = 0; ; again += 1) {
      const hasRoom = (await store.count(key, start)) < limit;
      if (hasRoom && (await store.take(counter.key, start, counter.limit))) return 'taken';
      if (hasRoom && counter.key !== key) return 'flooded';
      if (again === LOOKS_AGAIN) return 'full';
      await wait();
    }
  }

  #windowStart(): Date {
    const ms = this.#parts.windowMinutes * 60_000;
    return new Date(Math.floor(this.#parts.now().getTime() / ms) * ms);
  }
}

/** The address a limit counts for: IPv4 as it is, IPv6 by its /64, because one household has a whole /64. */
export function addressGroup(ip: string | undefined): string {
  if (ip === undefined) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  if (!ip.includes(':')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const missing = ip.includes('::') ? 8 - before.length - after.length : 0;
  return [...before, ...Array(Math.max(0, missing)).fill('0'), ...after].slice(0, 4).join(':');
}
