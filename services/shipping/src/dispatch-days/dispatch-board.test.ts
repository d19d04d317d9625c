import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { calendarDate, chooseMode, defaultPolicy, postageOf } from '@toshobin/lending-rules';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { parcelWithCopy } from '../parcels/parcel-with-copy.ts';
import { cheaperPacking } from '../postage/cheaper-packing.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import {
  allowed,
  inTokyo,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { readDispatchBoard } from './read-dispatch-board.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

test('the board says what is open, what has left today, and until when', async () => {
  here.itIs('2026-12-07 10:00');
  const gone = await packed(here, 'uto', pickedCopy());
  const open = await packed(here, 'ozu', pickedCopy());
  await packed(here, 'arao'); // empty
  const { parcelNumber } = gone;
  allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
  const board = await readDispatchBoard(here.shipping);
  expect(board).toMatchObject({
    today: '2026-12-07',
    cutOff: inTokyo('2026-12-07 14:00'),
    nextDispatchDay: '2026-12-07',
  });
  expect(board.open.map((parcel) => parcel.parcelNumber)).toEqual([open.parcelNumber]);
  expect(board.left.map((parcel) => parcel.parcelNumber)).toEqual([parcelNumber]);
  expect(board.leaving).toHaveLength(39);
  expect(board.leaving.every(({ waits, day }) => waits === day > '2026-12-07')).toBe(true);
});

test('on a day without dispatch nothing is cut off', async () => {
  here.itIs('2026-12-08 10:00');
  expect(await readDispatchBoard(here.shipping)).toMatchObject({
    cutOff: null,
    nextDispatchDay: '2026-12-10',
  });
});

test('the third copy of a parcel is asked about before it is packed, with what each way costs', async () => {
  here.itIs('2026-12-07 10:00');
  const parcel = await packed(here, 'uto', pickedCopy(), pickedCopy());
  const { parcelNumber } = parcel;
  const third = pickedCopy();
  await list(here, third);
  const asked = { parcelNumber, barcode: third.barcode };
  expect(allowed(await parcelWithCopy(here.shipping, asked))).toMatchObject({
    copy: { holdNumber: third.holdNumber },
    goesBeyond: true,
    guide: { items: 2 },
    yuPack: { yen: [820], dispatchDay: '2026-12-07' },
    nextParcel: { yen: [320, 230], dispatchDay: '2026-12-07' },
  });
  allowed(await packCopy(here.shipping, { ...here.scan(), ...asked }));
  const fourth = pickedCopy();
  await list(here, fourth);
  const again = allowed(await parcelWithCopy(here.shipping, { parcelNumber, barcode: fourth.barcode }));
  expect(again.goesBeyond).toBe(false);
  const forOzu = pickedCopy();
  await list(here, forOzu, 'ozu');
  const elsewhere = await parcelWithCopy(here.shipping, { parcelNumber, barcode: forOzu.barcode });
  expect(elsewhere).toMatchObject({ refusal: { code: 'PARCEL_OTHER_LIBRARY' } });
});

test('a copy that is too thick by itself is offered another parcel as it would go: by Yu-Pack', async () => {
  here.itIs('2026-12-08 10:00');
  const { parcelNumber } = await packed(here, 'uto', pickedCopy({ weightGrams: 150 }));
  const thick = pickedCopy({ thicknessMm: 33 });
  await list(here, thick);
  const asked = { parcelNumber, barcode: thick.barcode };
  expect(allowed(await parcelWithCopy(here.shipping, asked))).toMatchObject({
    goesBeyond: true,
    yuPack: { mode: 'yuPack', yen: [820] },
    nextParcel: { mode: 'yuPack', yen: [190, 820], dispatchDay: '2026-12-08' },
  });
});

test('what goes by Yu-Mail beyond the guide, for a reason, costs what it costs: nothing is cheaper', async () => {
  here.itIs('2026-12-07 10:00');
  const pictureBooks = [1, 2, 3].map(() => pickedCopy({ weightGrams: 100, thicknessMm: 8 }));
  const { parcelNumber } = await packed(here, 'arao', ...pictureBooks.slice(1));
  const third = pictureBooks[0] ?? pickedCopy();
  await list(here, third, 'arao');
  const beyond = { parcelNumber, barcode: third.barcode, reason: '薄い絵本3冊' };
  allowed(await packCopy(here.shipping, { ...here.scan(), ...beyond }));
  const { open, cheaper } = await readDispatchBoard(here.shipping);
  const there = open.find((parcel) => parcel.parcelNumber === parcelNumber);
  expect(there).toMatchObject({ mode: 'yuMail', postageYen: 320 });
  expect(cheaper.filter(({ library }) => library === 'arao')).toEqual([]);
});

const book = { weightGrams: 180, thicknessMm: 12 };

test.each([
  ['two parcels with one copy each cost less as one', [[book], [book]], 'oneYuMail'],
  ['a Yu-Pack of three copies costs less as two Yu-Mails', [[book, book, book]], 'severalYuMail'],
  ['two within the guide stay as they are', [[book, book]], undefined],
  [
    'four Yu-Mails cost more than one Yu-Pack',
    [[book, book], [book, book], [book, book], [book]],
    'oneYuPack',
  ],
])('%s', (_, parcels, instead) => {
  const rates = ratesInForce(calendarDate('2026-12-07'));
  if (!rates) throw new Error('There are no rates');
  const policy = defaultPolicy;
  const packed = parcels.map((lines) => ({
    lines,
    postageYen: postageOf(lines, chooseMode(lines, policy).mode, rates) ?? null,
  }));
  expect(cheaperPacking('uto', packed, { policy, rates })?.instead).toBe(instead);
});
