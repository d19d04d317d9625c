import { allow, type Decision, refuse } from '@toshobin/lending-rules';

/** Yu-Pack has twelve digits, what is registered eleven. */
const TRACKING = /^\d{11,12}$/;

/**
 * A tracking number as it was typed or read: full width, with spaces, hyphens, or the start and stop of its label;
 * undefined for none. TRACKING_NUMBER_REQUIRED for what can't be one: its last digit is what is left of the others
 * divided by seven.
 */
export function trackingNumberIn(typed: string): Decision<string | undefined> {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^[A-D]|[A-D]$/gi, '');
  if (digits === '') return allow(undefined);
  const isOne = TRACKING.test(digits) && Number(digits.slice(0, -1)) % 7 === Number(digits.at(-1));
  return isOne ? allow(digits) : refuse('TRACKING_NUMBER_REQUIRED');
}
