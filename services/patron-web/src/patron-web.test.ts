import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Visitor } from '@toshobin/web/testing';
import { RIGHT_PASSWORD } from './testing/fake-patron.ts';
import { signedIn as signIn } from './testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from './testing/start-patron-web.ts';

const RESERVATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001';
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

const signedIn = (scope: 'full' | 'choosePassword' = 'full') => signIn(web, scope);
const fill = (path: string) => path.replace(':recordId', '1').replace(':reservationId', RESERVATION);

describe('who may use an address', () => {
  test('an initial password opens nothing of its patron but choosing one’s own, over every address there is (R2)', async () => {
    const first = await signedIn('choosePassword');
    for (const { method, path, kind, access } of web.routes.list) {
      if (access !== 'patron') continue;
      const got =
        kind === 'form'
          ? await first.post(fill(path), {})
          : await first.json(method.toUpperCase(), fill(path));
      const where = `${method} ${path}`;
      if (kind === 'api')
        expect([where, got.status, got.text]).toEqual([
          where,
          403,
          expect.stringContaining('PASSWORD_NOT_CHOSEN'),
        ]);
      else expect([where, got.status, got.location]).toEqual([where, 303, '/password']);
    }
    const open = web.routes.list.filter(({ access }) => access === 'choosingPassword');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'get /password',
      'post /api/password',
      'post /password',
    ]);
    // The catalogue is everybody's, so theirs too; what is wanted of them is said there.
    const found = await first.get('/search?q=%E6%BC%B1%E7%9F%B3');
    expect([found.status, found.text]).toEqual([200, expect.stringContaining('href="/password"')]);
  });

  test('what belongs to a patron sends everybody else to the sign-in', async () => {
    const nobody = new Visitor(web.service.url);
    for (const { method, path, kind, access } of web.routes.list) {
      if (access === 'public') continue;
      const got = await nobody.json(method.toUpperCase(), fill(path));
      if (kind === 'api') expect([path, got.status]).toEqual([path, 401]);
      else expect([path, got.location?.split('?')[0]]).toEqual([path, '/sign-in']);
    }
  });

  test('a chosen password turns the same visit into a full one, under a new cookie', async () => {
    const first = await signedIn('choosePassword');
    await first.get('/password');
    const before = first.cookie;
    const got = await first.post('/password', {
      password: 'ながい合言葉をえらぶ',
      again: 'ながい合言葉をえらぶ',
    });
    web.account.password = RIGHT_PASSWORD;
    expect([got.status, got.location]).toEqual([303, '/password/chosen']);
    expect(first.cookie).not.toBe(before);
    expect((await first.get('/card')).status).toBe(200);
  });
});

test('from the basket to a reservation: the basket survives the sign-in, and two taps are one reservation', async () => {
  const hanako = new Visitor(web.service.url);
  await hanako.get('/search?q=漱石');
  await hanako.post('/basket/add', { recordId: '1', back: '/search?q=x' });
  await hanako.get('/sign-in?next=/reserve');
  web.world.scope = 'full';
  const signIn = await hanako.post('/sign-in', {
    cardNumber: '２００１２３４０',
    password: '正しいパスワード',
    next: '/reserve',
  });
  expect(signIn.location).toBe('/reserve');
  const pickup = await hanako.get('/reserve');
  expect(pickup.text).toContain('宇土市立図書館');
  const confirm = await hanako.get('/reserve/confirm?pickup=uto');
  const item = /name="item" value="([^"]+)"/.exec(confirm.text)?.[1] ?? '';
  const twice = await Promise.all([
    hanako.post('/reserve', { pickup: 'uto', item }),
    hanako.post('/reserve', { pickup: 'uto', item }),
  ]);
  expect(twice.map((got) => got.location)).toEqual(['/reserve/done', '/reserve/done']);
  expect([...web.heard.applications.values()]).toEqual([item.split(' ')[0]]);
  const done = await hanako.get('/reserve/done');
  expect(done.text).toContain('1点の予約を受け付けました');
  for (const page of [confirm, done])
    expect(page.text).toContain('早ければ2026年11月30日（月）ごろ受け取れます。');
  // A copy was chosen for it at once, so it is not in the queue any more.
  expect(done.text).toContain('準備中</span>');
  expect(done.text).not.toContain('順番待ち');
  expect((await hanako.get('/basket')).text).toContain('予約かごは空です');
});

