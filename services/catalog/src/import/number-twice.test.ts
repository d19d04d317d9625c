import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';

const { catalog, files } = importsOfTests();

const NUMBER_TWICE = '同じ番号がこのファイルに2回あり、あとのほうを入れました';

test('a number that comes again later in a spreadsheet, for another book, is told with the line and the title that it replaces', async () => {
  const csv = ['番号,書名', 'a1,海の本', 'a2,空の本', 'a1,山の本', 'a3,川の本', 'a1,森の本', ''].join('\r\n');
  const run = await files.take(csv, { source: 'twice', format: 'csv' });
  expect(run).toMatchObject({ read: 5, added: 3, changed: 2, refused: 0 });
  expect(await files.refused(run.id)).toEqual([
    { place: 3, line: 4, number: 'a1', reason: NUMBER_TWICE, what: '前のもの：2行目「海の本」' },
    { place: 5, line: 6, number: 'a1', reason: NUMBER_TWICE, what: '前のもの：4行目「山の本」' },
  ]);
  expect((await files.record('twice', 'a1')).title).toBe('森の本');
});

test('so is one of MARC, by its place, in another batch too, and where the file is gone on with in between', async () => {
  const book = (number: string, title: string) =>
    marcBytes(`001 ${number}\n008 260401s2026    ja            000 1 jpn\n245 10 $a${title}`);
  const file = Buffer.concat([book('m1', '海の本'), book('m2', '空の本'), book('m1', '山の本')]);
  const failing = files.take(file, {
    ...{ source: 'twice-marc', batch: 1 },
    onProgress: ({ read }) => {
      if (read === 2) throw new Error('The power failed');
    },
  });
  await expect(failing).rejects.toThrow('The power failed');
  const run = await files.take(file, { source: 'twice-marc', batch: 1 });
  expect(run).toMatchObject({ read: 3, added: 2, changed: 1 });
  expect(await files.refused(run.id)).toEqual([
    { place: 3, line: null, number: 'm1', reason: NUMBER_TWICE, what: '前のもの：1件目「海の本」' },
  ]);
});

test('rows of one title that stand apart are its copies; one that deletes what the file has brought is told', async () => {
  const [one, other] = [makeBarcode('copy', 811), makeBarcode('copy', 812)];
  const lines = [
    '番号,書名,著者,資料番号,状態',
    `c1,海の本,例示 花子,${one},`,
    'c2,空の本,,,',
    `c1,海の本,例示 花子,${other},`,
    `c1,,,${one},除籍`,
    'c2,,,,除籍',
  ];
  const run = await files.take(lines.join('\r\n'), { source: 'apart', format: 'csv' });
  expect(await files.refused(run.id)).toMatchObject([
    { line: 6, number: 'c2', reason: NUMBER_TWICE, what: '前のもの：3行目「空の本」' },
  ]);
  expect((await files.record('apart', 'c1')).copies).toMatchObject([{ barcode: other }]);
  expect(await catalog.deps.db.copy.count({ where: { barcode: one, condition: 'withdrawn' } })).toBe(1);
});
