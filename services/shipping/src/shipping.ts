import type { Instant } from '@toshobin/lending-rules';
import type { Database } from './database/open-database.ts';

/** What everything in this service works with; a test brings its own clock. */
export interface Shipping {
  db: Database;
  now: () => Instant;
  /** Called after a commit that wrote events, so that the relay looks at once. */
  wakeRelay: () => void;
}
