import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { catalogApi, makeBarcode, patronApi, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, dayOf, deadlineOn, instantFromDate } from '@toshobin/lending-rules';
import { Visitor } from '@toshobin/web/testing';
import { signedInAt } from './testing/signed-in.ts';
import {
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
} from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk = new Visitor('');
let uto = new Visitor('');
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
  uto = await signedInAt(web.service.url, 'uto');
});
afterAll(() => web.stop());
beforeEach(async () => {
  web.heard.length = 0;
  web.world.refused.clear();
  web.world.held.clear();
  await web.database.deskScan.deleteMany({});
});

/** Reads a number on a page, and answers the page that follows. */
async function read(visitor: Visitor, page: string, code: string, more: Record<string, string> = {}) {
  const got = await visitor.post(page, { factId: randomUUID(), code, ...more });
  expect(got.status).toBe(303);
  return (await visitor.get(got.location ?? page)).text;
}
const counter = { from: 'counter' };
const someone = ReservationIdSchema.parse(hanakosReservation);
const listed = (page: string) => page.match(/<li class[^>]*><time/g)?.length ?? 0;
const deeds = async (action: string) => web.database.audit.findMany({ where: { action } });

/** A copy that has waited at 宇土 for so many days. */
function waitsFor(days: number) {
  return {
    reservationId: hanakosReservation,
    barcode: hanakosCopyForUto,
    title: '坊っちゃん',
    shelfMark: '913.6 ナツ',
    holdNumber: 'A-0003',
    holdUntil: null,
    since: new Date(Date.now() - days * 86_400_000).toISOString(),
    due: deadlineOn(calendarDate('2027-01-05')),
    protectiveCover: true,
    supplementCount: 0,
  };
}

describe('the prefectural hold shelf', () => {
  afterEach(() => {
    delete web.world.returns;
    web.world.stillHeld.clear();
  });

  test('a return that catches a copy for somebody has its slip printed by one key', async () => {
    web.world.returns = { next: 'toHoldShelf', reservationId: someone, holdNumber: 'A-0001' };
    web.world.stillHeld.add(hanakosCopy);
    expect(await read(desk, '/returns', hanakosCopy, counter)).toContain('取り置き票を印刷する<kbd>5</kbd>');
    const asked = await desk.post('/returns', { factId: randomUUID(), code: '5', ...counter });
    expect(asked.location).toBe(`/slips/holds/${hanakosCopy}?from=returns&print=1`);
    const slip = (await desk.get(asked.location ?? '')).text;
    expect(slip).toMatch(/p-sheet--hold.*下4桁<\/dt><dd class="p-four">0121.*メールでお知らせした日/s);
    expect(slip).toContain('src="/scripts/print.js"');
    expect(slip).toContain('href="/returns"');
    expect(slip).not.toMatch(/坊っちゃん|例山/);
    expect(await deeds('printHoldSlips')).toMatchObject([{ subject: `copy ${hanakosCopy}` }]);
    expect((await uto.get(asked.location ?? '')).location).toBe('/?not-allowed=1');
    web.world.stillHeld.clear();
    expect((await desk.get(asked.location ?? '')).status).toBe(404);
  });

  test('with no such copy in hand the key prints nothing', async () => {
    await read(desk, '/returns', hanakosCopy, counter);
    expect(await read(desk, '/returns', '5', counter)).toContain('表示した後に状況が変わりました');
  });

  test('is listed in its order with who comes until when, and what comes down with where it goes', async () => {
    const until = deadlineOn(dayOf(instantFromDate(new Date())));
    web.world.held.set('pref', [{ ...waitsFor(3), due: null, holdUntil: until }, waitsFor(1)]);
    const page = (await desk.get('/hold-shelf')).text;
    expect(page).toMatch(/棚から下ろすもの　1点.*A-0004.*坊っちゃん.*キャンセル済.*次の予約/s);
    expect(page).toMatch(/取り置き中　2点.*A-0003.*坊っちゃん.*0121.*data-tone="ask".*今日 .*お知らせの前/s);
    expect(page).not.toContain('例山');
    expect((await uto.get('/hold-shelf')).location).toBe('/?not-allowed=1');
    // The slips of what was put there today are printed together.
    expect(page).not.toContain('/slips/holds"');
    expect((await desk.get('/slips/holds')).status).toBe(404);
    const since = instantFromDate(new Date());
    web.world.held.set('pref', [waitsFor(3), { ...waitsFor(1), since }, { ...waitsFor(2), since }]);
    expect((await desk.get('/hold-shelf')).text).toContain('今日置いた2点の取り置き票を印刷する');
    const slips = (await desk.get('/slips/holds')).text;
    expect(slips.match(/p-sheet--hold/g)).toHaveLength(2);
    expect(slips).not.toMatch(/坊っちゃん|例山/);
    expect(await deeds('printHoldSlips')).toContainEqual(
      expect.objectContaining({ subject: 'hold shelf 2' }),
    );
  });
});