test('with Temporal away a reservation is accepted and its place follows by mail', async () => {
  const hanako = await signedIn();
  web.world.process = 'away';
  const got = await hanako.json('POST', '/api/reservations', {
    reservationId: RESERVATION,
    recordId: '2',
    pickupLibrary: 'uto',
  });
  web.world.process = 'answers';
  expect(JSON.parse(got.text)).toMatchObject({ answered: 'later', position: null });
});

test('material for visitors only is refused before an application is written (R4)', async () => {
  const hanako = await signedIn();
  const before = web.heard.applications.size;
  const body = { reservationId: RESERVATION, recordId: '3', pickupLibrary: 'uto' };
  const got = await hanako.json('POST', '/api/reservations', body);
  expect(got.status).toBe(409);
  expect(JSON.parse(got.text)).toMatchObject({
    code: 'IN_PERSON_ONLY',
    sentence: { ja: expect.stringContaining('096-000-0000') },
  });
  expect(web.heard.applications.size).toBe(before);
});

test('a cancellation asks once, happens once, and is shown; with the process away it can be sent again', async () => {
  const hanako = await signedIn();
  web.world.rows = [row(RESERVATION, 'queued')];
  const page = await hanako.get(`/my-library/${RESERVATION}/cancel`);
  const wishId = /name="wishId" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  web.world.process = 'away';
  const busy = await hanako.post(`/my-library/${RESERVATION}/cancel`, { wishId });
  web.world.process = 'answers';
  expect([busy.status, busy.text]).toEqual([503, expect.stringContaining('ただいま混み合っています')]);
  const twice = [1, 2].map(() => hanako.post(`/my-library/${RESERVATION}/cancel`, { wishId }));
  const got = await Promise.all(twice);
  expect(got.map((one) => one.location)).toEqual(
    Array(2).fill(`/my-library?done=cancelled&of=${RESERVATION}`),
  );
  expect(new Set(web.heard.wishes).size).toBe(1);
});

test('an extension shows the new date in its button and sends that date (R8)', async () => {
  const hanako = await signedIn();
  web.world.rows = [row(RESERVATION, 'handedOut')];
  const page = await hanako.get(`/my-library/${RESERVATION}/extend`);
  expect(page.text).toContain('2026年12月22日（火）までに延長する');
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.text)?.[1] ?? '';
  const got = await hanako.post(`/my-library/${RESERVATION}/extend`, {
    wishId: field('wishId'),
    confirmDue: field('confirmDue'),
    previewedAt: field('previewedAt'),
  });
  expect(got.location).toBe(`/my-library?done=extended&of=${RESERVATION}`);
});

test('one date tried on many cards from one address has to wait', async () => {
  const spray = new Visitor(web.service.url);
  const tries: number[] = [];
  for (let n = 0; n < 21; n += 1) {
    const cardNumber = `2${String(n).padStart(7, '0')}`;
    web.account.othersCards.push(cardNumber);
    tries.push((await spray.json('POST', '/api/session', { cardNumber, password: '19610405' })).status);
  }
  expect(tries.slice(0, 20)).toEqual(Array(20).fill(401));
  expect(tries[20]).toBe(429);
  web.account.othersCards = [];
  await web.database.signInAttempt.deleteMany();
});

test('a title with markup in it is text', async () => {
  const got = await new Visitor(web.service.url).get('/records/2');
  expect(got.text).not.toContain('<script>alert');
  expect(got.text).toContain('&lt;script');
});

test('the card number is on the card page alone', async () => {
  const hanako = await signedIn();
  web.world.rows = [row(RESERVATION, 'ready')];
  expect((await hanako.get('/card')).text).toMatch(/<svg[^>]*>[\s\S]*2001 2340/);
  for (const path of ['/', '/basket', '/my-library', '/password', '/email']) {
    expect((await hanako.get(path)).text).not.toMatch(/2001 ?2340/);
  }
});

