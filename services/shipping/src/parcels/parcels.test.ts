import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import {
  allowed,
  copiesIn,
  factsOf,
  inTokyo,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  scannedElsewhere,
  sent,
  stateOf,
  stepsOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { listParcels } from './list-parcels.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { openParcel } from './open-parcel.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { unpackCopy } from './unpack-copy.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00'); // Tuesday after a holiday: a dispatch day
});
afterAll(() => here.stop());

describe('dispatch', () => {
  test('three copies by Yu-Mail need a reason', async () => {
    const contents = [pickedCopy(), pickedCopy(), pickedCopy()];
    const { parcelNumber, mode, modeReason } = await packed(here, 'uto', ...contents);
    expect({ mode, modeReason }).toEqual({ mode: 'yuPack', modeReason: 'tooManyItems' });
    const byYuMail = { ...here.scan(), parcelNumber, mode: 'yuMail' } as const;
    expect(await dispatchParcel(here.shipping, byYuMail)).toEqual({
      ok: false,
      refusal: { code: 'YU_MAIL_TOO_LARGE', values: { maxItems: 2, maxWeight: '1kg', maxThickness: '3cm' } },
    });
    // A refused scan may be sent again with what was missing.
    const reason = '薄い絵本3冊、計ってあります';
    const left = allowed(await dispatchParcel(here.shipping, { ...byYuMail, reason }));
    expect(left).toMatchObject({ state: 'dispatched', mode: 'yuMail', modeReason: reason });
  });

  test('why it goes by Yu-Mail beyond the guide is said once, stands while it is packed, and is its postage', async () => {
    const { parcelNumber } = await packed(here, 'uto', pickedCopy({ weightGrams: 300 }), pickedCopy());
    const [third, fourth] = [pickedCopy(), pickedCopy()];
    for (const copy of [third, fourth]) await list(here, copy, 'uto');
    const packing = (copy: Allocation, more = {}) =>
      packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode, ...more });
    const said = { mode: 'yuMail', modeReason: '薄い', offer: 'none' };
    const three = allowed(await packing(third, { reason: '薄い' }));
    expect(three).toMatchObject(said);
    expect(three.postageYen).not.toBe(820);
    expect(await listParcels(here.shipping, { state: 'open', library: 'uto' })).toContainEqual(three);
    const last = { ...here.scan(), parcelNumber, barcode: fourth.barcode };
    expect(allowed(await packing(fourth))).toMatchObject(said);
    expect(allowed(await unpackCopy(here.shipping, last))).toMatchObject({ mode: 'yuPack' });
    const measured = { ...here.scan(), parcelNumber, barcode: fourth.barcode, reason: '計りました' };
    const four = allowed(await packCopy(here.shipping, measured));
    expect(allowed(await packCopy(here.shipping, measured))).toEqual(four);
    const otherwise = await packCopy(here.shipping, { ...measured, reason: '薄い' });
    expect(otherwise).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    const left = { ...here.scan(), parcelNumber, mode: 'yuMail' } as const;
    expect(allowed(await dispatchParcel(here.shipping, left))).toMatchObject({ modeReason: '計りました' });
  });

  test('Yu-Pack needs its tracking number', async () => {
    const { parcelNumber } = await packed(here, 'uto', pickedCopy({ weightGrams: 1800 }));
    const byYuPack = { ...here.scan(), parcelNumber, mode: 'yuPack' } as const;
    expect(await dispatchParcel(here.shipping, byYuPack)).toMatchObject({
      refusal: { code: 'TRACKING_NUMBER_REQUIRED' },
    });
    const trackingNumber = '123456789012';
    const left = allowed(await dispatchParcel(here.shipping, { ...byYuPack, trackingNumber }));
    expect(left).toMatchObject({ trackingNumber, modeReason: 'tooHeavy', expectedDate: '2026-11-26' });
  });

  test('no two parcels have the label of one; the other parcel is named', async () => {
    const heavy = () => packed(here, 'uto', pickedCopy({ weightGrams: 1800 }));
    const [one, other, third] = [await heavy(), await heavy(), await heavy()];
    const labelled = (parcelNumber: string) =>
      dispatchParcel(here.shipping, {
        ...{ ...here.scan(), parcelNumber, mode: 'yuPack' },
        trackingNumber: '200000000001',
      });
    const taken = (parcelNumber: string) => ({
      ok: false,
      refusal: { code: 'TRACKING_NUMBER_TAKEN', values: { parcelNumber } },
    });
    allowed(await labelled(one.parcelNumber));
    expect(await labelled(other.parcelNumber)).toEqual(taken(one.parcelNumber));
    const wanted = { trackingNumber: '200000000001' };
    const found = await listParcels(here.shipping, wanted);
    expect(found.map(({ parcelNumber }) => parcelNumber)).toEqual([one.parcelNumber]);
    // The database refuses a number that the check could not see yet.
    const second = { where: { number: third.parcelNumber }, data: wanted };
    await expect(here.shipping.db.parcel.update(second)).rejects.toThrow();
  });

  test('the same scan sent again with another number, or another reason, is another one', async () => {
    const { parcelNumber } = await packed(here, 'uto', pickedCopy({ weightGrams: 1800 }));
    const byYuPack = {
      ...here.scan(),
      parcelNumber,
      mode: 'yuPack',
      trackingNumber: '200000000012',
    } as const;
    const left = allowed(await dispatchParcel(here.shipping, byYuPack));
    expect(allowed(await dispatchParcel(here.shipping, byYuPack))).toEqual(left);
    const thin = await packed(here, 'uto', pickedCopy(), pickedCopy(), pickedCopy());
    const byYuMail = {
      ...here.scan(),
      parcelNumber: thin.parcelNumber,
      mode: 'yuMail',
      reason: '薄い',
    } as const;
    allowed(await dispatchParcel(here.shipping, byYuMail));
    for (const other of [
      { ...byYuPack, trackingNumber: '200000000023' },
      { ...byYuMail, reason: '計りました' },
    ]) {
      const again = await dispatchParcel(here.shipping, other);
      expect(again).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    }
  });

  test('an empty parcel cannot leave, and a parcel leaves once', async () => {
    const { parcelNumber } = await packed(here, 'uto');
    const empty = await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' });
    expect(empty).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    const sentNumber = await sent(here, 'uto', pickedCopy());
    const again = { ...here.scan(), parcelNumber: sentNumber, mode: 'yuMail' } as const;
    expect(await dispatchParcel(here.shipping, again)).toMatchObject({
      refusal: { code: 'PARCEL_ALREADY_DISPATCHED' },
    });
  });

  test('a device whose clock is ahead does not begin a loan tomorrow', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    const scan = { ...here.scan(), occurredAt: inTokyo('2026-11-25 09:00') };
    const left = allowed(await dispatchParcel(here.shipping, { ...scan, parcelNumber, mode: 'yuMail' }));
    expect(left).toMatchObject({
      plannedDispatchDay: '2026-11-24',
      dispatchedAt: inTokyo('2026-11-24 10:00'),
    });
  });
});

