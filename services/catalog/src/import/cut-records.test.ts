import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes, marcRecord } from '../testing/marc-in-test.ts';
import { cutRecords } from './cut-records.ts';
import { importNames } from './import-names.ts';
import { readMapping } from './mapping.ts';
import { writeIso2709 } from './write-iso2709.ts';

const { catalog, files } = importsOfTests();

const book = (number: string, more = '') =>
  marcBytes(
    `001 ${number}\n008 260401s2026    ja            000 1 jpn\n245 10 $a${number}の本\n500 __ $a海を見に行く${more}`,
  );
const five = (source: string) => ['1', '2', '3', '4', '5'].map((place) => book(`${source}${place}`));
const WRONG = 'レコードの長さが合いません';
const NO_END = '、終わりの印（1D）なし';

/** Which of five books have come in. */
async function here(source: string): Promise<string> {
  const rows = await catalog.deps.db.importedRecord.findMany({
    where: { source },
    orderBy: { controlNumber: 'asc' },
  });
  return rows.map(({ controlNumber }) => controlNumber.slice(-1)).join('');
}

/** Five records, some of them broken: what is told of these, without the number of the run. */
async function takeBroken(source: string, breaking: Record<number, (whole: Buffer) => Buffer>) {
  const records = five(source).map((whole, place) => breaking[place + 1]?.(whole) ?? whole);
  const beginsAt = (place: number) => 1 + Buffer.concat(records.slice(0, place - 1)).length;
  const run = await files.take(Buffer.concat(records), { source });
  const told = (await files.refused(run.id)).map(({ place, number, reason, what }) =>
    [place, number, reason, what].join(' '),
  );
  return { run, told, beginsAt, lengthOf: (place: number) => records[place - 1]?.length ?? 0 };
}
const withoutEnd = (whole: Buffer) => whole.subarray(0, -1);
const short = (whole: Buffer) => whole.subarray(0, -30);
const wholeLength = book('x1').length;

test('a record that is cut off before its end is refused alone, with its number and its byte, and the one behind it comes in', async () => {
  const { run, told, beginsAt } = await takeBroken('c', { 4: short });
  expect(told).toEqual([
    `4 c4 ${WRONG} ${beginsAt(4)}バイト目から：${wholeLength} ≠ ${wholeLength - 30}${NO_END}`,
  ]);
  expect(run).toMatchObject({ read: 5, added: 4, refused: 1 });
  expect(await here('c')).toBe('1235');
});

test('several in a row are refused one by one, and so is the last of a file', async () => {
  const { run, told } = await takeBroken('r', { 2: short, 3: withoutEnd, 5: short });
  expect(told).toMatchObject(
    [2, 3, 5].map((place) => expect.stringMatching(`^${place} r${place} ${WRONG} .*${NO_END}$`)),
  );
  expect(run).toMatchObject({ read: 5, added: 2, refused: 3 });
  expect(await here('r')).toBe('14');
});

test('a record with a line end in place of its end mark is refused, though its length fits', async () => {
  const { told } = await takeBroken('l', {
    2: (whole) => Buffer.concat([withoutEnd(whole), Buffer.from('\n')]),
  });
  expect(told).toEqual([
    expect.stringMatching(`^2 l2 ${WRONG} .*：${wholeLength} ≠ ${wholeLength}${NO_END}$`),
  ]);
  expect(await here('l')).toBe('1345');
});

test('a length in the leader that is wrong takes no record along, with the end mark or without', async () => {
  const wrongly = (whole: Buffer) =>
    Buffer.from(whole.toString('latin1').replace(/^\d{5}/, '00900'), 'latin1');
  const { told, beginsAt } = await takeBroken('w', { 2: wrongly, 4: (whole) => withoutEnd(wrongly(whole)) });
  expect(told).toEqual([
    `2 w2 ${WRONG} ${beginsAt(2)}バイト目から：900 ≠ ${wholeLength}`,
    `4 w4 ${WRONG} ${beginsAt(4)}バイト目から：900 ≠ ${wholeLength - 1}${NO_END}`,
  ]);
  expect(await here('w')).toBe('135');
});

test('a record that is cut off by as much as the next is long takes none along, though its length fits', async () => {
  const long = book('f1', `${'海'.repeat(wholeLength)}の本`);
  const next = book('f2');
  const file = Buffer.concat([long.subarray(0, long.length - next.length), next, book('f3')]);
  const run = await files.take(file, { source: 'f' });
  expect(run).toMatchObject({ read: 3, added: 2, refused: 1 });
  expect(await files.refused(run.id)).toMatchObject([{ place: 1, number: 'f1', reason: WRONG }]);
  // In a field before its last one: the directory does not fit.
  const cut = book('g1', `${'海'.repeat(wholeLength)}の本\n650 _7 $a海`);
  const other = Buffer.concat([cut.subarray(0, cut.length - next.length), next]);
  expect(await files.take(other, { source: 'g' })).toMatchObject({ read: 2, added: 1, refused: 1 });
});

