import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { maintenanceWindow } from '@toshobin/lending-rules';
import { createLogger, type RunningService, ServiceFault, startService } from '@toshobin/service';
import { z } from 'zod';
import {
  answerFaultsWithPages,
  closeForMaintenance,
  type Front,
  hashToken,
  Layout,
  pageNotFound,
  parseFields,
  RouteTable,
  Sessions,
  secureHeaders,
  sendPage,
  serveDevelopment,
} from './index.ts';
import { memorySessionStore, Visitor } from './testing/index.ts';

type Who = { name: string };
const front: Front = {
  libraryName: '県立図書館',
  serviceName: '試験',
  language: 'ja',
  phone: '096-000-0000',
  nav: [],
  styles: [],
};
const store = memorySessionStore<Who>();
let now = new Date('2026-11-24T03:00:00Z');
let service: RunningService;

beforeAll(async () => {
  const log = createLogger('test', 'silent');
  service = await startService({
    name: 'test',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log,
    signals: false,
    routes: (app) => {
      const publicUrl = 'http://127.0.0.1:4000';
      const sessions = new Sessions<Who>({
        store,
        publicUrl,
        name: 'test',
        idleMinutes: 30,
        absoluteHours: 12,
        now: () => now,
      });
      app.use(secureHeaders(false));
      const window = maintenanceWindow('04:30-05:00');
      const open = (path: string) => path === '/help';
      app.use(closeForMaintenance({ window, now: () => now, frontOf: () => front, publicUrl, open }));
      app.use(sessions.carry());
      const routes = new RouteTable<'all' | 'signedIn', Who>({
        app,
        sessions,
        publicUrl,
        refusalWords: {},
        access: {
          admit: (access, who) => (access === 'all' || who ? { ok: true } : { ok: false, status: 401 }),
          turnAway: (_request, response) => response.redirect(303, '/'),
        },
      });
      routes.page('/', 'all', ({ visit, response }) => {
        sendPage(
          response,
          <Layout front={front} title="表">
            <form method="post" action="/in">
              <input type="hidden" name="_token" value={visit.formToken()} />
              <p>{visit.principal?.name ?? 'だれでもない'}</p>
            </form>
          </Layout>,
        );
      });
      routes.form('/in', 'all', async ({ visit, response, form }) => {
        await visit.signIn(parseFields(z.strictObject({ name: z.string().max(20) }), form));
        response.redirect(303, '/');
      });
      routes.form('/in-twice', 'all', async ({ visit, response }) => {
        response.append('Set-Cookie', 'device=1');
        await visit.signIn({ name: '花子' });
        await visit.signIn({ name: '太郎' });
        response.redirect(303, '/');
      });
      routes.form('/renamed', 'signedIn', async ({ visit, response }) => {
        await visit.amend({ name: '例川花子' });
        response.redirect(303, '/');
      });
      routes.form('/out', 'signedIn', async ({ visit, response }) => {
        await visit.signOut();
        response.redirect(303, '/');
      });
      routes.form('/away', 'all', () => {
        throw new ServiceFault('catalog', 'could not be reached');
      });
      routes.page('/no-database', 'all', () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      });
      routes.page('/broken', 'all', () => {
        throw new Error('secret detail of ours');
      });
      app.use(
        pageNotFound(() => front),
        answerFaultsWithPages(() => front, log),
      );
    },
  });
});
afterAll(() => service.stop());

const visitor = () => new Visitor(service.url);

