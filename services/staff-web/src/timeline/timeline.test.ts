import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { beginOf } from '../testing/open-desks.ts';
import { linePacked, lostParcel, nextParcel } from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import {
  cancelledCopy,
  copyBefore,
  followedCopy,
  followedReservation,
  freeCopy,
  hanakosCard,
  hanakosCopy,
} from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
let operator: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
  operator = await signedInAt(web.service.url, 'operator');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.parkedLetters = false;
  web.world.kafkaAway = false;
});

const path = `/timeline/${followedReservation}`;
const reason = '館から電話';
const lastDeed = async () => (await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 }))[0];

test('says who did what and when, what is awaited, and where its history is', async () => {
  const page = (await desk.get(path)).text;
  expect(page).toMatch(/<title>配送中/);
  expect(page).toMatch(/予約番号 <span[^>]*>1234</);
  expect(page).toContain('到着の読み取り、または 11月25日（水）');
  expect(page).toContain('県立図書館　担当 desk');
  expect(page).toContain(`小包 ${lostParcel}　ゆうメール`);
  // Of what shipping told, whoever scanned it; of a step that it names nobody for, nobody.
  expect(page).toMatch(/発送<[^県]*県立図書館　小包/);
  expect(page).toMatch(/梱包<[^県]*県立図書館　担当 packer　小包/);
  expect(page).toMatch(/発送<[^県]*県立図書館　担当 poster　坊っちゃん/);
  expect(page).not.toContain(nextParcel);
  // What had happened to the copy that was lost, the change of library, and the way of the next one.
  const way =
    /発送.*出庫.*配送中になくなりました.*受取館の変更.*菊陽町図書館 から 宇土市立図書館 へ.*発送.*坊っちゃん.*出庫.*坊っちゃん/s;
  expect(page).toMatch(way);
  // The copy of before is read by its title too, an operator reads its number.
  const ended = page.split('配送中になくなりました')[1];
  expect(ended).toMatch(
    new RegExp(`^</b><p>坊っちゃん<small class="s-sub">夏目漱石　913.6 ナツ　<span[^>]*>${copyBefore}<`),
  );
  for (const word of ['例山', hanakosCard]) expect(page).not.toContain(word);
  expect(page).toContain('坊っちゃん');
  // The id is for commands, which are an operator's, as is what the process has lived.
  expect(page).not.toMatch(/予約のID|Temporal/);
  const theirs = (await operator.get(path)).text;
  expect(theirs).toMatch(/\/namespaces\/default\/workflows\/[^>]*rel="noopener noreferrer"/);
  expect(theirs).toContain('予約のID');
  expect(theirs).toMatch(new RegExp(`配送中になくなりました</b><p>資料番号 <span[^>]*>${copyBefore}<`));
  expect(theirs).not.toContain('坊っちゃん');
});

test.each(['heldAgain', 'heldNoMore'] as const)(
  'a hand-out to somebody else is shown as one, and its being taken back: %s',
  async (given) => {
    web.world.followedGiven = given;
    const page = (await desk.get(path)).text;
    web.world.followedGiven = 'no';
    expect(page).toMatch(
      /ほかの方への引渡しの取り消し.*担当 uto.*ほかの方への引渡し<.*担当 uto.*配送中になくなりました/s,
    );
    expect(page).not.toContain('入れ替わりました');
    expect(page.includes('ほかの方からの返却受付')).toBe(given === 'heldNoMore');
  },
);

test('of a copy that its parcel had arrived without it says that it is looked for, and what was told of it', async () => {
  const own = { ...linePacked, barcode: followedCopy, holdNumber: 'A-0002', missing: true };
  web.world.parcelRead = { state: 'arrived', lines: [own] };
  const staff = { account: 'uto', role: 'pickupLibrary', library: 'uto' } as const;
  const told = { action: 'reportContents', subject: `parcel ${nextParcel}`, outcome: 'done' };
  for (const changed of ['足りません 1点', '余分にあります 1点'])
    await web.deps.audit.write(staff, { ...told, changed });
  const page = (await desk.get(path)).text;
  web.world.parcelRead = {};
  expect(page).toMatch(/今<\/h2><p>配送中（到着の確認中）.*届いた小包に足りないという知らせがあり/s);
  expect(page).not.toContain('到着の読み取り、または');
  expect(page).toMatch(/中身の知らせ.*担当 uto.*足りません 1点/s);
  expect(page).not.toContain('余分にあります');
});

