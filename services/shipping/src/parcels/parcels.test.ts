import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Allocation, makeBarcode } from '@toshobin/contracts';
import { inTransaction } from '../database/open-database.ts';
import { lockPackingRow } from '../packing/lock-packing-row.ts';
import { readPackingList } from '../packing/read-packing-list.ts';
import {
  allowed,
  inTokyo,
  openTestShipping,
  packed,
  pickedCopy,
  scannedElsewhere,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
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

/** What was told of a copy, oldest first; a fact that takes another back is marked. */
async function stepsOf(copy: Allocation): Promise<string[]> {
  const told = await here.told('shipping.copy.moved');
  return told
    .map(({ fact }) => fact)
    .filter((fact) => fact.copyId === copy.copyId)
    .map((fact) => (fact.voids ? `not ${fact.kind}` : fact.kind));
}

async function sent(pickupLibrary: string, ...contents: Allocation[]): Promise<string> {
  const { parcelNumber } = await packed(here, pickupLibrary, ...contents);
  allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
  return parcelNumber;
}

const factsOf = ({ reservationId, allocation }: Allocation) =>
  here.activities.parcelFactsOf({ reservationId, allocation });

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
    expect(await stepsOf(botchan)).toEqual(['packed']);
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
    expect(await stepsOf(kokoro)).toEqual(['packed']);
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
    expect(allowedLines(await packed(here, 'uto', copy))).toEqual([copy.copyId]);
    expect(await stepsOf(copy)).toEqual(['packed', 'not packed', 'packed']);
    const facts = await factsOf(copy);
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
    // Refused, the same scan may be sent again with what was missing.
    const reason = '薄い絵本3冊、計ってあります';
    const left = allowed(await dispatchParcel(here.shipping, { ...byYuMail, reason }));
    expect(left).toMatchObject({ state: 'dispatched', mode: 'yuMail', modeReason: reason });
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

  test('an empty parcel cannot leave, and a parcel leaves once', async () => {
    const { parcelNumber } = await packed(here, 'uto');
    const empty = await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' });
    expect(empty).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    const sentNumber = await sent('uto', pickedCopy());
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
    expect(await stepsOf(goes)).toEqual(['packed', 'not packed']);
  });

  test('after dispatch is too late', async () => {
    const copy = pickedCopy();
    await sent('uto', copy);
    expect(await remove(copy)).toEqual({ found: 'dispatched' });
    expect(await stepsOf(copy)).toEqual(['packed', 'shipped']);
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

  test('an addition that was asked for before it does not list the copy again, a later one does', async () => {
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
    expect(await listed()).toBe('ozu');
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
    expect(await stepsOf(copy)).toEqual(['packed', 'not packed']);
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
      expect(await stepsOf(goes)).toEqual(['packed', travels ? 'shipped' : 'not packed']);
    }
  });
});

describe('arrival', () => {
  test('one scan receives every copy, a second scan changes nothing', async () => {
    const contents = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent('uto', ...contents);
    here.itIs('2026-11-27 11:00');
    const arrived = allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(arrived.state).toBe('arrived');
    expect(arrived.lines.every((line) => line.arrived)).toBe(true);
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    for (const copy of contents) expect(await stepsOf(copy)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await arrivalsOf(parcelNumber)).toEqual([{ at: inTokyo('2026-11-27 11:00'), assumed: false }]);
  });

  test('at the wrong library names the right one, and changes nothing', async () => {
    const parcelNumber = await sent('uto', pickedCopy());
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
    expect(await receiveParcel(here.shipping, early)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  });

  test('the prefectural desk enters it for a branch that cannot scan', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent('uto', copy);
    allowed(await receiveParcel(here.shipping, { ...here.scan('pref'), parcelNumber }));
    expect((await factsOf(copy)).find((fact) => fact.kind === 'arrived')?.place).toBe('uto');
  });

  test('is assumed once, and certain when the parcel is scanned later', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent('amakusa-kawaura', copy);
    const at = here.itIs('2026-11-26 00:00');
    expect(await here.activities.assumeArrival({ parcelNumber, at })).toEqual({ state: 'arrived' });
    expect(await here.activities.assumeArrival({ parcelNumber, at })).toEqual({ state: 'arrived' });
    const scannedAt = here.itIs('2026-11-27 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('amakusa-kawaura'), parcelNumber }));
    expect(await arrivalsOf(parcelNumber)).toEqual([
      { at, assumed: true },
      { at: scannedAt, assumed: false },
    ]);
    expect(await stepsOf(copy)).toEqual(['packed', 'shipped', 'arrived', 'arrived']);
  });

  test('a copy handed out has arrived, and with it the parcel it came in', async () => {
    const [handedOut, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent('uto', handedOut, other);
    const at = here.itIs('2026-11-28 10:00');
    const fact = scannedElsewhere(handedOut, 'handedOut', at, 'uto');
    await noteCopyScanned(here.shipping, { fact });
    await noteCopyScanned(here.shipping, { fact });
    expect(await stepsOf(other)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await arrivalsOf(parcelNumber)).toEqual([{ at, assumed: false }]);
  });

  test('that does not happen makes a task, until it does', async () => {
    const parcelNumber = await sent('uto', pickedCopy());
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
    expect(await stepsOf(one)).toEqual(['sentBack']);
    here.itIs('2026-12-11 09:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan(), parcelNumber }));
    expect(await stepsOf(one)).toEqual(['sentBack']);
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
    expect(allowedLines(await packed(here, 'ozu', next))).toEqual([copy.copyId]);
    await isHome(copy, '2026-12-11 09:30');
    expect(await here.activities.parcelState({ parcelNumber: before })).toEqual({ state: 'opened' });
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

function allowedLines(parcel: { lines: { copyId: string }[] }): string[] {
  return parcel.lines.map((line) => line.copyId);
}

async function arrivalsOf(parcelNumber: string): Promise<{ at: string; assumed: boolean }[]> {
  const told = await here.told('shipping.parcel.arrived');
  return told
    .filter((arrival) => arrival.parcelNumber === parcelNumber)
    .map(({ at, assumed }) => ({ at, assumed }));
}

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