describe('a session', () => {
  test('gets another token when somebody signs in, and only hashes are kept', async () => {
    const hanako = visitor();
    await hanako.get('/');
    const before = hanako.cookie;
    await hanako.post('/in', { name: '花子' });
    expect(hanako.cookie).not.toBe(before);
    const token = hanako.cookie.split('=')[1] ?? '';
    expect(store.hashes()).toContain(hashToken(token));
    expect(store.hashes()).not.toContain(token);
    expect((await hanako.get('/')).text).toContain('花子');
    const thief = visitor();
    thief.cookie = before;
    expect((await thief.get('/')).text).toContain('だれでもない');
  });

  test('goes on under its token when something else is known of whoever is in', async () => {
    const hanako = visitor();
    await hanako.get('/');
    await hanako.post('/in', { name: '花子' });
    await hanako.get('/');
    const { cookie } = hanako;
    await hanako.post('/renamed', {});
    expect(hanako.cookie).toBe(cookie);
    expect((await hanako.get('/')).text).toContain('例川花子');
  });

  test('sets its own cookie once and leaves the others alone', async () => {
    const hanako = visitor();
    await hanako.get('/');
    const cookies = (await hanako.post('/in-twice', {})).headers.getSetCookie();
    expect(cookies).toEqual(['device=1', expect.stringMatching(/^test-4000=/)]);
    hanako.cookie = cookies[1]?.split(';')[0] ?? '';
    expect((await hanako.get('/')).text).toContain('太郎');
  });

  test('ends with signing out, and after half an hour of nothing', async () => {
    const taro = visitor();
    await taro.get('/');
    await taro.post('/in', { name: '太郎' });
    const kept = taro.cookie;
    await taro.get('/');
    await taro.post('/out', {});
    taro.cookie = kept;
    expect((await taro.get('/')).text).toContain('だれでもない');

    const jiro = visitor();
    await jiro.get('/');
    await jiro.post('/in', { name: '次郎' });
    now = new Date(now.getTime() + 31 * 60_000);
    expect((await jiro.get('/')).text).toContain('だれでもない');
  });

  test('is a cookie that no script reads and no other site sends along with a form', async () => {
    const got = await visitor().get('/');
    expect(got.headers.get('set-cookie')).toMatch(/^test-4000=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

describe('a form', () => {
  test.each([
    ['without its token', { body: 'name=x' }, 403],
    ['with the token of somebody else', { body: '_token=AAAA&name=x' }, 403],
    ['from another site', { body: 'name=x', headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['from another origin', { body: 'name=x', headers: { origin: 'https://evil.example' } }, 403],
    ['as JSON', { body: '{}', headers: { 'content-type': 'application/json' } }, 415],
    ['with invalid UTF-8 in an escape', { body: 'name=%E3%81' }, 400],
    ['with half an escape', { body: 'name=%E' }, 400],
    ['with invalid bytes', { body: new Uint8Array([0x6e, 0x3d, 0xff, 0xfe]) }, 400],
    ['with a NUL', { body: 'name=a%00b' }, 400],
    ['larger than 64 kB', { body: `name=${'x'.repeat(70_000)}` }, 413],
  ])('%s is refused', async (_what, init, status) => {
    const who = visitor();
    await who.get('/');
    const got = await who.send('POST', '/in', init);
    expect(got.status).toBe(status);
    expect(got.text).toContain('<html lang="ja">');
  });

  test('with unknown, missing or too long fields can not be read', async () => {
    const who = visitor();
    await who.get('/');
    expect((await who.post('/in', {})).status).toBe(422);
    expect((await who.post('/in', { name: 'x'.repeat(21) })).status).toBe(422);
    expect((await who.post('/in', { name: 'a', role: 'operator' })).status).toBe(422);
    expect((await who.post('/in', { name: ['a', 'b'] })).status).toBe(422);
    expect((await who.post('/in', { __proto__: 'x', name: 'a' })).status).toBe(303);
  });

  test('sent while another process is away is offered again, with what was in it but the password', async () => {
    const who = visitor();
    await who.get('/');
    const got = await who.post('/away', { title: '"坊っちゃん"', password: 'hush' });
    expect(got.status).toBe(503);
    expect(got.headers.get('retry-after')).toBe('5');
    expect(got.text).toContain('value="&quot;坊っちゃん&quot;"');
    expect(got.text).toContain('もう一度試す');
    expect(got.text).not.toContain('hush');
  });
});

describe('a form that is too old', () => {
  test('is offered again with a token that is valid now, and what is sent then is carried out', async () => {
    const who = visitor();
    await who.get('/');
    const first = await who.post('/in', { name: '花子' });
    expect(first.status).toBe(303);
    // The page was drawn before the sign-in, so its token is of another cookie.
    const headers = { 'sec-fetch-site': 'same-origin' };
    const old = await who.send('POST', '/in', { body: '_token=AAAA&name=%E8%8A%B1', headers });
    expect([old.status, old.text]).toEqual([403, expect.stringContaining('入力した内容は残っています')]);
    const token = /name="_token" value="([^"]+)"/.exec(old.text)?.[1] ?? '';
    const again = new URLSearchParams({ _token: token, name: '花' }).toString();
    expect((await who.send('POST', '/in', { body: again })).status).toBe(303);
  });

  test('is not offered to whoever does not say that a page of ours sent it', async () => {
    const who = visitor();
    await who.get('/');
    const got = await who.send('POST', '/in', { body: '_token=AAAA&name=x' });
    expect([got.status, got.text.includes('action="/in"')]).toEqual([403, false]);
  });

  test('shows its token under another mask in every page', async () => {
    const who = visitor();
    const tokens = new Set<string | undefined>();
    for (let n = 0; n < 3; n += 1) {
      tokens.add(/name="_token" value="([^"]+)"/.exec((await who.get('/')).text)?.[1]);
    }
    expect(tokens.size).toBe(3);
  });
});

describe('a page', () => {
  test('that fails says nothing of why', async () => {
    const got = await visitor().get('/broken');
    expect(got.status).toBe(500);
    expect(got.text).not.toContain('secret');
    expect(got.text).not.toContain('.ts');
  });

  test('whose database is away may be asked for again in a moment', async () => {
    const got = await visitor().get('/no-database');
    expect([got.status, got.headers.get('retry-after')]).toEqual([503, '5']);
    expect(got.text).not.toContain('ECONNREFUSED');
  });

  test('that does not exist says so in the patron’s words; the JSON interface has its own', async () => {
    const page = await visitor().get('/nowhere');
    expect([page.status, page.text]).toEqual([
      404,
      expect.stringContaining('お探しのものが見つかりません。'),
    ]);
    const api = await visitor().get('/api/nowhere');
    expect(api.headers.get('content-type')).toContain('application/problem+json');
  });

  test('loads nothing from elsewhere and runs no inline script', async () => {
    const got = await visitor().get('/');
    expect(got.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(got.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(got.headers.get('cache-control')).toBe('no-store');
    expect(got.text).toContain('青空文庫');
  });
});

test('the patrons’ web is closed from 4:30 to 5:00, says when it opens and keeps the form (R12)', async () => {
  const before = now;
  now = new Date('2026-11-24T19:40:00Z');
  const got = await visitor().get('/');
  expect([got.status, got.headers.get('retry-after')]).toEqual([503, String(20 * 60)]);
  expect(got.text).toContain('ただいまメンテナンス中です');
  const headers = { 'sec-fetch-site': 'same-origin' };
  const form = await visitor().send('POST', '/in', { body: 'name=hanako', headers });
  expect(form.text).toContain('value="hanako"');
  // Another site can't plant a form that its visitor would then send to us.
  const planted = await visitor().send('POST', '/in', { body: 'name=hanako' });
  expect(planted.text).not.toContain('hanako');
  const health = await visitor().get('/healthz');
  expect(health.status).toBe(200);
  now = before;
});

test('a page that somebody is writing watches its process; no other page has that script', async () => {
  const written = await startService({
    name: 'written',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('test', 'silent'),
    signals: false,
    routes: (app) => {
      serveDevelopment(app, import.meta.dirname);
      app.get('/', (_, response) => sendPage(response, <Layout front={front} title="表" children="" />));
    },
  });
  const read = async (url: string) => (await fetch(url)).text();
  expect(await read(`${written.url}/`)).toContain('<script src="/development/reload.js">');
  expect(await read(`${written.url}/development/process`)).toBe(String(process.pid));
  expect(await read(`${written.url}/preview/index.ts`)).toContain('serveDevelopment');
  expect(await read(`${written.url}/preview/`)).toContain('npm run test:long -- pages');
  await written.stop();
  expect(await read(`${service.url}/`)).not.toContain('/development/');
});
