import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';
import { afterWish, type DoneWish } from './done-words.ts';

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

const after = (done: DoneWish) => afterWish(done, RESERVATION);
const inDays = (n: number) => addDays(dayOf(instantFromDate(new Date())), n);
const refusalIn = (text: string) => /data-refusal="(\w+)"/.exec(text)?.[1];
const titleIn = (text: string) => /<title>(.*?)｜/.exec(text)?.[1];
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
    expect(twice.map((got) => got.location)).toEqual(Array(2).fill(after('pickupChanged')));
    expect(new Set(web.heard.wishes).size).toBe(1);
    const page = await hanako.get(after('pickupChanged'));
    expect(wordsOf(page.text)).toContain('受取館を変更しました。新しい受取館：宇城市立図書館');
    expect(wordsOf(page.text)).toContain('受取館：宇城市立図書館');
  });

  test('to the present one there is nothing to confirm', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const got = await hanako.get(`${BOOK}/pickup/confirm?pickup=uto`);
    expect(got.location).toBe(after('pickupKept'));
    expect(wordsOf((await hanako.get(after('pickupKept'))).text)).toContain(
      '受取館は宇土市立図書館のままです。',
    );
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
    expect(titleIn(got.text)).toBe('お受けできません：受取館の変更');
    expect(got.text).toContain('096-000-0000');
  });

  test('that is paused can be neither chosen nor sent', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const got = await hanako.get(`${BOOK}/pickup/confirm?pickup=misato`);
    expect(got.status).toBe(409);
    expect(wordsOf(got.text)).toContain(
      '美里町図書館は、2099年4月1日（水）に再開するまで受け取りに使えません。',
    );
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
    expect(sent.location).toBe(after('suspended'));
    const suspended = wordsOf((await hanako.get('/my-library')).text);
    expect(suspended).toMatch(/一時停止中（\d+年\d+月\d+日（.）に再開）/);
    expect(suspended).not.toContain('一時停止する');
    const resume = await hanako.get(`${BOOK}/resume`);
    const resumed = await hanako.post(`${BOOK}/resume`, { wishId: wishIdIn(resume.text) });
    expect(resumed.location).toBe(after('resumed'));
    expect((await hanako.get('/my-library')).text).toContain('順番待ち');
  });

  test.each(['queued', 'allocated', 'picked', 'heldForLoanLimit', 'packed', 'shipped', 'ready'] as const)(
    'resumed, and its turn has come at once (%s): it is done, and not asked twice',
    async (state) => {
      web.world.rows = [row(RESERVATION, 'suspended')];
      const wishId = wishIdIn((await hanako.get(`${BOOK}/resume`)).text);
      web.world.rows = [row(RESERVATION, state)];
      web.heard.wishes.length = 0;
      const got = await hanako.post(`${BOOK}/resume`, { wishId });
      expect([got.location, web.heard.wishes]).toEqual([after('resumed'), []]);
    },
  );

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

  test('a wrong day is said in English on an English page, with nothing Japanese but titles and names', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const reader = await signedIn(web);
    const page = await reader.get(`${BOOK}/suspend`);
    reader.cookie = `${reader.cookie}; language=en`;
    const got = await reader.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until: '2020-01-01' });
    expect(got.status).toBe(422);
    expect(wordsOf(got.text)).toContain('Please check what you entered');
    expect(wordsOf(got.text.replaceAll(/<(\w+)[^>]* lang="ja"[^>]*>.*?<\/\1>/gs, ''))).not.toMatch(/[ぁ-ん]/);
  });

  test('a copy that is being prepared can’t be suspended; cancelling is offered', async () => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const page = await hanako.get(`${BOOK}/suspend`);
    web.world.process = 'SUSPEND_TOO_LATE';
    web.world.rows = [row(RESERVATION, 'allocated')];
    const got = await hanako.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until: inDays(30) });
    expect([got.status, got.text]).toEqual([409, expect.stringContaining('一時停止できません')]);
    expect([page, got].map(({ text }) => titleIn(text))).toEqual([
      '予約の一時停止',
      'お受けできません：予約の一時停止',
    ]);
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
    web.world.rows = [row(RESERVATION, 'suspended')];
    const busy = await api('resume', {});
    expect([busy.status, JSON.parse(busy.text).code]).toEqual([503, 'TRY_AGAIN']);
  });
});

