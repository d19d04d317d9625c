import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { shippingApi } from '@toshobin/contracts';
import type { Visitor } from '@toshobin/web/testing';
import {
  alsoAClass,
  ISBN,
  mistyped,
  novel,
  readingOfName,
  strayNumber,
  weeklyMagazine,
} from '../testing/desk-services.ts';
import { approvedApplication, replacedCard } from '../testing/patron-desk.ts';
import { lostParcel } from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import {
  followedReservation,
  hanakosCard,
  hanakosCopy,
  hanakosReservation,
  outwardParcel,
} from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());

/** What a single hit leads to at once, or the page that lists what was found. */
const find = async (q: string) => {
  const sent = await desk.post('/find', { q });
  return sent.location === '/find' ? desk.get('/find') : sent;
};

test('a number opens its page at once', async () => {
  expect((await find(outwardParcel)).location).toBe(`/parcels/${outwardParcel}`);
  expect((await find('4000-0000-0002')).location).toBe(`/parcels/${lostParcel}`);
  for (const q of [hanakosReservation, 'A-0001', 'Ａ０００１', 'a-0001'])
    expect([q, (await find(q)).location]).toEqual([q, `/timeline/${hanakosReservation}`]);
  // Of a record as patrons read it out; the catalogue knows it by either number.
  for (const q of ['T000000773', 'ｔ000000773']) expect((await find(q)).location).toBe('/titles/773');
});

test('a parcel number that there is no parcel of is said on the page of the box, which is ready for the next one', async () => {
  web.world.refused.set(shippingApi.readParcel.path, 'NOT_FOUND');
  const found = await find(outwardParcel);
  web.world.refused.clear();
  expect([found.location, found.status]).toEqual([null, 200]);
  expect(found.text).toMatch(new RegExp(`「${outwardParcel}」をさがす.*その小包はありません`, 's'));
  expect(found.text.match(/<[^>]* autofocus/g)).toEqual([expect.stringContaining('id="find"')]);
});

test('the number of an application for a card leads to it', async () => {
  expect((await find('10004')).location).toBe(`/cards#application-${approvedApplication}`);
  expect((await find('１０００４')).location).toBe(`/cards#application-${approvedApplication}`);
});

test('a card that was replaced opens its person, and is said to be the one before', async () => {
  for (const [page, typed] of [
    ['/find', { q: replacedCard }],
    ['/phone', { factId: randomUUID(), code: replacedCard }],
  ] as const) {
    expect([page, (await desk.post(page, typed)).location]).toEqual([page, '/phone']);
    const last4 = hanakosCard.slice(-4);
    expect((await desk.get('/phone')).text).toMatch(
      new RegExp(`前のカードの番号です.*もう使えません。今のカードは下4桁 ${last4} です.*例山花子`, 's'),
    );
  }
  await desk.post('/phone/done', {});
});

test('a person who is found beside titles is listed; opening the card is one press, and only counts are kept', async () => {
  for (const q of ['例山', '2222']) {
    const page = (await find(q)).text;
    expect([q, page.includes('例山花子'), page.includes('…2222')]).toEqual([q, true, true]);
    expect(page).toContain(`name="code" value="${hanakosCard}"`);
    // What is typed next is looked for; it opens nobody.
    expect(page.match(/<[^>]* autofocus/g)).toEqual([expect.stringContaining('id="find"')]);
  }
  const deeds = await web.database.audit.findMany({ where: { action: 'findPersons' } });
  expect(deeds.map(({ subject, reason }) => `${subject} ${reason}`)).toEqual(Array(2).fill('persons 1人'));
  expect((await desk.get('/audit')).text).toContain('利用者を捜した');
});

test('the card of a single person opens at once, as one deed that names nobody, and what was typed is forgotten', async () => {
  const deeds = () => web.database.audit.findMany({ where: { account: 'desk' }, orderBy: { id: 'asc' } });
  for (const q of [readingOfName, hanakosCard]) {
    const before = (await deeds()).length;
    expect([q, (await find(q)).location]).toEqual([q, '/phone']);
    expect((await desk.get('/phone')).text).toMatch(/ご本人を確かめてください.*例山花子/s);
    const written = (await deeds()).slice(before).map(({ action, subject }) => [action, subject]);
    expect(written).toEqual([['findCaller', 'card']]);
    expect((await desk.get('/find')).location).toBeNull();
  }
  web.world.away = ['catalog'];
  const unsure = (await find(readingOfName)).text;
  web.world.away = [];
  expect(unsure).toMatch(/ただいま資料をさがせません.*例山花子/s);
});

test('what was typed stands in no address, no title of a window and no column, and is forgotten with an empty search', async () => {
  const page = (await find('例山')).text;
  expect(page).toContain('「例山」をさがす</h1>');
  expect(page).not.toMatch(/<title>[^<]*例山|(href|action)="[^"]*(例山|%E4%BE%8B)/);
  const kept = JSON.stringify([
    await web.database.session.findMany(),
    (await web.database.audit.findMany()).map(({ id: _, ...deed }) => deed),
  ]);
  expect(kept).not.toContain('例山');
  expect((await find('')).text).not.toContain('例山');
});

test('where copies are numbered without a prefix, a telephone number of ten digits is still somebody’s', async () => {
  const before = process.env.BARCODES;
  process.env.BARCODES = 'copy:+10:none';
  try {
    expect((await find('0961112222')).text).toContain('例山花子');
    expect((await find('0961113333')).location).toBe(`/timeline/${hanakosReservation}`);
  } finally {
    if (before === undefined) delete process.env.BARCODES;
    else process.env.BARCODES = before;
  }
});

