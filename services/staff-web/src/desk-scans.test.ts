import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Got, Visitor } from '@toshobin/web/testing';
import { declaredFact } from './testing/desk-services.ts';
import { bodyOf, codeOf, counter, openDesks, read, scanned } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import { signIn } from './testing/signed-in.ts';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto, utosParcel } from './testing/stand-ins.ts';

const desks = openDesks();

describe('the time of a scan', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const pickedAt = async (occurredAt: Date) => {
    const body = scanned({ barcode: hanakosCopy, occurredAt: occurredAt.toISOString() });
    expect((await desks.desk.json('POST', '/api/scans/pick', body)).status).toBe(200);
    return Date.parse(desks.web.world.scannedAt ?? '');
  };

  test('counts between the last contact and now, however wrong the device’s clock is', async () => {
    const contact = minutesAgo(50);
    await desks.web.database.session.updateMany({ data: { contactBefore: contact } });
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
    await desks.web.database.session.updateMany({ data: { lastSeenAt, contactBefore: minutesAgo(45) } });
    expect(await pickedAt(first)).toBe(first.getTime());
    expect(await pickedAt(second)).toBe(second.getTime());
    const { contactBefore } = await desks.web.database.session.findFirstOrThrow({
      where: { account: 'desk' },
    });
    expect(contactBefore).toEqual(lastSeenAt);
  });
});

describe('the list of a terminal', () => {
  test.each(['kept by a device', 'waiting on its page'])(
    'a scan %s until the line came back stands with the time at which it was made',
    async (how) => {
      const made = new Date(Date.now() - 20 * 60_000);
      await desks.web.database.session.updateMany({
        data: { contactBefore: new Date(Date.now() - 50 * 60_000) },
      });
      const scan = { factId: randomUUID(), occurredAt: made.toISOString() };
      const isKept = how === 'kept by a device';
      const body = { ...scan, barcode: freeCopy, bookDrop: false, firstEmptyingOfDay: false };
      const sent = isKept
        ? await desks.uto.json('POST', '/api/scans/hand-in', body)
        : await desks.uto.post('/hand-in', { ...scan, code: freeCopy, ...counter });
      expect(sent.status).toBe(isKept ? 200 : 303);
      expect((await desks.uto.get('/hand-in')).text).toContain(`<time datetime="${made.toISOString()}">`);
    },
  );
});