test('of what is cut off in its leader, or has lost it, the place is told, and what stands between records takes none along', async () => {
  const { told, beginsAt } = await takeBroken('h', {
    2: (whole) => whole.subarray(0, 15),
    3: (whole) => Buffer.concat([whole, Buffer.from('\r\n\0\0\0\0')]),
    5: (whole) => whole.subarray(10),
  });
  expect(told).toEqual([
    expect.stringMatching(`^2  MARCのレコードとして読めません ${beginsAt(2)}バイト目から：`),
    expect.stringMatching(`^4  MARCのレコードとして読めません ${beginsAt(4) - 4}バイト目から：`),
    expect.stringMatching(`^6  .* ${beginsAt(5)}バイト目から：`),
  ]);
  expect(await here('h')).toBe('134');
});

test('a name authority file goes on behind what is cut off, too', async () => {
  const names = ['n1', 'n2', 'n3'].map((number) => {
    const record = marcRecord(`001 ${number}\n100 1_ $a例示, ${number}\n400 1_ $aレイジ, ${number}`);
    const written = writeIso2709({ ...record, leader: '00000nz  a2200000n  4500' });
    if (!written.ok) throw new Error(written.refused.why);
    return written.value;
  });
  const [first, second, third] = names;
  const path = files.write(
    Buffer.concat([first, second?.subarray(0, -5), third].flatMap((one) => one ?? [])),
  );
  const run = await importNames(catalog.deps, { path, source: 'n', format: 'marc', mapping: readMapping() });
  expect(run).toMatchObject({ read: 3, added: 2, refused: 1 });
  expect(await files.refused(run.id)).toMatchObject([{ place: 2, number: 'n2', reason: WRONG }]);
});

test('what is cut, and where, is the same however the file comes in', async () => {
  const long = '長'.repeat(3_000);
  const records = Array.from({ length: 80 }, (_, n) => book(`k${n}`, long));
  // More than two of the longest records could be, without an end; then whole ones, and at last what is no MARC at all.
  const file = Buffer.concat([
    ...records.map((whole, n) => (n < 30 ? withoutEnd(whole) : whole)),
    Buffer.alloc(400_000, 'x'),
    ...records.slice(0, 2),
  ]);
  async function* inChunksOf(size: number) {
    for (let from = 0; from < file.length; from += size) yield file.subarray(from, from + size);
  }
  const cut = async (size: number) => {
    const pieces: string[] = [];
    for await (const { record, bytes } of cutRecords(inChunksOf(size)))
      pieces.push(
        `${record.ok ? '' : record.refused.what} ${createHash('sha256').update(bytes).digest('hex')}`,
      );
    return pieces;
  };
  const atOnce = await cut(file.length);
  // A record each, and the rest in pieces of the longest length.
  expect(atOnce).toHaveLength(80 + 4 + 2);
  expect(new Set(atOnce.map((piece) => piece.slice(-64))).size).toBe(86 - 2);
  for (const size of [1_009, 65_536, 1 << 20]) expect(await cut(size)).toEqual(atOnce);
});

test('a file that an older release has read in part, and cut otherwise, is read from its first record; a spreadsheet is gone on with', async () => {
  const older = (format: string, content: Buffer) =>
    createHash('sha256')
      .update(JSON.stringify(['records', format, readMapping().version]))
      .update(content)
      .digest('hex');
  const begun = (source: string, fingerprint: string) =>
    catalog.deps.pool.query(
      `INSERT INTO import_run (source, fingerprint, file, begun_at, went_on_at, read, refused) VALUES ($1, $2, 'old', now(), now(), 3, 3)`,
      [source, fingerprint],
    );
  const marc = Buffer.concat(five('o'));
  await begun('o', older('marc', marc));
  expect(await files.take(marc, { source: 'o' })).toMatchObject({ read: 5, added: 5 });
  const sheet = Buffer.from('番号,書名\ns1,海\ns2,空\ns3,山\ns4,川\n');
  await begun('s', older('csv', sheet));
  expect(await files.take(sheet, { source: 's', format: 'csv' })).toMatchObject({
    read: 4,
    added: 1,
    refused: 3,
  });
});
