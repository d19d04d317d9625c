import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

/** Characters of a token. */
const TOKEN_LENGTH = 22;

/** A long-lived cookie that names a browser, beside the session's: opaque, and no script reads it. */
export class DeviceCookie {
  readonly #name: string;
  readonly #secure: boolean;
  readonly #tokens: RegExp;

  /** @param tokens so many of them, one behind the other, stand in it at most */
  constructor({ publicUrl, name, tokens = 1 }: { publicUrl: string; name: string; tokens?: number }) {
    const url = new URL(publicUrl);
    this.#secure = url.protocol === 'https:';
    this.#tokens = new RegExp(`^(?:[\\w-]{${TOKEN_LENGTH}}){1,${tokens}}$`);
    this.#name = this.#secure ? `__Host-${name}` : `${name}-${url.port}`;
  }

  read(request: Request): string | undefined {
    const token = parseCookie(request.headers.cookie ?? '')[this.#name];
    return token !== undefined && this.#tokens.test(token) ? token : undefined;
  }

  /** Keeps the token in the browser for so many days from now on. */
  write(response: Response, token: string, days: number): void {
    this.#set(response, token, days * 86_400);
  }

  clear(response: Response): void {
    this.#set(response, '', 0);
  }

  #set(response: Response, value: string, maxAge: number): void {
    const cookie = { name: this.#name, value, maxAge, httpOnly: true, sameSite: 'lax' as const, path: '/' };
    response.append('Set-Cookie', stringifySetCookie({ ...cookie, secure: this.#secure }));
  }
}
