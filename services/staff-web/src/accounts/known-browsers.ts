import { timingSafeEqual } from 'node:crypto';
import { DeviceCookie } from '@toshobin/web';
import type { Request, Response } from 'express';
import type { Seal } from '../seal-secret.ts';

/** Half a year: whoever comes back from a long leave is counted with everybody once. */
const KNOWN_DAYS = 180;
const TOKEN_LENGTH = 22;
/** Of a counter’s browser, in which several clerks sign in. */
const KNOWN_ACCOUNTS = 6;

/**
 * Browsers in which an account has signed in: others who try its name from elsewhere keep nobody out there. It opens
 * nothing; whoever takes the cookie away is counted by it.
 */
export interface KnownBrowsers {
  isKnown(request: Request, account: string): boolean;
  /** After a sign-in is complete; the account that came first goes. */
  remember(request: Request, response: Response, account: string): void;
}

export function knownBrowsers(publicUrl: string, seal: Pick<Seal, 'hashes'>): KnownBrowsers {
  const cookie = new DeviceCookie({ publicUrl, name: 'toshobin-known', tokens: KNOWN_ACCOUNTS });
  const tokensOf = (account: string) =>
    seal.hashes(`browser of ${account}`).map((hash) => hash.slice(0, TOKEN_LENGTH));
  const shownBy = (request: Request) => cookie.read(request)?.match(/.{22}/g) ?? [];
  const isKnown = (request: Request, account: string) => {
    const own = tokensOf(account);
    return shownBy(request).some((shown) =>
      own.some((token) => timingSafeEqual(Buffer.from(token), Buffer.from(shown))),
    );
  };
  return {
    isKnown,
    remember(request, response, account) {
      const [token] = tokensOf(account);
      if (token === undefined || isKnown(request, account)) return;
      const tokens = [token, ...shownBy(request)].slice(0, KNOWN_ACCOUNTS);
      cookie.write(response, tokens.join(''), KNOWN_DAYS);
    },
  };
}
