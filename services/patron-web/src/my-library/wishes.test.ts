import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays, calendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

const RESERVATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001';
const BOOK = `/my-library/${RESERVATION}`;
let web: TestWeb;
let hanako: Visitor;
beforeAll(async () => {
  web = await startPatronWeb();
  hanako = await signedIn(web);
});
beforeEach(() => {
  web.world.process = 'answers';
  web.world.pausedFrom = null;
  web.heard.wishes.length = 0;
});
afterAll(() => web.stop());

const inDays = (n: number) => addDays(dayOf(instantFromDate(new Date())), n);
const wishIdIn = (text: string) => /name="wishId" value="([^"]+)"/.exec(text)?.[1] ?? '';
const api = (verb: string, body: object) =>
  hanako.json('POST', `/api/reservations/${RESERVATION}/${verb}`, body);

describe('another pickup library (R20)', () => {
  test('is chosen, shown with what follows, and changed once however often it is sent', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    expect((await hanako.get(`${BOOK}/pickup`)).text).toContain('今の受取館');
    const confirm = await hanako.get(`${BOOK}/pickup/confirm?pickup=uki`);
    expect(confirm.text).toContain('宇城市立図書館');
    expect(confirm.text).toContain('予約の順番は変わりません');
    const fields = { wishId: wishIdIn(confirm.text), pickup: 'uki' };
    const twice = await Promise.all([1, 2].map(() => hanako.post(`${BOOK}/pickup`, fields)));
    expect(twice.map((got) => got.location)).toEqual(Array(2).fill('/my-library?done=pickupChanged'));
    expect(new Set(web.heard.wishes).size).toBe(1);
    const page = await hanako.get('/my-library?done=pickupChanged');
    expect(page.text).toContain('受取館を変更しました。');
    expect(page.text).toContain('受取館：宇城市立図書館');
  });

  test('to the present one there is nothing to confirm', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    expect((await hanako.get(`${BOOK}/pickup/confirm?pickup=uto`)).location).toBe('/my-library');
  });

  test.each([
    ['uki', 200, undefined],
    ['atlantis', 409, 'PICKUP_LIBRARY_UNKNOWN'],
    ['misato', 409, 'PICKUP_LIBRARY_PAUSED'],
  ])('to %s over the API is answered with %i', async (pickupLibrary, status, code) => {
    web.world.rows = [row(RESERVATION, 'picked')];
    const got = await api('change-pickup', { pickupLibrary });
    expect([got.status, JSON.parse(got.text).code]).toEqual([status, code]);
  });

  test('comes too late once it is packed: the page says so above the list', async () => {
    web.world.rows = [row(RESERVATION, 'picked')];
    const confirm = await hanako.get(`${BOOK}/pickup/confirm?pickup=uki`);
    web.world.process = 'CHANGE_PICKUP_TOO_LATE';
    const got = await hanako.post(`${BOOK}/pickup`, { wishId: wishIdIn(confirm.text), pickup: 'uki' });
    expect([got.status, got.text]).toEqual([409, expect.stringContaining('発送の準備が済んだため')]);
    expect(got.text).toContain('096-000-0000');
  });

  test('that is paused can be neither chosen nor sent', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const got = await hanako.get(`${BOOK}/pickup/confirm?pickup=misato`);
    expect([got.status, got.text]).toEqual([409, expect.stringContaining('美里町図書館は2099年4月1日')]);
    await hanako.get(`${BOOK}/pickup`);
    const sent = await hanako.post(`${BOOK}/pickup`, { wishId: RESERVATION, pickup: 'misato' });
    expect([sent.status, web.heard.wishes]).toEqual([409, []]);
  });
});

