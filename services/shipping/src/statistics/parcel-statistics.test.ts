import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { calendarDate as on } from '@toshobin/lending-rules';
import {
  allowed,
  openTestShipping,
  pickedCopy,
  sent,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { parcelStatistics } from './parcel-statistics.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

test('parcels and postage are counted by month and library', async () => {
  here.itIs('2026-11-26 10:00');
  await sent(here, 'uto', pickedCopy());
  here.itIs('2026-12-03 10:00');
  await sent(here, 'uto', pickedCopy());
  await sent(here, 'uto', pickedCopy());
  const days = { from: on('2026-11-01'), until: on('2026-12-31') };
  expect(allowed(await parcelStatistics(here.shipping, days)).rows).toEqual([
    { month: '2026-11', library: 'uto', mode: 'yuMail', parcels: 1, yen: 230 },
    { month: '2026-12', library: 'uto', mode: 'yuMail', parcels: 2, yen: 460 },
  ]);
  const tooLong = { from: on('2025-01-01'), until: on('2026-12-31') };
  expect(await parcelStatistics(here.shipping, tooLong)).toMatchObject({ ok: false });
});
