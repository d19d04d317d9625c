import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Got, Visitor } from '@toshobin/web/testing';
import { forgetSessions } from './sessions/forget-sessions.ts';
import { applicationId, hanako, novel, weeklyMagazine } from './testing/desk-services.ts';
import { hanakosCard, hanakosCopy, hanakosReservation, outwardParcel } from './testing/fake-services.ts';
import { closureId, lostParcel } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.refused.clear();
});

const queued = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0003';
const copy = makeBarcode('copy', 5);
const act = (more: object = {}) => ({ factId: randomUUID(), ...more });
const scan = (more: object = {}) => act({ occurredAt: new Date().toISOString(), ...more });
const codeOf = (got: Got) => JSON.parse(got.text).code;
const lastDeed = async () => (await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 }))[0];
const deeds = async () =>
  JSON.stringify(await web.database.audit.findMany(), (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );

const days = { from: '2026-12-10', until: '2026-12-12' };
const copyFields = { shelfMark: '913.6 ナツ', weightGrams: 300, thicknessMm: 15, supplementCount: 0 };
const application = {
  applicationId: randomUUID(),
  name: '例川太郎',
  nameReading: 'れいかわたろう',
  birthDate: '1990-01-02',
  postcode: '862-0001',
  address: '例市例町1',
  phone: null,
  email: null,
};
const card = { cardNumber: hanakosCard };
const wish = (more: object = {}) => ({
  ...card,
  reservationId: hanakosReservation,
  wishId: randomUUID(),
  ...more,
});
const reason = '電話で確認';

describe('every act of the desk over JSON', () => {
  const verbs: [string, string, string, object, string][] = [
    ['POST', '/api/phone/extensions', 'extend', wish({ confirmDue: '2026-12-22' }), 'extendForCaller'],
    ['POST', '/api/phone/cancellations', 'cancel by patron', wish(), 'cancelForCaller'],
    [
      'POST',
      '/api/phone/pickup-changes',
      'change to uto',
      wish({ pickupLibrary: 'uto' }),
      'changePickupForCaller',
    ],
    ['POST', '/api/phone/suspensions', 'suspend', wish({ until: '2027-01-10' }), 'suspendForCaller'],
    ['POST', '/api/phone/resumptions', 'resume', wish(), 'resumeForCaller'],
    [
      'POST',
      `/api/reservations/${hanakosReservation}/cancellation`,
      'cancel by library copyMissing',
      { wishId: randomUUID(), why: 'copyMissing', reason },
      'cancelByLibrary',
    ],
    ['POST', '/api/card-applications', 'paper application', { application }, 'enterCardApplication'],
    [
      'POST',
      `/api/card-applications/${applicationId}/check`,
      'check application desk@pref',
      { approved: true },
      'checkCardApplication',
    ],
    ['POST', '/api/cards/replace', 'replace card desk@pref', { ...card, reason }, 'replaceCard'],
    [
      'POST',
      '/api/cards/suspend',
      'suspend card desk@pref',
      { ...card, suspended: true, reason },
      'suspendCard',
    ],
    ['POST', '/api/cards/renew', 'renew card desk@pref', { ...card, expiresOn: '2029-03-31' }, 'renewCard'],
    [
      'POST',
      '/api/card-releases',
      'release desk@pref',
      { ...card, library: 'uto', reason },
      'releaseWithoutCard',
    ],
    ['POST', '/api/letter-codes', 'letter code desk@pref', { ...card, reason }, 'issueLetterCode'],
    [
      'POST',
      `/api/parcels/${lostParcel}/contents`,
      'contents desk@pref',
      scan({ missing: [hanakosCopy] }),
      'reportContents',
    ],
    ['POST', `/api/parcels/${lostParcel}/returned`, 'returned desk@pref', scan(), 'returnedByPost'],
    ['POST', `/api/parcels/${lostParcel}/lost`, 'parcel lost desk@pref', scan({ reason }), 'parcelLost'],
    ['POST', `/api/parcels/${outwardParcel}/discard`, 'discard desk@pref', scan(), 'discardParcel'],
    [
      'POST',
      '/api/closures',
      'closure desk@pref',
      act({ library: 'uto', ...days, reason: '大雪' }),
      'enterClosure',
    ],
    ['POST', `/api/closures/${closureId}/take-back`, 'take back desk@pref', act(), 'takeBackClosure'],
    [
      'POST',
      '/api/libraries/uto/pause',
      'pause desk@pref',
      act({ pausedFrom: '2027-01-10', reopens: null }),
      'pausePickup',
    ],
    [
      'PUT',
      '/api/libraries/uto',
      'change library desk@pref',
      act({ phone: '096-000-0002', closedWeekdays: [1], arrival: 'assumed' }),
      'changeLibrary',
    ],
    [
      'POST',
      '/api/dispatch-pauses',
      'pause dispatch desk@pref',
      act({ kind: 'noDispatch', ...days }),
      'pauseDispatch',
    ],
    ['POST', '/api/copies', 'add copy desk@pref', { recordId: '7', barcode: copy, ...copyFields }, 'addCopy'],
    ['PUT', `/api/copies/${copy}`, 'change copy desk@pref', copyFields, 'changeCopy'],
    [
      'POST',
      `/api/copies/${copy}/withdrawal`,
      'withdraw desk@pref',
      { condition: 'damaged' },
      'withdrawCopy',
    ],
    ['POST', `/api/copies/${copy}/lost`, 'lost desk@pref', act({ reason }), 'declareLost'],
    [
      'POST',
      '/api/records',
      'add record desk@pref',
      { kind: 'book', lending: 'lendable', title: '新しい本', protectiveCover: false },
      'addRecord',
    ],
  ];

  test.each(verbs)('%s %s is carried out and written down', async (method, path, word, body, action) => {
    const got = await desk.json(method, path, body);
    expect([path, got.status, got.status === 200 ? '' : got.text]).toEqual([path, 200, '']);
    expect(web.heard).toContain(word);
    expect(await lastDeed()).toMatchObject({ account: 'desk', action, outcome: 'done' });
  });

  test('none of them is a branch’s, but telling what is in its parcels and discarding its own', async () => {
    const uto = await signedInAt(web.service.url, 'uto');
    const given = new Set(['reportContents', 'discardParcel']);
    for (const [method, path, , body, action] of verbs) {
      const { status } = await uto.json(method, path, body);
      if (given.has(action)) expect([path, status]).not.toEqual([path, 403]);
      else expect([path, status]).toEqual([path, 403]);
    }
    expect((await uto.json('GET', '/api/card-applications')).status).toBe(403);
    expect((await uto.json('GET', '/api/audit')).status).toBe(403);
    expect((await uto.get('/phone')).location).toBe('/?not-allowed=1');
  });

  test.each([
    '/api/card-applications',
    '/api/card-renewals',
    '/api/libraries',
    '/api/closures?from=2026-11-24',
    '/api/dispatch-calendar',
    '/api/postage?from=2026-11-01&until=2026-11-30',
    '/api/audit',
  ])('%s is a list for the desk', async (path) => {
    expect([path, (await desk.json('GET', path)).status]).toEqual([path, 200]);
  });

  test('a refusal is answered with its sentence and written down', async () => {
    web.world.refused.set('/copies/:barcode/withdrawal', 'STATE_CHANGED');
    const got = await desk.json('POST', `/api/copies/${copy}/withdrawal`, { condition: 'withdrawn' });
    expect(codeOf(got)).toBe('STATE_CHANGED');
    expect(await lastDeed()).toMatchObject({ action: 'withdrawCopy', outcome: 'STATE_CHANGED' });
  });

  test('what is written down names no card, no person and no title, and a patron never with a reservation', async () => {
    const written = await deeds();
    for (const secret of [hanakosCard, '例山', '例川', '坊っちゃん', '40404040', 'KF7MQ2']) {
      expect([secret, written.includes(secret)]).toEqual([secret, false]);
    }
    const rows = await web.database.audit.findMany();
    const withPatron = rows.filter(({ subject }) => subject.includes(hanako));
    expect(withPatron.length).toBeGreaterThan(0);
    expect(withPatron.filter(({ subject }) => subject !== `patron ${hanako}`)).toEqual([]);
  });
});

describe('電話受付', () => {
  const reserve = (recordId: string, pickupLibrary = 'pref') =>
    desk.json('POST', '/api/phone/reservations', {
      ...card,
      reservationId: randomUUID(),
      recordId,
      pickupLibrary,
    });

  test('来館貸出可 is reserved for a caller, and its process begins', async () => {
    const got = JSON.parse((await reserve(weeklyMagazine)).text);
    expect(got).toMatchObject({ reservationNumber: 'R-phone', answered: 'now', position: 1 });
    expect(web.heard).toEqual(['admit phone']);
  });

  test('other titles and other libraries are refused before anything is written', async () => {
    expect(codeOf(await reserve(novel))).toBe('PHONE_NOT_FOR_THIS');
    expect(codeOf(await reserve(weeklyMagazine, 'uto'))).toBe('PICKUP_MUST_BE_PREFECTURAL');
    expect(web.heard).toEqual([]);
  });

  test('a reservation of somebody else is not the caller’s to change', async () => {
    const got = await desk.json('POST', '/api/phone/cancellations', wish({ reservationId: randomUUID() }));
    expect([codeOf(got), web.heard]).toEqual(['NOT_FOUND', []]);
    const unknown = { cardNumber: makeBarcode('card', 99) };
    expect(codeOf(await desk.json('POST', '/api/phone/callers', unknown))).toBe('NOT_FOUND');
  });

  test('on the page: the card first, then the date is told, then it is extended', async () => {
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desk.get('/phone?q=週刊')).text;
    expect(page).toContain('例山花子');
    expect(page).toContain('週刊例誌');
    expect(page).not.toContain('三四郎');
    const preview = await desk.post(`/phone/${hanakosReservation}/preview`, {});
    expect(preview.text).toContain('2026年12月15日（火）までに延長する');
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(preview.text)?.[1] ?? '';
    await desk.post(`/phone/${hanakosReservation}/extend`, {
      wishId: field('wishId'),
      confirmDue: field('confirmDue'),
      previewedAt: field('previewedAt'),
    });
    expect((await desk.get('/phone')).text).toContain('延長しました');
    await desk.post('/phone/reserve', { reservationId: randomUUID(), recordId: weeklyMagazine });
    expect((await desk.get('/phone')).text).toContain('予約を受け付けました　R-phone');
    await desk.post(`/phone/${queued}/suspend`, { wishId: randomUUID(), until: '2027-01-10' });
    expect((await desk.get('/phone')).text).toContain('一時停止しました');
    await desk.post(`/phone/${queued}/change-pickup`, { wishId: randomUUID(), pickupLibrary: 'uto' });
    expect((await desk.get('/phone')).text).toContain('受取館を変更しました');
    await desk.post(`/phone/${queued}/cancel`, { wishId: randomUUID() });
    expect((await desk.get('/phone')).text).toContain('予約をキャンセルしました');
    expect(web.heard.filter((word) => word !== 'read')).toEqual([
      'preview',
      'extend',
      'admit phone',
      'suspend',
      'change to uto',
      'cancel by patron',
    ]);
  });

  test('the caller is not the person at the counter, and is forgotten afterwards', async () => {
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desk.get('/hand-out')).text).toContain('はじめに貸出カードを読み取ってください');
    await desk.post('/phone/done', {});
    expect((await desk.get('/phone')).text).not.toContain('例山花子');
    await desk.post(`/phone/${queued}/cancel`, { wishId: randomUUID() });
    expect(web.heard).toEqual([]);
    expect(await web.database.session.count({ where: { callerCard: { not: null } } })).toBe(0);
  });
});