describe('a device whose clock is years behind', () => {
  test('dates no step before the one it follows from; the scan keeps what it said', async () => {
    const copy = pickedCopy();
    const slow = { occurredAt: inTokyo('2000-01-01 00:00') };
    here.itIs('2026-11-24 10:00');
    await list(here, copy);
    here.itIs('2026-11-24 10:05');
    const wanted = { direction: 'outward', library: 'uto' } as const;
    const { parcelNumber } = allowed(await openParcel(here.shipping, { ...here.scan(), ...slow, ...wanted }));
    here.itIs('2026-11-24 10:10');
    const { barcode } = copy;
    allowed(await packCopy(here.shipping, { ...here.scan(), ...slow, parcelNumber, barcode }));
    here.itIs('2026-11-24 10:15');
    const leaving = { ...here.scan(), ...slow, parcelNumber, mode: 'yuMail' } as const;
    const left = allowed(await dispatchParcel(here.shipping, leaving));
    expect(left.dispatchedAt).toBe(inTokyo('2026-11-24 10:05'));
    here.itIs('2026-11-26 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), ...slow, parcelNumber }));
    const facts = (await here.told('shipping.copy.moved')).filter(({ fact }) => fact.copyId === copy.copyId);
    expect(facts.map(({ fact, dispatchDay }) => [fact.kind, fact.occurredAt, dispatchDay])).toEqual([
      ['packed', inTokyo('2026-11-24 10:05'), '2026-11-24'],
      ['shipped', inTokyo('2026-11-24 10:05'), '2026-11-24'],
      ['arrived', inTokyo('2026-11-24 10:05'), '2026-11-24'],
    ]);
    const kept = await here.shipping.db.scan.findUniqueOrThrow({ where: { factId: leaving.factId } });
    expect(kept.occurredAt).toEqual(new Date(slow.occurredAt));
  });
});

describe('arrival', () => {
  test('one scan receives every copy, a second scan changes nothing', async () => {
    const contents = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', ...contents);
    here.itIs('2026-11-27 11:00');
    const arrived = allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(arrived.state).toBe('arrived');
    expect(arrived.lines.every((line) => line.arrived)).toBe(true);
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    for (const copy of contents) expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await arrivalsOf(parcelNumber)).toEqual([{ at: inTokyo('2026-11-27 11:00'), assumed: false }]);
  });

  test('at the wrong library names the right one, and changes nothing', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    expect(await receiveParcel(here.shipping, { ...here.scan('ozu'), parcelNumber })).toEqual({
      ok: false,
      refusal: { code: 'WRONG_PICKUP_LIBRARY', values: { pickupLibrary: '宇土市立図書館' } },
    });
    expect(await here.activities.parcelState({ parcelNumber })).toEqual({ state: 'dispatched' });
  });

  test('of a parcel nobody knows, or that has not left, is refused', async () => {
    const unknown = { ...here.scan('uto'), parcelNumber: '900000099999' };
    expect(await receiveParcel(here.shipping, unknown)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    const { parcelNumber } = await packed(here, 'uto', pickedCopy());
    const early = { ...here.scan('uto'), parcelNumber };
    expect(await receiveParcel(here.shipping, early)).toMatchObject({ refusal: { code: 'PARCEL_NOT_SENT' } });
  });

  test('the prefectural desk enters it for a branch that cannot scan', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    allowed(await receiveParcel(here.shipping, { ...here.scan('pref'), parcelNumber }));
    expect((await factsOf(here, copy)).find((fact) => fact.kind === 'arrived')?.place).toBe('uto');
  });

  test('is assumed once, and certain when the parcel is scanned later', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'amakusa-kawaura', copy);
    const at = here.itIs('2026-11-26 00:00');
    expect(await here.activities.assumeArrival({ parcelNumber, at })).toEqual({ state: 'arrived' });
    expect(await here.activities.assumeArrival({ parcelNumber, at })).toEqual({ state: 'arrived' });
    const scannedAt = here.itIs('2026-11-27 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('amakusa-kawaura'), parcelNumber }));
    expect(await arrivalsOf(parcelNumber)).toEqual([
      { at, assumed: true },
      { at: scannedAt, assumed: false },
    ]);
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'arrived', 'arrived']);
  });

  test('a copy handed out has arrived, and with it the parcel it came in', async () => {
    const [handedOut, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', handedOut, other);
    const at = here.itIs('2026-11-28 10:00');
    const fact = scannedElsewhere(handedOut, 'handedOut', at, 'uto');
    await noteCopyScanned(here.shipping, { fact });
    await noteCopyScanned(here.shipping, { fact });
    expect(await stepsOf(here, other)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await arrivalsOf(parcelNumber)).toEqual([{ at, assumed: false }]);
  });

  test('is known at once of a parcel whose dispatch is scanned after a copy of it was handed out', async () => {
    const [handedOut, other] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await packed(here, 'uto', handedOut, other);
    const fact = scannedElsewhere(handedOut, 'handedOut', here.itIs('2026-11-27 10:00'), 'uto');
    await noteCopyScanned(here.shipping, { fact });
    here.itIs('2026-11-27 11:00');
    const left = { ...here.scan(), parcelNumber, mode: 'yuMail' } as const;
    expect(allowed(await dispatchParcel(here.shipping, left)).state).toBe('arrived');
    expect(await stepsOf(here, other)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await here.activities.declareParcelLost({ parcelNumber, at: here.shipping.now() })).toEqual({
      state: 'arrived',
    });
  });

  test('is never before the dispatch, though a copy was handed out before that was scanned', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    const fact = scannedElsewhere(copy, 'handedOut', here.itIs('2026-11-27 10:00'), 'uto');
    const at = here.itIs('2026-11-27 11:00');
    allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
    here.itIs('2026-11-27 11:05');
    await noteCopyScanned(here.shipping, { fact });
    expect(await arrivalsOf(parcelNumber)).toEqual([{ at, assumed: false }]);
  });

  test('is not told by a copy that was scanned at home before it left, heard again when it is on its way', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    const fact = scannedElsewhere(copy, 'home', here.itIs('2026-11-24 10:05'));
    await noteCopyScanned(here.shipping, { fact });
    here.itIs('2026-11-24 10:10');
    allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
    await noteCopyScanned(here.shipping, { fact });
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
  });

  test('that does not happen makes a task, until it does', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    const at = here.itIs('2026-12-01 10:00');
    const ask = { parcelNumber, ask: 'pickupLibrary', at } as const;
    expect(await here.activities.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
    expect(await here.activities.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
    const arrived = allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(arrived.asked).toBeUndefined();
    expect(await here.activities.askAboutParcel(ask)).toEqual({ state: 'arrived' });
  });
});