test('titles are listed, and lead to the title with its copies', async () => {
  const page = (await find('三四郎')).text;
  expect(page).toMatch(/週刊例誌　12月第1号.*051 レイ、書庫 051 レイ/s);
  expect(page).not.toContain('/find?page=');
  const title = /href="(\/titles\/\d+)"/.exec(page)?.[1] ?? '';
  const shown = (await desk.get(title)).text;
  expect(shown).toMatch(
    /お待ちの方　2人.*0121.*一時停止中（12月20日（日）まで）。とばします.*宇土市立図書館.*0121.*次の方/s,
  );
  expect(shown).toMatch(/今 予約すると.*およそ 2〜6週間.*先にお待ちの 2人/s);
  expect(shown).toMatch(/資料　1点.*A-0001.*菊陽町図書館.*返却期限 12月15日.*引渡し/s);
});

test('editions of a title are told apart by who published them, where it is known', async () => {
  const page = (await find('三四郎')).text;
  const published = [...page.matchAll(/<td data-label="出版">([^<]*)<\/td>/g)].map(([, said]) => said);
  expect(published).toEqual(['2026年', '春陽堂書店　2026年']);
});

test('the page of a title says how it is read, who published it and when', async () => {
  const page = (await desk.get(`/titles/${novel}`)).text;
  expect(page).toMatch(/よみ　さんしろう.*夏目漱石　春陽堂書店　2026年/s);
  // A title of a file without readings.
  expect((await desk.get(`/titles/${weeklyMagazine}`)).text).not.toContain('よみ　');
});

test('many titles are turned over page by page, without what was typed in an address', async () => {
  web.world.manyFound = true;
  const page = (await find('例山')).text;
  expect(page).toMatch(/資料　300件（1／15ページ）.*href="\/find\?page=2"[^>]*>次の20件/s);
  const next = (await desk.get('/find?page=2')).text;
  web.world.manyFound = false;
  expect(next).toMatch(
    /「例山」をさがす.*資料　300件（2／15ページ）.*051 レイ.*href="\/find"[^>]*>前の20件.*page=3/s,
  );
});

test('from a copy, and from a reservation of one, the desk comes to who else waits and where the others are', async () => {
  const shown = (await desk.get(`/timeline/${followedReservation}`)).text;
  const [, leads] = /href="(\/titles\/\d+)"/.exec(shown) ?? [];
  expect((await desk.get(`/stock?barcode=${hanakosCopy}`)).text).toContain(`href="${leads}"`);
  const operator = await signedInAt(web.service.url, 'operator');
  const seen = (await operator.get(`/timeline/${followedReservation}`)).text;
  expect(seen).not.toContain('/titles/');
});

test('a title that fits only after a correction is listed and opens no page: a name may have been meant', async () => {
  const found = await find(mistyped);
  expect(found.location).toBeNull();
  expect(found.text).toMatch(/資料　1件.*「みみず」でさがしました/s);
});

test.each([
  ['913', '入れたとおりの資料はありません。分類「913」でさがしました。'],
  ['青春小説', '入れたとおりの資料はありません。主題「青春小説」でさがしました。'],
  ['夏目金之助', '目録での名前「夏目 漱石」でさがしました。'],
  ['夏目漱石 心', '「夏目漱石 こころ」でもさがしました。'],
  ['シヤロツド', '入れたとおりの資料はありません。近いことばでさがしました。'],
])('of titles found otherwise than 「%s」 was typed is said how: %s', async (typed, says) => {
  const found = await find(typed);
  expect([found.location, found.text]).toEqual([null, expect.stringContaining(`<p>${says}</p>`)]);
});

test('how many titles have what was typed is said where the rest is of the class that is called so', async () => {
  expect((await find(alsoAClass)).text).toContain(
    '入れたことばのある資料は1件です。ほかは、その主題の分類の資料です。',
  );
  expect((await find('日記')).text).not.toContain('入れたことばのある');
});

test('a number is looked for with all its digits, and the number of the trade is called so', async () => {
  const page = (await find(strayNumber)).text;
  expect(page).toContain('見つかりません。お名前は');
  expect(page).not.toContain('みみず');
  expect((await find(ISBN)).text).toMatch(/ISBN（本の裏表紙のバーコード）の番号です.*資料番号を読み取って/);
});

test('the box stands on every page of the prefectural desk, and on none of a branch', async () => {
  expect((await desk.get('/returns')).text).toContain('action="/find"');
  const uto = await signedInAt(web.service.url, 'uto');
  expect((await uto.get('/arrivals')).text).not.toContain('action="/find"');
  expect((await uto.get('/find')).location).toBe('/?not-allowed=1');
});

test('an operator opens a reservation by a number, and finds no person and no title', async () => {
  const operator = await signedInAt(web.service.url, 'operator');
  expect((await operator.get('/statistics')).text).toContain('action="/find"');
  for (const q of [hanakosReservation, 'A-0001', 'Ａ０００１'])
    expect([q, (await operator.post('/find', { q })).location]).toEqual([
      q,
      `/timeline/${hanakosReservation}`,
    ]);
  for (const q of ['例山', hanakosCard, '三四郎', '宇土', outwardParcel]) {
    expect((await operator.post('/find', { q })).location).toBe('/find');
    const page = (await operator.get('/find')).text;
    expect([q, page.includes('見つかりません')]).toEqual([q, true]);
    expect(page).not.toMatch(/例山花子|href="\/(titles|libraries|parcels)/);
  }
});
