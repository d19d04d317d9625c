import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Allocation, makeBarcode } from '@toshobin/contracts';
import { inTransaction } from '../database/open-database.ts';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  copiesIn,
  factsOf,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  stepsOf,
  type TestShipping,
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
    await here.activities.addToPackingList({
      allocation: botchan,
      pickupLibrary: 'uto',
      at: here.shipping.now(),
    });
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
    await here.activities.addToPackingList({
      allocation: kokoro,
      pickupLibrary: 'uto',
      at: here.shipping.now(),
    });
    const scan = { ...here.scan(), parcelNumber, barcode: kokoro.barcode };
    const [one, other] = await Promise.all([packCopy(here.shipping, scan), packCopy(here.shipping, scan)]);
    expect(allowed(one)).toEqual(allowed(other));
    expect(await stepsOf(here, kokoro)).toEqual(['packed']);
  });

  test('the same scan, sent again after the parcel has left, hears what it heard first', async () => {
    const sanshiro = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto');
    await here.activities.addToPackingList({
      allocation: sanshiro,
      pickupLibrary: 'uto',
      at: here.shipping.now(),
    });
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
    await here.activities.addToPackingList({
      allocation: copy,
      pickupLibrary: 'ozu',
      at: here.shipping.now(),
    });
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

describe('removal for a cancellation', () => {
  const remove = ({ reservationId, allocation }: Allocation) =>
    here.activities.removeFromPackingList({ reservationId, allocation, at: here.shipping.now() });

  test('before dispatch takes the copy out of its parcel', async () => {
    const [stays, goes] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', stays, goes);
    expect(await remove(goes)).toEqual({ found: 'removed' });
    expect(await remove(goes)).toEqual({ found: 'removed' });
    const left = allowed(
      await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }),
    );
    expect(left.lines.map((line) => line.copyId)).toEqual([stays.copyId]);
    expect(await stepsOf(here, goes)).toEqual(['packed', 'not packed']);
  });

  test('after dispatch is too late', async () => {
    const copy = pickedCopy();
    await sent(here, 'uto', copy);
    expect(await remove(copy)).toEqual({ found: 'dispatched' });
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped']);
  });

  test('of a copy that is not listed is no mistake', async () => {
    expect(await remove(pickedCopy())).toEqual({ found: 'notListed' });
  });

  test('that overtakes the addition keeps the copy off the list', async () => {
    const copy = pickedCopy();
    const asked = here.shipping.now();
    here.itIs('2026-11-24 10:01');
    expect(await remove(copy)).toEqual({ found: 'notListed' });
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at: asked });
    expect((await readPackingList(here.shipping)).map((row) => row.copyId)).not.toContain(copy.copyId);
    expect(await remove(copy)).toEqual({ found: 'removed' });
  });

  test('is final: no addition lists the copy again, asked for before it or after', async () => {
    const copy = pickedCopy();
    const early = here.shipping.now();
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at: early });
    here.itIs('2026-11-24 10:30');
    await remove(copy);
    const listed = async () =>
      (await readPackingList(here.shipping)).find((row) => row.copyId === copy.copyId)?.pickupLibrary;
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at: early });
    expect(await listed()).toBeUndefined();
    const at = here.itIs('2026-11-24 11:00');
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'ozu', at });
    expect(await listed()).toBeUndefined();
  });

  test('that came before any addition keeps a later one off the list too', async () => {
    const copy = pickedCopy();
    await remove(copy);
    const at = here.itIs('2026-11-24 11:00');
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at });
    expect((await readPackingList(here.shipping)).map((row) => row.copyId)).not.toContain(copy.copyId);
  });

  test('takes the copy out although a desk packs it in the moment between the look and the lock', async () => {
    const copy = pickedCopy();
    const at = here.shipping.now();
    await here.activities.addToPackingList({ allocation: copy, pickupLibrary: 'uto', at });
    const { parcelNumber } = await packed(here, 'uto');
    // While somebody else holds the row, first the desk queues up for it, then the cancellation.
    const [answer, removal] = await inTransaction(here.shipping.db, async (tx) => {
      await lockPackingRow(tx, copy);
      const packing = packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode });
      await waitingForLocks(1);
      const removing = remove(copy);
      await waitingForLocks(2);
      return [packing, removing] as const;
    }).then((both) => Promise.all(both));
    allowed(answer);
    expect(removal).toEqual({ found: 'removed' });
    expect(await stepsOf(here, copy)).toEqual(['packed', 'not packed']);
  });

  test('racing with the dispatch is either in time or too late, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [stays, goes] = [pickedCopy(), pickedCopy()];
      const { parcelNumber } = await packed(here, 'uto', stays, goes);
      const [left, removal] = await Promise.all([
        dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }),
        remove(goes),
      ]);
      const travels = allowed(left).lines.some((line) => line.copyId === goes.copyId);
      expect(removal).toEqual({ found: travels ? 'dispatched' : 'removed' });
      expect(await stepsOf(here, goes)).toEqual(['packed', travels ? 'shipped' : 'not packed']);
    }
  });
});

/** Resolves when so many sessions wait for a lock of another one. */
async function waitingForLocks(sessions: number): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    const waiting = await here.shipping.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    if (waiting.length === sessions) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never saw ${sessions} sessions wait for a lock`);
}
