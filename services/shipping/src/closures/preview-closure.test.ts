import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ClosingRules, noClosingRules, calendarDate as on } from '@toshobin/lending-rules';
import { packCopy } from '../parcels/pack-copy.ts';
import {
  allowed,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { enterClosure } from './enter-closure.ts';
import { previewClosingDays } from './preview-closing-days.ts';
import { previewClosure } from './preview-closure.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

test('before a closure is entered it is said which parcels would wait, and nothing has changed', async () => {
  here.itIs('2026-12-07 10:00');
  await sent(here, 'uto', pickedCopy());
  await packed(here, 'uto', pickedCopy());
  const closure = { library: 'uto', from: on('2026-12-09'), until: on('2026-12-13') };
  const preview = allowed(await previewClosure(here.shipping, closure));
  expect(preview).toMatchObject({ inTransit: 1, waiting: 0, parcels: [{ before: '2026-12-07', count: 1 }] });
  expect(preview.parcels[0]?.after && preview.parcels[0].after > '2026-12-07').toBe(true);
  expect(await here.shipping.db.closure.count({ where: { closureId: { not: null } } })).toBe(0);
});

test('a parcel that goes by Yu-Mail beyond the guide would wait from the day on which that leaves', async () => {
  here.itIs('2026-12-08 10:00'); // a Tuesday: Yu-Pack leaves today, Yu-Mail on Thursday
  const { parcelNumber } = await packed(here, 'arao', pickedCopy(), pickedCopy());
  const third = pickedCopy();
  await list(here, third, 'arao');
  const beyond = { parcelNumber, barcode: third.barcode, reason: '薄い絵本3冊' };
  const parcel = allowed(await packCopy(here.shipping, { ...here.scan(), ...beyond }));
  expect(parcel.plannedDispatchDay).toBe('2026-12-10');
  const closure = { library: 'arao', from: on('2026-12-10'), until: on('2026-12-18') };
  const { parcels } = allowed(await previewClosure(here.shipping, closure));
  expect(parcels).toMatchObject([{ before: parcel.plannedDispatchDay, count: 1 }]);
});

test('before a closure is taken back it is said which parcels would leave earlier, and nothing has changed', async () => {
  here.itIs('2026-12-07 10:00');
  await packed(here, 'nishiki', pickedCopy());
  const closure = { library: 'nishiki', from: on('2026-12-09'), until: on('2026-12-13') };
  const asEntered = allowed(await previewClosure(here.shipping, closure)).parcels;
  allowed(await enterClosure(here.shipping, { ...here.scan(), ...closure, reason: '台風' }));
  const takenBack = { ...closure, takenBack: 'yes' } as const;
  const preview = allowed(await previewClosure(here.shipping, takenBack));
  expect(preview.parcels).toEqual(
    asEntered.map(({ before, after }) => ({ before: after, after: before, count: 1 })),
  );
  expect(preview.parcels).toHaveLength(1);
  expect(allowed(await previewClosure(here.shipping, takenBack))).toEqual(preview);
});

test('days that end before they begin, and a library nobody knows, are refused', async () => {
  const days = { from: on('2026-12-12'), until: on('2026-12-10') };
  expect(await previewClosure(here.shipping, { library: 'uto', ...days })).toMatchObject({ ok: false });
  expect(await previewClosure(here.shipping, { library: 'nowhere', ...days })).toMatchObject({
    refusal: { code: 'PICKUP_LIBRARY_UNKNOWN' },
  });
});

test('days of the week on which a library would close are shown with what would leave on another day', async () => {
  here.itIs('2026-12-14 10:00'); // a Monday; what leaves now arrives on Thursday
  await packed(here, 'ozu', pickedCopy());
  const closing = (closedWeekdays: number[], library = 'ozu', rules: Partial<ClosingRules> = {}) =>
    previewClosingDays(here.shipping, {
      ...{ ...noClosingRules, library, closedWeekdays },
      ...{ closedOnHolidays: true, yearlyDays: ['12-28/01-04'], ...rules },
    });
  expect(allowed(await closing([4, 5, 6]))).toMatchObject({ moves: [{ what: 'parcel', count: 1 }] });
  expect(allowed(await closing([1]))).toMatchObject({ moves: [] });
  // Thursday the 17th is the third one of the month; the days about it are closed each year.
  const around = { monthlyDays: ['3-4'], yearlyDays: ['12-18/12-19'] };
  expect(allowed(await closing([], 'ozu', around))).toMatchObject({ moves: [{ what: 'parcel', count: 1 }] });
  expect(await closing([1], 'nowhere')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  const always = { yearlyDays: ['01-01/12-31'] };
  expect(await closing([1], 'ozu', always)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
});
