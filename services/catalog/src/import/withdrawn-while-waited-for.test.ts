import { expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY, RecordIdSchema } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { mendCopy } from '../copies/mend-copy.ts';
import { titleAtDesk } from '../records/title-at-desk.ts';
import { granted, refusedWith } from '../testing/catalog-in-test.ts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';

const { catalog, files } = importsOfTests();

const STILL_WAITED_FOR = '除籍の知らせがありましたが、予約して待っている人がいます';

const book = (number: string, title: string, ...barcodes: string[]) =>
  [
    `001 ${number}\n008 260401s2026    ja            000 1 jpn\n245 10 $a${title}`,
    ...barcodes.map((barcode) => `852 __ $p${barcode}$h913`),
  ].join('\n');

test('a file that deletes a title says how many wait for it, the one whose copy was on its way among them', async () => {
  const barcode = makeBarcode('copy', 801);
  const record = book('w1', '待たれている本', barcode);
  await files.take(marcBytes(record), { source: 'waited' });
  const { recordId } = await files.record('waited', 'w1');
  const onItsWay = await catalog.reserve(recordId);
  await catalog.pick(onItsWay.allocation?.barcode ?? '');
  const next = await catalog.reserve(recordId);
  const run = await files.take(marcBytes(record, 'd'), { source: 'waited' });
  expect(run).toMatchObject({ withdrawn: 1, refused: 0 });
  expect(await files.refused(run.id)).toEqual([
    { place: 1, line: null, number: 'w1', reason: STILL_WAITED_FOR, what: '2人' },
  ]);
  // Those who wait hear that no copy is left, as after a withdrawal at the desk.
  for (const { reservationId } of [onItsWay, next])
    expect(await catalog.deps.db.queueEntry.findUniqueOrThrow({ where: { reservationId } })).toMatchObject({
      ...{ state: 'waiting', unservableWhy: 'withdrawn' },
    });
});

test('so does one that deletes a title whose copy is lent, and one of which nobody waits says nothing', async () => {
  const [lent, idle] = [makeBarcode('copy', 802), makeBarcode('copy', 803)];
  const [one, other] = [book('w2', '貸出中で待たれている本', lent), book('w3', '誰も待っていない本', idle)];
  await files.take(Buffer.concat([one, other].map((record) => marcBytes(record))), { source: 'waited' });
  const { recordId } = await files.record('waited', 'w2');
  const { reservationId } = await catalog.reserve(recordId);
  await catalog.pick(lent);
  await catalog.handOut(lent, [reservationId]);
  await catalog.reserve(recordId);
  const gone = Buffer.concat([one, other].map((record) => marcBytes(record, 'd')));
  const run = await files.take(gone, { source: 'waited' });
  expect(await files.refused(run.id)).toMatchObject([
    {
      number: 'w2',
      reason: '貸出中などのため、除籍していません。返却の後に、同じファイルをもう一度取り込みます',
      what: lent,
    },
    { number: 'w2', reason: STILL_WAITED_FOR, what: '1人' },
  ]);
});

test('a row that withdraws one copy says it once, and not again of a copy that was withdrawn before', async () => {
  const [gone, lent] = [makeBarcode('copy', 804), makeBarcode('copy', 805)];
  const file = (state: string, note: string) =>
    [
      '番号,書名,資料番号,状態,注記',
      `w4,一冊減る本,${gone},${state},${note}`,
      `w4,一冊減る本,${lent},,`,
    ].join('\r\n');
  const csv = { source: 'waited-csv', format: 'csv' } as const;
  await files.take(file('', ''), csv);
  const { recordId } = await files.record('waited-csv', 'w4');
  for (let n = 0; n < 3; n += 1) await catalog.reserve(recordId);
  const run = await files.take(file('除籍', ''), csv);
  expect(await files.refused(run.id)).toMatchObject([
    { number: 'w4', reason: STILL_WAITED_FOR, what: '2人' },
  ]);
  const again = await files.take(file('除籍', '年譜あり'), csv);
  expect(again).toMatchObject({ changed: 1 });
  expect(await files.refused(again.id)).toEqual([]);
});

test('a title that a file has deleted by mistake comes in again, and the desk puts its copies back', async () => {
  const barcode = makeBarcode('copy', 806);
  const record = book('w5', '誤って消した本', barcode);
  const source = 'mistaken-deletion';
  await files.take(marcBytes(record), { source });
  const { recordId } = await files.record(source, 'w5');
  await files.take(marcBytes(record, 'd'), { source });
  const by = { account: 'desk', library: PREFECTURAL_LIBRARY };
  const putBack = () => mendCopy(catalog.deps, { barcode, at: catalog.now, by });
  expect(refusedWith(await putBack())).toBe('STATE_CHANGED');
  const title = () => titleAtDesk(catalog.deps, RecordIdSchema.parse(recordId));
  const withdrawn = [{ barcode, shelfMark: '913', on: dayOf(catalog.now), settled: false }];
  expect(await title()).toMatchObject({ copies: [], withdrawn, deleted: true });
  const again = await files.take(marcBytes(record), { source });
  expect(await files.refused(again.id)).toMatchObject([
    { reason: '除籍した資料番号です。貸出に戻すときは「資料の変更」から戻します', what: barcode },
  ]);
  expect(await title()).toMatchObject({ copies: [], withdrawn, deleted: false });
  granted(await putBack());
  expect(await title()).toMatchObject({ copies: [{ barcode }], withdrawn: [] });
  const { allocation } = await catalog.reserve(recordId);
  expect(allocation?.barcode).toBe(barcode);
  const third = await files.take(marcBytes(record), { source });
  expect(await files.refused(third.id)).toEqual([]);
});
