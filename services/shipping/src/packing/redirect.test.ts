import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { readPackingList } from './read-packing-list.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-20 10:00');
});
afterAll(() => here.stop());

const redirect = ({ reservationId, allocation }: Allocation, pickupLibrary: string) =>
  here.activities.redirect({ reservationId, allocation, pickupLibrary, at: here.shipping.now() });
const add = (allocation: Allocation, pickupLibrary: string) =>
  here.activities.addToPackingList({ allocation, pickupLibrary, at: here.shipping.now() });
const remove = ({ reservationId, allocation }: Allocation) =>
  here.activities.removeFromPackingList({ reservationId, allocation, at: here.shipping.now() });

async function listedFor(copy: Allocation): Promise<string[]> {
  const rows = await readPackingList(here.shipping);
  return rows
    .filter(({ reservationId }) => reservationId === copy.reservationId)
    .map((row) => row.pickupLibrary);
}

describe('another pickup library (R20)', () => {
  test('for a copy that waits: it is packed for that one, with a plan of its own, also asked twice', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    here.itIs('2026-11-26 15:00');
    const first = await redirect(copy, 'amakusa-kawaura');
    expect(first).toEqual({
      ok: true,
      value: { found: 'redirected', plannedDispatchDay: '2026-11-30', expectedDate: '2026-12-02' },
    });
    here.itIs('2026-12-01 10:00');
    expect(await redirect(copy, 'amakusa-kawaura')).toEqual(first);
    expect(await listedFor(copy)).toEqual(['amakusa-kawaura']);
    const wanted = { direction: 'outward', library: 'uto' } as const;
    const { parcelNumber } = allowed(await openParcel(here.shipping, { ...here.scan(), ...wanted }));
    const { barcode } = copy;
    const answer = await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode });
    expect(answer).toMatchObject({ refusal: { code: 'PARCEL_OTHER_LIBRARY' } });
  });

  test('the prefectural one: it leaves the list, also asked twice', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    for (const _ of [1, 2])
      expect(await redirect(copy, 'pref')).toEqual({ ok: true, value: { found: 'redirected' } });
    expect(await listedFor(copy)).toEqual([]);
    expect(await redirect(copy, 'uto')).toEqual({ ok: true, value: { found: 'notListed' } });
  });

  test('is too late once the copy is packed, and in time again once it is taken out', async () => {
    const [copy, gone] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', copy);
    await sent(here, 'uto', gone);
    for (const one of [copy, gone])
      for (const library of ['ozu', 'pref'])
        expect(await redirect(one, library)).toMatchObject({ refusal: { code: 'CHANGE_PICKUP_TOO_LATE' } });
    const { barcode } = copy;
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(await redirect(copy, 'ozu')).toMatchObject({ ok: true, value: { found: 'redirected' } });
  });

  test('of a copy that was never listed, or was taken off, is nothing to be done', async () => {
    const [never, cancelled] = [pickedCopy(), pickedCopy()];
    await add(cancelled, 'uto');
    await remove(cancelled);
    for (const copy of [never, cancelled])
      for (const library of ['ozu', 'pref'])
        expect(await redirect(copy, library)).toEqual({ ok: true, value: { found: 'notListed' } });
  });

  test('that is none is a fault', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    await expect(redirect(copy, 'atlantis')).rejects.toThrow('no pickup library');
    expect(await listedFor(copy)).toEqual(['uto']);
  });
});

test('the same command twice at once answers the same', async () => {
  const copy = pickedCopy();
  await add(copy, 'uto');
  const [one, other] = await Promise.all([redirect(copy, 'ozu'), redirect(copy, 'ozu')]);
  expect(one).toEqual(other);
  expect(await Promise.all([redirect(copy, 'pref'), redirect(copy, 'pref')])).toEqual(
    Array(2).fill({ ok: true, value: { found: 'redirected' } }),
  );
  const [first, second] = await Promise.all([add(copy, 'uto'), add(copy, 'uto')]);
  expect(first).toEqual(second);
  expect(await listedFor(copy)).toEqual(['uto']);
});

describe('back to a municipal library', () => {
  test('it is listed again, as often as that is said', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    await redirect(copy, 'pref');
    here.itIs('2026-11-26 15:00');
    const plan = { plannedDispatchDay: '2026-11-30', expectedDate: '2026-12-03' };
    for (const _ of [1, 2]) expect(await add(copy, 'ozu')).toEqual(plan);
    expect(await listedFor(copy)).toEqual(['ozu']);
  });

  test('taken off the list, it stays off', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    await remove(copy);
    await add(copy, 'uto');
    expect(await listedFor(copy)).toEqual([]);
  });

  test('a cancellation afterwards stays, though the command is carried out late', async () => {
    const copy = pickedCopy();
    await add(copy, 'uto');
    await redirect(copy, 'pref');
    const at = here.shipping.now();
    here.itIs('2026-11-20 10:05');
    expect(await remove(copy)).toEqual({ found: 'removed' });
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at });
    expect(await listedFor(copy)).toEqual([]);
  });

  test('it changes nothing of a copy that is packed', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    await add(copy, 'uto');
    expect(await listedFor(copy)).toEqual([]);
    const left = { ...here.scan(), parcelNumber, mode: 'yuMail' } as const;
    expect(allowed(await dispatchParcel(here.shipping, left)).lines).toHaveLength(1);
  });
});