describe('undoing a scan', () => {
  test.each([
    ['/pick-list', '/pick-list/pick', {}],
    ['/returns', '/returns', { from: 'counter' }],
  ])('on %s what was just read can be taken back', async (page, action, more) => {
    const factId = randomUUID();
    await desks.desk.get(page);
    await desks.desk.post(action, { factId, code: hanakosCopy, ...more });
    expect((await desks.desk.get(page)).text).toContain(`name="voids" value="${factId}"`);
    await desks.desk.post('/scans/undo', { factId: randomUUID(), voids: factId, page });
    expect((await desks.desk.get(page)).text).toContain('取り消しました');
    expect(desks.web.heard).toEqual(['void desk@pref']);
    expect(await desks.lastDeed()).toMatchObject({ action: 'voidScan', subject: `copy ${hanakosCopy}` });
  });

  test('whoever looks for a copy in the record reads that its hand-out was taken back', async () => {
    await read(desks.desk, '/hand-out', hanakosCard);
    await read(desks.desk, '/hand-out', hanakosCopy);
    await read(desks.desk, '/hand-out', '0');
    const found = (await desks.desk.get(`/audit?subject=${hanakosCopy}`)).text;
    expect(found).toMatch(/読み取りの取り消し.*坊っちゃん.*窓口貸出.*坊っちゃん/s);
  });

  test('the prefectural desk reads what it was that is taken back', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    const undone = await read(desks.desk, '/returns', '0', counter);
    expect(undone).toMatch(/s-answer__foot.*?坊っちゃん.*?夏目漱石.*?<\/section>/s);
  });

  test.each([
    [
      '/returns',
      'home',
      'returned',
      '「返却処理の完了」のメールは、もう送りました',
      '利用者に、電話で知らせて',
    ],
    [
      '/hand-in',
      'handedIn',
      'handedIn',
      '「返却の受付」のメールは、もう送りました',
      '）へ、電話してください',
    ],
  ] as const)(
    'on %s, of a scan whose mail went out before it is taken back it is said that it did',
    async (page, undone, kind, words, whom) => {
      const at = page === '/returns' ? desks.desk : desks.uto;
      desks.web.world.voided = { undone };
      const mail = { kind, again: false, mayBeSentAgain: false, at: '2026-11-24T03:00:00Z' };
      for (const state of ['waiting', 'sent'] as const) {
        desks.web.world.moreMails = [{ ...mail, state }];
        await read(at, page, hanakosCopyForUto, counter);
        const answer = await read(at, page, '0', counter);
        expect(answer).toContain('取り消しました');
        expect([state, answer.includes(words), answer.includes(whom)]).toEqual([
          ...[state, state === 'sent', state === 'sent'],
        ]);
      }
    },
  );

  test('of a hand-out whose patron had said 「受け取りました」 it is said that this is taken back with it', async () => {
    const undone = async () => {
      await read(desks.uto, '/hand-out', hanakosCard);
      await read(desks.uto, '/hand-out', hanakosCopyForUto);
      return read(desks.uto, '/hand-out', '0');
    };
    expect(await undone()).not.toContain('受け取りました');
    desks.web.world.voided = { undone: 'handedOut', declaredToo: true };
    expect(await undone()).toMatch(/引渡しを取り消しました.*「受け取りました」も、いっしょに取り消しました/s);
  });

  test('typed as 0 into the field it is the same, and needs something to take back', async () => {
    const read = async (code: string) => {
      await desks.desk.post('/returns', { factId: randomUUID(), code, from: 'counter' });
      return (await desks.desk.get('/returns')).text;
    };
    await desks.desk.get('/returns');
    await read(hanakosCopy);
    expect(await read('0')).toContain('取り消しました');
    expect(await read('0')).toMatch(/取り消すものが.*ありません/s);
    expect(desks.web.heard).toEqual(['void desk@pref']);
  });

  /** A window with what it shows after a scan; all windows share their session. */
  const windowAfter = async (path: string, code: string, more: Record<string, string> = {}) => {
    const got = await desks.desk.post(path, { factId: randomUUID(), code, ...more });
    return desks.desk.get(got.location ?? path);
  };
  const typed0 = async (page: Got, path = '/returns') => {
    const got = await press(desks.desk, path, filledIn(page, path, { code: '0' }));
    return desks.desk.get(got.location ?? path);
  };
  const takenBack = async () =>
    (await desks.web.database.deskScan.findMany({ where: { undoneAt: { not: null } } })).map(
      (one) => one.code,
    );

  test('typed as 0 it is what its own window shows, whatever was read in another one since', async () => {
    const first = await windowAfter('/returns', hanakosCopy, counter);
    const second = await windowAfter('/returns', freeCopy, counter);
    await windowAfter('/hand-out', hanakosCard);
    const undone = await typed0(first);
    expect(undone.text).toContain('取り消しました');
    expect(await takenBack()).toEqual([hanakosCopy]);
    // That is what this window shows now.
    expect((await typed0(undone)).text).toMatch(/取り消すものが.*ありません.*この画面に出ている最後の/s);
    expect((await typed0(first)).text).toMatch(/取り消すものが.*ありません/s);
    expect(await takenBack()).toEqual([hanakosCopy]);
    await typed0(second);
    expect(await takenBack()).toEqual([hanakosCopy, freeCopy]);
  });

  test('a page that is opened again, with another page’s answer in the session, marks in its list what 0 takes back', async () => {
    await windowAfter('/returns', hanakosCopy, counter);
    await windowAfter('/hand-out', hanakosCard);
    const page = await desks.desk.get('/returns?from=counter');
    expect(page.text).toMatch(/s-session.*取り消す<kbd>0/s);
    await typed0(page);
    expect(await takenBack()).toEqual([hanakosCopy]);
  });

  test('a hand-out of another counter’s window is not taken back from this one', async () => {
    await windowAfter('/hand-out', hanakosCard);
    const own = await windowAfter('/hand-out', hanakosCopy);
    await windowAfter('/hand-out', hanakosCard, { library: 'uto' });
    await windowAfter('/hand-out', freeCopy, { library: 'uto' });
    await typed0(own, '/hand-out');
    expect(await takenBack()).toEqual([hanakosCopy]);
  });

  test('typed after a scan in another window on a page that does not say what it shows, it takes nothing back', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    await read(desks.desk, '/hand-out', hanakosCard);
    desks.web.heard.length = 0;
    const answer = await read(desks.desk, '/returns', '0', counter);
    expect(answer).toMatch(/取り消すものが.*ありません.*この画面に出ている最後の/s);
    expect(answer).toMatch(new RegExp(`${hanakosCopy}.*name="voids"`, 's'));
    expect(desks.web.heard).toEqual([]);
  });

  test('of a hand-out of a copy that was held it is said that it goes back to its shelf', async () => {
    await read(desks.desk, '/hand-out', hanakosCard);
    await read(desks.desk, '/hand-out', hanakosCopy);
    desks.web.world.voided = { undone: 'handedOut' };
    desks.web.world.place = 'onHoldShelf';
    expect(await read(desks.desk, '/hand-out', '0')).toContain('取り置き棚へ戻してください');
  });

  test('a scan of another session is nobody’s to take back; one made over JSON is', async () => {
    const own = scanned({ barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false });
    const told = await desks.uto.json('POST', '/api/scans/hand-in', own);
    expect([told.status, JSON.stringify(bodyOf(told)).includes('坊っちゃん')]).toEqual([200, false]);
    const undo = scanned({ voids: own.factId });
    expect(codeOf(await desks.kikuyo.json('POST', '/api/scans/void', undo))).toBe('NOT_FOUND');
    expect(desks.web.heard).toEqual([]);
    expect(bodyOf(await desks.uto.json('POST', '/api/scans/void', undo))).toMatchObject({
      undone: 'handedOut',
    });
    desks.web.world.refused.set('/scans/void', 'STATE_CHANGED');
    expect(codeOf(await desks.uto.json('POST', '/api/scans/void', undo))).toBe('STATE_CHANGED');
  });

  test('what a library’s patrons have picked up is saved of the library that is shown', async () => {
    const file = '/lists/declared-hand-outs.csv?library=uto';
    expect((await desks.desk.get('/declared-hand-outs?library=uto')).text).toContain(`href="${file}"`);
    expect((await desks.desk.get(file)).text).toContain('A-0003');
    expect((await desks.kikuyo.get(file)).status).not.toBe(200);
    expect((await desks.desk.get('/lists/declared-hand-outs.csv')).text).not.toContain('A-0003');
  });

  test('「まだ棚にあります」 is said by the library that has the copy', async () => {
    // It is none of what waits there, and is not counted among it.
    expect((await desks.uto.get('/')).text).toMatch(
      /取り置き中　0点<\/h2>.*「受け取りました」　1点.*A-0003.*まだ棚にあります/s,
    );
    const page = await desks.uto.get('/declared-hand-outs');
    expect(page.text).toContain('A-0003');
    await desks.uto.post(`/declared-hand-outs/${declaredFact}`, { factId: randomUUID() });
    expect((await desks.uto.get('/declared-hand-outs')).text).toContain('取り置きに戻しました');
    const path = `/api/declared-hand-outs/${declaredFact}/still-here`;
    expect(codeOf(await desks.kikuyo.json('POST', path, scanned()))).toBe('NOT_FOUND');
    expect(bodyOf(await desks.kikuyo.json('GET', '/api/declared-hand-outs'))).toEqual({ rows: [] });
    expect(desks.web.heard).toEqual(['void uto@uto']);
  });
});

