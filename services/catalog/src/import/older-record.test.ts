import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes, marcRecord, xmlOf } from '../testing/marc-in-test.ts';

const { files } = importsOfTests();

const OLDER = '更新日時（005）が目録にあるものより前のため、上書きしていません';
const lines = (number: string, title: string, changed: string, more = '') =>
  `001 ${number}\n${changed === '' ? '' : `005 ${changed}\n`}008 260401s2026    ja            000 1 jpn\n245 10 $a${title}\n${more}`;
const book = (number: string, title: string, changed: string, more = '') =>
  marcBytes(lines(number, title, changed, more));
const [march, april] = ['20260301120509.0', '20260401100000.0'];
const told = 'ファイル：2026年3月1日 12:05:09、目録：2026年4月1日 10:00:00';

test('a record that was last changed before the one that is kept does not overwrite it, and is told with both dates', async () => {
  const source = 'older';
  const barcode = makeBarcode('copy', 861);
  const newer = book('o1', '直した書名', april);
  const older = Buffer.concat([
    book('o1', '直す前の書名', march, `852 __ $p${barcode}`),
    book('o2', '隣の本', march),
  ]);
  await files.take(newer, { source });
  for (const added of [1, 0]) {
    const run = await files.take(older, { source });
    expect(run).toMatchObject({ read: 2, added, changed: 0, unchanged: 1 - added, refused: 1 });
    expect(await files.refused(run.id)).toEqual([
      { place: 1, line: null, number: 'o1', reason: OLDER, what: told },
    ]);
    expect(await files.record(source, 'o1')).toMatchObject({ title: '直した書名', copies: [] });
  }
  expect(await files.take(newer, { source })).toMatchObject({ unchanged: 1, refused: 0 });
  const xml = await xmlOf(marcRecord(lines('o1', '直す前の書名', march)));
  expect(await files.take(xml, { source, format: 'marcxml' })).toMatchObject({ changed: 0, refused: 1 });
});

test('who goes back on purpose is let, and forward again; the same file again is unchanged', async () => {
  const source = 'back';
  const [newer, older] = [book('b1', '直した書名', april), book('b1', '直す前の書名', march)];
  await files.take(newer, { source });
  expect(await files.take(older, { source })).toMatchObject({ refused: 1 });
  expect(await files.take(older, { source, evenOlder: true })).toMatchObject({ changed: 1, refused: 0 });
  expect((await files.record(source, 'b1')).title).toBe('直す前の書名');
  for (const evenOlder of [true, false])
    expect(await files.take(older, { source, evenOlder })).toMatchObject({ unchanged: 1, refused: 0 });
  expect(await files.take(newer, { source })).toMatchObject({ changed: 1, refused: 0 });
});

test('a deletion of before does not withdraw what came since, nor does a record of before bring back what is deleted', async () => {
  const source = 'gone';
  const barcode = makeBarcode('copy', 862);
  await files.take(book('g1', '海の本', april, `852 __ $p${barcode}`), { source });
  const early = await files.take(marcBytes(lines('g1', '海の本', march), 'd'), { source });
  expect(early).toMatchObject({ withdrawn: 0, refused: 1 });
  expect((await files.record(source, 'g1')).copies).toHaveLength(1);
  await files.take(marcBytes(lines('g1', '海の本', '20260501100000.0'), 'd'), { source });
  expect(await files.take(book('g1', '海の本', april), { source })).toMatchObject({ changed: 0, refused: 1 });
  expect((await files.record(source, 'g1')).copies).toEqual([]);
});

test.each([
  ['neither has a date', '', ''],
  ['the file has none', april, ''],
  ['the catalogue has none', '', march],
  ['they are of one moment', march, march],
  ['of one moment, once without its tenth', '20260301120509.0', '20260301120509'],
  ['the date of the catalogue is none', '99999999999999.9', march],
  ['that of the file is zeros', april, '00000000000000.0'],
])('a record overwrites what is kept where %s', async (what, kept, now) => {
  const source = `as before, ${what}`;
  await files.take(book('n1', '前の書名', kept), { source });
  expect(await files.take(book('n1', '後の書名', now), { source })).toMatchObject({ changed: 1, refused: 0 });
});

test('a spreadsheet has no such date, and overwrites', async () => {
  const source = 'sheet';
  await files.take(book('s1', '前の書名', april), { source });
  const csv = '番号,書名\r\ns1,後の書名\r\n';
  expect(await files.take(csv, { source, format: 'csv' })).toMatchObject({ changed: 1, refused: 0 });
});

test('a file that corrects a record of its own changes nothing when it comes again, in whatever batches', async () => {
  const source = 'corrected';
  const file = Buffer.concat([
    book('c1', '直す前の書名', march),
    book('c1', '直しかけの書名', '20260302000000.0'),
    book('c2', '隣の本', march),
    book('c1', '直した書名', april),
  ]);
  expect(await files.take(file, { source })).toMatchObject({ added: 2, changed: 2, refused: 0 });
  for (const batch of [1, 500]) {
    const again = await files.take(file, { source, batch });
    expect(again).toMatchObject({ read: 4, changed: 0, unchanged: 4, refused: 0 });
    expect(await files.refused(again.id)).toEqual([]);
  }
  // The import ends between the record and its correction, and goes on.
  const failing = files.take(file, {
    ...{ source, batch: 1 },
    onProgress: ({ read }) => {
      if (read === 3) throw new Error('The power failed');
    },
  });
  await expect(failing).rejects.toThrow('The power failed');
  const whole = await files.take(file, { source, batch: 1 });
  expect(whole).toMatchObject({ read: 4, unchanged: 4, refused: 0 });
  expect(await files.refused(whole.id)).toEqual([]);
  expect((await files.record(source, 'c1')).title).toBe('直した書名');
});

test('of one file it is the last changed that stays, wherever it stands', async () => {
  const source = 'turned round';
  const file = Buffer.concat([book('t1', '直した書名', april), book('t1', '直す前の書名', march)]);
  for (const added of [1, 0]) {
    const run = await files.take(file, { source });
    expect(run).toMatchObject({ added, unchanged: 1 - added, refused: 1 });
    expect(await files.refused(run.id)).toMatchObject([{ place: 2, reason: OLDER, what: told }]);
  }
  expect((await files.record(source, 't1')).title).toBe('直した書名');
});
