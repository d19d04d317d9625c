import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Got, Visitor } from '@toshobin/web/testing';
import { claimedTask, declaredFact, taskIds, tasksOf } from './testing/desk-services.ts';
import { filledIn, press } from './testing/press.ts';
import { lostParcel } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import {
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  tarosCopy,
  utosParcel,
} from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let [desk, uto, kikuyo]: Visitor[] = [];
beforeAll(async () => {
  web = await startStaffWeb();
});
afterAll(() => web.stop());
beforeEach(async () => {
  web.heard.length = 0;
  Object.assign(web.world, {
    atLoanLimit: false,
    handOutRefused: false,
    claimedBefore: false,
    shelfAnswered: false,
    away: [],
  });
  web.world.refused.clear();
  desk ??= await signedInAt(web.service.url, 'desk');
  uto ??= await signedInAt(web.service.url, 'uto');
  kikuyo ??= await signedInAt(web.service.url, 'kikuyo');
});

/** Whoever has signed in before every test. */
function the(visitor: Visitor | undefined): Visitor {
  if (!visitor) throw new Error('nobody has signed in');
  return visitor;
}
const scan = (more: object = {}) => ({
  factId: randomUUID(),
  occurredAt: new Date().toISOString(),
  ...more,
});
const bodyOf = (got: Got) => JSON.parse(got.text);
const codeOf = (got: Got) => bodyOf(got).code;
const lastDeed = async () => (await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 }))[0];

