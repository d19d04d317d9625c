import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { readPackingList } from '../packing/read-packing-list.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  hearStanding,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  standingOf,
  stateOf,
  stepsOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-20 10:00');
});
afterAll(() => here.stop());

const atCounter = { pickupLibrary: 'pref', stage: 'held' } as const;
const to = (copy: Allocation, pickupLibrary: string) =>
  standingOf(copy, pickupLibrary === 'pref' ? atCounter : { pickupLibrary });
const redirect = (copy: Allocation, pickupLibrary: string) =>
  here.activities.redirect({ standing: to(copy, pickupLibrary), at: here.shipping.now() });
const redirected = { ok: true, value: { redirected: true } };
const tooLate = { ok: false, refusal: { code: 'CHANGE_PICKUP_TOO_LATE' } };

async function listedFor(copy: Allocation): Promise<string[]> {
  const rows = await readPackingList(here.shipping);
  return rows
    .filter(({ reservationId }) => reservationId === copy.reservationId)
    .map((row) => row.pickupLibrary);
}

describe('another pickup library (R20)', () => {
  test('for a copy that waits: it is packed for that one, with a plan of its own, also asked twice', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    here.itIs('2026-11-26 15:00');
    const standing = to(copy, 'amakusa-kawaura');
    for (const _ of [1, 2])
      expect(await here.activities.redirect({ standing, at: here.shipping.now() })).toEqual(redirected);
    here.itIs('2026-12-01 10:00');
    const plan = { plannedDispatchDay: '2026-11-30', expectedDate: '2026-12-02' };
    expect(await list(here, copy, 'amakusa-kawaura')).toEqual(plan);
    expect(await listedFor(copy)).toEqual(['amakusa-kawaura']);
    const wanted = { direction: 'outward', library: 'uto' } as const;
    const { parcelNumber } = allowed(await openParcel(here.shipping, { ...here.scan(), ...wanted }));
    const { barcode } = copy;
    const answer = await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode });
    expect(answer).toMatchObject({ refusal: { code: 'PARCEL_OTHER_LIBRARY' } });
  });

  test('is heard of as news before its process asks: packed for the new one since, it is no refusal', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    const standing = to(copy, 'ozu');
    await hearStanding(here, standing);
    const { parcelNumber } = await packed(here, 'ozu');
    const { barcode } = copy;
    allowed(await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(await here.activities.redirect({ standing, at: here.shipping.now() })).toEqual(redirected);
  });

  test('the prefectural one: it leaves the list, also asked twice', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    const standing = to(copy, 'pref');
    for (const _ of [1, 2])
      expect(await here.activities.redirect({ standing, at: here.shipping.now() })).toEqual(redirected);
    expect(await listedFor(copy)).toEqual([]);
  });

  test('is too late once the copy is packed, in time again once it is taken out; refused, nothing has changed', async () => {
    const [copy, gone] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', copy);
    await sent(here, 'uto', gone);
    for (const one of [copy, gone])
      for (const library of ['ozu', 'pref']) expect(await redirect(one, library)).toMatchObject(tooLate);
    const { barcode } = copy;
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(await listedFor(copy)).toEqual(['uto']);
    expect(await redirect(copy, 'ozu')).toEqual(redirected);
    expect(await listedFor(copy)).toEqual(['ozu']);
  });

  test('heard of as news while the copy is in a parcel takes it out of none: who asks is refused', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    for (const library of ['pref', 'ozu']) {
      await hearStanding(here, to(copy, library));
      expect(await redirect(copy, library)).toMatchObject(tooLate);
    }
    await hearStanding(here, to(copy, 'uto'));
    expect(await here.shipping.db.parcelLine.count({ where: { parcelNumber, state: 'inside' } })).toBe(1);
  });

  test.each(['ozu', 'pref'])(
    '%s, for another copy than is packed: that one leaves the parcel',
    async (library) => {
      const [copy, stays] = [pickedCopy(), pickedCopy()];
      const { parcelNumber } = await packed(here, 'uto', copy, stays);
      const { reservationId, allocation: journey } = copy;
      const given = { ...pickedCopy(), reservationId };
      const wished = library === 'pref' ? atCounter : { pickupLibrary: library };
      const standing = standingOf(given, { ...wished, journey });
      for (const _ of [1, 2])
        expect(await here.activities.redirect({ standing, at: here.shipping.now() })).toEqual(redirected);
      expect(await stateOf(here, parcelNumber)).toEqual(['open', 'inside']);
      expect(await stepsOf(here, copy)).toEqual(['packed', 'not packed']);
      expect(await stepsOf(here, stays)).toEqual(['packed']);
      expect(await listedFor(given)).toEqual(library === 'pref' ? [] : [library]);
    },
  );

  test('of a copy that was never heard of, or whose slot was not claimed, lists nothing', async () => {
    const [never, unclaimed] = [pickedCopy(), pickedCopy()];
    await hearStanding(here, standingOf(unclaimed));
    for (const copy of [never, unclaimed])
      for (const library of ['pref', 'ozu']) {
        expect(await redirect(copy, library)).toEqual(redirected);
        expect(await listedFor(copy)).toEqual([]);
      }
  });

  test('that is none is a fault', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    await expect(redirect(copy, 'atlantis')).rejects.toThrow('no pickup library');
    expect(await listedFor(copy)).toEqual(['uto']);
  });
});

describe('back to a municipal library', () => {
  test('it is listed again when its slot is claimed again, with a plan of that day', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    await redirect(copy, 'pref');
    here.itIs('2026-11-26 15:00');
    await hearStanding(here, to(copy, 'ozu'));
    expect(await listedFor(copy)).toEqual([]);
    const plan = { plannedDispatchDay: '2026-11-30', expectedDate: '2026-12-03' };
    for (const _ of [1, 2]) expect(await list(here, copy, 'ozu')).toEqual(plan);
    expect(await listedFor(copy)).toEqual(['ozu']);
  });

  test('a claim from before its slot was given back, carried out late, lists nothing', async () => {
    const copy = pickedCopy();
    const claim = { standing: standingOf(copy), at: here.shipping.now() };
    await here.activities.addToPackingList(claim);
    await redirect(copy, 'pref');
    await hearStanding(here, to(copy, 'ozu'));
    await here.activities.addToPackingList(claim);
    expect(await listedFor(copy)).toEqual([]);
  });

  test('it changes nothing of a copy that is packed', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    await list(here, copy);
    expect(await listedFor(copy)).toEqual([]);
    expect(await here.shipping.db.parcelLine.count({ where: { parcelNumber, state: 'inside' } })).toBe(1);
  });
});
