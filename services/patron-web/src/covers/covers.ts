import type { Logger } from '@toshobin/service';
import { LRUCache } from 'lru-cache';
import { type Answer, askSource, type Picture } from './ask-source.ts';

export interface CoversParts {
  /** The source's address, with {isbn} in it. */
  template: string;
  /** Whether the catalogue has a book of that ISBN: the source is asked for no other. */
  isOurs: (isbn: string) => Promise<boolean>;
  now: () => Date;
  log: Logger;
  /** How long the source may take; 3 s unless told. */
  limitMs?: number;
  /** What is kept at most; 32 MB unless told. */
  keptBytes?: number;
}

export interface Found {
  picture: Picture | undefined;
  /** How long whoever asks may keep the answer. */
  seconds: number;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** How long a source that did not answer is let alone. */
const REST_SECONDS = 30;
/** What an entry weighs beside its picture. */
const ENTRY_BYTES = 200;
/** As many are asked for at once. */
const MOST_AT_ONCE = 32;

/**
 * Real covers from one source, kept in memory: a cover for a week, that there is none for a day, and when there are too
 * many, those that nobody has asked for longest go first. A source that does not answer in time is let alone for half a
 * minute, in which nothing waits for it.
 */
export class Covers {
  readonly #parts: CoversParts;
  readonly #kept: LRUCache<string, Picture | 'none'>;
  readonly #underWay = new Map<string, Promise<Answer>>();
  #restsUntil = 0;

  constructor(parts: CoversParts) {
    this.#parts = parts;
    this.#kept = new LRUCache({
      maxSize: parts.keptBytes ?? 32_000_000,
      sizeCalculation: (answer) => ENTRY_BYTES + (answer === 'none' ? 0 : answer.bytes.length),
      perf: { now: () => parts.now().getTime() },
      ttlResolution: 0,
    });
  }

  /** @param isbn 13 digits */
  async find(isbn: string): Promise<Found> {
    const kept = this.#read(isbn);
    if (kept) return kept;
    const now = this.#seconds();
    if (now < this.#restsUntil || this.#underWay.size >= MOST_AT_ONCE) {
      return { picture: undefined, seconds: REST_SECONDS };
    }
    const asked = this.#underWay.get(isbn) ?? this.#ask(isbn);
    this.#underWay.set(isbn, asked);
    const answer = await asked.finally(() => this.#underWay.delete(isbn));
    if (answer === 'unanswered') return { picture: undefined, seconds: REST_SECONDS };
    return this.#read(isbn) ?? { picture: undefined, seconds: DAY };
  }

  async #ask(isbn: string): Promise<Answer> {
    const { template, isOurs, limitMs = 3_000, log } = this.#parts;
    if (!(await isOurs(isbn))) return 'none';
    const answer = await askSource(template, isbn, limitMs);
    if (answer === 'unanswered') {
      this.#restsUntil = this.#seconds() + REST_SECONDS;
      log.warn('the source of covers did not answer');
    } else {
      this.#kept.set(isbn, answer, { ttl: (answer === 'none' ? DAY : WEEK) * 1_000 });
    }
    return answer;
  }

  #read(isbn: string): Found | undefined {
    const answer = this.#kept.get(isbn);
    if (answer === undefined) return undefined;
    const seconds = Math.floor(this.#kept.getRemainingTTL(isbn) / 1_000);
    return { picture: answer === 'none' ? undefined : answer, seconds };
  }

  #seconds(): number {
    return Math.floor(this.#parts.now().getTime() / 1_000);
  }
}