describe('要確認', () => {
  test('the tasks of all services are one list, the most urgent first, with what to do next', async () => {
    const { tasks, away } = bodyOf(await the(desk).json('GET', '/api/tasks'));
    expect(tasks.map(({ kind, owner }: { kind: string; owner: string }) => [owner, kind])).toEqual([
      ['shipping', 'findParcel'],
      ['patron', 'callPatron'],
      ['catalog', 'searchCopy'],
    ]);
    expect(away).toEqual([]);
    const page = (await the(desk).get('/tasks')).text;
    expect(page).toContain('電話します。知らせた日から、取り置き期間が始まります。');
    expect(page).toContain(`/tasks/whom/${hanakosReservation}`);
    expect((await the(desk).get('/')).text).toMatch(/要確認<b>3件/);
  });

  test('a copy is named with its shelf mark, kinds and texts choose among the tasks; a branch reads numbers alone', async () => {
    const page = (await the(desk).get('/tasks')).text;
    expect(page).toMatch(/data-task="searchCopy".*坊っちゃん　請求記号 <b>913.6 ナツ/s);
    expect(page).toMatch(/data-task="findParcel".*小包の中　坊っちゃん/s);
    const kindsOn = async (query: string) => {
      const { text } = await the(desk).get(`/tasks?${query}`);
      return [...text.matchAll(/data-task="(\w+)"/g)].map(([, kind]) => kind);
    };
    expect(await kindsOn('kind=callPatron')).toEqual(['callPatron']);
    // What is typed stands in no address: it may be a title that somebody waits for.
    const kindsBy = async (q: string, kind = '') => {
      const { text, location } = await the(desk).post('/tasks', { q, kind, library: '' });
      expect(location).toBeNull();
      return [...text.matchAll(/data-task="(\w+)"/g)].map(([, found]) => found);
    };
    expect(await kindsBy('ﾅﾂ')).toEqual(['searchCopy']);
    expect(await kindsBy('913.6', 'findParcel')).toEqual([]);
    expect(await kindsBy('\0')).toEqual([]);
    const chosen = await the(desk).post('/tasks', { q: '', kind: 'callPatron', library: '' });
    expect(chosen.location).toBe('/tasks?kind=callPatron');
    expect(await kindsOn('q=913.6')).toHaveLength(3);
    expect(await kindsOn('kind=nothing')).toHaveLength(3);
    expect((await the(desk).get('/tasks?kind=callPatron')).text).toContain('3件のうち1件');
    expect((await the(uto).get('/tasks')).text).not.toMatch(/坊っちゃん|三四郎|請求記号 |館 宇土/);
  });

  test('a task of a reservation says its volume and library, which choose among the tasks too', async () => {
    const page = (await the(desk).get('/tasks?library=uto&kind=callPatron')).text;
    expect(page).toMatch(/data-task="callPatron".*三四郎　下.*館 宇土市立図書館/s);
    expect(page).not.toContain('data-task="searchCopy"');
    expect((await the(desk).get('/tasks?library=kikuyo&kind=callPatron')).text).toContain('あてはまるものは');
  });

  test('a note is written by whoever works on it, kept with its writer, and what was chosen stays chosen', async () => {
    const action = `/tasks/catalog/${taskIds.searchCopy}/notes`;
    const list = '/tasks?kind=searchCopy';
    const note = '書庫も見た。ない';
    const listed = await the(desk).get(list);
    expect(listed.text).toMatch(/<summary>メモを書く<span class="visually-hidden">：棚にありません/);
    const form = filledIn(listed, action, { note });
    expect((await press(the(desk), action, form)).location).toBe(list);
    const page = (await the(desk).get(list)).text;
    expect(page).toMatch(/メモを残しました.*data-task="searchCopy".*書庫も見た。ない.*desk<\/small>/s);
    const typed = { q: '書庫も', kind: '', library: '' };
    expect((await the(desk).post('/tasks', typed)).text).toContain('3件のうち1件');
    const { tasks } = bodyOf(await the(desk).json('GET', '/api/tasks'));
    const noted = tasks.find(({ kind }: { kind: string }) => kind === 'searchCopy');
    expect(noted.notes).toMatchObject([{ account: 'desk', note }]);
    expect(await lastDeed()).toMatchObject({ action: 'noteTask', reason: note, outcome: 'done' });
    const others = await the(uto).json('POST', `/api${action}`, { note });
    expect(codeOf(others)).toBe('NOT_FOUND');
  });

  test('the search for a copy that is said to be returned is closed by what was found, and by no press alone', async () => {
    tasksOf.catalog.push(claimedTask);
    const page = (await the(desk).get('/tasks?kind=claimedReturned')).text;
    tasksOf.catalog.pop();
    expect(page).not.toContain('済みにする');
    expect(page).toMatch(/href="\/returns">\s*見つかった.*見つからない（紛失にする）/s);
    expect(page).toContain(`href="/stock?barcode=${hanakosCopy}"`);
  });

  test('a service that is away is named, and the others are listed', async () => {
    web.world.away = ['patron'];
    const { tasks, away } = bodyOf(await the(desk).json('GET', '/api/tasks'));
    expect([tasks.length, away]).toEqual([2, ['patron']]);
    const page = await the(desk).get('/tasks');
    expect(page.status).toBe(200);
    expect(page.text).toContain('利用者とメールの仕事は、ただいま表示できません。');
    web.world.away = ['catalog', 'patron', 'shipping'];
    expect((await the(desk).get('/')).text).toMatch(/要確認<\/h2>.*ただいま表示できません/s);
  });

  test('a patron who was reached by telephone: the hold begins, on the page and over JSON', async () => {
    await the(desk).get('/tasks');
    await the(desk).post(`/tasks/patron/${taskIds.callPatron}`, { reached: 'yes' });
    expect((await the(desk).get('/tasks')).text).toContain('済みにしました');
    const settled = await the(desk).json('POST', `/api/tasks/patron/${taskIds.callPatron}/settle`, {
      reached: false,
    });
    expect(settled.status).toBe(200);
    expect(web.heard).toEqual([
      'patron settled by desk reached true',
      'patron settled by desk reached false',
    ]);
  });

  test('a branch sees and settles its own alone, and never whom to call', async () => {
    const { tasks } = bodyOf(await the(uto).json('GET', '/api/tasks'));
    expect(tasks.map(({ kind }: { kind: string }) => kind)).toEqual(['sendBack']);
    expect((await the(uto).get('/tasks')).text).not.toContain('電話する方');
    const settle = (visitor: Visitor) =>
      visitor.json('POST', `/api/tasks/catalog/${taskIds.sendBackOfUto}/settle`, {});
    expect(codeOf(await settle(the(kikuyo)))).toBe('NOT_FOUND');
    expect((await settle(the(uto))).status).toBe(200);
    const whom = `/api/reservations/${hanakosReservation}/patron`;
    expect((await the(uto).json('GET', whom)).status).toBe(403);
    expect(bodyOf(await the(desk).json('GET', whom))).toMatchObject({ name: '例山花子' });
    expect(await lastDeed()).toMatchObject({
      action: 'whomToCall',
      subject: `reservation ${hanakosReservation}`,
    });
    expect((await the(desk).get(`/tasks/whom/${hanakosReservation}`)).text).toContain('096-111-2222');
  });
});

