import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { fromDateColumn } from '@toshobin/lending-rules';
import { cardStatus } from '../cards/card-status.ts';
import { correctPerson } from '../cards/correct-person.ts';
import { nextCardNumber } from '../cards/next-card-number.ts';
import { suspendCard } from '../cards/suspend-card.ts';
import { signIn } from '../credentials/sign-in.ts';
import { inTransaction } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { bringCards } from './bring-cards.ts';

// A prefecture has a hundred thousand cards before it has us: its file comes in as other systems write it.

const script = fileURLToPath(new URL('../import.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'cards-'));
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(async () => {
  await service?.close();
  rmSync(folder, { recursive: true });
});

const card = (serial: number) => makeBarcode('card', serial);
const head = '利用者番号,氏名,氏名カナ,生年月日,郵便番号,住所,電話番号,メール,有効期限,利用停止,備考';
/** Runs `npm run import-cards`, in a process of its own. */
function importing(content: string | Buffer, ...more: string[]) {
  const file = path.join(folder, 'cards.csv');
  writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...more], {
    env: { ...process.env, NODE_OPTIONS: '', PATRON_DATABASE_URL: service.url },
    encoding: 'utf8',
  });
  const refused = stdout
    .split('\r\n')
    .slice(1)
    .flatMap((line) => (line === '' ? [] : [line.replaceAll('"', '')]));
  return { status, refused, told: stderr.trim().split('\n'), everything: stdout + stderr };
}
/** Imports within this process: how many lines became what. */
async function bring(content: string) {
  async function* text() {
    yield content;
  }
  const { now, newId, db } = service.deps;
  const unheard = () => undefined;
  const heard = { onUnread: unheard, onRefused: unheard, onProgress: unheard };
  const { read, ...brought } = await bringCards(db, text(), { now: now(), newId, try: false, ...heard });
  return brought;
}
const patronOf = async (number: string) =>
  (await service.deps.db.card.findUnique({ where: { number }, include: { patron: true } })) ?? undefined;
const enter = async (cardNumber: string, password: string) => {
  const answer = await signIn(service.deps, { cardNumber, password, at: service.deps.now() });
  return answer.ok ? answer.value.scope : answer.refusal.code;
};

