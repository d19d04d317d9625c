import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  LibraryCodeSchema,
  LibrarySchema,
  type Parcel,
  ParcelNumberSchema,
  ParcelSchema,
} from '@toshobin/contracts';
import { allow, defaultPolicy, instant } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import iconv from 'iconv-lite';
import { orFault } from '../pages/draw-page.ts';
import {
  heavyParcel,
  linePacked,
  lostParcel,
  nextParcel,
  oldParcel,
  packedParcel,
} from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import { hanakosCopy, hanakosCopyForUto } from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { worldAsUsual } from '../testing/world.ts';
import { carrierColumns, carrierFile, carrierRows } from './carrier-file.ts';
import { dueOnPaper } from './slip-contents.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());

const leavesTheHouse = ['坊っちゃん', '週刊例誌', '例山', '花子'];
const path = `/slips/parcels/${lostParcel}`;

test('the packing slip lists numbers and dates to tick, and one barcode for the whole parcel', async () => {
  const page = (await desk.get(`${path}/contents`)).text;
  expect(page).toContain('p-sheet--packing');
  expect(page).toContain(hanakosCopy);
  expect(page).toMatch(/2026年<br\/>12月17日（木）まで/);
  expect(page).toContain(`aria-label="小包番号 ${lostParcel}"`);
  for (const word of leavesTheHouse) expect([word, page.includes(word)]).toEqual([word, false]);
});

test('the label says library, parcel and count, and nothing of what is inside', async () => {
  const page = (await desk.get(`${path}/label`)).text;
  expect(page).toContain('p-sheet--label');
  expect(page).toContain('全 1点');
  expect(page).toContain('宇土市立<wbr/>図書館');
  expect(page).toContain('〒000-0001　例県例市例町2番地');
  expect(page).toMatch(/差出人・返送先　〒000-0000　例県例市例町1番地<br\/><b>県立図書館<\/b>/);
  for (const word of [...leavesTheHouse, hanakosCopy, 'A-0001']) {
    expect([word, page.includes(word)]).toEqual([word, false]);
  }
});

test('a hold slip has the hold number and four digits; that it was printed is written down', async () => {
  const page = (await desk.get(`${path}/holds`)).text;
  expect(page).toContain('p-sheet--hold');
  expect(page).toContain('<dd class="p-four">0121</dd>');
  for (const word of leavesTheHouse) expect([word, page.includes(word)]).toEqual([word, false]);
  const [deed] = await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 });
  expect(deed).toMatchObject({ action: 'printHoldSlips', subject: `parcel ${lostParcel}` });
});

test('the slips of an old parcel tell nothing of who has its copy now', async () => {
  const uto = await signedInAt(web.service.url, 'uto');
  const holds = (await uto.get(`/slips/parcels/${oldParcel}/holds`)).text;
  expect(holds).toContain('A-0000');
  expect(holds).toContain('<dd class="p-four">—</dd>');
  const contents = (await uto.get(`/slips/parcels/${oldParcel}/contents`)).text;
  expect(contents).toContain(hanakosCopy);
  for (const page of [holds, contents]) expect(page).not.toMatch(/\d日（.）まで/);
});

test('the slips of a copy that was swapped on its shelf have the number and the card it waits for now', async () => {
  const lines = [{ ...linePacked, barcode: hanakosCopyForUto, holdNumber: 'A-0036' }];
  Object.assign(web.world, { parcelRead: { lines }, allocation: 38, place: 'atPickupLibrary' });
  web.world.stillHeld.add(hanakosCopyForUto);
  for (const sheet of ['holds', 'contents']) {
    const page = (await desk.get(`${path}/${sheet}`)).text;
    expect(page).toContain('A-0038');
    expect(page).not.toContain('A-0036');
    if (sheet === 'holds') expect(page).toMatch(/<dd class="p-four">\d{4}<\/dd>/);
  }
  // Where it does not stand any more the paper says what was packed.
  web.world.stillHeld.clear();
  expect((await desk.get(`${path}/holds`)).text).toContain('A-0036');
  Object.assign(web.world, worldAsUsual());
});

test('the pick slip alone carries a title, and says that it stays in the house', async () => {
  const page = (await desk.get('/slips/picks')).text;
  expect(page).toContain('坊っちゃん');
  expect(page.match(/館の外に出さないでください/g)).toHaveLength(2);
});

test('a slip has a button to print it, and is printed at once where 「印刷する」 led to it', async () => {
  for (const slip of [path, `${path}/holds`, '/slips/picks']) {
    const page = (await desk.get(slip)).text;
    expect(page).toMatch(/id="print" hidden>印刷する.*print\.js/s);
    expect(page).not.toContain('data-at-once');
    expect((await desk.get(`${slip}?print=1`)).text).toContain('data-at-once');
  }
  expect((await desk.get(`/parcels/${lostParcel}`)).text).toContain(`href="${path}?print=1"`);
  expect((await desk.get('/pick-list')).text).toContain('href="/slips/picks?print=1"');
});

test('every sheet has its own size of paper, and no address but ours is fetched', async () => {
  const css = (await desk.get('/style/slips.css')).text.replaceAll(/\s+/g, ' ');
  for (const [name, size] of [
    ['pick-slip', '80mm 130mm'],
    ['hold-slip', '80mm 200mm'],
    ['packing-slip', '148mm 210mm'],
    ['parcel-label', '105mm 148mm'],
  ]) {
    expect(css).toContain(`@page ${name} { size: ${size}; margin: 0; }`);
    expect(css).toContain(`page: ${name};`);
  }
  expect(css).not.toContain('url(');
});

