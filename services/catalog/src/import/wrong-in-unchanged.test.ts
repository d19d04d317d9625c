import { expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';

const { catalog, files } = importsOfTests();

const ISBN_WRONG = 'ISBNが正しくありません。ISBNだけ入れていません';
const NO_BARCODE = '資料番号の形ではありません（1で始まる10桁の番号です）。この1冊は入れていません';

test('what is wrong in a file is told each time that it comes, though its records have not changed', async () => {
  const right = makeBarcode('copy', 821);
  const csv = [
    '番号,書名,ISBN,貸出区分,資料番号',
    `a1,海の本,9784003109070,どこでも,${right}`,
    'a2,空の本,,,12345',
    'a3,山の本,,,',
  ].join('\r\n');
  const told = [
    { place: 1, line: 2, number: 'a1', reason: ISBN_WRONG, what: '9784003109070' },
    { place: 1, line: 2, number: 'a1', reason: '貸出区分のことばが表にありません', what: 'どこでも' },
    { place: 2, line: 3, number: 'a2', reason: NO_BARCODE, what: '12345' },
  ];
  const file = { source: 'wrong', format: 'csv' } as const;
  const first = await files.take(csv, file);
  expect(await files.refused(first.id)).toEqual(told);
  const again = await files.take(csv, file);
  expect(again).toMatchObject({ read: 3, unchanged: 3, changed: 0 });
  expect(await files.refused(again.id)).toEqual(told);
});

test('so is a copy that the desk has taken out of service since, and one that a file would withdraw of another title', async () => {
  const [gone, elsewhere] = [makeBarcode('copy', 822), makeBarcode('copy', 823)];
  const csv = [
    '番号,書名,資料番号,状態',
    `b1,海の本,${gone},`,
    `b2,空の本,${elsewhere},`,
    'b3,山の本,,',
    `b3,山の本,${elsewhere},除籍`,
  ].join('\r\n');
  const file = { source: 'wrong-copies', format: 'csv' } as const;
  await files.take(csv, file);
  const by = { account: 'desk', library: PREFECTURAL_LIBRARY };
  await withdrawCopy(catalog.deps, { barcode: gone, condition: 'withdrawn', at: catalog.now, by });
  const again = await files.take(csv, file);
  expect(again).toMatchObject({ read: 3, unchanged: 3 });
  expect(await files.refused(again.id)).toMatchObject([
    { number: 'b1', reason: '除籍した資料番号です。貸出に戻すときは「資料の変更」から戻します', what: gone },
    { number: 'b3', reason: '除籍の知らせですが、この書名にその資料番号の本はありません', what: elsewhere },
  ]);
});

test('a deletion that comes again has nothing wrong in it', async () => {
  const record = `001 d1\n008 260401s2026    ja            000 1 jpn\n020 __ $a97840031090\n245 10 $a海の本\n852 __ $p${makeBarcode('copy', 824)}`;
  const gone = Buffer.concat([marcBytes(record), marcBytes(record, 'd')]);
  await files.take(gone, { source: 'wrong-gone' });
  const again = await files.take(marcBytes(record, 'd'), { source: 'wrong-gone' });
  expect(again).toMatchObject({ unchanged: 1 });
  expect(await files.refused(again.id)).toEqual([]);
});
