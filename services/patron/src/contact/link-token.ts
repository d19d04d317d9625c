import { createHash, createHmac } from 'node:crypto';

const PURPOSES = { emailLink: 'email-link', passwordReset: 'password-reset' } as const;

/**
 * The token of a mailed link: made from the id of what it opens with the service's secret, so that a mail can be
 * composed late or again while neither the database nor a backup of it holds a usable link.
 */
export function linkToken(purpose: keyof typeof PURPOSES, id: string, secret: string): string {
  return createHmac('sha256', secret).update(`${PURPOSES[purpose]}:${id}`).digest('base64url');
}

/** The hash of a token, which is all that the database keeps of it. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
