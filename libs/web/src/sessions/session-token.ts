import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A session's token: 128 random bits, opaque; only the browser has it. */
export function newToken(): string {
  return randomBytes(16).toString('base64url');
}

/** What the database keeps of a token: whoever reads the table can't use it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(`session:${token}`).digest('base64url');
}

/**
 * The token of every form of a visitor. It is made from the cookie, which another site can neither read nor (by
 * its `__Host-` name) set, so nothing has to be stored for a visitor who only looks around.
 */
export function formTokenOf(token: string): string {
  return createHash('sha256').update(`form:${token}`).digest('base64url');
}

/**
 * A form's token as a page shows it: under a mask that is new in every page. Pages are compressed, and a secret that
 * stood unchanged in each of them could be guessed from their lengths.
 */
export function maskToken(token: string): string {
  const mask = randomBytes(MASK_BYTES);
  return Buffer.concat([mask, covered(Buffer.from(token, 'base64url'), mask)]).toString('base64url');
}

/** The token under a page's mask; nonsense stays nonsense. */
export function unmaskToken(shown: string): string {
  const [masked = ''] = shown.split('.');
  const bytes = Buffer.from(masked, 'base64url');
  return covered(bytes.subarray(MASK_BYTES), bytes.subarray(0, MASK_BYTES)).toString('base64url');
}

/**
 * Whom the page of a form was drawn for: an opaque mark behind its token. A form that comes back when somebody else has
 * signed in on the same browser must not be shown to them.
 */
export function markIn(shown: unknown): string | undefined {
  return typeof shown === 'string' ? shown.split('.')[1] : undefined;
}

/** The mark of an id that is nobody's guess, such as a random UUID. */
export function markOfId(id: string): string {
  return createHash('sha256').update(`mark:${id}`).digest('base64url').slice(0, 22);
}

const MASK_BYTES = 32;

function covered(bytes: Buffer, mask: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, n) => byte ^ (mask[n] ?? 0)));
}

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