describe('the way home', () => {
  async function sentBack(...contents: Allocation[]): Promise<string> {
    const { parcelNumber } = allowed(
      await openParcel(here.shipping, { ...here.scan('uto'), direction: 'return', library: 'uto' }),
    );
    for (const { copyId, barcode, reservationId, allocation, ...copy } of contents) {
      const { weightGrams, thicknessMm, protectiveCover, supplementCount } = copy;
      const size = { weightGrams, thicknessMm, protectiveCover, supplementCount };
      const data = { copyId, reservationId, allocation, ...size };
      allowed(await packCopy(here.shipping, { ...here.scan('uto'), parcelNumber, barcode, copy: data }));
    }
    allowed(await dispatchParcel(here.shipping, { ...here.scan('uto'), parcelNumber, mode: 'yuMail' }));
    return parcelNumber;
  }
  const isHome = (copy: Allocation, time: string) =>
    noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, 'home', here.itIs(time)) });

  test('a parcel sent back is opened when every copy in it was processed', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    here.itIs('2026-12-08 15:00');
    const parcelNumber = await sentBack(one, other);
    expect(await stepsOf(here, one)).toEqual(['sentBack']);
    here.itIs('2026-12-11 09:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan(), parcelNumber }));
    expect(await stepsOf(here, one)).toEqual(['sentBack']);
    await isHome(one, '2026-12-11 09:05');
    expect(await here.activities.parcelState({ parcelNumber })).toEqual({ state: 'arrived' });
    await isHome(other, '2026-12-11 09:06');
    expect(await here.activities.parcelState({ parcelNumber })).toEqual({ state: 'opened' });
  });

  test('a copy at home says that its parcel has come, without a scan of the parcel', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    here.itIs('2026-12-08 15:00');
    const parcelNumber = await sentBack(one, other);
    await isHome(one, '2026-12-11 09:05');
    expect(await arrivalsOf(parcelNumber)).toHaveLength(1);
  });

  test('an old scan that is heard late does not open the parcel of a later journey', async () => {
    const copy = pickedCopy();
    here.itIs('2026-12-08 15:00');
    const parcelNumber = await sentBack(copy);
    await isHome(copy, '2026-12-01 09:00');
    expect(await here.activities.parcelState({ parcelNumber })).toEqual({ state: 'dispatched' });
  });

  test('a copy goes out again although nobody has heard yet that it came home', async () => {
    const copy = pickedCopy();
    here.itIs('2026-12-08 15:00');
    const before = await sentBack(copy);
    here.itIs('2026-12-11 10:00');
    const next = { ...copy, reservationId: pickedCopy().reservationId, allocation: copy.allocation + 1000 };
    expect(copiesIn(await packed(here, 'ozu', next))).toEqual([copy.copyId]);
    await isHome(copy, '2026-12-11 09:30');
    expect(await here.activities.parcelState({ parcelNumber: before })).toEqual({ state: 'opened' });
  });

  test('a scan at home takes a copy out of a parcel that has not left, and heard again says nothing of an older one', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    here.itIs('2026-12-08 15:00');
    const before = await sentBack(copy, other);
    const wanted = { direction: 'return', library: 'uto' } as const;
    const open = allowed(await openParcel(here.shipping, { ...here.scan('uto'), ...wanted }));
    const { parcelNumber } = open;
    const { barcode, holdNumber: _hold, allocatedAt: _at, ...contents } = copy;
    const packing = { ...here.scan('uto'), parcelNumber, barcode, copy: contents };
    allowed(await packCopy(here.shipping, packing));
    const fact = scannedElsewhere(copy, 'home', here.itIs('2026-12-09 10:00'));
    for (const _ of [1, 2]) await noteCopyScanned(here.shipping, { fact });
    expect(await stateOf(here, parcelNumber)).toEqual(['open']);
    expect(await stateOf(here, before)).toEqual(['dispatched', 'elsewhere', 'inside']);
  });

  test('a parcel that is empty because its copies were packed elsewhere is waited for no more', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const outward = await sent(here, 'uto', one, other);
    here.itIs('2026-12-08 15:00');
    await sentBack(one);
    expect(await stateOf(here, outward)).toEqual(['dispatched', 'elsewhere', 'inside']);
    const before = await sentBack(other);
    expect(await stateOf(here, outward)).toEqual(['arrived', 'elsewhere', 'elsewhere']);
    await sentBack(other);
    expect(await stateOf(here, before)).toEqual(['opened', 'elsewhere']);
    for (const parcelNumber of [outward, before]) expect(await arrivalsOf(parcelNumber)).toHaveLength(1);
    for (const copy of [one, other]) expect(await stepsOf(here, copy)).not.toContain('arrived');
  });

  test('a branch packs nothing without the catalog’s word, and nothing into another branch’s parcel', async () => {
    const { parcelNumber } = allowed(
      await openParcel(here.shipping, { ...here.scan('uto'), direction: 'return', library: 'uto' }),
    );
    for (const library of ['uto', 'ozu']) {
      const scan = { ...here.scan(library), factId: randomUUID(), parcelNumber };
      const answer = await packCopy(here.shipping, { ...scan, barcode: pickedCopy().barcode });
      expect(answer).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    }
  });
});

async function arrivalsOf(parcelNumber: string): Promise<{ at: string; assumed: boolean }[]> {
  const told = await here.told('shipping.parcel.arrived');
  return told
    .filter((arrival) => arrival.parcelNumber === parcelNumber)
    .map(({ at, assumed }) => ({ at, assumed }));
}
