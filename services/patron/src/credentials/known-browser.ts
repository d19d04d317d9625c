import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

const TOKEN_LENGTH = 22;

/**
 * The token by which a browser shows that somebody has signed in there with this card: made of the card and our secret,
 * so that nothing is kept of who uses which browser. It opens nothing; with a stolen one a thief's tries are counted by
 * it.
 */
export function browserToken(cardNumber: string, secret: string): string {
  const hash = keyedHash('browserOfCard', cardNumber, secret);
  return Buffer.from(hash, 'hex').toString('base64url').slice(0, TOKEN_LENGTH);
}

/** Whether one of the tokens that a browser shows, one behind the other, is the card's. */
export function isKnownBrowser(cardNumber: string, shown: string | undefined, secret: string): boolean {
  const expected = Buffer.from(browserToken(cardNumber, secret));
  const tokens = shown?.match(/.{22}/g) ?? [];
  return tokens.some((token) => timingSafeEqual(Buffer.from(token), expected));
}
