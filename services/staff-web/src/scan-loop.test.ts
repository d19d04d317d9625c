import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { catalogApi, makeBarcode, patronApi, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, dayOf, deadlineOn, instantFromDate } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { Visitor } from '@toshobin/web/testing';
import { lostParcel } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import {
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  utosParcel,
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

describe('the scan loop', () => {
  test('the title begins with the answer, and the field that is described by it has the focus', async () => {
    const page = await read(desk, '/returns', hanakosCopy, counter);
    expect(page).toContain('<title>棚へ｜');
    expect(page).toMatch(/<input class="s-scan__field" [^>]*autofocus[^>]*aria-describedby="answer-text/);
    expect(page).toContain('data-tone="shelf"');
  });

  test('a number read twice within two seconds counts once; later it is 受け付け済み', async () => {
    await read(desk, '/returns', hanakosCopy, counter);
    expect(listed(await read(desk, '/returns', hanakosCopy, counter))).toBe(1);
    await web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    web.world.place = 'onShelf';
    const again = await read(desk, '/returns', hanakosCopy, counter);
    expect(again).toMatch(/受け付け済みです（\d+:\d\d）/);
    expect(listed(again)).toBe(1);
  });

  test('what was read is named in the list and in a parcel that arrived, for the desk alone', async () => {
    const named = new RegExp(`坊っちゃん<small[^>]*>夏目漱石　913.6 ナツ　<span[^>]*>${hanakosCopy}`, 'g');
    const namedOn = (page: string) => page.match(named)?.length ?? 0;
    expect(namedOn(await read(desk, '/returns', hanakosCopy, counter))).toBe(2);
    expect(namedOn(await read(desk, '/arrivals', lostParcel, { library: 'uto' }))).toBe(1);
    for (const [path, code, fields] of [
      ['/hand-in', hanakosCopy, counter],
      ['/arrivals', lostParcel, {}],
    ] as const) {
      const page = await read(uto, path, code, fields);
      expect(page).toContain(hanakosCopy);
      expect(page).not.toMatch(/坊っちゃん|夏目漱石|913\.6/);
    }
  });

  test('a copy that has been out meanwhile is taken in again', async () => {
    await read(desk, '/returns', hanakosCopy, counter);
    await web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    web.world.place = 'onLoan';
    expect(listed(await read(desk, '/returns', hanakosCopy, counter))).toBe(2);
  });

  test('full-width digits with start and stop are the same number', async () => {
    const wide = hanakosCopy.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect(await read(desk, '/returns', `Ａ${wide}Ａ`, counter)).toContain('<title>棚へ');
  });

  test('the question about the cover never blocks: it stays in the list, and 1 or 2 answers it', async () => {
    await read(desk, '/returns', hanakosCopy, counter);
    const next = await read(desk, '/returns', freeCopy, counter);
    expect(next.match(/name="ask" value="cover"/g)).toHaveLength(2);
    const answered = await read(desk, '/returns', '２', counter);
    expect(answered).toContain('保護カバー（袋）：「ない」と記録しました');
    expect(answered.match(/name="ask" value="cover"/g)).toHaveLength(1);
    expect(await deeds('coverMissing')).toMatchObject([{ subject: `copy ${freeCopy}` }]);
    expect(web.heard).toContain('cover missing');
    const about = /name="about" value="([^"]+)"/.exec(answered)?.[1] ?? '';
    await desk.post('/scans/answers', { about, ask: 'cover', has: 'yes', page: '/returns' });
    expect((await desk.get('/returns')).text).not.toContain('name="ask"');
  });

  test('an older scan is taken back from its row, which says so', async () => {
    await read(desk, '/returns', hanakosCopy, counter);
    const page = await read(desk, '/returns', freeCopy, counter);
    const voids = [...page.matchAll(/name="voids" value="([^"]+)"/g)].at(-1)?.[1] ?? '';
    await desk.post('/scans/undo', { factId: randomUUID(), voids, page: '/returns' });
    expect((await desk.get('/returns')).text).toMatch(/s-session__undone.*取り消しました/);
  });

  test('the number of a card or the code of a release read by mistake is kept nowhere', async () => {
    const release = '40404040';
    await read(desk, '/returns', release, counter);
    const [{ code, detail } = {}] = await web.database.deskScan.findMany();
    expect([code, detail]).toEqual(['', '']);
    expect(await read(desk, '/returns', hanakosCard, counter)).toContain('今のは貸出カードの番号です');
    const [scans, sessions] = [await web.database.deskScan.findMany(), await web.database.session.findMany()];
    expect(
      JSON.stringify([scans.map(({ code, short }) => [code, short]), sessions.map((one) => one.answer)]),
    ).not.toContain(hanakosCard);
  });
});