describe('hostile input', () => {
  test.each([
    ['an unknown record', 'GET', '/records/999'],
    ['a record that is no number', 'GET', '/records/abc'],
    ['a record beyond every number', 'GET', '/records/99999999999999999999'],
    ['broken escapes in an address', 'GET', '/records/%E0%A4%A'],
    ['a reservation that is no id', 'GET', '/my-library/x/cancel'],
    ['somebody else’s reservation', 'GET', '/my-library/00000000-0000-4000-8000-000000000000/cancel'],
    ['a search of nonsense', 'GET', '/search?q=%00%ff&page=-1&page=x'],
    ['a page of results that does not exist', 'GET', '/search?q=a&page=99999999999999999999'],
    ['a library that does not exist', 'GET', '/reserve/confirm?pickup=atlantis'],
    ['a library that is a list', 'GET', '/reserve/confirm?pickup=uto&pickup=pref'],
    ['a link without its token', 'GET', '/email/verify'],
    ['a way back to another site', 'GET', '/sign-in?next=//evil.example'],
    ['an unknown address', 'GET', '/../../etc/passwd'],
  ])('%s is a clear answer', async (_what, method, path) => {
    const hanako = await signedIn();
    await hanako.post('/basket/add', { recordId: '1' });
    const got = await hanako.send(method, path);
    expect(got.status).toBeLessThan(500);
    expect(got.text).not.toContain('evil.example');
  });

  test.each([
    ['/basket/add', { recordId: '0' }],
    ['/basket/add', { recordId: ['1', '2'] }],
    ['/basket/add', { recordId: '999' }],
    ['/basket/add', { recordId: '1', back: 'https://evil.example' }],
    ['/basket/add', { recordId: '1', back: '/\\evil.example' }],
    ['/reserve', { pickup: 'uto' }],
    ['/reserve', { pickup: 'uto', item: 'x y' }],
    ['/reserve', { pickup: '../x', item: `${RESERVATION} 1` }],
    ['/reserve', { pickup: 'uto', item: Array(21).fill(`${RESERVATION} 1`) }],
    ['/email', { wishId: RESERVATION, email: 'not an address' }],
    ['/email/verify', { token: 'short' }],
    [
      `/my-library/${RESERVATION}/extend`,
      { wishId: RESERVATION, confirmDue: '2026-02-30', previewedAt: 'now' },
    ],
    [`/my-library/${RESERVATION}/cancel`, { wishId: '1' }],
    ['/sign-in', { cardNumber: '' }],
  ])('the form of %s with %j is refused', async (path, fields) => {
    const hanako = await signedIn();
    await hanako.get('/basket');
    const got = await hanako.post(path, fields);
    expect(got.status).toBeGreaterThanOrEqual(400);
    expect(got.status).toBeLessThan(500);
  });

  test.each([
    ['broken JSON', '{"recordId":', 400],
    ['invalid UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400],
    ['a list', '[]', 422],
    ['wrong types', '{"reservationId":1,"recordId":[],"pickupLibrary":{}}', 422],
    [
      'a field too many',
      `{"reservationId":"${RESERVATION}","recordId":"1","pickupLibrary":"uto","state":"ready"}`,
      422,
    ],
    ['more than 64 kB', `"${'x'.repeat(70_000)}"`, 413],
    ['nothing', '', 422],
  ])('JSON that is %s is a problem, never a 500', async (_what, body, status) => {
    const hanako = await signedIn();
    const headers = { 'content-type': 'application/json' };
    const got = await hanako.send('POST', '/api/reservations', { body, headers });
    expect(got.status).toBe(status);
    expect(got.headers.get('content-type')).toContain('application/problem+json');
  });

  test('JSON from another site is refused, whatever it carries', async () => {
    const hanako = await signedIn();
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
    const got = await hanako.send('DELETE', '/api/session', { headers });
    expect(got.status).toBe(403);
    expect((await hanako.get('/card')).status).toBe(200);
  });
});

test('no address is served that is not in the table, but health, metrics, style sheets and scripts', () => {
  const outside = servedPaths().filter((path) => !web.routes.list.some((entry) => entry.path === path));
  expect([...new Set(outside)].sort()).toEqual([
    '/healthz',
    '/metrics',
    '/readyz',
    '/script{/:version}/comfort.js',
    '/script{/:version}/nearest.js',
    '/script{/:version}/suggest.js',
    '/style{/:version}/base.css',
    '/style{/:version}/look.css',
  ]);
});

test('the OpenAPI document names every operation of the JSON interface', async () => {
  const got = await new Visitor(web.service.url).get('/api/openapi.json');
  const document = JSON.parse(got.text);
  expect(document.openapi).toBe('3.1.0');
  const described = Object.keys(document.paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  const served = web.routes.list.filter(({ kind }) => kind === 'api').map(({ path }) => path);
  expect(described.sort()).toEqual([...new Set(served)].sort());
});

/** Every path express serves, however it got there. */
function servedPaths(): string[] {
  return web.service.app.router.stack.flatMap((layer) => (layer.route ? [layer.route.path] : []));
}
