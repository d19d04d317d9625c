import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';
import { reportOf } from './report.ts';

const { catalog, files } = importsOfTests();

const MISWRITTEN = '資料番号の検査数字が合いません。この1冊は入れていません';
const NO_FORM = '資料番号の形ではありません（1で始まる10桁の番号です）。この1冊は入れていません';
const CARD = '資料番号ではなく貸出カードの番号です。この1冊は入れていません';
const PARCEL = '資料番号ではなく小包の番号です。この1冊は入れていません';
const ISBN = '資料番号ではなくISBN（本の裏表紙のバーコード）です。この1冊は入れていません';

test("of a number that is no copy's the report says why: its check digit, its form, or whose number it is", async () => {
  const [right, card, parcel] = [makeBarcode('copy', 841), makeBarcode('card', 9), makeBarcode('parcel', 9)];
  const miswritten = right.replace(/.$/u, (digit) => String((Number(digit) + 1) % 10));
  const wrong = [
    [miswritten, MISWRITTEN],
    ['12345', NO_FORM],
    ['不明', NO_FORM],
    [card, CARD],
    [parcel, PARCEL],
    ['9784003101018', ISBN],
  ] as const;
  const rows = wrong.map(([number], place) => `n${place},題${place},${number}`);
  const csv = ['番号,書名,資料番号', ...rows, `n9,題9,${right}`].join('\r\n');
  const told = wrong.map(([what, reason], place) => ({ number: `n${place}`, reason, what }));
  const first = await files.take(csv, { source: 'why', format: 'csv' });
  expect(first).toMatchObject({ added: 7, refused: 0 });
  expect(await files.refused(first.id)).toMatchObject(told);
  const again = await files.take(csv, { source: 'why', format: 'csv' });
  expect(await files.refused(again.id)).toMatchObject(told);
  const lines: string[] = [];
  for await (const line of reportOf(catalog.deps.pool, again.id)) lines.push(line);
  for (const [what, reason] of wrong) expect(lines.join('')).toContain(`"${reason}","${what}"\r\n`);
  // The number is named by a record that has changed, and by one that withdraws the copy.
  const changed = await files.take(`番号,書名,資料番号\r\nn0,新しい題,${card}`, {
    source: 'why',
    format: 'csv',
  });
  expect(await files.refused(changed.id)).toMatchObject([{ number: 'n0', reason: CARD, what: card }]);
  const gone = await files.take(`番号,書名,資料番号,状態\r\nn0,新しい題,${miswritten},除籍`, {
    ...{ source: 'why', format: 'csv' },
  });
  expect(await files.refused(gone.id)).toMatchObject([{ reason: MISWRITTEN, what: miswritten }]);
});

test('the form that a number should have is that of the labels here', async () => {
  const before = process.env.BARCODES;
  process.env.BARCODES = 'copy:+10:none';
  try {
    const run = await files.take('番号,書名,資料番号\r\nf1,海の本,12345678', {
      source: 'form',
      format: 'csv',
    });
    expect(await files.refused(run.id)).toMatchObject([
      { reason: '資料番号の形ではありません（10桁の番号です）。この1冊は入れていません', what: '12345678' },
    ]);
  } finally {
    if (before === undefined) delete process.env.BARCODES;
    else process.env.BARCODES = before;
  }
});

test('a new copy of a title that was deleted comes in with the second time of the file that brings the title back', async () => {
  const record = '001 d1\n008 260401s2026    ja            000 1 jpn\n245 10 $a海の本';
  await files.take(marcBytes(record), { source: 'back' });
  await files.take(marcBytes(record, 'd'), { source: 'back' });
  const barcode = makeBarcode('copy', 842);
  const back = marcBytes(`${record}\n852 __ $p${barcode}$h900`);
  const first = await files.take(back, { source: 'back' });
  expect(first).toMatchObject({ changed: 1 });
  expect(await files.refused(first.id)).toMatchObject([
    {
      reason: '削除の知らせがあった書名のため、この1冊は入れていません。同じファイルをもう一度取り込みます',
      what: barcode,
    },
  ]);
  const again = await files.take(back, { source: 'back' });
  expect(await files.refused(again.id)).toEqual([]);
  expect((await files.record('back', 'd1')).copies).toMatchObject([{ barcode }]);
});