describe('the counter', () => {
  test('the name is hidden until it is asked for, and the looking is written down', async () => {
    const page = await read(desk, '/hand-out', hanakosCard);
    expect(page).not.toContain('例山花子');
    expect((await desk.post('/hand-out/name', {})).text).toContain('例山花子');
    expect(await deeds('showName')).toMatchObject([{ account: 'desk', outcome: 'done' }]);
    expect((await desk.get('/hand-out')).text).not.toContain('例山花子');
    expect((await uto.post('/hand-out/name', {})).location).toBe('/?not-allowed=1');
  });

  test('a suspended card is told to the desk in its own words, and promises no loan', async () => {
    web.world.cardStatus = 'suspended';
    web.world.refused.set(patronApi.openCounterLoan.path, 'CARD_SUSPENDED');
    const shown = await read(desk, '/hand-out', hanakosCard);
    expect(shown).not.toMatch(/お貸しできます|資料を読み取ってください/);
    expect(shown).toMatch(/利用停止のカードです.*利用停止の解除へ/s);
    const page = await read(desk, '/hand-out', freeCopy);
    expect(page).toContain('この貸出カードは利用を止めています');
    expect(page).not.toContain('お問い合わせください');
    await read(desk, '/hand-out', '9');
    web.world.cardStatus = 'valid';
    expect(await read(desk, '/hand-out', hanakosCard)).toContain('あと10点お貸しできます');
    await read(desk, '/hand-out', '9');
  });

  test('a card that was forgotten is this desk’s own affair, and its code lends nothing but what is held', async () => {
    const page = (await desk.get('/hand-out')).text;
    expect(page).not.toContain('へお電話ください');
    expect(page).toMatch(/カードを忘れた方.*電話受付/s);
    await read(desk, '/hand-out', '40404040');
    expect(await read(desk, '/hand-out', freeCopy)).toContain('この方の取り置きだけをお渡しできます');
    await read(desk, '/hand-out', '9');
  });

  test('what is lent is listed by its title, and a page drawn for another card lends nothing', async () => {
    await read(desk, '/hand-out', hanakosCard);
    expect(await read(desk, '/hand-out', freeCopy)).toMatch(/今お貸しした資料　1点.*坊っちゃん/);
    const asked = await desk.post('/hand-out', { factId: randomUUID(), code: '5' });
    expect(asked.location).toBe('/slips/receipt?print=1');
    const { place } = web.world;
    web.world.place = 'onLoan';
    const receipt = (await desk.get('/slips/receipt?print=1')).text;
    expect(receipt).toMatch(
      /p-sheet--roll.*カード下4桁 0121　1点.*坊っちゃん.*12月28日（月）まで.*print\.js/s,
    );
    expect(receipt).not.toMatch(/例山|花子/);
    expect(await desk.get('/slips/receipt?paper=a6')).toMatchObject({
      text: expect.stringContaining('p-sheet--a6'),
    });
    web.world.place = place;
    expect((await uto.get('/slips/receipt')).location).toBe('/?not-allowed=1');
    web.heard.length = 0;
    const other = { card: makeBarcode('card', 77) };
    expect(await read(desk, '/hand-out', hanakosCopy, other)).toContain('表示した後に状況が変わりました');
    expect(web.heard).toEqual([]);
    await read(desk, '/hand-out', '9');
  });
});

test('what is fetched is named by its title and shelf mark, and the last scans stay on the list', async () => {
  await read(desk, '/pick-list/pick', hanakosCopy);
  const page = await read(desk, '/pick-list/pick', freeCopy);
  expect(page).toMatch(/s-answer__foot.*坊っちゃん.*今日この端末で　2点.*坊っちゃん.*913\.6 ナツ/s);
  expect(listed(page)).toBe(2);
});

test('a copy of ours that is not on the pick list is told from a page that has changed', async () => {
  web.world.refused.set(catalogApi.confirmPick.path, 'STATE_CHANGED');
  const page = await read(desk, '/pick-list/pick', freeCopy);
  expect(page).toContain('出庫リストにない資料です');
  expect(page).not.toContain('表示した後に状況が変わりました');
});
