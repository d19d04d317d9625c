import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { catalogApi, makeBarcode } from '@toshobin/contracts';
import { listFiles } from './lists/list-files.ts';
import { mayDo } from './roles.ts';
import { monthNames, topOf } from './statistics/charts.tsx';
import { openDesks, waitsFor } from './testing/open-desks.ts';
import { hanako } from './testing/patron-desk.ts';
import { filledIn, press, pressThrice } from './testing/press.ts';
import { hanakosCard, hanakosCopy } from './testing/stand-ins.ts';

const desks = openDesks();

const copy = makeBarcode('copy', 5);

const reason = '電話で確認';

test('stock: a copy is found, changed, withdrawn and lost; copies and titles are added', async () => {
  const page = (await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text;
  expect(page).toContain('坊っちゃん');
  // 破損・除籍 of the pick list leads to the act itself, which a browser unfolds.
  expect(page).toMatch(/<details[^>]*><summary>貸出をやめる（破損・修理・除籍）<\/summary><p id="withdraw">/);
  expect((await desks.desk.get('/pick-list')).text).toMatch(
    /href="\/stock\?barcode=\d+&amp;from=pick-list#withdraw"/,
  );
  const fields = { shelfMark: '913.6 ナツ', weightGrams: '310', thicknessMm: '15', supplementCount: '0' };
  const path = `/stock/copies/${hanakosCopy}`;
  await desks.desk.post(path, fields);
  expect((await desks.desk.post(path, { ...fields, weightGrams: '-1' })).status).toBe(422);
  await desks.desk.post(`${path}/withdrawal`, { condition: 'damaged' });
  expect(await desks.lastDeed()).toMatchObject({ action: 'withdrawCopy', reason: '破損・修理中' });
  expect((await desks.desk.get('/stock')).text).toContain('お待ちの方 2人');
  expect((await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text).not.toContain(`${path}/service`);
  desks.web.world.condition = 'damaged';
  expect((await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text).toContain('破損・修理中です');
  await desks.desk.post(`${path}/service`, { reason });
  desks.web.world.condition = 'withdrawn';
  // By mistake: it is put back as a mended one is.
  expect((await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text).toContain(`${path}/service`);
  desks.web.world.condition = 'inService';
  await desks.desk.post(`${path}/lost`, { factId: randomUUID(), reason });
  const record = await desks.desk.post('/stock/records', {
    factId: randomUUID(),
    kind: 'magazineIssue',
    lending: 'inPersonOnly',
    title: '週刊例誌 12月号',
    year: '2026',
    protectiveCover: 'yes',
  });
  // Its copy comes next: the number of the title stands in that form, also after a copy that was refused.
  expect(record.location).toBe('/stock?record=9');
  const answered = await desks.desk.get('/stock?record=9');
  expect(answered.text).toContain('書誌の番号 9');
  const typed = (page: string) => /<input[^>]* name="recordId"[^>]*>/.exec(page)?.[0];
  expect(typed(answered.text)).toContain('value="9"');
  desks.web.world.refused.set(catalogApi.addCopy.path, 'BARCODE_TAKEN');
  const taken = await desks.desk.post('/stock/copies', { recordId: '9', barcode: copy, ...fields });
  expect(taken.location).toBe('/stock?record=9');
  desks.web.world.refused.clear();
  expect(typed((await desks.desk.get('/stock?record=T9')).text)).not.toMatch(/value="./);
  expect((await desks.desk.get('/titles/7')).text).toContain('href="/stock?record=7#addCopy"');
  const added = await desks.desk.post('/stock/copies', { recordId: '9', barcode: copy, ...fields });
  expect(added.location).toBe(`/stock?barcode=${copy}`);
  expect(desks.web.heard.map((word) => word.split(' desk')[0])).toEqual([
    'change copy',
    'withdraw',
    'mend',
    'lost',
    'add record',
    'add copy',
    'add copy',
  ]);
});

test('what was withdrawn of a title is on its page, with the day, and from there it is put back', async () => {
  const { world } = desks.web;
  const titlePage = async () => (await desks.desk.get('/titles/7')).text;
  expect(await titlePage()).not.toContain('除籍した資料');
  const kept = { barcode: hanakosCopy, shelfMark: '913.6 ナツ', on: '2026-11-20', settled: false };
  const before = { barcode: copy, shelfMark: '913.6 ナツ', on: null, settled: true };
  world.copiesOfTitle = [];
  world.withdrawnOfTitle = { withdrawn: [kept, before], deleted: false };
  const page = await titlePage();
  expect(page).toMatch(
    new RegExp(
      `資料　0点</h2><p>今、資料はありません。</p>.*除籍した資料　2点.*href="/stock\\?barcode=${hanakosCopy}".*2026年11月20日（金）.*－.*barcode=${copy}".*－.*返らない資料の手続き`,
      's',
    ),
  );
  // Only of a title that is gone is said that it must come in again first.
  world.condition = 'withdrawn';
  const copyPage = async () => (await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text;
  const comesFirst = '先に書名を取り込み直してください';
  expect([page, await copyPage()].map((text) => text.includes(comesFirst))).toEqual([false, false]);
  world.withdrawnOfTitle = { withdrawn: [kept], deleted: true };
  const gone = [await titlePage(), await copyPage()];
  expect(gone.map((text) => text.includes(comesFirst))).toEqual([true, true]);
  Object.assign(world, { condition: 'inService', copiesOfTitle: undefined, withdrawnOfTitle: undefined });
});

test('a copy that is lost already is not offered to be given up for lost again', async () => {
  const offered = async () =>
    (await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text.includes(`${hanakosCopy}/lost"`);
  for (const condition of ['inService', 'searching', 'lost'] as const) {
    desks.web.world.condition = condition;
    expect([condition, await offered()]).toEqual([condition, condition !== 'lost']);
  }
});

test('a number that is no copy is said, and the field is empty for the next one', async () => {
  desks.web.world.refused.set(catalogApi.readCopy.path, 'NOT_FOUND');
  const page = (await desks.desk.get('/stock?barcode=1000010123&read=1')).text;
  expect(page).toMatch(/1000010123<\/b> の資料はありません/);
  expect(page).not.toContain('value="1000010123"');
});

test('before a copy is taken out of service it is said where it is, for whom, and what that moves', async () => {
  const asked = async () => (await desks.desk.get(`/stock?barcode=${hanakosCopy}&read=1`)).text;
  const { place } = desks.web.world;
  desks.web.world.place = 'beingPrepared';
  const page = await asked();
  expect(page).toMatch(/今の場所 <b>出庫・梱包.*取り置き番号.*A-0001.*県立図書館/s);
  // The button is behind the words.
  expect(page).toMatch(
    /<summary>貸出をやめる.*予約 3件[^<]*続きます.*\/withdrawal.*<summary>紛失にする.*予約 3件[^<]*続きます.*\/lost/s,
  );
  expect(page).not.toMatch(/id="barcode"[^>]*value="\d/);
  // Nothing is left of what was done to the copy before.
  expect(page).not.toContain('id="answer"');
  desks.web.world.copiesOfTitle = [];
  const ends = '予約 3件（お待ちの方 2人を含みます）が館の都合でキャンセルになり';
  expect((await asked()).split(ends).length).toBe(3);
  delete desks.web.world.copiesOfTitle;
  desks.web.world.place = place;
});

test('破損・除籍 of the pick list names the copy where it leads, and the list is gone on with', async () => {
  const page = await desks.desk.get(`/stock?barcode=${hanakosCopy}&from=pick-list`);
  const [, act = ''] = /<p id="withdraw">(.*?)<\/details>/s.exec(page.text) ?? [];
  expect(act).toMatch(
    new RegExp(`^<b>坊っちゃん.*${hanakosCopy}.*href="/pick-list"[^>]*>出庫リストに戻る`, 's'),
  );
  const path = `/stock/copies/${hanakosCopy}/withdrawal`;
  const damaged = filledIn(page, path, { condition: 'damaged' });
  desks.web.world.refused.set(catalogApi.withdrawCopy.path, 'STATE_CHANGED');
  const here = `/stock?barcode=${hanakosCopy}&from=pick-list`;
  expect((await press(desks.desk, path, damaged)).location).toBe(here);
  desks.web.world.refused.clear();
  expect((await press(desks.desk, path, damaged)).location).toBe('/pick-list');
  expect((await desks.desk.get('/pick-list')).text).toContain('貸出をやめました');
});

test('a copy that comes back damaged is taken out of service from 返却受付, and the same pile is gone on with', async () => {
  await desks.desk.post('/returns', { factId: randomUUID(), code: hanakosCopy, from: 'bookDrop' });
  const answered = (await desks.desk.get('/returns?from=bookDrop')).text;
  const way = `/stock?barcode=${hanakosCopy}&from=bookDrop`;
  expect(answered).toContain(`href="${way.replace('&', '&amp;')}#withdraw"`);
  const page = await desks.desk.get(way);
  expect(page.text).toMatch(/href="\/returns\?from=bookDrop"[^>]*>返却受付に戻る/);
  const path = `/stock/copies/${hanakosCopy}/withdrawal`;
  const gone = await press(desks.desk, path, filledIn(page, path, { condition: 'damaged' }));
  expect(gone.location).toBe('/returns?from=bookDrop');
  expect((await desks.desk.get('/returns?from=bookDrop')).text).toContain('貸出をやめました');
});

test('書誌を加える pressed twice adds one title; the form that is drawn next adds another', async () => {
  const action = '/stock/records';
  const typed = { kind: 'magazineIssue', lending: 'lendable', title: '週刊例誌 1月号' };
  const drawn = async () => filledIn(await desks.desk.get('/stock'), action, typed);
  const numberAnswered = async () => /書誌の番号 (\d+)/.exec((await desks.desk.get('/stock')).text)?.[1];
  const form = await drawn();
  await press(desks.desk, action, form);
  const first = await numberAnswered();
  expect(first).toMatch(/^\d+$/);
  await pressThrice(desks.desk, action, form);
  expect(await numberAnswered()).toBe(first);
  await press(desks.desk, action, await drawn());
  expect(await numberAnswered()).not.toBe(first);
});

test('a file that was read in is told record by record, 500 at a time and as one table', async () => {
  const listed = (await desks.desk.get('/imports')).text;
  expect(listed).toContain('<a href="/imports/3">ndl-2026-11.mrc</a>');
  expect(listed).toContain('途中（');
  const first = (await desks.desk.get('/imports/3')).text;
  expect(first).toContain('ディレクトリが壊れています　604件');
  expect(first.match(/data-label="理由"/g)).toHaveLength(500);
  const next = (await desks.desk.get('/imports/3?after=500')).text;
  expect(first).toContain('href="/imports/3?after=500"');
  expect(next.match(/data-label="理由"/g)).toHaveLength(104);
  expect(next).not.toContain('次の500件');
  const table = (await desks.desk.get('/imports/3/refused.csv')).text.split('\r\n');
  expect(table).toHaveLength(1 + 604 + 1);
  // No spreadsheet takes a text of the file for a formula.
  expect(table[604]).toBe(`"604","","","ディレクトリが壊れています","'=604"`);
  expect((await desks.desk.get('/imports/5')).status).toBe(404);
  expect((await desks.desk.get('/imports/5/refused.csv')).status).toBe(404);
});

test('postage and what was done are for the operator too', async () => {
  await desks.desk.json('POST', '/api/cards/replace', { cardNumber: hanakosCard, reason });
  const operator = await desks.signedIn('operator');
  expect((await operator.get('/postage')).text).toContain('郵送料　600円');
  expect((await operator.get('/postage')).text).toContain(
    '料金の分からない小包1個は、郵送料に入っていません',
  );
  const page = (await operator.get(`/audit?subject=${encodeURIComponent(`patron ${hanako}`)}`)).text;
  expect(page).toContain('カードの再発行');
  expect(page).toContain(reason);
  expect(page).toMatch(/data-label="何に"[^>]*><div><a [^>]*>利用者<\/a>/);
  expect(page).not.toContain('電話での延長');
  const subjectIn = ({ location }: { location: string | null }) =>
    new URLSearchParams(location?.split('?')[1]).get('subject');
  // By the card too, whose number stands in no address and in no row; that somebody looked does.
  const sought = await operator.post('/audit', { subject: hanakosCard });
  expect(subjectIn(sought)).toBe(`patron ${hanako}`);
  expect(await desks.lastDeed()).toMatchObject({
    action: 'findDeedsOfCard',
    subject: 'card',
    account: 'operator',
    outcome: 'done',
    reason: null,
  });
  expect((await operator.get(sought.location ?? '')).text).toContain('カードの再発行');
  expect((await operator.get('/audit')).text).toContain('カードで操作の記録を捜した');
  const strange = await operator.post('/audit', { subject: makeBarcode('card', 99_999) });
  expect(strange.text).toContain('そのカードが見つかりません');
  expect((await desks.lastDeed())?.outcome).toBe('NOT_FOUND');
  const rows = JSON.stringify(
    await desks.web.database.audit.findMany({ select: { subject: true, reason: true } }),
  );
  expect(rows).not.toContain(hanakosCard);
  // However it is typed.
  for (const typed of [`カード ${hanakosCard}`, `貸出カード${hanakosCard}`])
    expect(subjectIn(await operator.post('/audit', { subject: typed }))).toBe(`patron ${hanako}`);
  const asReservation = await operator.post('/audit', { subject: `予約 ${hanakosCard}` });
  expect(subjectIn(asReservation)).toBe(`予約 ${hanakosCard}`);
  expect(subjectIn(await operator.post('/audit', { subject: '館 uto' }))).toBe('館 uto');
  const atBranch = await (await desks.signedIn('uto')).post('/audit', { subject: hanakosCard });
  expect(atBranch.location).toBe('/?not-allowed=1');
  // A number that is read needs no word before it.
  await desks.desk.post(`/stock/copies/${hanakosCopy}/withdrawal`, { condition: 'damaged' });
  expect((await operator.get(`/audit?subject=${hanakosCopy}`)).text).toContain(hanakosCopy);
  expect((await operator.get(`/audit?subject=${hanakosCopy}`)).text).not.toContain('記録はありません');
  const nothing = (await operator.get(`/audit?subject=${makeBarcode('parcel', 99_999)}`)).text;
  expect(nothing).toContain('記録はありません');
});

test('statistics are pictures and numbers without persons, and few is not told', async () => {
  const operator = await desks.signedIn('operator');
  const page = (await operator.get('/statistics')).text;
  expect(page).toContain('<b>41</b>件以上');
  expect(page).toContain('11,320');
  expect(page).toMatch(/菊陽町図書館<\/th><td class="n">少数<\/td>/);
  expect(page).toContain('role="img" aria-label="月ごとの送料。10月 6,400、11月 4,920"');
  expect(page).not.toMatch(/例山|坊っちゃん/);
  // Thirty-eight of Uto waited 190 days together; how long three of Kikuyo did is not told.
  expect(page).toMatch(/10月<\/th><td class="n">5.0日<small class="s-sub">最長 41日/);
  expect(page).toMatch(/11月<\/th><td class="n">少数<\/td>/);
  const ofKikuyo = (await operator.get('/statistics?library=kikuyo')).text;
  expect(ofKikuyo).not.toContain('5.0日');
  const file = (await operator.get('/lists/statistics.csv')).text.split('\r\n');
  expect(file[0]).toMatch(/^"月","受取館","予約","貸出"/);
  expect(file[1]).toMatch(/^"2026-10","宇土市立図書館","41","38","38","少数","少数","5","41"/);
});

test('the desk and operators read every mail as it would go out', async () => {
  const page = (await desks.desk.get('/mails')).text;
  expect(page).toMatch(
    /<summary>受取可能（市町村立図書館等）<\/summary>.*【例】受取可能.*<pre class="s-mail">見本の本\n届きました<\/pre>/s,
  );
  expect(page).toMatch(
    / lang="en">.*\[例\] Ready for pickup.*<pre class="s-mail">見本の本\nIt has come<\/pre>/s,
  );
  const uto = await desks.signedIn('uto');
  expect((await uto.get('/mails')).location).toBe('/?not-allowed=1');
});

test('the same month of two years is not one column', () => {
  expect(['2026-10', '2026-11'].map(monthNames(['2026-10', '2026-11']))).toEqual(['10月', '11月']);
  expect(['2026-10', '2027-10'].map(monthNames(['2026-10', '2027-10']))).toEqual(['26/10', '27/10']);
});

test.each([1, 3, 4, 7, 37, 199, 1_001])(
  'the axis of %d ends at a number whose quarters are whole',
  (largest) => {
    expect(topOf(largest)).toBeGreaterThanOrEqual(largest);
    expect(topOf(largest) % 4).toBe(0);
  },
);

test('every list is a file for a spreadsheet, for whoever may read the list, and that it was taken is written down', async () => {
  const [operator, administrator] = [await desks.signedIn('operator'), await desks.signedIn('admin')];
  const readers = { prefecturalDesk: desks.desk, operator, administrator };
  for (const { path, may, columns } of listFiles) {
    const reader = (['prefecturalDesk', 'operator', 'administrator'] as const).find((role) =>
      mayDo[role].has(may),
    );
    if (!reader) throw new Error(`nobody may read ${path}`);
    const file = await readers[reader].get(`${path}?record=7`);
    expect([path, file.status, file.text.split('\r\n')[0]]).toEqual([
      path,
      200,
      `${columns.map((name) => `"${name}"`).join(',')}`,
    ]);
    expect(file.text).not.toMatch(/例山|花子/);
  }
  const subjects = await desks.web.database.audit.findMany({ where: { action: 'saveList' } });
  expect(subjects).toHaveLength(listFiles.length);
  expect((await desks.desk.get('/pick-list')).text).toContain('href="/lists/pick-list.csv"');
});

test.each([
  ['pick-list', '"913/ナ","坊っちゃん","夏目漱石"'],
  ['packing', '"坊っちゃん","夏目漱石","913.6 ナツ"'],
  ['packing', '"ゆうメール","2026-12-07"'],
  ['hold-shelf', '"坊っちゃん","夏目漱石","913.6 ナツ"'],
  ['settle', '"遠野物語","夏目漱石","382.1 ヤナ"'],
])('the file %s has author and shelf mark beside each title', async (name, cells) => {
  desks.web.world.held.set('pref', [waitsFor(1)]);
  expect((await desks.desk.get(`/lists/${name}.csv`)).text).toContain(cells);
});

test('who waits for a title and where its copies are is a file, without a reservation or a person', async () => {
  expect((await desks.desk.get('/titles/7')).text).toContain('href="/lists/title.csv?record=7"');
  const gone = { barcode: copy, shelfMark: '913', on: '2026-11-20', settled: false };
  desks.web.world.withdrawnOfTitle = { withdrawn: [gone], deleted: false };
  const { text } = await desks.desk.get('/lists/title.csv?record=7');
  const lines = text.split('\r\n');
  expect(lines[1]).toMatch(/^"一時停止","","菊陽町図書館","2026-/);
  expect(lines[2]).toMatch(/^"お待ち","1","宇土市立図書館","2026-/);
  expect(lines[3]).toMatch(/^"資料","A-0001","菊陽町図書館","2026-.*,"貸出中","2026-/);
  expect(lines[4]).toBe(`"除籍","","","2026-11-20","${copy}","913"`);
  desks.web.world.withdrawnOfTitle = undefined;
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect((await desks.desk.get('/lists/title.csv?record=x')).status).toBe(404);
});

test('the closures and the pauses of the dispatch are a file, beside that of the libraries', async () => {
  const page = (await desks.desk.get('/libraries')).text;
  for (const name of ['libraries', 'closures']) expect(page).toContain(`href="/lists/${name}.csv"`);
  const { now } = desks.web.deps;
  desks.web.deps.now = () => new Date('2026-11-28T03:00:00Z');
  const [, ...lines] = (await desks.desk.get('/lists/closures.csv')).text.split('\r\n');
  desks.web.deps.now = now;
  expect(lines.filter((line) => line !== '')).toEqual([
    '"臨時休館","宇土市立図書館","2026-12-10","2026-12-12","大雪",""',
    '"発送休止期間","","2026-12-28","2027-01-04","",""',
    '"発送休止期間","","2027-03-28","2027-03-31","","毎年の休みです"',
  ]);
});

test('the terminals of the pickup libraries are a file for whoever keeps them', async () => {
  const administrator = await desks.signedIn('admin');
  expect((await administrator.get('/terminals')).text).toContain('href="/lists/terminals.csv"');
  expect((await desks.desk.get('/lists/terminals.csv')).location).toBe('/?not-allowed=1');
});
