import { KNOWN_CARDS } from '@toshobin/contracts';
import { DeviceCookie } from '@toshobin/web';
import type { Request, Response } from 'express';
import type { SharedTerminal } from '../card/shared-terminal.ts';

/** Half a year: whoever comes back from longer is counted with everybody once. */
const KNOWN_DAYS = 180;

/**
 * Browsers in which somebody has signed in with a card: whoever tries its number from elsewhere keeps its owner out of
 * none of these, nor does a crowd at the same address. The patron service gives and knows the tokens; they open nothing,
 * and nothing is kept of them here. A browser that several people use gets none.
 */
export class KnownBrowsers {
  readonly #cookie: DeviceCookie;
  readonly #shared: SharedTerminal;

  constructor(publicUrl: string, shared: SharedTerminal) {
    this.#cookie = new DeviceCookie({ publicUrl, name: 'toshobin-known', tokens: KNOWN_CARDS });
    this.#shared = shared;
  }

  /** What the browser shows, of whichever cards. */
  shown(request: Request): string | undefined {
    return this.#cookie.read(request);
  }

  /** After a sign-in; the card that was used longest ago goes. */
  keep(request: Request, response: Response, token: string): void {
    if (this.#shared.is(request)) return;
    const others = this.shown(request)?.match(/.{22}/g) ?? [];
    const tokens = [token, ...others.filter((other) => other !== token)].slice(0, KNOWN_CARDS);
    this.#cookie.write(response, tokens.join(''), KNOWN_DAYS);
  }
}