test('the cards of another system come in: their holders sign in by the birth date, what stopped a card stops it, nobody is mailed', async () => {
  const [of, stopped, over] = [card(3001), card(3002), card(3003)];
  const file = [
    head,
    `${of},移行　一郎,イコウ　イチロウ,S36.4.5,8620955,熊本市中央区神水本町1-1,０９６−３８４−５０００,ichiro@example.jp,2029/03/31,,窓口で確認済み`,
    `${stopped},移行 二郎,,1970/1/2,,,,,,停止,`,
    `${over},移行 三郎,,昭和45年1月2日,,,,,20200331,0,`,
  ].join('\r\n');
  expect(importing(file, '--try').told).toEqual([
    'Columns that are not read: 備考',
    '3 read: 3 added, 0 here already, 0 prolonged, 0 refused',
    'Nothing was written.',
  ]);
  expect(await patronOf(of)).toBeUndefined();
  const run = importing(file);
  expect({ status: run.status, refused: run.refused, told: run.told.at(-1) }).toEqual({
    status: 0,
    refused: [],
    told: '3 read: 3 added, 0 here already, 0 prolonged, 0 refused',
  });
  const found = await patronOf(of);
  expect(found?.patron).toMatchObject({
    name: '移行　一郎',
    nameReading: 'イコウ イチロウ',
    postcode: '862-0955',
    phone: '096-384-5000',
    email: 'ichiro@example.jp',
    emailStatus: 'unverified',
  });
  expect(found && fromDateColumn(found.patron.birthDate)).toBe('1961-04-05');
  expect(dateOrNull(found?.expiresOn ?? null)).toBe('2029-03-31');
  expect(await enter(of, '19610405')).toBe('choosePassword');
  const at = service.deps.now();
  const status = async (cardNumber: string) => {
    const brought = await patronOf(cardNumber);
    return brought && cardStatus(brought, at);
  };
  expect([await status(of), await status(stopped), await status(over)]).toEqual([
    'valid',
    'suspended',
    'expired',
  ]);
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('what can not be read is told by line and column, says nothing of a person, and stops no other line', () => {
  const [fine, without] = [card(3101), card(3102)];
  const rows = [
    head,
    `99999999,数字 ちがう,,1970/1/2,,,,,,,`,
    `${card(3103)},,,1970/1/2,,,,,,,`,
    `${card(3104)},生まれ ふめい,,1970/13/2,,,,,,,`,
    `${card(3105)},生まれ さき,,2199/1/2,,,,,,,`,
    `${card(3106)},期限 ふめい,,1970/1/2,,,,,来年,,`,
    `${card(3107)},停止 ふめい,,1970/1/2,,,,,,たぶん,`,
    `${card(3108)},列 たりない,,1970/1/2`,
    `${without},宛先 ちがう,,1970/1/2,86209,,096,mukou-at-example,,,`,
    `${fine},続き 読む,,1970/1/2,,,,,,,`,
    `${fine},別の 人,,1980/1/2,,,,,,,`,
    `${fine},続き　読む,,1970/1/2,,,,,,,`,
  ];
  const { status, refused, told, everything } = importing(rows.join('\n'));
  expect(status).toBe(0);
  expect(refused).toEqual([
    '2,カード番号,この図書館のカードの番号ではありません',
    '3,氏名,氏名がないか、長すぎます',
    '4,生年月日,生年月日がないか、読めません',
    '5,生年月日,生年月日がないか、読めません',
    '6,有効期限,有効期限が読めません',
    '7,利用停止,利用停止かどうか、読めません',
    '8,,この行はCSVとして読めません',
    '9,郵便番号,この欄は読めないため、空けて登録します',
    '9,電話番号,この欄は読めないため、空けて登録します',
    '9,メールアドレス,この欄は読めないため、空けて登録します',
    '11,カード番号,この番号は、氏名か生年月日の違う人のカードです',
  ]);
  expect(told.at(-1)).toBe('11 read: 2 added, 1 here already, 0 prolonged, 8 refused');
  for (const said of ['数字', '宛先', 'mukou', fine, without]) expect(everything).not.toContain(said);
});

test('the same file again changes nothing that the desk has changed since, but a card that was renewed there is valid longer', async () => {
  const number = card(3201);
  const row = (until: string) =>
    `${head}\n${number},移行 四郎,,1970/1/2,,熊本市中央区,,,${until},,\n${card(3202)},移行 五郎,,1970/1/2,,,,,,,`;
  const nothing = { added: 0, known: 0, prolonged: 0, refused: 0 };
  expect(await bring(row('2027/3/31'))).toEqual({ ...nothing, added: 2 });
  const by = { account: 'kanri', library: 'P0' };
  const at = service.deps.now();
  await suspendCard(service.deps, { cardNumber: number, suspended: true, reason: '電話で確認', at, by });
  await correctPerson(service.deps, { cardNumber: number, address: '合志市御代志', reason: '転居', at, by });
  expect(await bring(row('2027/3/31'))).toEqual({ ...nothing, known: 2 });
  expect(await bring(row('2026/3/31'))).toEqual({ ...nothing, known: 2 });
  expect(await bring(row('2032/3/31'))).toEqual({ ...nothing, known: 1, prolonged: 1 });
  const now = await patronOf(number);
  expect(now).toMatchObject({ suspended: true, patron: { address: '合志市御代志' } });
  expect(dateOrNull(now?.expiresOn ?? null)).toBe('2032-03-31');
});

test('a file of CP932 comes in by its name, and one that is none of cards changes nothing', async () => {
  // These bytes are 髙 as Windows writes it.
  const name = Buffer.from([0xfb, 0xfc]);
  const ascii = (text: string) => Buffer.from(text, 'latin1');
  const file = Buffer.concat([
    ascii('card_number,name,birth_date\r\n'),
    ...[ascii(`${card(3301)},`), name, ascii(',19700102\r\n')],
  ]);
  expect(importing(file, '--format', 'csv-cp932').told.at(-1)).toContain('1 added');
  expect((await patronOf(card(3301)))?.patron.name).toBe('髙');
  const before = await service.deps.db.patron.count();
  // A failed export leaves headings alone: it must not look like a run of which everything came in.
  const headingsAlone = 'カード番号,氏名,生年月日\r\n\r\n';
  for (const [content, why] of [
    ['番号,書名\n1,草枕', /no heading for cardNumber/],
    [`カード番号,利用者番号,氏名,生年月日\n`, /two headings for cardNumber/],
    ['', /is empty/],
    [headingsAlone, /has headings alone, and no card/],
  ] as const) {
    // Whoever brings the file reads one line, without the place in the code.
    expect(importing(content)).toMatchObject({ status: 1, refused: [], told: [expect.stringMatching(why)] });
  }
  expect(importing(headingsAlone, '--try')).toMatchObject({
    status: 1,
    told: [expect.stringMatching(/headings alone/)],
  });
  expect(await service.deps.db.patron.count()).toBe(before);
});

test('a new card gets a number behind those that were brought over, however many are in a row', async () => {
  const { db } = service.deps;
  const patron = await patronOf(card(3301));
  if (patron === undefined) throw new Error('nobody was brought over');
  const first = await db.$transaction((tx) => nextCardNumber(tx));
  const serial = Number(first.slice(1, -1));
  await db.card.createMany({
    data: Array.from({ length: 2_500 }, (_, more) => ({
      number: card(serial + 1 + more),
      patronId: patron.patronId,
      replacedAt: new Date(),
    })),
  });
  expect(await inTransaction(service.deps, nextCardNumber)).toBe(card(serial + 2_501));
});
