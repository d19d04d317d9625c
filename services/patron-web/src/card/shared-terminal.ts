import { DeviceCookie, newToken } from '@toshobin/web';
import type { Request, Response } from 'express';

/** As long as a browser may be told to remember anything. */
const DAYS = 400;

/**
 * A browser that several people use, such as an enrolled terminal of a library: nobody's card is to be kept there. The
 * mark says nothing of anybody, and no page takes it off.
 */
export class SharedTerminal {
  readonly #cookie: DeviceCookie;

  constructor(publicUrl: string) {
    this.#cookie = new DeviceCookie({ publicUrl, name: 'toshobin-shared' });
  }

  is(request: Request): boolean {
    return this.#cookie.read(request) !== undefined;
  }

  mark(response: Response): void {
    this.#cookie.write(response, newToken(), DAYS);
  }
}
