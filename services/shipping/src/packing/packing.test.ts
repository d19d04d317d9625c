import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Allocation, makeBarcode } from '@toshobin/contracts';
import { inTransaction } from '../database.ts';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  copiesIn,
  factsOf,
  hearStanding,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  standingOf,
  stepsOf,
  type TestShipping,
  waitingForLocks,
  withoutCopy,
} from '../testing/open-test-shipping.ts';
import { lockPackingRow } from './lock-packing-row.ts';
import { readPackingList } from './read-packing-list.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00'); // Tuesday after a holiday: a dispatch day
});
afterAll(() => here.stop());

describe('packing', () => {
  test('two desks that pack the same copy at once pack it into one parcel', async () => {
    const botchan = pickedCopy();
    await list(here, botchan);
    const parcels = [await packed(here, 'uto'), await packed(here, 'uto')];
    const answers = await Promise.all(
      parcels.map(({ parcelNumber }) =>
        packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: botchan.barcode }),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    expect(await stepsOf(here, botchan)).toEqual(['packed']);
  });

  test('a scan sent twice at once packs once, and both hear the same', async () => {
    const kokoro = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto');
    await list(here, kokoro);
    const scan = { ...here.scan(), parcelNumber, barcode: kokoro.barcode };
    const [one, other] = await Promise.all([packCopy(here.shipping, scan), packCopy(here.shipping, scan)]);
    expect(allowed(one)).toEqual(allowed(other));
    expect(await stepsOf(here, kokoro)).toEqual(['packed']);
  });

  test('the same scan, sent again after the parcel has left, hears what it heard first', async () => {
    const sanshiro = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto');
    await list(here, sanshiro);
    const scan = { ...here.scan(), parcelNumber, barcode: sanshiro.barcode };
    const first = await packCopy(here.shipping, scan);
    allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
    expect(await packCopy(here.shipping, scan)).toEqual(first);
    const other = { ...scan, barcode: pickedCopy().barcode };
    expect(await packCopy(here.shipping, other)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  });

  test('a parcel opened by a double click is one parcel', async () => {
    const wish = { ...here.scan(), direction: 'outward', library: 'ozu' } as const;
    const [one, other] = await Promise.all([
      openParcel(here.shipping, wish),
      openParcel(here.shipping, wish),
    ]);
    expect(allowed(one).parcelNumber).toBe(allowed(other).parcelNumber);
    expect(allowed(one).parcelNumber).toMatch(/^9\d{11}$/);
  });

  test('no parcel goes to the prefectural library or to one that does not exist', async () => {
    for (const library of ['pref', 'kumamoto']) {
      const wish = { ...here.scan(), direction: 'outward', library } as const;
      expect(await openParcel(here.shipping, wish)).toMatchObject({
        refusal: { code: 'PICKUP_LIBRARY_UNKNOWN' },
      });
    }
  });

  test('a copy for another library is named with that library, and waits on', async () => {
    const copy = pickedCopy();
    await list(here, copy, 'ozu');
    const { parcelNumber } = await packed(here, 'uto');
    const answer = await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode });
    expect(answer).toEqual({
      ok: false,
      refusal: { code: 'PARCEL_OTHER_LIBRARY', values: { pickupLibrary: '大津町立 おおづ図書館' } },
    });
    expect((await readPackingList(here.shipping)).map((row) => row.copyId)).toContain(copy.copyId);
  });

  test('a card, a foreign barcode and a copy that nobody waits for are told apart', async () => {
    const { parcelNumber } = await packed(here, 'uto');
    const codes = [];
    for (const barcode of [makeBarcode('card', 1), '4901234567894', pickedCopy().barcode]) {
      const answer = await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode });
      codes.push(answer.ok ? 'packed' : answer.refusal.code);
    }
    expect(codes).toEqual(['BARCODE_WRONG_KIND', 'BARCODE_NOT_OURS', 'NOT_FOUND']);
  });

  test('a copy taken out waits again, and can be packed into another parcel', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    const empty = allowed(
      await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode }),
    );
    expect(empty.lines).toEqual([]);
    expect(copiesIn(await packed(here, 'uto', copy))).toEqual([copy.copyId]);
    expect(await stepsOf(here, copy)).toEqual(['packed', 'not packed', 'packed']);
    const facts = await factsOf(here, copy);
    const takenBack = facts.find((fact) => fact.voids !== undefined)?.voids;
    expect(facts.filter((fact) => fact.factId === takenBack)).toMatchObject([{ kind: 'packed' }]);
  });

  test('a branch can neither see into nor change a parcel that is packed for it', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    const answer = await unpackCopy(here.shipping, {
      ...here.scan('uto'),
      parcelNumber,
      barcode: copy.barcode,
    });
    expect(answer).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });
});

