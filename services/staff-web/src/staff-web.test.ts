import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { StaffRoleSchema } from '@toshobin/contracts';
import { tablesWithRowsLeft } from '@toshobin/database/testing';
import { Visitor } from '@toshobin/web/testing';
import { demoAccounts } from './accounts/demo-accounts.ts';
import { mayDo, staffAccess } from './roles.ts';
import { vacuumAtNight } from './signed-in/forget-sessions.ts';
import { openDesks, scanned } from './testing/open-desks.ts';
import {
  hanakosCard,
  hanakosCopy,
  hanakosReservation,
  kikuyosParcel,
  utosParcel,
} from './testing/stand-ins.ts';

const desks = openDesks();

const fill = (path: string) =>
  path.replace(':reservationId', hanakosReservation).replace(':parcelNumber', utosParcel);

describe('who may do what', () => {
  test('a role gets exactly what the table gives it, over every address there is', async () => {
    const oneOfEach = StaffRoleSchema.options.map((role) => demoAccounts.find((one) => one.role === role));
    for (const { account, role } of oneOfEach.flatMap((one) => one ?? [])) {
      const staff = await desks.signedIn(account);
      const refused = desks.web.routes.list.filter(
        ({ access }) => access !== 'anyone' && access !== 'signOut' && !mayDo[role].has(access),
      );
      const ask = async ({ method, path, kind }: (typeof refused)[number]) => {
        const got =
          kind === 'form'
            ? await staff.post(fill(path), {})
            : await staff.json(method.toUpperCase(), fill(path));
        const where = `${role} ${method} ${path}`;
        if (kind === 'api') expect([where, got.status]).toEqual([where, 403]);
        else expect([where, got.status, got.location]).toEqual([where, 303, '/?not-allowed=1']);
      };
      // A web that is asked everything at once says that it is busy.
      for (let from = 0; from < refused.length; from += 20) {
        await Promise.all(refused.slice(from, from + 20).map(ask));
      }
    }
  });

  test('without an account nothing but signing in is open', async () => {
    const nobody = new Visitor(desks.web.service.url);
    for (const { method, path, kind, access } of desks.web.routes.list) {
      const got = await nobody.json(method.toUpperCase(), fill(path));
      if (access === 'anyone') expect([path, got.status === 401]).toEqual([path, false]);
      else if (kind === 'api') expect([path, got.status]).toEqual([path, 401]);
      else expect([path, got.location]).toEqual([path, '/sign-in']);
    }
    const open = desks.web.routes.list.filter(
      ({ access, path }) => access === 'anyone' && !path.startsWith('/scripts'),
    );
    expect(open.map(({ path }) => path)).toEqual([
      // What a phone shows without a line; it holds nothing.
      '/offline',
      '/sign-in',
      '/sign-in',
      // With a code from an administrator: a first password, and a terminal.
      '/set-up',
      '/set-up',
      '/api/session',
      '/enrol-terminal',
      '/enrol-terminal',
      '/api/openapi.json',
    ]);
  });

  test('an action nobody was given is refused to every role', () => {
    const [uto] = demoAccounts.filter((one) => one.account === 'uto');
    for (const role of StaffRoleSchema.options) {
      const given = [...mayDo[role]];
      expect(given).not.toContain('anyone');
      if (uto) expect(staffAccess.admit('changePolicy', { ...uto, role }).ok).toBe(role === 'operator');
    }
  });

  test('a branch neither sees nor fills the parcel of another', async () => {
    expect((await desks.uto.json('GET', `/api/parcels/${utosParcel}`)).status).toBe(200);
    expect((await desks.uto.json('GET', `/api/parcels/${kikuyosParcel}`)).status).toBe(404);
    const pack = scanned({ barcode: hanakosCopy });
    expect((await desks.uto.json('POST', `/api/parcels/${kikuyosParcel}/pack`, pack)).status).toBe(404);
    expect((await desks.uto.json('POST', `/api/parcels/${utosParcel}/pack`, pack)).status).toBe(200);
  });
});

