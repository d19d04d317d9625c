import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { TerminalAccount } from './desk-data.ts';

export interface Heard {
  status: number;
  location: string | undefined;
  text: string;
}

/** A page with a scan field, as it answered. */
export interface PageAnswer {
  /** The tone of the answer: `stop` is a refusal. */
  tone: string;
  /** Milliseconds of the form alone, without the page that follows. */
  postMs: number;
}

/** A scanner with its signed-in session: one connection that is kept, a cookie, and the token of the page in front of it. */
export class Terminal {
  readonly account: TerminalAccount;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #staffWeb: string;
  readonly #publicUrl: string;
  #cookie = '';
  #token = '';

  private constructor(stack: { staffWeb: string; publicUrl: string }, account: TerminalAccount) {
    this.#staffWeb = stack.staffWeb;
    this.#publicUrl = stack.publicUrl;
    this.account = account;
  }

  static async signIn(
    stack: { staffWeb: string; publicUrl: string },
    account: TerminalAccount,
  ): Promise<Terminal> {
    const terminal = new Terminal(stack, account);
    const body = { account: account.account, password: account.password };
    const { status, text } = await terminal.json('/api/session', body);
    if (status !== 200) throw new Error(`${account.account} could not sign in: ${status} ${text}`);
    const page = await terminal.#send('GET', account.library === 'pref' ? '/returns' : '/hand-in');
    terminal.#token = tokenIn(page.text);
    return terminal;
  }

  json(path: string, body: unknown): Promise<Heard> {
    return this.#send('POST', path, {
      'content-type': 'application/json',
      accept: 'application/json, application/problem+json',
      body: JSON.stringify(body),
    });
  }

  /** Sends the page's form and reads the page that it leads to, as a browser does. Throws unless both are answered. */
  async page(path: string, fields: Readonly<Record<string, string>>): Promise<PageAnswer> {
    const begun = performance.now();
    const form = new URLSearchParams({ _token: this.#token, factId: randomUUID(), ...fields });
    const sent = await this.#send('POST', path, {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      body: form.toString(),
    });
    const postMs = performance.now() - begun;
    if (sent.status !== 303 || sent.location === undefined) {
      throw new Error(`${path} was answered with ${sent.status}`);
    }
    const page = await this.#send('GET', sent.location, { accept: 'text/html' });
    if (page.status !== 200) throw new Error(`${sent.location} was answered with ${page.status}`);
    this.#token = tokenIn(page.text);
    // A card at a pickup library is answered with what waits for it, and with no big answer.
    const tone = /data-tone="([a-z]+)"[^>]*id="answer"/.exec(page.text)?.[1] ?? 'wait';
    if (!page.text.includes('id="answer-text"')) throw new Error(`${sent.location} has no answer`);
    return { tone, postMs };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(
    method: string,
    path: string,
    { body, ...headers }: { body?: string; accept?: string; 'content-type'?: string } = {},
  ): Promise<Heard> {
    const origin = new URL(this.#publicUrl).origin;
    const heard = await request(new URL(path, this.#staffWeb), {
      method,
      agent: this.#agent,
      headers: { ...headers, origin, ...(this.#cookie === '' ? {} : { cookie: this.#cookie }) },
      body,
    });
    for (const line of heard.cookies) this.#cookie = line.split(';')[0] ?? '';
    return heard;
  }
}

function tokenIn(page: string): string {
  const token = /name="_token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('The page has no form');
  return token;
}

/** One request, to the last byte of its answer. */
export function request(
  url: URL,
  what: { method: string; agent: http.Agent; headers?: http.OutgoingHttpHeaders; body?: string | undefined },
): Promise<Heard & { cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const { body = '', headers, ...rest } = what;
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = http.request(url, { ...rest, headers: { ...headers, ...length }, timeout: 20_000 });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`No answer from ${url.pathname} in 20 seconds`)));
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          text: Buffer.concat(parts).toString('utf8'),
          cookies: response.headers['set-cookie'] ?? [],
        }),
      );
    });
    sent.end(body);
  });
}