describe('suspending and resuming (R20)', () => {
  test('asks for the day, shows it in My Library, and resumes before it', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const page = await hanako.get(`${BOOK}/suspend`);
    expect(page.text).toContain(`min="${inDays(1)}" max="${inDays(180)}"`);
    const sent = await hanako.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until: inDays(30) });
    expect(sent.location).toBe('/my-library?done=suspended');
    const suspended = await hanako.get('/my-library');
    expect(suspended.text).toMatch(/一時停止中（\d+年\d+月\d+日（.）に再開）/);
    expect(suspended.text).not.toContain('一時停止する');
    const resume = await hanako.get(`${BOOK}/resume`);
    const resumed = await hanako.post(`${BOOK}/resume`, { wishId: wishIdIn(resume.text) });
    expect(resumed.location).toBe('/my-library?done=resumed');
    expect((await hanako.get('/my-library')).text).toContain('順番待ち');
  });

  test.each(['', '2026-02-30', 'あした', '2020-01-01'])('%j is no day to resume on', async (until) => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const page = await hanako.get(`${BOOK}/suspend`);
    const got = await hanako.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until });
    expect(got.status).toBe(422);
    expect(got.text).toContain('aria-invalid="true"');
    expect(got.text).toContain('href="#until"');
    expect(got.text).toMatch(/から\d+年.*までの日を選んでください/);
    expect(web.heard.wishes).toEqual([]);
  });

  test('a copy that is being prepared can’t be suspended; cancelling is offered', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const page = await hanako.get(`${BOOK}/suspend`);
    web.world.process = 'SUSPEND_TOO_LATE';
    web.world.rows = [row(RESERVATION, 'allocated')];
    const got = await hanako.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until: inDays(30) });
    expect([got.status, got.text]).toEqual([409, expect.stringContaining('一時停止できません')]);
    expect(got.text).toContain(`href="${BOOK}/cancel"`);
  });

  test('over the API', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    expect((await api('suspend', { until: '2020-01-01' })).status).toBe(422);
    expect((await api('suspend', { until: 'tomorrow' })).status).toBe(422);
    const suspended = JSON.parse((await api('suspend', { until: inDays(10) })).text);
    expect(suspended.row).toMatchObject({ state: 'suspended', resumesOn: inDays(10) });
    expect(JSON.parse((await api('resume', {})).text).row.state).toBe('queued');
    web.world.process = 'away';
    const busy = await api('resume', {});
    expect([busy.status, JSON.parse(busy.text).code]).toEqual([503, 'TRY_AGAIN']);
  });
});

describe('「受け取りました」 (R8)', () => {
  test('on a ready one asks first, says that the due date stays, and makes it a loan', async () => {
    web.world.rows = [row(RESERVATION, 'ready')];
    expect((await hanako.get('/my-library')).text).toContain(`href="${BOOK}/picked-up"`);
    const page = await hanako.get(`${BOOK}/picked-up`);
    expect(page.text).toContain('返却期限は変わりません。2026年12月15日（火）まで');
    const got = await hanako.post(`${BOOK}/picked-up`, { wishId: wishIdIn(page.text) });
    expect(got.location).toBe('/my-library?done=pickedUp');
    expect((await hanako.get('/my-library')).text).toContain('貸出中（2026年12月15日（火）まで）');
  });

  test('over the API answers the due date, or why not', async () => {
    web.world.rows = [row(RESERVATION, 'handOutUnconfirmed')];
    const got = JSON.parse((await api('declare-picked-up', {})).text);
    expect(got).toMatchObject({ due: { date: '2026-12-15' }, row: { state: 'handedOut' } });
    web.world.process = 'NOT_ON_LOAN';
    expect(JSON.parse((await api('declare-picked-up', {})).text).code).toBe('NOT_ON_LOAN');
  });
});

test('an extension of what nobody scanned leads to 「受け取りました」', async () => {
  web.world.rows = [row(RESERVATION, 'handedOut')];
  const page = await hanako.get(`${BOOK}/extend`);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.text)?.[1] ?? '';
  web.world.process = 'EXTENSION_BEFORE_PICKUP';
  const got = await hanako.post(`${BOOK}/extend`, {
    wishId: field('wishId'),
    confirmDue: field('confirmDue'),
    previewedAt: field('previewedAt'),
  });
  expect([got.status, got.text]).toEqual([409, expect.stringContaining('まだお受け取りの記録がないため')]);
  expect(got.text).toContain(`href="${BOOK}/picked-up"`);
});