test('a parcel’s copies are told apart by how they stand, and its own page is linked', async () => {
  const line = { ...linePacked, arrived: true };
  const lines = [
    line,
    { ...line, barcode: cancelledCopy },
    { ...line, barcode: followedCopy, missing: true },
  ];
  web.world.parcelRead = { state: 'arrived', lines };
  const page = (await desk.get(`/timeline?q=${lostParcel}`)).text;
  web.world.parcelRead = {};
  expect(page).toMatch(/<b>到着済み<\/b>.*<b>キャンセル済<\/b>.*<b>足りません<\/b>/s);
  expect(page).toContain(`href="/parcels/${lostParcel}"`);
});

test('is found by the number that is read out, by a parcel’s copies, and never by a card', async () => {
  expect((await desk.get('/timeline?q=1234')).location).toBe(path);
  const parcel = await desk.get(`/timeline?q=${lostParcel}`);
  expect(parcel.text).toContain(`/timeline?q=${hanakosCopy}`);
  expect((await desk.get(`/timeline?q=${hanakosCard}`)).status).toBe(404);
  // Handed to somebody else, it is its reservation's no more.
  expect((await desk.get(`/timeline?q=${copyBefore}`)).location).toBe(path);
  expect((await desk.get(`/timeline?q=${freeCopy}`)).status).toBe(404);
  expect((await desk.get('/timeline?q=9999')).status).toBe(404);
});

test('操作の記録 and the tasks’ file name a reservation by the number that staff know, which finds its deeds', async () => {
  await desk.get(path);
  for (const address of ['/audit', '/audit?subject=予約 1234', '/lists/audit.csv', '/lists/tasks.csv']) {
    const { text } = await desk.get(encodeURI(address));
    expect([address, text.includes('1234'), text.includes(followedReservation)]).toEqual([
      address,
      true,
      false,
    ]);
  }
  expect((await desk.get(encodeURI('/audit?subject=予約 9999'))).text).not.toContain('経過を見た');
});

test('操作の記録 tells the prefectural desk what a copy is called, an operator and the rows themselves its number', async () => {
  const staff = { account: 'desk', role: 'prefecturalDesk', library: 'pref' } as const;
  await web.deps.audit.done(staff, 'processReturn', `copy ${hanakosCopy}`);
  const names = '坊っちゃん<small class="s-sub">夏目漱石　913.6 ナツ　';
  const { text } = await desk.get('/audit');
  expect(text).toContain(names);
  expect(text).toMatch(/<td data-label="結果"><span class="nowrap">済み<\/span><\/td>/);
  expect((await desk.get('/lists/audit.csv')).text).toContain(
    `"資料番号 ${hanakosCopy}","坊っちゃん","夏目漱石","913.6 ナツ"`,
  );
  const theirs = (await operator.get('/audit')).text + (await operator.get('/lists/audit.csv')).text;
  expect(theirs).toMatch(new RegExp(`資料番号 <span[^>]*>${hanakosCopy}<`));
  expect(theirs).not.toContain('坊っちゃん');
  expect((await web.database.audit.findMany({})).map(({ subject }) => subject)).toContain(
    `copy ${hanakosCopy}`,
  );
});

test('a stuck one is made to look again, by an operator too, with a reason', async () => {
  // A reason that no other test of this file gives: their deeds stand in the same record.
  const why = '夜の処理を待てない';
  await operator.post(`${path}/reconcile`, { reason: why });
  expect(web.heard).toEqual([`repair ${followedReservation}`]);
  expect((await operator.get(path)).text).toContain('今の状態に合わせて進めます');
  const deed = { account: 'operator', action: 'reconcile', outcome: 'done', reason: why };
  expect(await web.database.audit.findMany({ where: deed })).toHaveLength(1);
  expect((await operator.post(`${path}/reconcile`, { reason: '' })).status).toBe(422);
  expect((await operator.get(path)).text).not.toContain('予約をキャンセルする');
});

