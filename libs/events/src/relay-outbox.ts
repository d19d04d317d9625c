import type { Logger } from '@toshobin/service';
import type pg from 'pg';
import type { Publisher } from './interfaces.ts';

export interface RelayOptions {
  pool: pg.Pool;
  publisher: Publisher;
  log: Logger;
  /** CloudEvents source: the service's name, e.g. `catalog`. */
  source: string;
  /** Milliseconds between two looks at the table. */
  everyMs?: number;
}

export interface OutboxRelay {
  /** Looks at the table at once: call it after a commit that wrote events. */
  wake(): void;
  /** Publishes again what was published since then; answers how many events that is. */
  republishSince(since: Date): Promise<number>;
  stop(): Promise<void>;
}

/** Publishes the outbox in order, one relay at a time for a database (advisory lock). */
export function startRelay(options: RelayOptions): OutboxRelay {
  throw new Error(`not written yet ${options.source}`);
}