describe('a return that needs a second look', () => {
  afterEach(() => {
    delete web.world.returns;
  });

  test.each([
    ['damaged', '破損・修理中の'],
    ['withdrawn', '除籍した'],
  ] as const)('a copy that is %s goes to no shelf, and the hand is stopped', async (condition, words) => {
    web.world.returns = { next: 'setAside', condition };
    const page = await read(desk, '/returns', hanakosCopy, counter);
    expect(page).toContain(`<title>棚に出さないでください${words}`);
    expect(page).toContain('data-tone="ask"');
  });

  test('a copy that had been searched for says that it is found', async () => {
    web.world.returns = { next: 'toShelf', shelfMark: '913.6 ナツ', found: true };
    const page = await read(desk, '/returns', hanakosCopy, counter);
    expect(page).toContain('捜していた資料です。見つかったと記録しました');
  });

  test('a copy whose parcel is on its way stops the hand until it is said why it is here', async () => {
    web.world.inParcel.add(hanakosCopyForUto);
    web.world.facts.length = 0;
    const asked = await read(desk, '/returns', hanakosCopyForUto, counter);
    expect(asked).toMatch(/data-tone="ask".*図書館へ発送した小包の中のはずの資料です.*小包に戻して/s);
    expect(web.world.facts).toEqual([]);
    await read(desk, '/returns', '3', counter);
    expect(web.heard).toEqual([]);
    expect(await read(desk, '/returns', '2', counter)).toContain('棚へ');
    const lent = { ...counter, fromParcel: 'lent' };
    expect(await read(desk, '/returns', hanakosCopyForUto, lent)).toContain('棚へ');
    expect(web.heard).toEqual(['came back notLent', 'came back lent']);
    web.world.inParcel.clear();
  });

  const toShelf = { next: 'toShelf', shelfMark: '913.6 ナツ' } as const;
  test.each([
    ['held for somebody', { next: 'toHoldShelf', reservationId: someone, holdNumber: 'A-0001' }, true],
    [
      'for a parcel',
      { next: 'toPacking', reservationId: someone, holdNumber: 'A-0001', pickupLibrary: 'uto' },
      true,
    ],
    ['damaged', { next: 'setAside', condition: 'damaged' }, true],
    ['lost and found', { ...toShelf, found: true }, true],
    ['claimed', { ...toShelf, claimed: true }, true],
    ['of the ordinary kind', toShelf, false],
  ] as const)('one that is %s holds what was read behind it, or does not', async (_what, step, stops) => {
    web.world.returns = step;
    const page = await read(desk, '/returns', hanakosCopy, counter);
    expect(page.includes('data-stops')).toBe(stops);
  });
});