test('a card that nobody has in hand any more is removed by the hour', async () => {
  await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const callers = () => web.database.session.count({ where: { callerCard: { not: null } } });
  await forgetSessions(web.database, new Date());
  expect(await callers()).toBe(1);
  await forgetSessions(web.database, new Date(Date.now() + 31 * 60_000));
  expect(await callers()).toBe(0);
});

describe('pages of the desk', () => {
  test('cards: an application is approved, another declined with a reason; a code is shown once', async () => {
    expect((await desk.get('/cards')).text).toContain('例川太郎');
    const check = `/cards/applications/${applicationId}/check`;
    expect((await desk.post(check, { approved: 'no' })).status).toBe(422);
    await desk.post(check, { approved: 'yes' });
    expect((await desk.get('/cards')).text).toContain('発行します');
    const paper = { ...application, applicationId: randomUUID(), phone: '', email: '' };
    await desk.post('/cards/applications', paper);
    expect((await desk.get('/cards')).text).toContain('受付番号 C-2');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    await desk.get('/phone');
    expect((await desk.post('/cards/release', { to: 'uto', reason })).text).toContain('40404040');
    expect((await desk.post('/cards/letter', { reason })).text).toContain('KF7MQ2');
    await desk.post('/cards/replace', { reason });
    expect((await desk.get('/phone')).text).toContain(makeBarcode('card', 13));
    const answers = await web.database.session.findMany({ where: { account: 'desk' } });
    expect(JSON.stringify(answers.map(({ answer }) => answer))).not.toMatch(/40404040|KF7MQ2/);
    await desk.post('/phone/done', {});
  });

  test('libraries: a closure is entered and taken back, a library paused and changed', async () => {
    expect((await desk.get('/libraries')).text).toContain('大雪');
    await desk.post('/closures', { factId: randomUUID(), of: 'uto', ...days, reason: '台風' });
    expect((await desk.get('/libraries')).text).toContain('臨時休館を登録しました');
    await desk.post(`/closures/${closureId}/take-back`, { factId: randomUUID() });
    await desk.post('/dispatch-pauses', { factId: randomUUID(), kind: 'closure', ...days });
    expect((await desk.get('/libraries/uto')).text).toContain('宇土市立図書館');
    const change = {
      factId: randomUUID(),
      phone: '096-000-0002',
      closedWeekdays: ['1', '2'],
      arrival: 'scan',
    };
    await desk.post('/libraries/uto', change);
    await desk.post('/libraries/uto/pause', { factId: randomUUID(), pausedFrom: '2027-01-10', reopens: '' });
    expect((await desk.get('/libraries/uto')).text).toContain('受取を休止します');
    await desk.post('/libraries/uto/pause', { factId: randomUUID() });
    expect((await desk.get('/libraries/uto')).text).toContain('受取を再開します');
    expect(web.heard.map((word) => word.split(' desk')[0])).toEqual([
      'closure',
      'take back',
      'pause dispatch',
      'change library',
      'pause',
      'pause',
    ]);
    expect((await desk.get('/libraries/nowhere')).status).toBe(404);
  });

  test('stock: a copy is found, changed, withdrawn and lost; copies and titles are added', async () => {
    const page = (await desk.get(`/stock?barcode=${hanakosCopy}`)).text;
    expect(page).toContain('坊っちゃん');
    const fields = { shelfMark: '913.6 ナツ', weightGrams: '310', thicknessMm: '15', supplementCount: '0' };
    const path = `/stock/copies/${hanakosCopy}`;
    await desk.post(path, fields);
    expect((await desk.post(path, { ...fields, weightGrams: '-1' })).status).toBe(422);
    await desk.post(`${path}/withdrawal`, { condition: 'damaged' });
    expect((await desk.get('/stock')).text).toContain('お待ちの方 2人');
    await desk.post(`${path}/lost`, { factId: randomUUID(), reason });
    await desk.post('/stock/records', {
      kind: 'magazineIssue',
      lending: 'inPersonOnly',
      title: '週刊例誌 12月号',
      year: '2026',
      protectiveCover: 'yes',
    });
    expect((await desk.get('/stock')).text).toContain('書誌の番号 9');
    const added = await desk.post('/stock/copies', { recordId: '9', barcode: copy, ...fields });
    expect(added.location).toBe(`/stock?barcode=${copy}`);
    expect(web.heard.map((word) => word.split(' desk')[0])).toEqual([
      'change copy',
      'withdraw',
      'lost',
      'add record',
      'add copy',
    ]);
  });

  test('postage and what was done are for the operator too', async () => {
    const operator = await signedInAt(web.service.url, 'operator');
    expect((await operator.get('/postage')).text).toContain('郵送料　600円');
    const page = (await operator.get(`/audit?subject=${encodeURIComponent(`patron ${hanako}`)}`)).text;
    expect(page).toContain('カードの再発行');
    expect(page).toContain(reason);
    expect(page).not.toContain('電話での延長');
  });
});

test('a closure is entered only after it was shown what it would move', async () => {
  const asked = `/closures/new?of=uto&from=2026-12-10&until=2026-12-12&reason=${encodeURIComponent('大雪')}`;
  const page = (await desk.get(asked)).text;
  expect(page).toContain('2／2　登録する前に確かめます');
  expect(page).toMatch(/<b>4件<\/b>.*<s>12月10日（木）<\/s>.*12月13日（日）/s);
  expect(page).toContain('期限の動く9件の方');
  expect(page).toContain('name="of" value="uto"');
  expect(web.heard).toEqual([]);
  expect((await desk.get('/closures/new?of=uto&from=2026-12-12&until=2026-12-10&reason=x')).status).toBe(422);
});

test('statistics are pictures and numbers without persons, and few is not told', async () => {
  const operator = await signedInAt(web.service.url, 'operator');
  const page = (await operator.get('/statistics')).text;
  expect(page).toContain('<b>44</b>件');
  expect(page).toContain('11,320');
  expect(page).toMatch(/菊陽町図書館<\/th><td class="n">少数<\/td>/);
  expect(page).toContain('role="img" aria-label="月ごとの送料。10月 6,400、11月 4,920"');
  expect(page).not.toMatch(/例山|坊っちゃん/);
});
