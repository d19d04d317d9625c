import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, StaffRoleSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { Device, Visitor } from '@toshobin/web/testing';
import { demoAccounts } from './accounts/demo-accounts.ts';
import { mayDo, staffAccess } from './roles.ts';
import { packedParcel } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import {
  cancelledCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  kikuyosParcel,
  outwardParcel,
  tarosCopy,
  utosParcel,
} from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';
import { WhatWaits } from './what-waits/what-waits.ts';

let web: TestStaffWeb;
beforeAll(async () => {
  web = await startStaffWeb();
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  Object.assign(web.world, { atLoanLimit: false, handOutRefused: false, claimedBefore: false });
});

const signedIn = (account: string) => signedInAt(web.service.url, account);

const scan = (more: object = {}) => ({ factId: randomUUID(), occurredAt: '2026-11-24T03:00:00Z', ...more });
const fill = (path: string) =>
  path.replace(':reservationId', hanakosReservation).replace(':parcelNumber', utosParcel);
const sentence = (text: string): string => JSON.parse(text).say;

describe('who may do what', () => {
  test('a role gets exactly what the table gives it, over every address there is', async () => {
    const oneOfEach = StaffRoleSchema.options.map((role) => demoAccounts.find((one) => one.role === role));
    for (const { account, role } of oneOfEach.flatMap((one) => one ?? [])) {
      const staff = await signedIn(account);
      const refused = web.routes.list.filter(
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
    const nobody = new Visitor(web.service.url);
    for (const { method, path, kind, access } of web.routes.list) {
      const got = await nobody.json(method.toUpperCase(), fill(path));
      if (access === 'anyone') expect([path, got.status === 401]).toEqual([path, false]);
      else if (kind === 'api') expect([path, got.status]).toEqual([path, 401]);
      else expect([path, got.location]).toEqual([path, '/sign-in']);
    }
    const open = web.routes.list.filter(
      ({ access, path }) => access === 'anyone' && !path.startsWith('/scripts/'),
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
    const uto = await signedIn('uto');
    expect((await uto.json('GET', `/api/parcels/${utosParcel}`)).status).toBe(200);
    expect((await uto.json('GET', `/api/parcels/${kikuyosParcel}`)).status).toBe(404);
    const pack = scan({ barcode: hanakosCopy });
    expect((await uto.json('POST', `/api/parcels/${kikuyosParcel}/pack`, pack)).status).toBe(404);
    expect((await uto.json('POST', `/api/parcels/${utosParcel}/pack`, pack)).status).toBe(200);
  });
});

describe('at the prefectural counter', () => {
  const handOut = async (barcode: string, cardNumber = hanakosCard) => {
    const desk = await signedIn('desk');
    return desk.json('POST', '/api/scans/hand-out', scan({ barcode, cardNumber }));
  };

  test('a held copy is handed to its card: the loan slot is claimed before (R3)', async () => {
    const got = await handOut(hanakosCopy);
    expect(sentence(got.text)).toBe('お渡しください　返却期限 2026年12月15日（火）まで');
    expect(web.heard).toEqual(['claim', 'hand out']);
  });

  test('another person’s copy is not handed out, and no slot is claimed', async () => {
    const got = await handOut(tarosCopy);
    expect(JSON.parse(got.text).code).toBe('CARD_DOES_NOT_MATCH');
    expect(web.heard).toEqual([]);
  });

  test('at ten loans the copy stays here', async () => {
    web.world.atLoanLimit = true;
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('LOAN_LIMIT');
    expect(web.heard).toEqual(['claim']);
  });

  test('when the catalog refuses, the slot is given back', async () => {
    web.world.handOutRefused = true;
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual(['claim', 'hand out', 'release']);
  });

  test('a cancelled copy is not handed out, though the card knows nothing of its reservation any more', async () => {
    expect(JSON.parse((await handOut(cancelledCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual([]);
  });

  test('a claim that was there before is not given back when the catalog refuses', async () => {
    Object.assign(web.world, { handOutRefused: true, claimedBefore: true });
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual(['claim', 'hand out']);
  });

  test('a copy that is to be fetched elsewhere is refused with its library, and its loan slot stays', async () => {
    const problem = JSON.parse((await handOut(hanakosCopyForUto)).text);
    expect(problem.code).toBe('WRONG_PICKUP_LIBRARY');
    expect(web.heard).toEqual([]);
  });

  test('on the page the card comes first, then the copy; the card is forgotten afterwards', async () => {
    const desk = await signedIn('desk');
    const read = async (code: string) => {
      await desk.post('/hand-out', { factId: randomUUID(), code });
      return (await desk.get('/hand-out')).text;
    };
    expect(await read(hanakosCopy)).toContain('まだお渡ししないでください');
    expect(
      await read(hanakosCard.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
    ).toContain(`貸出カード <span class="s-num">${hanakosCard}`);
    const done = await read(hanakosCopy);
    expect(done).toContain('お渡しください');
    await desk.post('/hand-out/done', {});
    const next = (await desk.get('/hand-out')).text;
    expect(next).toContain('はじめに貸出カードを読み取ってください');
    expect(next).not.toContain(hanakosCard);
    const sessions = await web.database.session.findMany({ where: { shownCard: { not: null } } });
    expect(sessions).toEqual([]);
  });
});

test('at a pickup library the slot was taken before dispatch, so none is claimed', async () => {
  const uto = await signedIn('uto');
  const body = scan({ barcode: hanakosCopy, cardNumber: hanakosCard });
  expect((await uto.json('POST', '/api/scans/hand-out', body)).status).toBe(200);
  expect(web.heard).toEqual(['hand out']);
});

test('a return is one scan, and its answer says where the copy goes', async () => {
  const desk = await signedIn('desk');
  await desk.get('/returns');
  const posted = await desk.post('/returns', { factId: randomUUID(), code: hanakosCopy, from: 'counter' });
  expect([posted.status, posted.location]).toEqual([303, '/returns?from=counter']);
  const page = await desk.get('/returns');
  expect(page.text).toMatch(/<title>棚へ/);
  expect(page.text).toContain('請求記号 913.6 ナツ');
  expect(page.text).toContain('保護カバー（袋）はありますか');
});

describe('a copy whose reservation ended after it was fetched', () => {
  test('is a piece of work at the prefectural desk: put back by a scan at the returns', async () => {
    const desk = await signedIn('desk');
    expect((await desk.get('/')).text).toMatch(/下ろすもの<\/dt><dd>1点/);
    const page = await desk.get('/hold-shelf');
    expect(page.text).toContain('A-0004');
    expect(page.text).toContain(cancelledCopy);
    expect(page.text).toContain('href="/returns"');
    const { rows } = JSON.parse((await desk.json('GET', '/api/copies-to-return')).text);
    expect(rows).toMatchObject([{ barcode: cancelledCopy, why: 'cancelled' }]);
  });

  test('is a piece of work at a branch: sent back in a parcel', async () => {
    const uto = await signedIn('uto');
    expect((await uto.get('/')).text).toMatch(/返送<b>1点/);
    expect((await uto.get('/send-back')).text).toContain(hanakosCopyForUto);
    expect((await uto.json('GET', '/api/copies-to-return')).text).not.toContain('坊っちゃん');
  });

  test('scanned at the packing desk, it is said what to do with it', async () => {
    const desk = await signedIn('desk');
    const pack = (barcode: string) =>
      desk.json('POST', `/api/parcels/${outwardParcel}/pack`, scan({ barcode }));
    const problem = JSON.parse((await pack(cancelledCopy)).text);
    expect(problem.code).toBe('COPY_TO_RETURN');
    expect(problem.sentence.ja).toBe('キャンセルされた資料です。返却受付で読み取ってください。');
    expect(JSON.parse((await pack(tarosCopy)).text).code).toBe('COPY_NOT_TO_PACK');
    expect((await pack(hanakosCopy)).status).toBe(200);
    await desk.post(`/parcels/${outwardParcel}/pack`, { factId: randomUUID(), code: cancelledCopy });
    expect((await desk.get(`/parcels/${outwardParcel}`)).text).toContain('返却受付で読み取ってください');
  });
});

test('what is typed into a search and is no text finds nothing, and is no fault', async () => {
  const desk = await signedIn('desk');
  const halfACharacter = `${'a'.repeat(99)}${encodeURIComponent('𠮷')}`;
  const searches = ['/audit?subject=a%00b', `/audit?subject=${halfACharacter}`, '/stock?barcode=%00'];
  for (const path of searches) expect([path, (await desk.get(path)).status]).toEqual([path, 200]);
});

test('a copy that is not on the shelf: the desk hears whether another one is fetched instead', async () => {
  const desk = await signedIn('desk');
  const missing = async (barcode: string) =>
    sentence((await desk.json('POST', '/api/scans/not-on-shelf', scan({ barcode }))).text);
  expect(await missing(hanakosCopy)).toBe('捜索中にしました　ほかの資料で用意します。');
  expect(await missing(tarosCopy)).toBe('捜索中にしました　予約は順番待ちに戻りました。');
});

test('the desk’s first page says what waits and how long, what leaves for whom, what is late, the mail and the night', async () => {
  const page = (await (await signedIn('desk')).get('/')).text;
  expect(page).toMatch(/出庫待ち<.*?最長 <b>\d+(分|時間|日)<\/b>/s);
  expect(page).toMatch(/<li data-tone="stop"><a href="#late">.*?配送中/s);
  expect(page).toMatch(/遅れている小包<b>1個.*?日 超過/s);
  expect(page).toMatch(/送信待ち<\/dt><dd>2通　最長/);
  expect(page).toMatch(/照らし合わせる<\/dt><dd><span class="s-say" data-tone="stop">/);
  expect(page).toContain('id="run"');
});

test('an operator’s first page names what does not go on and since when, what is unread, the mail and the night', async () => {
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const operator = await signedIn('operator');
  const page = (await operator.get('/')).text;
  expect(page).toMatch(
    /<section class="s-block" id="stuck"[^>]*data-tone="stop".*?止まっているもの<b>\d+件/s,
  );
  expect(page).toMatch(/id="night".*?履歴の消去.*?この1日はありません/s);
  web.world.stuckProcesses = [];
  web.world.processesAway = true;
  expect((await operator.get('/')).text).toMatch(/id="stuck".*?ただいま表示できません.*?id="letters"/s);
  web.world.processesAway = false;
});

test('the first page after a start has numbers beside the menu', async () => {
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const waits = new WhatWaits();
  waits.begin(web.deps);
  await waits.counted();
  web.world.stuckProcesses = [];
  const at = (role: 'prefecturalDesk' | 'operator') =>
    Object.keys(waits.of(web.deps, { account: 'someone', role, library: PREFECTURAL_LIBRARY }));
  expect([at('prefecturalDesk'), at('operator')]).toEqual([
    ['/tasks', '/timeline/views?view=stuck'],
    ['/timeline/views?view=stuck', '/dead-letters'],
  ]);
});

test('an empty parcel neither counts as work nor is listed with what is to leave', async () => {
  const desk = await signedIn('desk');
  expect((await desk.get('/')).text).toMatch(
    /発送待ち<\/span><span class="s-flow__n">1(?:(?!<\/li>).)*最長 <b>\d+日/s,
  );
  const page = (await desk.get('/packing')).text;
  expect(page).toContain('開いている小包 1個');
  expect([page.includes(packedParcel), page.includes(outwardParcel)]).toEqual([true, false]);
});

test('a card in place of a copy is named as what it is', async () => {
  const desk = await signedIn('desk');
  await desk.get('/returns');
  await desk.post('/returns', { factId: randomUUID(), code: hanakosCard, from: 'counter' });
  const page = await desk.get('/returns');
  expect(page.text).toContain('資料の番号を読み取ってください。今のは貸出カードの番号です。');
});

test('what was done is written down by account and copy, never by card, and can not be changed', async () => {
  const desk = await signedIn('desk');
  await desk.json('POST', '/api/scans/hand-out', scan({ barcode: hanakosCard, cardNumber: hanakosCard }));
  await desk.json('POST', '/api/scans/pick', scan({ barcode: hanakosCopy }));
  const rows = await web.database.audit.findMany({ orderBy: { id: 'asc' } });
  expect(rows.at(-1)).toMatchObject({
    account: 'desk',
    action: 'pick',
    subject: `copy ${hanakosCopy}`,
    outcome: 'done',
  });
  expect(
    JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain(hanakosCard);
  await expect(web.database.audit.deleteMany()).rejects.toThrow('never changed or removed');
  await expect(web.database.audit.updateMany({ data: { outcome: 'x' } })).rejects.toThrow();
});

test('ten wrong passwords for one account have to wait, even with the right one', async () => {
  const guess = new Visitor(web.service.url);
  for (let n = 0; n < 10; n += 1) {
    const got = await guess.json('POST', '/api/session', { account: 'desk', password: `guess ${n}` });
    expect(got.status).toBe(401);
  }
  const right = { account: 'desk', password: demoAccounts[0]?.password };
  expect((await guess.json('POST', '/api/session', right)).status).toBe(429);
  await web.database.signInAttempt.deleteMany();
});

test('whoever signed in here before is kept out by nobody who tries the name from elsewhere', async () => {
  const own = new Device(web.service.url);
  const stranger = new Visitor(web.service.url);
  const right = { account: 'desk', password: demoAccounts[0]?.password };
  expect((await own.json('POST', '/api/session', right)).status).toBe(200);
  await own.get('/');
  for (let n = 0; n < 10; n += 1)
    await stranger.json('POST', '/api/session', { account: 'desk', password: `guess ${n}` });
  expect((await stranger.json('POST', '/api/session', right)).status).toBe(429);
  expect((await own.json('POST', '/api/session', right)).status).toBe(200);
  await own.get('/');
  const left = await own.post('/sign-out', {});
  expect(left.headers.get('clear-site-data')).toBe('"cache"');
  await web.database.signInAttempt.deleteMany();
});

test('of thirty wrong passwords at once for one account no more than ten are looked at', async () => {
  const tries = Array.from({ length: 30 }, async (_, n) => {
    const guess = { account: 'desk', password: `guess ${n}` };
    return (await new Visitor(web.service.url).json('POST', '/api/session', guess)).status;
  });
  expect((await Promise.all(tries)).filter((status) => status !== 429)).toEqual(Array(10).fill(401));
  await web.database.signInAttempt.deleteMany();
  await signedIn('desk');
  expect(await web.database.signInAttempt.count()).toBe(0);
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
    const desk = await signedIn('desk');
    await desk.get('/returns');
    const got = await desk.post(path, fields);
    expect(got.status).toBe(status);
    if (got.location) expect((await desk.get(got.location)).text).not.toContain('<p class="s-num"><b>');
  });

  test.each([
    ['broken JSON', '{', 400],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
    ['wrong types', '{"factId":1,"occurredAt":"yesterday","barcode":[]}', 422],
    [
      'a date that does not exist',
      JSON.stringify({ ...scan({ barcode: '1' }), occurredAt: '2026-02-30T00:00:00Z' }),
      422,
    ],
    ['oversized', `"${'x'.repeat(70_000)}"`, 413],
  ])('JSON that is %s is a problem, never a 500', async (_what, body, status) => {
    const desk = await signedIn('desk');
    const headers = { 'content-type': 'application/json' };
    const got = await desk.send('POST', '/api/scans/pick', { body, headers });
    expect([got.status, got.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('problem+json'),
    ]);
  });

  test.each(['/timeline/x', '/timeline?q=%00', '/parcels/1', '/nowhere', `/timeline/${hanakosReservation}`])(
    'the page %s is a clear answer',
    async (path) => {
      const desk = await signedIn('desk');
      const got = await desk.get(path);
      expect([path, got.status]).toEqual([path, 404]);
      expect(got.text).toContain('お探しのものが見つかりません。');
    },
  );
});

test('no address is served that is not in the table, but health, metrics and style sheets', () => {
  const outside = servedPaths().filter((path) => !web.routes.list.some((entry) => entry.path === path));
  expect([...new Set(outside)].sort()).toEqual([
    '/healthz',
    '/metrics',
    '/readyz',
    '/style/base.css',
    '/style/branch.css',
    '/style/card.css',
    '/style/dash.css',
    '/style/desk.css',
    '/style/slips.css',
    '/style/staff.css',
  ]);
});

test('the OpenAPI document names every operation of the JSON interface', async () => {
  const got = await new Visitor(web.service.url).get('/api/openapi.json');
  const described = Object.keys(JSON.parse(got.text).paths).map((path) =>
    path.replaceAll(/\{(\w+)\}/g, ':$1'),
  );
  const served = web.routes.list.filter(({ kind }) => kind === 'api').map(({ path }) => path);
  expect(described.sort()).toEqual([...new Set(served)].sort());
});

/** Every path express serves, however it got there. */
function servedPaths(): string[] {
  return web.service.app.router.stack.flatMap((layer) => (layer.route ? [layer.route.path] : []));
}

describe('the first page', () => {
  test('says how much work there is, what needs attention by its day, and what works', async () => {
    const desk = await signedIn('desk');
    const page = (await desk.get('/')).text;
    expect(page).toContain('今日は発送日です。');
    const days = [...page.matchAll(/<p class="s-task__by"><b>([^<]+)<\/b>/g)].map(([, day]) => day);
    expect(days).toEqual(['11月24日（火）', '12月4日（金）', '12月6日（日）']);
    expect(page).toContain('予約の処理のしくみ：動いています');
    expect(page).not.toMatch(/Temporal|Kafka/);
  });

  test('is there while the processes and a service are away, and says which part of the work waits', async () => {
    Object.assign(web.world, { processesAway: true, away: ['patron'] });
    const page = (await (await signedIn('desk')).get('/')).text;
    Object.assign(web.world, { processesAway: false, away: [] });
    expect(page).toContain('予約の処理のしくみ：遅れています');
    // Temporal is there, and nobody carries the processes out.
    web.world.takesNone = ['workflows'];
    expect((await (await signedIn('operator')).get('/')).text).toContain('予約の処理のしくみ：遅れています');
    web.world.takesNone = [];
    expect(page).toContain('カードとメール：ただいま使えません');
    expect(page).toContain('読み取り・窓口貸出：使えます');
  });

  test('has the menu of its role, folded without a script', async () => {
    const menuOf = async (account: string) => {
      const page = (await (await signedIn(account)).get('/')).text;
      const menu = /<details class="s-menu">.*?<\/details>/s.exec(page)?.[0] ?? '';
      return [...menu.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    };
    expect(await menuOf('operator')).not.toContain('/pick-list');
    expect(await menuOf('desk')).toContain('/pick-list');
  });
});

test('what waits for somebody stands beside the menu of every page, and no page waits for it', async () => {
  // A minute after whoever else has worked here, so that nothing is fresh.
  const { now } = web.deps;
  web.deps.now = () => new Date(now().getTime() + 60_000);
  const desk = await signedIn('desk');
  expect((await desk.get('/pick-list')).status).toBe(200);
  await web.deps.whatWaits.counted();
  const link = (look: string, path: string) => `${look}href="${path.replace('?', '\\?')}"(?:(?!</a>).)*`;
  const numberOf = (page: string, path: string) =>
    new RegExp(`${link('', path)}<b class="s-rail__n" data-tone="(\\w+)".*?</span>(\\d+)<span`)
      .exec(page)
      ?.slice(1);
  // Three tasks, some of them past their day.
  expect(numberOf((await desk.get('/returns')).text, '/tasks')).toEqual(['stop', '3']);
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const operator = await signedIn('operator');
  const first = (await operator.get('/')).text;
  await web.deps.whatWaits.counted();
  web.world.stuckProcesses = [];
  const later = (await operator.get('/postage')).text;
  const unread = /読めなかった知らせ<b>(\d+)件/.exec(first)?.[1];
  expect(numberOf(later, '/dead-letters')).toEqual(['stop', unread]);
  expect(numberOf(later, '/timeline/views?view=stuck')?.[0]).toBe('stop');
  expect(later).not.toContain('href="/tasks"');
  web.deps.now = now;
});