describe('a cancellation', () => {
  const cancelled = (copy: Allocation) => hearStanding(here, withoutCopy(copy, 'cancelled'));
  const isListed = async (copy: Allocation) =>
    (await readPackingList(here.shipping)).some((row) => row.copyId === copy.copyId);

  test('before dispatch takes the copy out of its parcel, heard once or twice', async () => {
    const [stays, goes] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', stays, goes);
    const news = withoutCopy(goes, 'cancelled');
    for (const _ of [1, 2]) await hearStanding(here, news);
    const left = allowed(
      await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }),
    );
    expect(left.lines.map((line) => line.copyId)).toEqual([stays.copyId]);
    expect(await stepsOf(here, goes)).toEqual(['packed', 'not packed']);
  });

  test('after dispatch leaves the copy in its parcel', async () => {
    const copy = pickedCopy();
    await sent(here, 'uto', copy);
    await cancelled(copy);
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped']);
  });

  test('that is heard before the claim of its loan slot, or before any other news, keeps the copy off the list', async () => {
    const copy = pickedCopy();
    const claim = { standing: standingOf(copy), at: here.shipping.now() };
    const news = withoutCopy(copy, 'cancelled');
    await hearStanding(here, news);
    for (const _ of [1, 2]) await here.activities.addToPackingList(claim);
    await hearStanding(here, claim.standing);
    expect(await isListed(copy)).toBe(false);
  });

  test('takes the copy out although a desk packs it in the moment between the look and the lock', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    const { parcelNumber } = await packed(here, 'uto');
    // While somebody else holds the row, first the desk queues up for it, then the news.
    const both = await inTransaction(here.shipping, async (tx) => {
      await lockPackingRow(tx, copy.reservationId);
      const packing = packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode });
      await waitingForLocks(here, 1);
      const hearing = cancelled(copy);
      await waitingForLocks(here, 2);
      return [packing, hearing] as const;
    });
    allowed(await both[0]);
    await both[1];
    expect(await stepsOf(here, copy)).toEqual(['packed', 'not packed']);
    expect(await isListed(copy)).toBe(false);
  });

  test('racing with the dispatch is either in time or too late, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [stays, goes] = [pickedCopy(), pickedCopy()];
      const { parcelNumber } = await packed(here, 'uto', stays, goes);
      const [left] = await Promise.all([
        dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }),
        cancelled(goes),
      ]);
      const travels = allowed(left).lines.some((line) => line.copyId === goes.copyId);
      expect(await stepsOf(here, goes)).toEqual(['packed', travels ? 'shipped' : 'not packed']);
    }
  });
});

describe('a copy is on the packing list', () => {
  const waiting = async (copy: Allocation) =>
    (await readPackingList(here.shipping)).find((row) => row.copyId === copy.copyId);

  test('when it is fetched and its loan slot is claimed, in whatever order that is heard', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const chosen = standingOf(copy, { stage: 'toFetch' });
    const fetched = standingOf(copy);
    await here.activities.addToPackingList({ standing: fetched, at: here.shipping.now() });
    await hearStanding(here, chosen);
    expect(await waiting(copy)).toBeDefined();
    await hearStanding(here, standingOf(other));
    expect(await waiting(other)).toBeUndefined();
    expect(
      await packCopy(here.shipping, {
        ...here.scan(),
        parcelNumber: (await packed(here, 'uto')).parcelNumber,
        barcode: other.barcode,
      }),
    ).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });

  test('no more when the scan that fetched it is taken back, and again when it is fetched again', async () => {
    const copy = pickedCopy();
    await list(here, copy);
    await hearStanding(here, standingOf(copy, { stage: 'toFetch' }));
    expect(await waiting(copy)).toBeUndefined();
    await hearStanding(here, standingOf(copy));
    expect(await waiting(copy)).toBeDefined();
  });

  test('in the place of the one that it was swapped for, which leaves the parcel that it was in', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', one);
    const instead = { ...other, reservationId: one.reservationId };
    await hearStanding(here, standingOf(instead, { journey: one.allocation }));
    expect(await stepsOf(here, one)).toEqual(['packed', 'not packed']);
    expect(await waiting(other)).toMatchObject({ reservationId: one.reservationId });
    const { barcode } = other;
    const { lines } = allowed(await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(lines.map((line) => line.copyId)).toEqual([other.copyId]);
  });

  test('of another journey only when a slot is claimed for that', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    await list(here, one);
    const next = standingOf({ ...other, reservationId: one.reservationId });
    await hearStanding(here, next);
    expect(await waiting(other)).toBeUndefined();
    await here.activities.addToPackingList({ standing: next, at: here.shipping.now() });
    expect(await waiting(other)).toBeDefined();
  });

  test('with what it weighs by now; a parcel keeps the weight it was packed with', async () => {
    const copy = pickedCopy();
    const measured = (weightGrams: number) =>
      hearStanding(here, standingOf({ ...copy, weightGrams, thicknessMm: 60 }));
    await list(here, copy);
    await measured(2400);
    expect(await waiting(copy)).toMatchObject({ weightGrams: 2400, thicknessMm: 60 });
    const { parcelNumber } = await packed(here, 'uto');
    const scan = { ...here.scan(), parcelNumber, barcode: copy.barcode };
    expect(allowed(await packCopy(here.shipping, scan))).toMatchObject({ mode: 'yuPack' });
    await measured(900);
    const { barcode } = copy;
    const kept = await here.shipping.db.parcelLine.findFirst({ where: { parcelNumber } });
    expect(kept?.weightGrams).toBe(2400);
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(await waiting(copy)).toMatchObject({ weightGrams: 900 });
  });
});
