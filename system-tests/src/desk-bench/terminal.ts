import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { TerminalSession } from './desk-data.ts';
import { type Heard, request } from './request.ts';

/** A page with a scan field, as it answered. */
interface PageAnswer {
  /** The tone of the answer: `stop` is a refusal. */
  tone: string;
  /** Milliseconds of the form alone, without the page that follows. */
  postMs: number;
}

/** A scanner with its signed-in session: one connection that is kept, a cookie, and the token of the page in front of it. */
export class Terminal {
  readonly library: string;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #staffWeb: string;
  readonly #origin: string;
  readonly #cookie: string;
  #token = '';

  private constructor(stack: { staffWeb: string; publicUrl: string }, { library, token }: TerminalSession) {
    this.#staffWeb = stack.staffWeb;
    this.#origin = new URL(stack.publicUrl).origin;
    this.#cookie = `__Host-toshobin-staff=${token}`;
    this.library = library;
  }

  /** With the first page in front of it. */
  static async open(
    stack: { staffWeb: string; publicUrl: string },
    session: TerminalSession,
  ): Promise<Terminal> {
    const terminal = new Terminal(stack, session);
    const page = await terminal.#send('GET', session.library === 'pref' ? '/returns' : '/hand-in');
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

  /** Types into the search box and reads what it leads to: the list, or the page of what was found. */
  async find(q: string): Promise<void> {
    const form = new URLSearchParams({ _token: this.#token, q });
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    let heard = await this.#send('POST', '/find', { ...headers, body: form.toString() });
    for (let steps = 0; heard.status === 303 && heard.location !== undefined && steps < 3; steps += 1) {
      heard = await this.#send('GET', heard.location, { accept: 'text/html' });
    }
    if (heard.status !== 200) throw new Error(`a search was answered with ${heard.status}`);
  }

  /** 今日の仕事. */
  async look(): Promise<void> {
    const { status } = await this.#send('GET', '/', { accept: 'text/html' });
    if (status !== 200) throw new Error(`the first page was answered with ${status}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(
    method: string,
    path: string,
    { body, ...headers }: { body?: string; accept?: string; 'content-type'?: string } = {},
  ): Promise<Heard> {
    return request(new URL(path, this.#staffWeb), {
      method,
      agent: this.#agent,
      headers: { ...headers, origin: this.#origin, cookie: this.#cookie },
      body,
    });
  }
}

function tokenIn(page: string): string {
  const token = /name="_token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('The page has no form');
  return token;
}