test.each([
  // Before (docs/desk-jobs.md) it was 2, 3, 3, 8, 6 and 3.
  ['a return', 'desk', ['/returns', hanakosCopy, counter], 1],
  ['what is handed in at a branch', 'uto', ['/hand-in', hanakosCopy, counter], 1],
  ['a card at the counter', 'desk', ['/hand-out', hanakosCard, {}], 2],
  ['a loan at the counter', 'desk', ['/hand-out', freeCopy, {}], 4],
  ['a parcel that arrives', 'uto', ['/arrivals', lostParcel, {}], 3],
  ['a copy that is fetched', 'desk', ['/pick-list/pick', hanakosCopy, {}], 3],
] as const)(
  '%s asks the other services so often, its page included',
  async (_what, at, [page, code, more], most) => {
    const { deps } = web;
    const asked: string[] = [];
    const { catalog, patron, shipping } = deps;
    const counted = (client: typeof catalog): typeof catalog => ({
      call: (operation, ...rest) => {
        asked.push(operation.path);
        return client.call(operation, ...rest);
      },
    });
    await deps.libraries.names();
    Object.assign(deps, {
      catalog: counted(catalog),
      patron: counted(patron),
      shipping: counted(shipping),
    });
    await read(at === 'desk' ? desk : uto, page, code, more);
    Object.assign(deps, { catalog, patron, shipping });
    // What the menu counts now and then is asked beside the page, which does not wait for it.
    const ofMenu = ['/tasks', '/parcels', '/failing-commands', '/copies-to-return'];
    const own = asked.filter((path) => !ofMenu.includes(path));
    expect([own.length <= most, own]).toEqual([true, own]);
  },
);

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

