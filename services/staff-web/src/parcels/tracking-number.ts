import { allow, type Decision, refuse } from '@toshobin/lending-rules';

const TRACKING = /^\d{11,13}$/;

/** A tracking number as it was typed: full width, with spaces or hyphens; undefined for none. TRACKING_NUMBER_REQUIRED for what can't be one. */
export function trackingNumberIn(typed: string): Decision<string | undefined> {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '');
  if (digits === '') return allow(undefined);
  return TRACKING.test(digits) ? allow(digits) : refuse('TRACKING_NUMBER_REQUIRED');
}