describe('what My Library says of a row', () => {
  const day = calendarDate('2026-12-08');
  test.each([
    ['suspended', { resumesOn: day }, '一時停止中（2026年12月8日（火）に再開）'],
    ['heldForLoanLimit', { keptUntil: day }, 'お預かり期限：2026年12月8日（火）まで'],
    ['heldForLoanLimit', {}, '次の方にお回ししました。'],
    ['packed', { plannedDispatchDay: day }, '発送待ち（2026年12月8日（火）発送予定）'],
    ['shipped', { expectedDate: day }, '配送中（2026年12月8日（火）ごろ到着）'],
    ['arrivalOverdue', {}, 'ただいま調べています。'],
    ['ready', { holdUntil: day }, '受取可能（2026年12月8日（火）まで）'],
    ['handOutUnconfirmed', {}, '受け取り済みのときは「受け取りました」を押してください。'],
    ['handedOut', { othersWaiting: true }, '次の方がお待ちのため、延長できません。2026年12月15日'],
    ['handedOut', { extended: true }, '延長は1回だけです。2026年12月15日'],
    ['returning', {}, '延滞にはなりません。'],
    ['expired', { open: false, holdUntil: day }, '取り置き期限（2026年12月8日（火））が過ぎたため'],
    ['lostInTransit', {}, '所在を確認しています'],
    ['rejected', { open: false, refusal: 'NO_LENDABLE_COPY' }, 'ただいま予約できる資料がありません。'],
  ] as const)('%s with %j', async (state, more, words) => {
    web.world.rows = [{ ...row(RESERVATION, state), ...more }];
    const { text } = await hanako.get('/my-library');
    expect(text).toContain(words);
    expect(text).not.toContain('延長する');
  });

  test('a pickup library that soon can’t be used is to be changed, unless the copy has left (R5)', async () => {
    web.world.pausedFrom = inDays(20);
    web.world.rows = [row(RESERVATION, 'queued')];
    const waiting = (await hanako.get('/my-library')).text;
    expect(waiting).toMatch(/宇土市立図書館は.*から受け取りに使えなくなります。受取館を選び直してください。/);
    expect(waiting).toContain(`href="${BOOK}/pickup"`);
    web.world.rows = [row(RESERVATION, 'shipped')];
    expect((await hanako.get('/my-library')).text).not.toContain('受け取りに使えなくなります');
  });

  test.each([
    ['queued', ['pickup', 'suspend', 'cancel']],
    ['suspended', ['resume', 'pickup', 'suspend', 'cancel']],
    ['allocated', ['pickup', 'cancel']],
    ['heldForLoanLimit', ['pickup', 'cancel']],
    ['packed', ['cancel']],
    ['shipped', ['cancel']],
    ['ready', ['picked-up', 'cancel']],
    ['handOutUnconfirmed', ['picked-up']],
    ['handedOut', ['extend']],
    ['overdue', []],
    ['returning', []],
  ] as const)('%s offers what can be done', async (state, offered) => {
    web.world.rows = [row(RESERVATION, state)];
    const { text } = await hanako.get('/my-library');
    const found = [...text.matchAll(new RegExp(`href="${BOOK}/([a-z-]+)"`, 'g'))].map((match) => match[1]);
    expect(found).toEqual(offered);
  });
});

test.each(['pickup', 'pickup/confirm?pickup=uki', 'suspend', 'resume', 'picked-up'])(
  'somebody else’s reservation is not found: %s',
  async (path) => {
    web.world.rows = [];
    expect((await hanako.get(`${BOOK}/${path}`)).status).toBe(404);
  },
);

test.each([
  ['pickup', { wishId: RESERVATION }],
  ['pickup', { wishId: '1', pickup: 'uki' }],
  ['suspend', { wishId: RESERVATION, until: '2027-01-01', more: 'x' }],
  ['resume', { wishId: 'x' }],
  ['picked-up', {}],
])('the form of %s with %j is refused', async (path, fields) => {
  web.world.rows = [row(RESERVATION, 'queued')];
  await hanako.get('/my-library');
  const got = await hanako.post(`${BOOK}/${path}`, fields);
  expect([got.status, web.heard.wishes]).toEqual([422, []]);
});
