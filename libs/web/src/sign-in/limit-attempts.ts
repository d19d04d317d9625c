/** Counts of failures by key and window; each front keeps them in its own database. */
export interface AttemptStore {
  /** Adds one and answers the count, in one step. */
  add(key: string, windowStart: Date): Promise<number>;
  count(key: string, windowStart: Date): Promise<number>;
}

/** Holds back whoever fails (or, with `admit`, asks) too often within a window. */
export class AttemptLimiter {
  readonly #parts: { store: AttemptStore; limit: number; windowMinutes: number; now: () => Date };

  constructor(parts: { store: AttemptStore; limit: number; windowMinutes: number; now: () => Date }) {
    this.#parts = parts;
  }

  /** Whole minutes until the next try makes sense; undefined when one may be made now. */
  async minutesToWait(key: string): Promise<number | undefined> {
    const { store, limit, windowMinutes, now } = this.#parts;
    const start = this.#windowStart();
    if ((await store.count(key, start)) < limit) return undefined;
    return Math.max(1, Math.ceil((start.getTime() + windowMinutes * 60_000 - now().getTime()) / 60_000));
  }

  /** Counts a request whatever becomes of it; answers whether it is within the limit. */
  async admit(key: string): Promise<boolean> {
    return (await this.#parts.store.add(key, this.#windowStart())) <= this.#parts.limit;
  }

  async failed(key: string): Promise<void> {
    await this.#parts.store.add(key, this.#windowStart());
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
