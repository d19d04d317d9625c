import { expect, test } from '@jest/globals';
import type { RequestHandler } from 'express';
import { accounts, people } from '../../src/demo-people.ts';
import { Desk } from '../../src/desk.ts';
import { PatronBrowser } from '../../src/patron-browser.ts';
import { openSideDesk } from '../../src/side-desk.ts';
import { openSideWeb } from '../../src/side-web.ts';
import type { WebSession } from '../../src/web-session.ts';
import type { WholeLibrary } from '../../src/whole-library.ts';

/** What no text has: a NUL, and half a character as UTF-16 has it. */
const noText = ['a%00b', '%ED%A0%80'];

/** Every page of both webs, with each place of its address holding what no text has. */
export function onEveryPage(library: () => WholeLibrary): void {
  test('no page of the patrons’ breaks at an address that is no text', async () => {
    const names = new NamesRead();
    const { stack } = library();
    const web = await openSideWeb(stack, library().sidePort(), { before: names.note });
    try {
      const { session } = await PatronBrowser.signIn(web.url, people.sakurako);
      expect(await broken(pagesOf(web.routes), names, [session])).toEqual([]);
    } finally {
      await web.close();
    }
  }, 120_000);

  test('no page of the staff’s breaks at an address that is no text', async () => {
    const names = new NamesRead();
    const { stack } = library();
    const desk = await openSideDesk(stack, library().sidePort(), { before: names.note });
    try {
      const sessions = [];
      for (const account of [accounts.desk, accounts.uto, accounts.operator, accounts.admin])
        sessions.push((await Desk.signIn(desk.url, account)).session);
      expect(await broken(pagesOf(desk.routes), names, sessions)).toEqual([]);
    } finally {
      await desk.close();
    }
  }, 120_000);
}

/** The names that pages look for behind the question mark of their address, by that address. */
class NamesRead {
  readonly #byAddress = new Map<string, Set<string>>();

  readonly note: RequestHandler = (request, _response, next) => {
    const names = this.#byAddress.get(request.path) ?? new Set();
    this.#byAddress.set(request.path, names);
    const value = new Proxy(request.query, {
      get(query, name) {
        if (typeof name === 'string') names.add(name);
        return Reflect.get(query, name);
      },
    });
    Object.defineProperty(request, 'query', { value });
    next();
  };

  of(address: string): string[] {
    return [...(this.#byAddress.get(address) ?? [])];
  }
}

const pagesOf = (routes: readonly { kind: string; path: string }[]) =>
  routes.filter(({ kind }) => kind === 'page').map(({ path }) => path);

/** Each page is asked by whoever of these may have it. Answers the addresses that broke. */
async function broken(
  pages: readonly string[],
  names: NamesRead,
  sessions: readonly WebSession[],
): Promise<string[]> {
  const found: string[] = [];
  let asked = 0;
  for (const page of pages) {
    const plain = page.replaceAll(/:\w+/g, '1');
    const session = await whoMayHave(plain, sessions);
    const addresses = noText.flatMap((value) => [
      ...(plain === page ? [] : [page.replaceAll(/:\w+/g, value)]),
      ...names.of(plain).map((name) => `${plain}?${name}=${value}`),
    ]);
    for (const address of addresses) {
      const { status, html } = await ask(session, address);
      asked += 1;
      if (status >= 500 || html.includes('\0')) found.push(`${status} ${address}`);
    }
  }
  expect(asked).toBeGreaterThan(pages.length);
  return found;
}

async function whoMayHave(address: string, sessions: readonly WebSession[]): Promise<WebSession> {
  const [first] = sessions;
  if (first === undefined) throw new Error('nobody asks');
  for (const session of sessions) {
    const { status } = await ask(session, address);
    if (status !== 303 && status !== 403) return session;
  }
  return first;
}

async function ask(session: WebSession, address: string): Promise<{ status: number; html: string }> {
  const response = await session.send('GET', address, { headers: { accept: 'text/html' } });
  return { status: response.status, html: await response.text() };
}
