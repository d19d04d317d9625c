import { createHmac } from 'node:crypto';

/** A keyed hash, so that a table of failures or codes holds neither card numbers nor what was typed. */
export function keyedHash(
  what: 'card' | 'cardFromKnownBrowser' | 'browserOfCard' | 'initialPassword' | 'release',
  value: string,
  secret: string,
): string {
  return createHmac('sha256', secret).update(`${what}:${value}`).digest('hex');
}