describe('a pickup library', () => {
  test('the parcel of another library stays closed, and the page says whom to call', async () => {
    web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    const page = await read(uto, '/arrivals', lostParcel);
    expect(page).toContain('開けずに置き');
    expect(page).toContain('電話してください');
  });

  test('a copy that was lent to the card before is asked about again for the next card', async () => {
    const release = '40404040';
    await read(uto, '/hand-out', hanakosCard);
    await read(uto, '/hand-out', hanakosCopyForUto);
    web.world.place = 'onLoan';
    await read(uto, '/hand-out', release);
    web.world.refused.set('/scans/hand-out', 'DO_NOT_HAND_OUT');
    const page = await read(uto, '/hand-out', hanakosCopyForUto);
    expect(web.heard).toEqual(['hand out', 'hand out']);
    expect(page).toContain('data-tone="stop"');
    web.world.refused.clear();
    await web.database.deskScan.deleteMany({});
    await read(uto, '/hand-out', hanakosCopyForUto);
    await web.database.session.updateMany({
      where: { account: 'uto' },
      data: { shownAt: new Date(Date.now() - 120_000) },
    });
    await web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    expect(await read(uto, '/hand-out', hanakosCopyForUto)).toContain('受け付け済みです');
    await uto.post('/hand-out/done', {});
  });

  test('its first page has the three jobs and what waits on its shelf, without a name or a title', async () => {
    web.world.held.set('uto', [waitsFor(1)]);
    const page = (await uto.get('/')).text;
    for (const words of ['到着受付', '引渡し', '返却受付', 'A-0003', 'カード下4桁', 'まだ棚にあります']) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/坊っちゃん|例山花子/);
    expect(page).toContain('inputmode="none"');
    expect((await uto.get('/?keys=1')).text).toContain('inputmode="numeric"');
  });

  test('a number read on it begins the job of its kind', async () => {
    const start = async (code: string) =>
      (await uto.post('/start', { factId: randomUUID(), code })).location?.split('?')[0];
    expect(await start(lostParcel)).toBe('/arrivals');
    expect(await start(hanakosCard)).toBe('/hand-out');
    web.world.place = 'onLoan';
    expect(await start(hanakosCopy)).toBe('/hand-in');
    web.world.place = 'atPickupLibrary';
    expect(await start(hanakosCopyForUto)).toBe('/hand-out');
    await uto.post('/hand-out/done', {});
  });

  test('sends home from its phone: what is to go is listed, and a copy that is read goes into a parcel', async () => {
    const page = (await uto.get('/send-back')).text;
    expect(page).toContain('class="s-branch"');
    expect(page).toMatch(/inputmode="none".*カメラで読み取る.*小包に入れる資料　1点.*返却受付済/s);
    expect(page).not.toContain('坊っちゃん');
    const { catalog } = web.deps;
    web.deps.catalog = { call: () => Promise.reject(new ServiceFault('catalog', 'could not be reached')) };
    const unknown = (await uto.get('/send-back')).text;
    web.deps.catalog = catalog;
    expect(unknown).toMatch(/小包に入れる資料<.*いまはわかりません/s);
    expect(await read(uto, '/send-back', '9784101010014')).toContain('県立図書館の資料ではありません');
    expect(web.heard).toEqual([]);
    const packed = await uto.post('/send-back', { factId: randomUUID(), code: hanakosCopyForUto });
    expect(packed.location).toBe(`/parcels/${utosParcel}`);
    expect(web.heard).toEqual([`pack ${hanakosCopyForUto} into ${utosParcel} uto@uto`]);
    const parcel = (await uto.get(`/parcels/${utosParcel}`)).text;
    expect(parcel).toMatch(/class="s-branch".*inputmode="none".*カメラで読み取る/s);
  });

  test('a parcel’s copies are listed; one that is missing is told, and a copy read after it is one too many', async () => {
    const page = await read(uto, '/arrivals', lostParcel);
    expect(page).toContain('点を受け付けました');
    expect(page).toContain(hanakosCopy);
    const missing = { factId: randomUUID(), parcel: lostParcel, missing: hanakosCopy };
    await uto.post('/arrivals/contents', missing);
    expect((await uto.get('/arrivals')).text).toContain('1点足りません');
    expect(await read(uto, '/arrivals', freeCopy)).toContain('余分な資料です');
    expect(web.heard).toEqual(['arrival uto@uto', 'contents uto@uto', 'contents uto@uto']);
  });

  test('what was handed out before its parcel was scanned is not to be shelved', async () => {
    web.world.place = 'atPickupLibrary';
    expect(await read(uto, '/arrivals', lostParcel)).toMatch(/届いた\d点を、取り置き番号の順に棚へ/);
    web.world.place = 'onLoan';
    const page = (await uto.get('/arrivals')).text;
    expect(page).toContain('お渡し済み');
    expect(page).not.toContain('棚へ置いてください');
  });

  test('the wrong parcel was scanned: its arrival is taken back, on the answer, with 0, and later on its own page', async () => {
    const page = await read(uto, '/arrivals', lostParcel);
    const voids = /name="voids" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await uto.post('/scans/undo', { factId: randomUUID(), voids, page: '/arrivals' });
    const undone = (await uto.get('/arrivals')).text;
    expect(undone).toContain('到着受付を取り消しました');
    expect(undone).toContain('s-session__undone');
    await read(uto, '/arrivals', lostParcel);
    expect(await read(uto, '/arrivals', '0')).toContain('到着受付を取り消しました');
    expect(await read(uto, '/arrivals', '0')).toContain('s-answer');
    expect(web.heard).toEqual([
      'arrival uto@uto',
      'not arrived uto@uto',
      'arrival uto@uto',
      'not arrived uto@uto',
    ]);
    const trail = await web.database.audit.findMany({ where: { action: 'takeBackArrival' } });
    expect(trail).toMatchObject([{ subject: `parcel ${lostParcel}` }, { subject: `parcel ${lostParcel}` }]);
    await uto.post(`/parcels/${lostParcel}/not-arrived`, { factId: randomUUID() });
    expect(web.heard.at(-1)).toBe('not arrived uto@uto');
  });

  test('a copy that waits for more than seven days is asked about once a day', async () => {
    web.world.held.set('uto', [{ ...waitsFor(9), reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' }]);
    const asked = (await uto.get('/shelf-checks?at=1')).text;
    expect(asked).toContain('7日より長い取り置きの確認');
    const look = /action="(\/shelf-checks\/[^"]+\/look)"/.exec(asked)?.[1] ?? '';
    await uto.post(look, { factId: randomUUID(), answer: 'here' });
    expect((await uto.get('/shelf-checks?at=1')).text).not.toContain('7日より長い取り置きの確認');
    expect(web.heard).toEqual([]);
    await web.database.shelfLook.deleteMany({});
    await uto.post(look, { factId: randomUUID(), answer: 'gone' });
    expect(web.heard).toEqual(['missed uto@uto']);
    expect((await uto.get('/shelf-checks')).text).toContain('県立図書館が利用者に確かめます');
  });
});