test.each([
  ['begunAnew', '今の状態から始め直しました'],
  ['ended', 'この予約は終わっています'],
  ['stuck', '処理が失敗し続けています'],
  ['serviceFailed', '応答しないサービスがあります'],
  ['notYet', 'まだ終わっていません'],
] as const)('the repair button says what it did: %s', async (repaired, words) => {
  web.world.repaired = repaired;
  await operator.post(`${path}/reconcile`, { reason });
  const { text } = await operator.get(path);
  expect(text).toContain(words);
  expect(text).not.toContain('今の状態に合わせて進めます');
  web.world.repaired = 'looksAgain';
});

test('what mends a process that was ended stands open, with the words that name it', async () => {
  const open = /<details open[^>]*><summary>今の状態に合わせて進める/;
  expect((await operator.get(path)).text).not.toMatch(open);
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    {
      workflowId: `reservation-${followedReservation}`,
      reservationId: followedReservation,
      trouble: 'ended',
      since,
    },
  ];
  const { text } = await operator.get(path);
  web.world.stuckProcesses = [];
  expect(text).toContain('予約が続いているのに、処理が途中で終わりました');
  expect(text).toMatch(open);

  web.world.stuckProcesses = [
    { workflowId: `parcel-${lostParcel}`, reservationId: undefined, trouble: 'ended', since },
  ];
  const ofParcel = (await operator.get(path)).text;
  web.world.stuckProcesses = [];
  expect(ofParcel).toContain('小包が着いていないのに、その処理が途中で終わりました');
  expect(ofParcel).not.toMatch(open);
});

test('says that its news is parked, with the way there for an operator, and nothing while Kafka is away', async () => {
  const parked = 'この予約の知らせが、不具合で止めてあります';
  expect((await operator.get(path)).text).not.toContain(parked);
  web.world.parkedLetters = true;
  const link = /href="\/dead-letters">読めなかった知らせを見る/;
  const seen = (await operator.get(path)).text;
  expect([seen.includes(parked), link.test(seen)]).toEqual([true, true]);
  const atDesk = (await desk.get(path)).text;
  expect([atDesk.includes(parked), link.test(atDesk)]).toEqual([true, false]);
  web.world.kafkaAway = true;
  const away = await operator.get(path);
  expect([away.status, away.text.includes(parked)]).toEqual([200, false]);
});

test('another copy is tried, and why is written down', async () => {
  await desk.post(`${path}/another-copy`, { factId: randomUUID(), code: followedCopy, reason });
  expect(await lastDeed()).toMatchObject({
    action: 'anotherCopy',
    subject: `reservation ${followedReservation}`,
    reason,
  });
  expect((await desk.get(path)).text).toContain('ほかの資料で用意します。');
  const denied = await operator.post(`${path}/another-copy`, {});
  expect(denied.location).toBe('/?not-allowed=1');
});

test('a mail is sent again with a reason, and says what became of it', async () => {
  const page = (await desk.get(path)).text;
  expect(page).toContain('メール「受取可能」');
  expect(page).toContain('<option value="readyAtMunicipal">受取可能</option>');
  await desk.post(`${path}/mail`, { wishId: randomUUID(), kind: 'readyAtMunicipal', reason });
  expect(web.heard).toEqual(['again readyAtMunicipal']);
  expect((await desk.get(path)).text).toContain('要確認に入れました');
  expect(await lastDeed()).toMatchObject({ action: 'timeline' });
  expect(
    await web.database.audit.findMany({ where: { action: 'mailAgain', outcome: 'done', reason } }),
  ).toHaveLength(1);
  expect((await operator.get(path)).text).not.toContain(`${path}/mail`);
});

