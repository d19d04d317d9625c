import { type Instant, instantFromDate } from '@toshobin/lending-rules';

/** The machine's clock; only the entries of processes use it, everything else is given one. */
export function machineClock(): Instant {
  return instantFromDate(new Date());
}
