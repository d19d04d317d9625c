import type { ShippingActivities } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Database } from './database.ts';

/** What every verb of this service needs from outside; a test brings its own clock. */
export interface ShippingDeps {
  db: Database;
  now(): Instant;
  /** Called after a commit that has written events, so that the relay need not wait for its next look. */
  committed(): void;
}

/** Carries out that command of the processes. */
export type Carries<C extends keyof ShippingActivities> = (
  deps: ShippingDeps,
  command: Parameters<ShippingActivities[C]>[0],
) => ReturnType<ShippingActivities[C]>;