test('whatever a pickup library takes in goes into the one box for home', async () => {
  desks.web.world.returns = { next: 'sendHome', toPrefectural: true };
  const page = await read(desks.uto, '/hand-in', freeCopy, counter);
  expect(page).toMatch(/受け付けました。<br\/>返送箱へ.*この館でお渡しした資料ではありません/s);
});

test('whoever looked for a copy at a pickup library reads there that this is the one', async () => {
  desks.web.world.returns = { next: 'sendHome', toPrefectural: true, found: true };
  const found = await read(desks.uto, '/hand-in', freeCopy, counter);
  expect(found).toMatch(/返送箱へ.*捜していた資料です。見つかったと記録しました/s);
  desks.web.world.returns = { next: 'sendHome', toPrefectural: false, claimed: true };
  const claimed = await read(desks.uto, '/hand-in', hanakosCopy, counter);
  expect(claimed).toMatch(/返送箱へ.*返したとのお申し出があった資料です。捜索は終わりました/s);
});

describe('a copy that is held, and nobody scanned as handed out', () => {
  const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
  const fields = () => ({ factId: randomUUID(), code: hanakosCopy, from: 'counter' });
  const pageOfHandIn = async () => (await desks.uto.get('/hand-in')).text;
  beforeEach(() => {
    for (const copy of [hanakosCopy, hanakosCopyForUto]) desks.web.world.stillHeld.add(copy);
    desks.web.world.facts.length = 0;
  });
  afterEach(() => {
    desks.web.world.stillHeld.clear();
    desks.web.world.heldNoMore.clear();
  });

  test('is asked about at 返却受付 before it is taken in', async () => {
    await desks.uto.post('/hand-in', fields());
    const page = await pageOfHandIn();
    expect(page).toContain('で受け取る方がいる資料です');
    expect(page).toContain('受け付けていません');
    expect(page).toContain('取り置き棚（ほかの館のものは「転送」の箱）に戻してください');
    expect(page).not.toContain('返送箱へ');
    expect(desks.web.world.facts).toEqual([]);
    await desks.uto.post('/hand-in', { ...fields(), wasLent: 'yes' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
    expect(desks.web.world.facts).toHaveLength(1);
  });

  test('is taken in by the number of the answer, and not by another number', async () => {
    const ofUto = () => ({ ...fields(), code: hanakosCopyForUto });
    await desks.uto.post('/hand-in', ofUto());
    await desks.uto.post('/hand-in', { ...fields(), code: '2' });
    expect(desks.web.world.facts).toEqual([]);
    expect(await pageOfHandIn()).toContain('受け取る方がいる資料です');
    await desks.uto.post('/hand-in', { ...fields(), code: '１' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
    expect(desks.web.world.facts).toHaveLength(1);
  });

  test('and one whose hold is over is to be sent back, or was lent after all', async () => {
    desks.web.world.stillHeld.clear();
    desks.web.world.heldNoMore.add(hanakosCopy);
    await desks.uto.post('/hand-in', fields());
    const page = await pageOfHandIn();
    expect(page).toContain('取り置きの終わった資料です');
    expect(page).toContain('返送の小包');
    expect(page).not.toContain('取り置き棚（ほかの館のものは');
    expect(desks.web.world.facts).toEqual([]);
    await desks.uto.post('/hand-in', { ...fields(), code: '1' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
    expect(desks.web.world.facts).toHaveLength(1);
  });

  test('was lent when it comes out of a book drop', async () => {
    await desks.uto.post('/hand-in', { ...fields(), from: 'bookDrop' });
    expect(await pageOfHandIn()).toContain('返送箱へ');
  });

  test('is refused to a device until it says so, and sent again it is answered the same', async () => {
    const send = (more: object) =>
      desks.uto.json('POST', '/api/scans/hand-in', { ...scanned(back), ...more });
    expect(bodyOf(await send({}))).toMatchObject({
      code: 'STILL_HELD',
      sentence: { ja: '県立図書館で受け取る方がいる資料です。貸出の読み取りがありません。' },
    });
    const said = scanned({ wasLent: true });
    for (const _ of [1, 2]) expect((await send(said)).status).toBe(200);
  });

  test('goes into no return parcel before it is said why', async () => {
    const pack = (more: object) => desks.uto.post(`/parcels/${utosParcel}/pack`, { ...scanned(more) });
    const page = async () => (await desks.uto.get(`/parcels/${utosParcel}`)).text;
    await pack({ code: hanakosCopy });
    expect(await page()).toContain('受け取りに来ないので送り返す');
    expect(desks.web.heard).toEqual([]);
    await pack({ code: '0' });
    expect(await page()).toContain('取り消しました');
    await pack({ code: hanakosCopy });
    await pack({ code: '1' });
    const packed = `pack ${hanakosCopy} into ${utosParcel} uto@uto`;
    expect(desks.web.heard).toEqual([packed]);
    expect(desks.web.world.facts).toEqual([]);
    // Brought back, and nobody had scanned the loan: taken in, then packed.
    await pack({ code: hanakosCopy });
    await pack({ code: hanakosCopy, held: 'returned' });
    expect(desks.web.heard).toEqual([packed, packed]);
    expect(desks.web.world.facts).toHaveLength(1);
  });

  test('and one on loan goes in once it is said that it was brought back: it is taken in first', async () => {
    const pack = (code: string) => desks.uto.post(`/parcels/${utosParcel}/pack`, scanned({ code }));
    const page = async () => (await desks.uto.get(`/parcels/${utosParcel}`)).text;
    desks.web.world.stillHeld.clear();
    desks.web.world.place = 'onLoan';
    await pack(hanakosCopy);
    expect(await page()).toContain('返却受付の読み取りがありません');
    expect(await page()).not.toContain('受け取りに来ないので');
    for (const other of ['2', '0']) await pack(other);
    expect([desks.web.heard, desks.web.world.facts]).toEqual([[], []]);
    await pack(hanakosCopy);
    await pack('1');
    expect(desks.web.heard).toEqual([`pack ${hanakosCopy} into ${utosParcel} uto@uto`]);
    expect(desks.web.world.facts).toHaveLength(1);
    expect(await page()).toContain('小包に入れました');
  });

  test('goes into a return parcel of a device that says why', async () => {
    const send = (more: object) =>
      desks.uto.json('POST', `/api/parcels/${utosParcel}/pack`, scanned({ barcode: hanakosCopy, ...more }));
    expect(codeOf(await send({}))).toBe('STILL_HELD');
    expect((await send({ held: 'unclaimed' })).status).toBe(200);
  });
});

describe('the list of what was scanned today', () => {
  const listedAt = async (visitor: Visitor) => {
    const { text } = await visitor.get('/returns');
    return Number(/今日この端末で（この担当）　(\d+)点/.exec(text)?.[1]);
  };
  const voidsOn = async (visitor: Visitor) =>
    /name="voids" value="([^"]+)"/.exec((await visitor.get('/returns')).text)?.[1] ?? '';
  const takeBack = (visitor: Visitor, voids: string) =>
    visitor.post('/scans/undo', { factId: randomUUID(), voids, page: '/returns' });
  const leave = async (visitor: Visitor) => {
    await visitor.get('/returns');
    await visitor.post('/sign-out', {});
  };

  test('is there again for whoever comes back to the browser, and what stands in it can be taken back', async () => {
    const visitor = await desks.signedIn('desk');
    await read(visitor, '/returns', hanakosCopy, counter);
    await leave(visitor);
    expect((await visitor.get('/returns')).location).toMatch(/^\/sign-in/);
    await signIn(visitor, 'desk');
    expect(await listedAt(visitor)).toBe(1);
    await desks.web.database.session.updateMany({ data: { lastSeenAt: new Date(Date.now() - 61 * 60_000) } });
    expect((await visitor.get('/returns')).location).toMatch(/^\/sign-in/);
    await signIn(visitor, 'desk');
    expect(await listedAt(visitor)).toBe(1);
    await takeBack(visitor, await voidsOn(visitor));
    expect((await visitor.get('/returns')).text).toContain('取り消しました');
    expect(await listedAt(visitor)).toBe(0);
  });

  test('is another clerk’s own, who has nothing of the one before in hand and takes nothing of theirs back', async () => {
    const visitor = await desks.signedIn('desk');
    await read(visitor, '/returns', hanakosCopy, counter);
    const voids = await voidsOn(visitor);
    await visitor.post('/phone', { factId: randomUUID(), code: hanakosCard });
    await leave(visitor);
    await signIn(visitor, 'uto');
    expect((await visitor.get('/hand-in')).text).not.toContain(hanakosCopy);
    await visitor.post('/scans/undo', { factId: randomUUID(), voids, page: '/hand-in' });
    expect((await visitor.get('/hand-in')).text).not.toContain('取り消しました');
    await leave(visitor);
    await signIn(visitor, 'desk');
    expect(await listedAt(visitor)).toBe(1);
    expect((await visitor.get('/phone')).text).not.toContain('例山花子');
    const elsewhere = await desks.signedIn('desk');
    expect(await listedAt(elsewhere)).toBe(0);
  });

  test('begins anew with the day', async () => {
    const visitor = await desks.signedIn('desk');
    await read(visitor, '/returns', hanakosCopy, counter);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 24 * 3_600_000) } });
    await leave(visitor);
    await signIn(visitor, 'desk');
    expect(await listedAt(visitor)).toBe(0);
  });
});