describe('the time of a scan', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const pickedAt = async (occurredAt: Date) => {
    const body = scan({ barcode: hanakosCopy, occurredAt: occurredAt.toISOString() });
    expect((await the(desk).json('POST', '/api/scans/pick', body)).status).toBe(200);
    return Date.parse(web.world.scannedAt ?? '');
  };

  test('counts between the last contact and now, however wrong the device’s clock is', async () => {
    const contact = minutesAgo(50);
    await web.database.session.updateMany({ data: { contactBefore: contact } });
    const within = minutesAgo(20);
    expect(await pickedAt(within)).toBe(within.getTime());
    // A day slow, and a day fast.
    expect(await pickedAt(minutesAgo(24 * 60))).toBe(contact.getTime());
    const before = Date.now();
    const fast = await pickedAt(minutesAgo(-24 * 60));
    expect(fast).toBeGreaterThanOrEqual(before);
    expect(fast).toBeLessThanOrEqual(Date.now());
  });

  test('scans kept without a line all keep their time: the contact that ends the gap is one', async () => {
    const [lastSeenAt, first, second] = [minutesAgo(40), minutesAgo(30), minutesAgo(10)];
    await web.database.session.updateMany({ data: { lastSeenAt, contactBefore: minutesAgo(45) } });
    expect(await pickedAt(first)).toBe(first.getTime());
    expect(await pickedAt(second)).toBe(second.getTime());
    const { contactBefore } = await web.database.session.findFirstOrThrow({ where: { account: 'desk' } });
    expect(contactBefore).toEqual(lastSeenAt);
  });
});

describe('undoing a scan', () => {
  test.each([
    ['/pick-list', '/pick-list/pick', {}],
    ['/returns', '/returns', { from: 'counter' }],
  ])('on %s what was just read can be taken back', async (page, action, more) => {
    const factId = randomUUID();
    await the(desk).get(page);
    await the(desk).post(action, { factId, code: hanakosCopy, ...more });
    expect((await the(desk).get(page)).text).toContain(`name="voids" value="${factId}"`);
    await the(desk).post('/scans/undo', { factId: randomUUID(), voids: factId, page });
    expect((await the(desk).get(page)).text).toContain('取り消しました');
    expect(web.heard).toEqual(['void desk@pref']);
    expect(await lastDeed()).toMatchObject({ action: 'voidScan', subject: `scan ${factId}` });
  });

  test('typed as 0 into the field it is the same, and needs something to take back', async () => {
    const read = async (code: string) => {
      await the(desk).post('/returns', { factId: randomUUID(), code, from: 'counter' });
      return (await the(desk).get('/returns')).text;
    };
    await the(desk).get('/returns');
    await read(hanakosCopy);
    expect(await read('0')).toContain('取り消しました');
    expect(await read('0')).toContain('表示した後に状況が変わりました');
    expect(web.heard).toEqual(['void desk@pref']);
  });

  test('a scan of another session is nobody’s to take back; one made over JSON is', async () => {
    const own = scan({ barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false });
    const told = await the(uto).json('POST', '/api/scans/hand-in', own);
    expect([told.status, JSON.stringify(bodyOf(told)).includes('坊っちゃん')]).toEqual([200, false]);
    const undo = scan({ voids: own.factId });
    expect(codeOf(await the(kikuyo).json('POST', '/api/scans/void', undo))).toBe('NOT_FOUND');
    expect(web.heard).toEqual([]);
    expect(bodyOf(await the(uto).json('POST', '/api/scans/void', undo))).toMatchObject({
      undone: 'handedOut',
    });
    web.world.refused.set('/scans/void', 'STATE_CHANGED');
    expect(codeOf(await the(uto).json('POST', '/api/scans/void', undo))).toBe('STATE_CHANGED');
  });

  test('「まだ棚にあります」 is said by the library that has the copy', async () => {
    const page = await the(uto).get('/declared-hand-outs');
    expect(page.text).toContain('A-0003');
    await the(uto).post(`/declared-hand-outs/${declaredFact}`, { factId: randomUUID() });
    expect((await the(uto).get('/declared-hand-outs')).text).toContain('取り置きに戻しました');
    const path = `/api/declared-hand-outs/${declaredFact}/still-here`;
    expect(codeOf(await the(kikuyo).json('POST', path, scan()))).toBe('NOT_FOUND');
    expect(bodyOf(await the(kikuyo).json('GET', '/api/declared-hand-outs'))).toEqual({ rows: [] });
    expect(web.heard).toEqual(['void uto@uto']);
  });
});

