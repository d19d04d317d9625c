import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { defaultPolicy, calendarDate as on } from '@toshobin/lending-rules';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { listParcels } from '../parcels/list-parcels.ts';
import { receiveParcel } from '../parcels/receive-parcel.ts';
import {
  allowed,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  sentBack,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { postageBetween } from './postage-between.ts';
import { proposePacking } from './propose-packing.ts';
import { ratesInForce } from './rates-in-force.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

const report = (from: string, until: string) =>
  postageBetween(here.shipping, { from: on(from), until: on(until) });

test('the rates of a day are those that were valid by then', () => {
  expect(ratesInForce(on('2024-09-30'))).toBeUndefined();
  expect(ratesInForce(on('2024-10-01'))).toMatchObject({ validFrom: '2024-10-01' });
  expect(ratesInForce(on('2026-11-24'))?.source).toContain('確認');
  const [delivered] = [ratesInForce(on('2026-11-24'))].filter((rates) => rates !== undefined);
  if (delivered === undefined) throw new Error('There are no rates');
  const dearer = { ...delivered, validFrom: on('2027-04-01') };
  const inForce = (day: string) => ratesInForce(on(day), [dearer, delivered])?.validFrom;
  expect([inForce('2027-03-31'), inForce('2027-04-01')]).toEqual(['2024-10-01', '2027-04-01']);
});

test('a parcel says what it would cost today, and keeps what it cost when it left', async () => {
  const empty = await packed(here, 'uto');
  expect(empty).toMatchObject({ postageYen: null, offer: 'none' });
  const thin = await packed(here, 'uto', pickedCopy({ weightGrams: 150 }));
  expect(thin.postageYen).toBe(190);
  const two = await packed(here, 'uto', pickedCopy({ weightGrams: 150 }), pickedCopy({ weightGrams: 101 }));
  expect(two.postageYen).toBe(320);
  const { parcelNumber } = two;
  const byYuPack = { parcelNumber, mode: 'yuPack', trackingNumber: '123456789013' } as const;
  const left = allowed(await dispatchParcel(here.shipping, { ...here.scan(), ...byYuPack }));
  expect(left.postageYen).toBe(820);
  const arrived = allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
  expect(arrived.postageYen).toBe(820);
});

test('before anything is packed it is proposed what goes together, what it costs, and what the other way would', () => {
  const rules = { policy: defaultPolicy, rates: ratesInForce(on('2026-11-24')) };
  const copy = (barcode: string, thicknessMm: number) => ({ barcode, thicknessMm, weightGrams: 150 });
  const two = proposePacking([copy('A', 14), copy('B', 14)], rules);
  expect(two).toMatchObject({ yen: 320, parcels: [{ mode: 'yuMail', barcodes: ['A', 'B'] }], instead: null });
  // The thickest copies are packed first, each with what still fits beside it.
  const four = proposePacking([copy('A', 10), copy('B', 20), copy('C', 18), copy('D', 10)], rules);
  expect(four.parcels.map(({ barcodes }) => barcodes)).toEqual([
    ['B', 'A'],
    ['C', 'D'],
  ]);
  expect(four).toMatchObject({ yen: 640, instead: { parcels: 1, mode: 'yuPack', yen: 820 } });
  // Eight copies would be four Yu-Mail parcels: one Yu-Pack is cheaper.
  const eight = proposePacking(
    [...'ABCDEFGH'].map((barcode) => copy(barcode, 10)),
    rules,
  );
  expect(eight).toMatchObject({
    parcels: [{ mode: 'yuPack' }],
    instead: { parcels: 4, mode: 'yuMail', yen: 1280 },
  });
  // A copy that is too thick for Yu-Mail on its own has one way to go.
  expect(proposePacking([copy('A', 45)], rules)).toMatchObject({
    parcels: [{ mode: 'yuPack' }],
    instead: null,
  });
  const untold = proposePacking([copy('A', 10), copy('B', 10), copy('C', 10)], {
    ...rules,
    rates: undefined,
  });
  expect(untold).toMatchObject({ yen: null, parcels: [{ mode: 'yuPack' }], instead: { parcels: 2 } });
});

test('beyond the Yu-Mail guide staff are offered Yu-Pack or another parcel, until it has left', async () => {
  const within = await packed(here, 'ozu', pickedCopy(), pickedCopy());
  const third = await packed(here, 'ozu', pickedCopy(), pickedCopy(), pickedCopy());
  const heavy = await packed(here, 'ozu', pickedCopy({ weightGrams: 700 }), pickedCopy({ weightGrams: 700 }));
  const thick = await packed(here, 'ozu', pickedCopy({ thicknessMm: 16 }), pickedCopy({ thicknessMm: 16 }));
  // A single copy leaves nothing that could go into another parcel.
  const alone = await packed(here, 'ozu', pickedCopy({ thicknessMm: 45 }));
  expect([within, third, heavy, thick, alone].map(({ offer }) => offer)).toEqual([
    'none',
    'yuPackOrNextParcel',
    'yuPackOrNextParcel',
    'yuPackOrNextParcel',
    'none',
  ]);
  const { parcelNumber } = third;
  const anyway = { ...here.scan(), parcelNumber, mode: 'yuMail', reason: '薄い絵本3冊' } as const;
  expect(allowed(await dispatchParcel(here.shipping, anyway)).offer).toBe('none');
  const open = await listParcels(here.shipping, { library: 'ozu', state: 'open' });
  expect(open.find((parcel) => parcel.parcelNumber === heavy.parcelNumber)?.offer).toBe('yuPackOrNextParcel');
});

test('the report adds up parcels and copies of its days, both ways, by library and carrier', async () => {
  here.itIs('2027-06-07 10:00');
  await sent(here, 'arao', pickedCopy({ weightGrams: 150 }));
  await sent(here, 'uto', pickedCopy({ weightGrams: 150 }), pickedCopy({ weightGrams: 150 }));
  here.itIs('2027-06-10 10:00');
  await sentBack(here, pickedCopy({ weightGrams: 150 }));
  const { parcelNumber } = await packed(here, 'uto', pickedCopy({ weightGrams: 2400 }));
  const byYuPack = { parcelNumber, mode: 'yuPack', trackingNumber: '123456789012' } as const;
  allowed(await dispatchParcel(here.shipping, { ...here.scan(), ...byYuPack }));
  const rows = [
    { library: 'uto', mode: 'yuMail', parcels: 2, copies: 3, yen: 320 + 190, unknown: 0 },
    { library: 'uto', mode: 'yuPack', parcels: 1, copies: 1, yen: 820, unknown: 0 },
    { library: 'arao', mode: 'yuMail', parcels: 1, copies: 1, yen: 190, unknown: 0 },
  ];
  const whole = allowed(await report('2027-06-07', '2027-06-10'));
  expect(whole).toMatchObject({ rates: { validFrom: '2024-10-01' }, totalYen: 1520 });
  expect(whole.rows).toEqual(rows);
  const secondDay = allowed(await report('2027-06-08', '2027-06-10'));
  expect(secondDay.rows.map(({ library, yen }) => [library, yen])).toEqual([
    ['uto', 190],
    ['uto', 820],
  ]);
  expect(allowed(await report('2027-06-08', '2027-06-09'))).toMatchObject({ rows: [], totalYen: 0 });
  // A parcel whose postage is unknown does not count as free.
  await here.shipping.db.parcel.update({ where: { number: parcelNumber }, data: { postageYen: null } });
  const without = allowed(await report('2027-06-07', '2027-06-10'));
  expect(without.totalYen).toBe(700);
  expect(without.rows[1]).toMatchObject({ parcels: 1, yen: 0, unknown: 1 });
});

test('there is no report backwards, of more than 400 days, or from before the rates', async () => {
  for (const answer of [
    await report('2027-06-07', '2027-06-06'),
    await report('2026-01-01', '2027-02-05'),
    await report('2024-01-01', '2024-02-01'),
  ])
    expect(answer).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  expect((await report('2026-01-01', '2027-02-04')).ok).toBe(true);
});
