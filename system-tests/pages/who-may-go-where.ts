import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { RouteEntry } from '@toshobin/web';
import type { PatronAccess } from '../../services/patron-web/src/access.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import { WebSession } from '../src/web-session.ts';

type Route = RouteEntry<PatronAccess>;

/** Every address of the table, asked for by whoever may not have it. */
export function whoMayGoWhere(stage: () => PageStage): void {
  let routes: readonly Route[];
  beforeAll(async () => {
    routes = (await stage().sideWeb()).routes;
  });

  /** What a route answers: a page sends elsewhere, an operation says a code. */
  async function ask(session: WebSession, { method, path, kind }: Route, form: Record<string, string> = {}) {
    const address = path
      .replace(':reservationId', stage().scene.queued.reservationId)
      .replace(':recordId', stage().scene.withoutCopy.recordId)
      .replaceAll(/:\w+/g, '1');
    const body = kind === 'form' ? new URLSearchParams(form).toString() : kind === 'api' ? '{}' : undefined;
    const type = kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
    const sends = method !== 'get' && body !== undefined;
    const response = await session.send(method.toUpperCase(), address, {
      headers: {
        accept: kind === 'api' ? 'application/json' : 'text/html',
        ...(sends ? { 'content-type': type } : {}),
      },
      ...(sends ? { body } : {}),
    });
    const text = await response.text();
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    return { status: response.status, location: response.headers.get('location') ?? '', code, text };
  }
  const named = ({ method, path }: Route) => `${method} ${path}`;

  test('the table is the whole web: the running process describes no operation that it does not name', async () => {
    const response = await fetch(`${stage().url}/api/openapi.json`);
    const { paths }: { paths: Record<string, object> } = JSON.parse(await response.text());
    const described = Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    const known = new Set(routes.map(({ path }) => path));
    expect(described.filter((path) => !known.has(path))).toEqual([]);
    expect(routes.length).toBeGreaterThan(50);
  });

  test('a first visitor with the birth date reaches nothing of the patron’s before choosing a password (R2)', async () => {
    const { cardNumber, birthDate } = pagePeople.first;
    const first = new WebSession(stage().url);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ cardNumber, password: birthDate });
    const signedIn = await first.send('POST', '/api/session', { headers, body });
    expect(await signedIn.json()).toEqual({ scope: 'choosePassword' });
    const open: string[] = [];
    for (const route of routes.filter(({ access }) => access !== 'public')) {
      const { status, location, code } = await ask(first, route);
      const away =
        route.kind === 'api' ? code === 'PASSWORD_NOT_CHOSEN' : status === 303 && location === '/password';
      if (!away) open.push(named(route));
    }
    expect(open.sort()).toEqual(['get /password', 'post /api/password', 'post /password']);
    const password = { method: 'get', path: '/password', access: 'choosingPassword', kind: 'page' } as const;
    const { status, text } = await ask(first, password);
    expect([status, text.includes('ご自分のパスワード')]).toEqual([200, true]);
  });

  test('nobody is sent to the sign-in from whatever is a patron’s', async () => {
    const nobody = new WebSession(stage().url);
    const open: string[] = [];
    for (const route of routes.filter(({ access }) => access === 'patron' || access === 'choosingPassword')) {
      const { status, location, code } = await ask(nobody, route);
      const away =
        route.kind === 'api'
          ? status === 401 && code === 'CARD_REQUIRED'
          : status === 303 && location.startsWith('/sign-in');
      if (!away) open.push(`${named(route)}: ${status} ${location}`);
    }
    expect(open).toEqual([]);
  });

  test('another patron sees and changes nothing of a reservation, whatever is asked or sent', async () => {
    const { library, scene } = stage();
    const other = await library.signIn(pagePeople.mother);
    const reader = await library.signIn(pagePeople.reader);
    const before = await reader.row(scene.queued.reservationId);
    const page = await (
      await other.session.send('GET', '/email', { headers: { accept: 'text/html' } })
    ).text();
    const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const wishes: Record<string, Record<string, string>> = {
      extend: { confirmDue: '2026-12-24', previewedAt: new Date().toISOString() },
      pickup: { pickup: 'pref' },
      suspend: { until: '2027-01-31' },
    };
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes(':reservationId'))) {
      const wish = route.path.split('/')[3] ?? '';
      const form = { _token: token, wishId: randomUUID(), ...wishes[wish] };
      const { status, text } = await ask(other.session, route, form);
      if (status < 400 || text.includes(scene.queued.title)) wrong.push(`${named(route)}: ${status}`);
    }
    expect(token).not.toBe('');
    expect(wrong).toEqual([]);
    expect(await reader.row(scene.queued.reservationId)).toEqual(before);
  });
}