describe('代行入力', () => {
  test('the desk enters for a branch, as that branch and under its own account', async () => {
    const library = { library: 'uto' };
    const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
    const handOut = { barcode: hanakosCopyForUto, cardNumber: hanakosCard };
    const got = [
      await the(desk).json('POST', '/api/scans/hand-in', scan({ ...back, ...library })),
      await the(desk).json('POST', '/api/scans/hand-out', scan({ ...handOut, ...library })),
      await the(desk).json('POST', `/api/parcels/${lostParcel}/arrival`, scan(library)),
      await the(desk).json('POST', '/api/parcels', scan({ direction: 'return', ...library })),
      await the(desk).json(
        'POST',
        `/api/parcels/${utosParcel}/pack`,
        scan({ barcode: hanakosCopy, ...library }),
      ),
      await the(desk).json(
        'POST',
        `/api/shelf-checks/${hanakosReservation}/answer`,
        scan({ answer: 'here', ...library }),
      ),
    ];
    expect(got.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(web.heard).toEqual([
      'hand out',
      'arrival desk@uto',
      'open desk@uto',
      `pack ${hanakosCopy} into ${utosParcel} desk@uto`,
      'here desk@uto',
    ]);
    const deeds = await web.database.audit.findMany({ where: { account: 'desk', library: 'uto' } });
    expect(new Set(deeds.map(({ role }) => role))).toEqual(new Set(['prefecturalDesk']));
    expect(deeds.length).toBeGreaterThanOrEqual(6);
    expect((await the(desk).get('/audit')).text).toContain('代行入力');
  });

  test('an answer about a shelf that is sent again is answered like the first; no other branch may give it', async () => {
    const path = `/api/shelf-checks/${hanakosReservation}/answer`;
    const answer = scan({ answer: 'gone' });
    const got = [
      await the(uto).json('POST', path, answer),
      await the(uto).json('POST', path, answer),
      await the(kikuyo).json('POST', path, scan({ answer: 'gone' })),
    ];
    expect(got.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(got.slice(0, 2).map(bodyOf)).toEqual([{ answer: 'gone' }, { answer: 'gone' }]);
  });

  test('a branch may name no library but its own, and the desk must name one where only branches act', async () => {
    const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
    const as = async (visitor: Visitor, more: object) =>
      codeOf(await visitor.json('POST', '/api/scans/hand-in', scan({ ...back, ...more })));
    expect(await as(the(uto), { library: 'kikuyo' })).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect(await as(the(uto), { library: 'uto' })).toBeUndefined();
    expect(await as(the(desk), {})).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect(await as(the(desk), { library: 'nowhere' })).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect((await the(uto).get('/for-library')).status).toBe(303);
  });

  test('every page that is for a branch says so and its forms too', async () => {
    expect((await the(desk).get('/hand-in')).location).toBe('/for-library');
    expect((await the(desk).get('/for-library?library=uto')).text).toContain('/hand-in?library=uto');
    for (const path of ['/arrivals', '/hand-out', '/hand-in', '/send-back', '/shelf-checks']) {
      const page = (await the(desk).get(`${path}?library=uto`)).text;
      expect([path, page.includes('代行入力：宇土市立図書館')]).toEqual([path, true]);
      expect([path, page.includes('name="library" value="uto"')]).toEqual([path, true]);
    }
    const fields = { factId: randomUUID(), code: hanakosCopy, from: 'counter', library: 'uto' };
    expect((await the(desk).post('/hand-in', fields)).location).toBe('/hand-in?library=uto&from=counter');
  });
});

describe('a copy that is held, and nobody scanned as handed out', () => {
  const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
  const fields = () => ({ factId: randomUUID(), code: hanakosCopy, from: 'counter' });
  const pageOfHandIn = async () => (await the(uto).get('/hand-in')).text;
  beforeEach(() => {
    for (const copy of [hanakosCopy, hanakosCopyForUto]) web.world.stillHeld.add(copy);
    web.world.facts.length = 0;
  });
  afterEach(() => web.world.stillHeld.clear());

  test('is asked about at 返却受付 before it is taken in', async () => {
    await the(uto).post('/hand-in', fields());
    const page = await pageOfHandIn();
    expect(page).toContain('で取り置き中の資料です');
    expect(page).toContain('受け付けていません');
    expect(page).toContain('取り置き棚（ほかの館のものは「転送」の箱）に戻してください');
    expect(page).not.toContain('返送箱へ');
    expect(web.world.facts).toEqual([]);
    await the(uto).post('/hand-in', { ...fields(), wasLent: 'yes' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
    expect(web.world.facts).toHaveLength(1);
  });

  test('is taken in by the number of the answer, and not by another number', async () => {
    const ofUto = () => ({ ...fields(), code: hanakosCopyForUto });
    await the(uto).post('/hand-in', ofUto());
    await the(uto).post('/hand-in', { ...fields(), code: '2' });
    expect(web.world.facts).toEqual([]);
    expect(await pageOfHandIn()).toContain('取り置き中の資料です');
    await the(uto).post('/hand-in', { ...fields(), code: '１' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
    expect(web.world.facts).toHaveLength(1);
  });

  test('was lent when it comes out of a book drop', async () => {
    await the(uto).post('/hand-in', { ...fields(), from: 'bookDrop' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
  });

  test('is refused to a device until it says so, and sent again it is answered the same', async () => {
    const send = (more: object) => the(uto).json('POST', '/api/scans/hand-in', { ...scan(back), ...more });
    expect(bodyOf(await send({}))).toMatchObject({
      code: 'STILL_HELD',
      sentence: { ja: '県立図書館で取り置き中の資料です。貸出の読み取りがありません。' },
    });
    const said = scan({ wasLent: true });
    for (const _ of [1, 2]) expect((await send(said)).status).toBe(200);
  });

  test('goes into no return parcel before it is said why', async () => {
    const pack = (more: object) => the(uto).post(`/parcels/${utosParcel}/pack`, { ...scan(more) });
    const page = async () => (await the(uto).get(`/parcels/${utosParcel}`)).text;
    await pack({ code: hanakosCopy });
    expect(await page()).toContain('受け取りに来ないので送り返す');
    expect(web.heard).toEqual([]);
    await pack({ code: '0' });
    expect(await page()).toContain('取り消しました');
    await pack({ code: hanakosCopy });
    await pack({ code: '1' });
    const packed = `pack ${hanakosCopy} into ${utosParcel} uto@uto`;
    expect(web.heard).toEqual([packed]);
    expect(web.world.facts).toEqual([]);
    // Brought back, and nobody had scanned the loan: taken in, then packed.
    await pack({ code: hanakosCopy });
    await pack({ code: hanakosCopy, held: 'returned' });
    expect(web.heard).toEqual([packed, packed]);
    expect(web.world.facts).toHaveLength(1);
  });

  test('and one on loan goes in once it is said that it was brought back: it is taken in first', async () => {
    const pack = (code: string) => the(uto).post(`/parcels/${utosParcel}/pack`, scan({ code }));
    const page = async () => (await the(uto).get(`/parcels/${utosParcel}`)).text;
    web.world.stillHeld.clear();
    web.world.place = 'onLoan';
    await pack(hanakosCopy);
    expect(await page()).toContain('返却受付の読み取りがありません');
    expect(await page()).not.toContain('受け取りに来ないので');
    for (const other of ['2', '0']) await pack(other);
    expect([web.heard, web.world.facts]).toEqual([[], []]);
    await pack(hanakosCopy);
    await pack('1');
    expect(web.heard).toEqual([`pack ${hanakosCopy} into ${utosParcel} uto@uto`]);
    expect(web.world.facts).toHaveLength(1);
    expect(await page()).toContain('小包に入れました');
    web.world.place = 'onHoldShelf';
  });

  test('goes into a return parcel of a device that says why', async () => {
    const send = (more: object) =>
      the(uto).json('POST', `/api/parcels/${utosParcel}/pack`, scan({ barcode: hanakosCopy, ...more }));
    expect(codeOf(await send({}))).toBe('STILL_HELD');
    expect((await send({ held: 'unclaimed' })).status).toBe(200);
  });
});

describe('handing out', () => {
  test('the code of a release stands for the card, at its library alone', async () => {
    const body = { barcode: hanakosCopyForUto, cardNumber: '4040-4040' };
    expect(codeOf(await the(kikuyo).json('POST', '/api/scans/hand-out', scan(body)))).toBe('NOT_FOUND');
    await the(uto).get('/hand-out');
    await the(uto).post('/hand-out', { factId: randomUUID(), code: '４０４０４０４０' });
    expect((await the(uto).get('/hand-out')).text).toContain('資料を読み取ってください');
    await the(uto).post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto });
    expect((await the(uto).get('/hand-out')).text).toContain('お渡しください');
    await the(uto).post('/hand-out', { factId: randomUUID(), code: '9' });
    expect((await the(uto).get('/hand-out')).text).toContain('はじめに貸出カードを読み取ってください');
    // A misread card is none.
    await the(uto).post('/hand-out', { factId: randomUUID(), code: '20000000' });
    expect((await the(uto).get('/hand-out')).text).toContain('県立図書館の資料ではありません');
  });

  test('what was handed over already is recorded, after a refusal', async () => {
    web.world.refused.set('/scans/hand-out', 'WRONG_PICKUP_LIBRARY');
    await the(uto).get('/hand-out');
    await the(uto).post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await the(uto).post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto });
    const page = (await the(uto).get('/hand-out')).text;
    expect(page).toContain('今の状態に合わせて進める');
    expect(page).toContain('「転送」の箱へ入れ、県立図書館');
    expect(page).toContain('返却受付はしません');
    await the(uto).post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto, handedOver: 'yes' });
    expect(web.heard).toEqual(['hand out', 'handed over at uto']);
    const json = { barcode: hanakosCopyForUto, cardNumber: hanakosCard, handedOver: true };
    expect((await the(uto).json('POST', '/api/scans/hand-out', scan(json))).status).toBe(200);
    await the(uto).post('/hand-out/done', {});
  });

  test('after the hold ended the desk allows it once, with a reason', async () => {
    web.world.refused.set('/scans/hand-out', 'HAND_OUT_AFTER_EXPIRY');
    await the(desk).get('/hand-out');
    await the(desk).post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await the(desk).post('/hand-out', { factId: randomUUID(), code: hanakosCopy });
    const page = (await the(desk).get('/hand-out')).text;
    expect(page).toContain('期限後の引渡しを1回だけ認めます。');
    web.world.refused.clear();
    await the(desk).post('/hand-out/late', { factId: randomUUID(), code: hanakosCopy, reason: '電話で確認' });
    expect((await the(desk).get('/hand-out')).text).toContain('お渡しください');
    expect(web.heard).toContain('allow late desk@pref');
    await the(desk).post('/hand-out/done', {});
    const path = `/api/reservations/${hanakosReservation}/late-hand-out`;
    expect((await the(desk).json('POST', path, { reason: '電話で確認' })).status).toBe(200);
    expect(await lastDeed()).toMatchObject({ action: 'allowLateHandOut', reason: '電話で確認' });
    expect((await the(uto).json('POST', path, { reason: '電話で確認' })).status).toBe(403);
    expect((await the(desk).json('POST', path, {})).status).toBe(422);
  });

  test('a hand-out without a scan is confirmed by the desk', async () => {
    const body = scan({ barcode: hanakosCopy, reason: '電話で確認' });
    expect((await the(desk).json('POST', '/api/scans/confirm-hand-out', body)).status).toBe(200);
    expect((await the(uto).json('POST', '/api/scans/confirm-hand-out', body)).status).toBe(403);
    expect(web.heard).toEqual(['confirm hand-out desk@pref']);
  });
});

describe('窓口貸出', () => {
  const lend = async (barcode: string, more: object = {}) =>
    the(desk).json('POST', '/api/scans/lend', scan({ barcode, cardNumber: hanakosCard, ...more }));

  test('a copy from the shelf is lent, and the loan of a scan sent twice is one', async () => {
    expect(bodyOf(await lend(freeCopy)).say).toContain('お渡しください');
    expect(web.heard).toEqual(['open loan', 'lend']);
  });

  test('a copy held for the card is an ordinary hand-out', async () => {
    expect((await lend(hanakosCopy)).status).toBe(200);
    expect(web.heard).toEqual(['claim', 'hand out']);
  });

  test('a copy that somebody else has reserved needs a reason; without one the slot is given back', async () => {
    expect(codeOf(await lend(tarosCopy))).toBe('RESERVED_FOR_OTHER');
    expect(web.heard).toEqual(['open loan', 'lend', 'release loan']);
    web.heard.length = 0;
    const because = { overrides: ['RESERVED_FOR_OTHER'], overrideReason: '緊急' };
    expect((await lend(tarosCopy, because)).status).toBe(200);
    expect(web.heard).toEqual(['open loan', 'lend because 緊急']);
    expect(await lastDeed()).toMatchObject({ action: 'lend', reason: '緊急' });
    expect((await lend(tarosCopy, { overrides: ['RESERVED_FOR_OTHER'] })).status).toBe(422);
  });

  test('at the limit and reserved: the page asks for a reason for each, and goes on with both', async () => {
    web.world.atLoanLimit = true;
    const read = async (path: string, fields: Record<string, string>) => {
      await the(desk).post(path, { factId: randomUUID(), ...fields });
      return (await the(desk).get('/hand-out')).text;
    };
    await the(desk).get('/hand-out');
    await read('/hand-out', { code: hanakosCard });
    expect(await read('/hand-out', { code: tarosCopy })).toContain('name="override" value="LOAN_LIMIT"');
    const over = { code: tarosCopy, override: 'LOAN_LIMIT', reason: '緊急' };
    expect(await read('/hand-out/override', over)).toContain('name="and" value="LOAN_LIMIT"');
    const both = { code: tarosCopy, override: 'RESERVED_FOR_OTHER', and: 'LOAN_LIMIT', reason: '緊急' };
    expect(await read('/hand-out/override', both)).toContain('お渡しください');
    expect(web.heard.slice(-2)).toEqual(['open loan because 緊急', 'lend because 緊急']);
    await the(desk).post('/hand-out/done', {});
  });

  test('at the limit a copy held for the card may be handed out with a reason', async () => {
    web.world.atLoanLimit = true;
    expect(codeOf(await lend(hanakosCopy))).toBe('LOAN_LIMIT');
    expect(web.heard).toEqual(['claim']);
  });
});