test('what is typed into a search and is no text finds nothing, and is no fault', async () => {
  const halfACharacter = `${'a'.repeat(99)}${encodeURIComponent('𠮷')}`;
  const searches = ['/audit?subject=a%00b', `/audit?subject=${halfACharacter}`, '/stock?barcode=%00'];
  for (const path of searches) expect([path, (await desks.desk.get(path)).status]).toEqual([path, 200]);
});

test('what was done is written down by account and copy, never by card, and can not be changed', async () => {
  await desks.desk.json(
    'POST',
    '/api/scans/hand-out',
    scanned({ barcode: hanakosCard, cardNumber: hanakosCard }),
  );
  await desks.desk.json('POST', '/api/scans/pick', scanned({ barcode: hanakosCopy }));
  const rows = await desks.web.database.audit.findMany({ orderBy: { id: 'asc' } });
  expect(rows.at(-1)).toMatchObject({
    account: 'desk',
    action: 'pick',
    subject: `copy ${hanakosCopy}`,
    outcome: 'done',
  });
  expect(
    JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain(hanakosCard);
  await expect(desks.web.database.audit.deleteMany()).rejects.toThrow('never changed or removed');
  await expect(desks.web.database.audit.updateMany({ data: { outcome: 'x' } })).rejects.toThrow();
});

test('after eight weeks a deed says no more to which loan it was done, and all else of it for good', async () => {
  const { audit } = desks.web.database;
  const weeksAgo = (weeks: number) => new Date(Date.now() - weeks * 7 * 24 * 3_600_000 - 60_000);
  const row = { account: 'forgets', role: 'operator', library: 'prefectural', outcome: 'done', reason: 'x' };
  const deeds = [
    { action: 'lend', subject: `copy ${hanakosCopy}`, weeks: 8, later: 'copy' },
    { action: 'cancelForPatron', subject: 'reservation 1', weeks: 9, later: 'reservation' },
    { action: 'undo', subject: 'scan 1', weeks: 9, later: 'scan' },
    { action: 'lend', subject: `copy ${hanakosCopy}`, weeks: 7, later: `copy ${hanakosCopy}` },
    { action: 'withdrawCopy', subject: `copy ${hanakosCopy}`, weeks: 9, later: `copy ${hanakosCopy}` },
    { action: 'replaceCard', subject: 'patron 1', weeks: 9, later: 'patron 1' },
  ];
  for (const { action, subject, weeks } of deeds)
    await audit.create({ data: { ...row, at: weeksAgo(weeks), action, subject } });
  const kept = () => audit.findMany({ where: { account: 'forgets' }, orderBy: { id: 'asc' } });
  const before = await kept();
  const { database } = desks.web;
  const ask = (sql: string) => database.$queryRawUnsafe<{ text: string }[]>(sql);
  await desks.web.deps.audit.forgetWhich();
  await vacuumAtNight(database, new Date('2026-11-30T14:30:00+09:00'));
  expect(await tablesWithRowsLeft(ask, ['audit'])).toEqual(['audit']);
  await vacuumAtNight(database, new Date('2026-11-30T03:30:00+09:00'));
  expect(await tablesWithRowsLeft(ask, ['audit'])).toEqual([]);
  expect(await kept()).toEqual(before.map((was, at) => ({ ...was, subject: deeds[at]?.later })));

  const [oldest, , , , , ofPatron] = before;
  const change = (id: bigint | undefined, data: object) => audit.update({ where: { id: id ?? 0n }, data });
  await expect(change(oldest?.id, { subject: 'parcel' })).rejects.toThrow('never changed');
  await expect(change(oldest?.id, { subject: 'copy', at: new Date() })).rejects.toThrow('never changed');
  await expect(change(ofPatron?.id, { subject: 'patron' })).rejects.toThrow('never changed');
});

describe('hostile input', () => {
  test.each([
    ['an empty scan', '/returns', { factId: randomUUID(), code: '', from: 'counter' }, 303],
    ['a scan of markup', '/returns', { factId: randomUUID(), code: '<b>', from: 'counter' }, 303],
    ['a scan without its id', '/returns', { code: hanakosCopy, from: 'counter' }, 422],
    ['a scan from nowhere', '/returns', { factId: randomUUID(), code: hanakosCopy, from: 'roof' }, 422],
    [
      'a scan at a time that is none',
      '/returns',
      { factId: randomUUID(), code: '1', from: 'counter', occurredAt: '2026-02-30T00:00:00Z' },
      422,
    ],
    ['a scan too long', '/returns', { factId: randomUUID(), code: '1'.repeat(65), from: 'counter' }, 422],
    ['a parcel that is no number', '/parcels/abc/pack', { factId: randomUUID(), code: '1' }, 404],
    ['a parcel to nowhere', '/parcels', { factId: randomUUID(), direction: 'outward', library: '../x' }, 422],
    ['an arrival of a copy', '/arrivals', { factId: randomUUID(), code: hanakosCopy }, 303],
  ])('%s is a clear answer', async (_what, path, fields, status) => {
    await desks.desk.get('/returns');
    const got = await desks.desk.post(path, fields);
    expect(got.status).toBe(status);
    if (got.location) expect((await desks.desk.get(got.location)).text).not.toContain('<p class="s-num"><b>');
  });

  test.each([
    ['broken JSON', '{', 400],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
    ['wrong types', '{"factId":1,"occurredAt":"yesterday","barcode":[]}', 422],
    [
      'a date that does not exist',
      JSON.stringify({ ...scanned({ barcode: '1' }), occurredAt: '2026-02-30T00:00:00Z' }),
      422,
    ],
    ['oversized', `"${'x'.repeat(70_000)}"`, 413],
  ])('JSON that is %s is a problem, never a 500', async (_what, body, status) => {
    const headers = { 'content-type': 'application/json' };
    const got = await desks.desk.send('POST', '/api/scans/pick', { body, headers });
    expect([got.status, got.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('problem+json'),
    ]);
  });

  test.each(['/timeline/x', '/timeline?q=%00', '/parcels/1', '/nowhere', `/timeline/${hanakosReservation}`])(
    'the page %s is a clear answer',
    async (path) => {
      const got = await desks.desk.get(path);
      expect([path, got.status]).toEqual([path, 404]);
      expect(got.text).toContain('お探しのものが見つかりません。');
    },
  );
});

test('no address is served that is not in the table, but health, metrics and style sheets', () => {
  const outside = servedPaths().filter((path) => !desks.web.routes.list.some((entry) => entry.path === path));
  expect([...new Set(outside)].sort()).toEqual([
    '/healthz',
    '/metrics',
    '/readyz',
    '/style{/:version}/base.css',
    '/style{/:version}/branch.css',
    '/style{/:version}/card.css',
    '/style{/:version}/dash.css',
    '/style{/:version}/desk.css',
    '/style{/:version}/slips.css',
    '/style{/:version}/staff.css',
  ]);
});

test('the OpenAPI document names every operation of the JSON interface', async () => {
  const got = await new Visitor(desks.web.service.url).get('/api/openapi.json');
  const described = Object.keys(JSON.parse(got.text).paths).map((path) =>
    path.replaceAll(/\{(\w+)\}/g, ':$1'),
  );
  const served = desks.web.routes.list.filter(({ kind }) => kind === 'api').map(({ path }) => path);
  expect(described.sort()).toEqual([...new Set(served)].sort());
});

/** Every path express serves, however it got there. */
function servedPaths(): string[] {
  return desks.web.service.app.router.stack.flatMap((layer) => (layer.route ? [layer.route.path] : []));
}