test('one wish too many within an hour says after how long, on the page and over the API', async () => {
  web.world.rows = [row(RESERVATION, 'queued')];
  const page = await hanako.get(`${BOOK}/suspend`);
  web.world.process = { code: 'TOO_MANY_WISHES', values: { minutes: 20 } };
  const got = await hanako.post(`${BOOK}/suspend`, { wishId: wishIdIn(page.text), until: inDays(30) });
  expect([got.status, got.headers.get('retry-after')]).toEqual([429, '1200']);
  expect(wordsOf(got.text)).toContain('20分ほどたってから、もう一度お試しください。');
  expect(wordsOf(got.text)).toContain('予約のキャンセルは、いつでもできます。');
  const overApi = await api('suspend', { until: inDays(10) });
  expect([overApi.status, overApi.headers.get('retry-after')]).toEqual([429, '1200']);
  expect(JSON.parse(overApi.text).code).toBe('TOO_MANY_WISHES');
});

describe('「受け取りました」 (R8)', () => {
  test('on a ready one asks first, says that the due date stays, and makes it a loan', async () => {
    web.world.rows = [row(RESERVATION, 'ready')];
    expect((await hanako.get('/my-library')).text).toContain(`href="${BOOK}/picked-up"`);
    const page = await hanako.get(`${BOOK}/picked-up`);
    expect(wordsOf(page.text)).toContain('返却期限は変わりません。2026年12月15日（火）まで');
    const got = await hanako.post(`${BOOK}/picked-up`, { wishId: wishIdIn(page.text) });
    expect(got.location).toBe(after('pickedUp'));
    expect(wordsOf((await hanako.get('/my-library')).text)).toContain('貸出中（2026年12月15日（火）まで）');
  });

  test('over the API answers the due date, or why not', async () => {
    web.world.rows = [row(RESERVATION, 'handOutUnconfirmed')];
    const got = JSON.parse((await api('declare-picked-up', {})).text);
    expect(got).toMatchObject({ due: { date: '2026-12-15' }, row: { state: 'handedOut' } });
    web.world.process = 'NOT_ON_LOAN';
    web.world.rows = [row(RESERVATION, 'ready')];
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
  expect([got.status, refusalIn(got.text)]).toEqual([409, 'EXTENSION_BEFORE_PICKUP']);
  expect(got.text).toContain(`href="${BOOK}/picked-up"`);
});

/** A wish as the forms send it: where its page is, what it sends, and the row before. */
const wishes = [
  ['cancel', 'cancel', 'queued', {}, '予約をキャンセルしました。'],
  ['pickup/confirm?pickup=uki', 'pickup', 'queued', { pickup: 'uki' }, '受取館を変更しました。'],
  ['suspend', 'suspend', 'queued', { until: inDays(30) }, '予約を一時停止しました。'],
  ['resume', 'resume', 'suspended', {}, '予約を再開しました。'],
  ['picked-up', 'picked-up', 'ready', {}, '受け取りを記録しました。'],
] as const;

describe.each(wishes)('%s, whatever is slow', (page, path, state, fields, done) => {
  const send = async (wishId: string) => hanako.post(`${BOOK}/${path}`, { wishId, ...fields });
  const ask = async () => {
    web.world.rows = [row(RESERVATION, state)];
    return wishIdIn((await hanako.get(`${BOOK}/${page}`)).text);
  };

  test('is shown by the next page, which names it, with no fact from Kafka', async () => {
    const got = await send(await ask());
    expect(got.status).toBe(303);
    const next = wordsOf((await hanako.get(got.location ?? '')).text);
    expect(next).toContain(`坊っちゃん\n${done}`);
  });

  test('that was carried out, but not answered in time, is done: nobody is told to try again', async () => {
    const wishId = await ask();
    web.world.process = 'late';
    expect((await send(wishId)).status).toBe(303);
    web.world.process = 'answers';
  });

  test('sent again under another id, is done and not asked twice', async () => {
    await send(await ask());
    web.heard.wishes.length = 0;
    const again = await send('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0099');
    expect([again.status, web.heard.wishes]).toEqual([303, []]);
  });

  test('with the process away is kept: the same form, under the same id, is offered again', async () => {
    const wishId = await ask();
    web.world.process = 'away';
    const busy = await send(wishId);
    expect(busy.status).toBe(503);
    expect(wordsOf(busy.text)).toContain('ただいま混み合っています。');
    expect(wordsOf(busy.text)).toContain('もう一度押しても、二重にはなりません。');
    expect(wishIdIn(busy.text)).toBe(wishId);
    for (const value of Object.values(fields)) expect(busy.text).toContain(`value="${value}"`);
    // My Library itself needs no process.
    expect((await hanako.get('/my-library')).status).toBe(200);
    web.world.process = 'answers';
    expect((await send(wishIdIn(busy.text))).status).toBe(303);
  });

  test('about a reservation that has ended meanwhile shows how it stands now', async () => {
    const wishId = await ask();
    web.world.process = 'STATE_CHANGED';
    web.world.rows = [{ ...row(RESERVATION, 'expired'), open: false }];
    const got = await send(wishId);
    expect(got.status).toBe(409);
    expect(got.text).toContain('data-refusal="STATE_CHANGED"');
    expect(wordsOf(got.text)).toContain('取り置き期限切れ（キャンセル扱い）');
    expect(wishIdIn(got.text)).toBe('');
  });
});

describe('what is not to be granted any more is said before it is asked', () => {
  test.each([
    ['cancel', 'handedOut', 'CANCEL_TOO_LATE'],
    ['cancel', 'returning', 'CANCEL_TOO_LATE'],
    ['pickup', 'packed', 'CHANGE_PICKUP_TOO_LATE'],
    ['pickup/confirm?pickup=uki', 'shipped', 'CHANGE_PICKUP_TOO_LATE'],
    ['suspend', 'allocated', 'SUSPEND_TOO_LATE'],
    ['suspend', 'handedOut', 'STATE_CHANGED'],
    ['resume', 'queued', 'STATE_CHANGED'],
    ['picked-up', 'shipped', 'NOT_ON_LOAN'],
    ['picked-up', 'returning', 'STATE_CHANGED'],
  ] as const)('%s of what is %s: %s', async (path, state, code) => {
    web.world.rows = [row(RESERVATION, state)];
    const got = await hanako.get(`${BOOK}/${path}`);
    expect([got.status, refusalIn(got.text)]).toEqual([409, code]);
    expect(titleIn(got.text)).toMatch(/^お受けできません：/);
    expect(got.text).toContain(`data-state="${state}"`);
    expect(wishIdIn(got.text)).toBe('');
  });

  test.each([
    ['cancel', 'ready', 'CANCEL_TOO_LATE', 'handedOut'],
    ['suspend', 'queued', 'SUSPEND_TOO_LATE', 'allocated'],
    ['suspend', 'queued', 'SUSPEND_TOO_LONG', 'queued'],
    ['picked-up', 'ready', 'NOT_ON_LOAN', 'shipped'],
    ['picked-up', 'ready', 'ALREADY_HANDED_IN', 'returning'],
  ] as const)('%s that was still possible when its page was drawn: %s', async (path, before, code, now) => {
    web.world.rows = [row(RESERVATION, before)];
    const wishId = wishIdIn((await hanako.get(`${BOOK}/${path}`)).text);
    web.world.process = { code, values: { maxDays: 180 } };
    web.world.rows = [row(RESERVATION, now)];
    const fields = path === 'suspend' ? { until: inDays(30) } : {};
    const got = await hanako.post(`${BOOK}/${path}`, { wishId, ...fields });
    expect([got.status, refusalIn(got.text)]).toEqual([409, code]);
    expect(titleIn(got.text)).toMatch(/^お受けできません：/);
    expect(got.text).toContain(`data-state="${now}"`);
    // Where it can be asked again, that is another wish.
    expect(wishIdIn(got.text)).not.toBe(wishId);
  });
});

test('a cancellation says what becomes of the copy', async () => {
  web.world.rows = [row(RESERVATION, 'shipped')];
  expect(wordsOf((await hanako.get(`${BOOK}/cancel`)).text)).toContain('県立図書館に返送します。');
  web.world.rows = [row(RESERVATION, 'ready')];
  expect(wordsOf((await hanako.get(`${BOOK}/cancel`)).text)).toContain('取り置きを終わります。');
});

test('an address of a wish done long ago says nothing that is not so', async () => {
  web.world.rows = [row(RESERVATION, 'queued')];
  expect(wordsOf((await hanako.get(after('cancelled'))).text)).not.toContain('キャンセルしました');
  expect((await hanako.get('/my-library?done=toString&of=x')).status).toBe(200);
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