test('what the patron says to have returned is searched for, and goes back on loan when it turns up there', async () => {
  web.world.followedLoan = 'lent';
  expect((await desk.get(path)).text).toContain('返したとのお申し出を受けた');
  const said = { code: followedCopy, saidLibrary: 'uto', reason };
  await desk.post(`${path}/claim-returned`, { factId: randomUUID(), ...said });
  expect(web.heard).toContain('claim desk@pref');
  expect(await lastDeed()).toMatchObject({ action: 'claimReturned', outcome: 'done', reason });
  web.world.followedLoan = 'claimed';
  const page = (await desk.get(path)).text;
  expect(page).toMatch(/<title>返したとのお申し出（捜索中）/);
  expect(page).not.toContain('返したとのお申し出を受けた');
  const voids = /name="voids" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await desk.post(`${path}/claim-taken-back`, { factId: randomUUID(), voids, reason });
  expect(await lastDeed()).toMatchObject({ action: 'claimTakenBack', outcome: 'done' });
  expect((await desk.get(path)).text).toContain('貸出に戻しました');
  web.world.followedLoan = 'none';
});

test.each([
  ['another-copy', 'anotherCopy'],
  ['confirm-hand-out', 'confirmHandOut'],
])('%s is refused for a copy that is another reservation’s by now', async (act, action) => {
  web.world.facts.length = 0;
  await desk.post(`${path}/${act}`, { factId: randomUUID(), code: hanakosCopy, reason });
  expect([...web.world.facts, ...web.heard]).toEqual([]);
  expect(await lastDeed()).toMatchObject({ action, outcome: 'STATE_CHANGED' });
  expect((await desk.get(path)).text).toContain(beginOf('STATE_CHANGED'));
});

test('a hand-out without a scan is confirmed of the reservation’s own copy', async () => {
  expect((await desk.get(path)).text).toContain(`${path}/confirm-hand-out`);
  await desk.post(`${path}/confirm-hand-out`, { factId: randomUUID(), code: followedCopy, reason });
  expect((await desk.get(path)).text).toContain('お渡ししたことを記録しました');
});

test('of a loan neither a cancellation is offered nor what is for one that was not handed out', async () => {
  const offered = async () => {
    const { text } = await desk.get(path);
    const acts = ['cancellation', 'late-hand-out', 'confirm-hand-out', 'claim-returned'];
    return acts.filter((act) => text.includes(`${path}/${act}`));
  };
  expect(await offered()).toEqual(['cancellation', 'confirm-hand-out']);
  web.world.followedLoan = 'lent';
  expect(await offered()).toEqual(['claim-returned']);
  const saysSo = async () =>
    /<b>引渡し<\/b>|「受け取りました」（利用者の知らせ/.exec((await desk.get(path)).text)?.[0];
  expect(await saysSo()).toBe('<b>引渡し</b>');
  // Only its patron says so.
  web.world.followedLoan = 'declared';
  expect(await offered()).toEqual(['confirm-hand-out', 'claim-returned']);
  expect(await saysSo()).toBe('「受け取りました」（利用者の知らせ');
  web.world.followedLoan = 'expired';
  expect(await offered()).toEqual(['late-hand-out', 'confirm-hand-out']);
  web.world.followedLoan = 'none';
});

test('what was stated again for another allocation of the copy has happened once', async () => {
  const times = async () => (await desk.get(path)).text.split('<b>梱包</b>').length - 1;
  expect(await times()).toBe(1);
  web.world.followedGiven = 'statedAgain';
  expect(await times()).toBe(1);
  web.world.followedGiven = 'no';
});

test('what a library says of the contents is shown beside the copy that was missing alone', async () => {
  const staff = { account: 'uto', role: 'pickupLibrary', library: 'uto' } as const;
  await web.deps.audit.done(staff, 'reportContents', `parcel ${lostParcel}`);
  expect((await desk.get(path)).text).not.toContain('中身の知らせ');
});

test('one that no copy is left for is cancelled on the next day, by the word of all pages', async () => {
  web.world.followedEntry = 'waiting';
  expect((await desk.get(path)).text).toMatch(
    /資料が見つかる、または加わる.*日が変わると.*キャンセルになり/s,
  );
  web.world.followedEntry = 'left';
  const { text } = await desk.get(path);
  web.world.followedEntry = 'allocated';
  expect(text).toMatch(/<title>キャンセル済/);
  expect(text).not.toContain('列を離れました');
});

test('a hand-out is not to be confirmed where the reservation is over', async () => {
  web.world.followedEntry = 'closed';
  expect((await desk.get(path)).text).not.toContain(`${path}/confirm-hand-out`);
  web.world.followedEntry = 'allocated';
});