test('a branch prints the slips of its own parcels only, and no pick slips', async () => {
  const kikuyo = await signedInAt(web.service.url, 'kikuyo');
  expect((await kikuyo.get(`${path}/label`)).status).toBe(404);
  expect((await kikuyo.get('/slips/picks')).location).toBe('/?not-allowed=1');
  const uto = await signedInAt(web.service.url, 'uto');
  expect((await uto.get(`${path}/contents`)).status).toBe(200);
});

const library = LibrarySchema.parse({
  code: 'gv',
  name: '合志市ヴィ―ブル図書館',
  reading: 'こうし',
  region: '例地域',
  order: 2,
  phone: '096-000-0003',
  arrival: 'scan',
  calendar: { closedWeekdays: [], closedDates: [], closures: [] },
  pausedFrom: null,
  reopens: null,
});
const parcel: Parcel = ParcelSchema.parse({
  parcelNumber: lostParcel,
  direction: 'outward',
  library: LibraryCodeSchema.parse('gv'),
  state: 'open',
  mode: 'yuPack',
  modeReason: 'tooManyItems',
  trackingNumber: null,
  plannedDispatchDay: '2026-12-07',
  openedAt: '2026-12-07T01:00:00Z',
  dispatchedAt: null,
  expectedDate: null,
  lines: [linePacked, { ...linePacked, copyId: '2' }],
  offer: 'none',
  postageYen: 820,
});

test('before a parcel leaves, its paper promises no later date than it gets if it leaves at once', () => {
  // Packed after the cut-off of 14:00: planned for the next day, and handed to the post on the same one.
  const now = instant('2026-11-26T06:30:00Z');
  const planned = ParcelSchema.parse({ ...parcel, plannedDispatchDay: '2026-11-27' });
  expect(dueOnPaper(planned, library, defaultPolicy, now)).toBe('2026-12-17');
  const left = ParcelSchema.parse({ ...planned, state: 'dispatched', dispatchedAt: '2026-11-24T05:00:00Z' });
  expect(dueOnPaper(left, library, defaultPolicy, now)).toBe('2026-12-15');
});

test('the date on paper is the least that holds until the parcel has left, and then the date', async () => {
  for (const sheet of ['contents', 'holds']) {
    const open = (await desk.get(`/slips/parcels/${packedParcel}/${sheet}`)).text;
    expect([sheet, open.includes('少なくとも')]).toEqual([sheet, true]);
    expect([sheet, (await desk.get(`${path}/${sheet}`)).text.includes('少なくとも')]).toEqual([sheet, false]);
  }
});

test('paper names the day on which a parcel left, or that of its run; Yu-Pack, which waits for none, has no day before it leaves', async () => {
  const run = { state: 'open', dispatchedAt: null, plannedDispatchDay: '2026-12-01' };
  const dayOn = async (parcelRead: object) => {
    web.world.parcelRead = parcelRead;
    const sheets = (await desk.get(`/slips/parcels/${lostParcel}`)).text;
    web.world.parcelRead = {};
    return sheets.match(/12月1日（火）(発送|の便)/g) ?? [];
  };
  expect(await dayOn({ ...run, mode: 'yuPack' })).toEqual([]);
  expect(await dayOn({ ...run, mode: 'yuMail', direction: 'return', library: 'uto' })).toEqual([]);
  expect(await dayOn({ ...run, mode: 'yuMail' })).toEqual(Array(2).fill('12月1日（火）の便'));
  const left = { state: 'dispatched', dispatchedAt: '2026-12-01T05:00:00Z' };
  expect(await dayOn({ ...run, ...left, mode: 'yuPack' })).toEqual(Array(2).fill('12月1日（火）発送'));
});

test('the carrier’s file is Shift_JIS with one line a Yu-Pack parcel, and names no patron and no title', () => {
  const address = { postcode: '000-0003', lines: ['例県例市例町4番地', '例会館2階'] };
  const rows = carrierRows([parcel, { ...parcel, mode: 'yuMail' }], [library], () => address);
  const text = iconv.decode(carrierFile(rows), 'windows-31j');
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(carrierColumns.map((column) => `"${column}"`).join(','));
  expect(lines[1]).toContain(
    `"${lostParcel}","20261207","0","0","0","gv","000-0003","例県例市例町4番地","例会館2階","","合志市ヴィ―ブル図書館","096-000-0003"`,
  );
});

test('a name that a spreadsheet would take for a formula is text', () => {
  const [row] = carrierRows(
    [parcel],
    [{ ...library, name: '=HYPERLINK("x")', phone: '+81-96' }],
    () => undefined,
  );
  const text = iconv.decode(carrierFile(row ? [row] : []), 'windows-31j');
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text).toContain(`"'+81-96"`);
});

test('a parcel that has left has its label already, and is not in the file again', async () => {
  const { shipping } = web.deps;
  const board = orFault(await shipping.dispatchBoard());
  const left = board.open.slice(-1).map((one) => ({
    ...one,
    parcelNumber: ParcelNumberSchema.parse(lostParcel),
    state: 'dispatched' as const,
    dispatchedAt: instant('2026-12-07T03:00:00Z'),
  }));
  web.deps.shipping = { ...shipping, dispatchBoard: async () => allow({ ...board, left }) };
  const file = (await desk.get('/slips/yu-pack.csv')).text;
  web.deps.shipping = shipping;
  const numbers = file
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split('"')[1]);
  expect(numbers).toEqual([heavyParcel, nextParcel]);
});

test('the file is the desk’s to fetch', async () => {
  const got = await desk.get('/slips/yu-pack.csv');
  expect(got.headers.get('content-type')).toBe('text/csv; charset=Shift_JIS');
  expect(got.headers.get('content-disposition')).toContain('yu-pack-2026-12-07.csv');
  const uto = await signedInAt(web.service.url, 'uto');
  expect((await uto.get('/slips/yu-pack.csv')).location).toBe('/?not-allowed=1');
});
