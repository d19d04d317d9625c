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

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
