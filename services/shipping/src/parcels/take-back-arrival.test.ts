import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { inTransaction } from '../database.ts';
import { lockPackingRow } from '../packing/lock-packing-row.ts';
import {
  allowed,
  factsOf,
  hearStanding,
  openTestShipping,
  packed,
  pickedCopy,
  scannedElsewhere,
  sent,
  sentBack,
  stepsOf,
  type TestShipping,
  tasksAbout,
  toldOf,
  waitingForLocks,
  withoutCopy,
} from '../testing/open-test-shipping.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { giveUpParcel } from './give-up-parcel.ts';
import { givenUpIn } from './given-up-in.ts';
import { readParcel } from './lock-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { openParcel } from './open-parcel.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { reportContents } from './report-contents.ts';
import { takeBackArrival } from './take-back-arrival.ts';
import { takeBackDispatch } from './take-back-dispatch.ts';
import { unpackCopy } from './unpack-copy.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00'); // Tuesday after a holiday: a dispatch day
});
afterAll(() => here.stop());

const refused = (code: string) => ({ ok: false, refusal: { code } });

/** A parcel sent to 宇土, and received there by a scan. */
async function received(...contents: Allocation[]) {
  const parcelNumber = await sent(here, 'uto', ...contents);
  here.itIs('2026-11-26 10:00');
  const scan = here.scan('uto');
  allowed(await receiveParcel(here.shipping, { ...scan, parcelNumber }));
  here.itIs('2026-11-26 10:05');
  return { parcelNumber, scan };
}
const takeBack = (parcelNumber: string, library = 'uto', voids?: string) =>
  takeBackArrival(here.shipping, { ...here.scan(library), parcelNumber, voids });
const stateOf = (parcelNumber: string) => here.activities.parcelState({ parcelNumber });

describe('the wrong parcel was scanned', () => {
  test('it is on its way again with all that is in it, once, and its real arrival is another one', async () => {
    const contents = [pickedCopy(), pickedCopy()];
    const { parcelNumber, scan } = await received(...contents);
    const undo = { ...here.scan('uto'), parcelNumber, voids: scan.factId };
    const answers = await Promise.all([
      takeBackArrival(here.shipping, undo),
      takeBackArrival(here.shipping, undo),
    ]);
    for (const answer of answers) {
      expect(allowed(answer)).toMatchObject({ state: 'dispatched', lines: [{ arrived: false }, {}] });
    }
    for (const copy of contents)
      expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'arrived', 'not arrived']);
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    here.itIs('2026-11-28 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    for (const copy of contents) expect((await stepsOf(here, copy)).at(-1)).toBe('arrived');
  });

  test('it is looked for as one that is expected on that day, and never taken for arrived', async () => {
    const parcelNumber = await sent(here, 'amakusa-kawaura', pickedCopy());
    const at = here.itIs('2026-11-26 00:00');
    await here.activities.assumeArrival({ parcelNumber, at });
    here.itIs('2026-12-01 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('amakusa-kawaura'), parcelNumber }));
    allowed(await takeBack(parcelNumber, 'amakusa-kawaura'));
    const told = (await here.told('shipping.parcel.dispatched')).filter(
      (parcel) => parcel.parcelNumber === parcelNumber,
    );
    expect(told).toMatchObject([
      { arrival: 'assumed' },
      { arrival: 'scan', expectedDate: told[0]?.expectedDate },
    ]);
    expect(Date.parse(told[1]?.askLibraryAt ?? '')).toBeGreaterThan(Date.parse(here.shipping.now()));
  });

  test('a parcel that was asked about before is asked about again, and its readers are told of the delay again', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    const ask = () =>
      here.activities.askAboutParcel({ parcelNumber, ask: 'pickupLibrary', at: here.shipping.now() });
    here.itIs('2026-11-30 10:00');
    await ask();
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    here.itIs('2026-11-30 11:00');
    allowed(await takeBack(parcelNumber));
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    here.itIs('2026-12-03 10:00');
    await ask();
    expect(await tasksAbout(here, parcelNumber)).toEqual(['uto findParcel notArrived']);
    expect(await toldOf(here, 'shipping.copy.delayed', copy)).toHaveLength(2);
  });

  test('commands from before, carried out again, take nothing for granted and tell nothing twice', async () => {
    const copy = pickedCopy();
    const at = 'amakusa-kawaura';
    const parcelNumber = await sent(here, at, copy);
    const question = { parcelNumber, ask: 'pickupLibrary', at: here.itIs('2026-11-26 00:00') } as const;
    const ask = () => here.activities.askAboutParcel(question);
    const assume = () => here.activities.assumeArrival(question);
    await ask();
    await assume();
    here.itIs('2026-12-01 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan(at), parcelNumber }));
    allowed(await takeBack(parcelNumber, at));
    for (const again of [ask, assume, assume]) expect(await again()).toEqual({ state: 'dispatched' });
    expect(await toldOf(here, 'shipping.copy.delayed', copy)).toHaveLength(1);
  });

  test('by that library, or the prefectural desk for it, and by nobody else', async () => {
    const { parcelNumber } = await received(pickedCopy());
    expect(await takeBack(parcelNumber, 'ozu')).toMatchObject(refused('WRONG_PICKUP_LIBRARY'));
    expect(await takeBack('900000099999')).toEqual(refused('NOT_FOUND'));
    expect(allowed(await takeBack(parcelNumber, 'pref')).state).toBe('dispatched');
  });

  test('a scan that changed nothing takes nothing back', async () => {
    const { parcelNumber } = await received(pickedCopy());
    const again = here.scan('uto');
    allowed(await receiveParcel(here.shipping, { ...again, parcelNumber }));
    expect(await takeBack(parcelNumber, 'uto', again.factId)).toEqual(refused('STATE_CHANGED'));
    expect(await stateOf(parcelNumber)).toEqual({ state: 'arrived' });
  });
});

describe('too late', () => {
  test('after seven days', async () => {
    const { parcelNumber } = await received(pickedCopy());
    here.itIs('2026-12-03 10:01');
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));
  });

  test('once a copy of it was handed out; and a hand-out heard of afterwards says that it was there', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await received(one, other);
    await noteCopyScanned(here.shipping, {
      fact: scannedElsewhere(one, 'handedOut', here.shipping.now(), 'uto'),
    });
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));

    const late = pickedCopy();
    const next = await received(late);
    allowed(await takeBack(next.parcelNumber));
    await noteCopyScanned(here.shipping, {
      fact: scannedElsewhere(late, 'handedOut', here.shipping.now(), 'uto'),
    });
    expect(await stateOf(next.parcelNumber)).toEqual({ state: 'arrived' });
  });

  test('once a copy of it was put into a parcel home, or was said to be missing', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const { parcelNumber } = await received(one);
    await sentBack(here, one);
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    const next = await received(other);
    const missing = { parcelNumber: next.parcelNumber, missing: [other.barcode], extra: [] };
    allowed(await reportContents(here.shipping, { ...here.scan('uto'), ...missing }));
    expect(await takeBack(next.parcelNumber)).toEqual(refused('STATE_CHANGED'));
  });

  test('of a parcel that was given up and came after all, or that is on its way', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    await here.activities.declareParcelLost({ parcelNumber, at: here.shipping.now() });
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(await takeBack(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    const other = await sent(here, 'uto', pickedCopy());
    allowed(await giveUpParcel(here.shipping, { ...here.scan(), parcelNumber: other }));
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber: other }));
    expect(await takeBack(other)).toEqual(refused('STATE_CHANGED'));
  });
});

describe('the wrong parcel was dispatched', () => {
  const undo = (parcelNumber: string, library = 'pref') =>
    takeBackDispatch(here.shipping, { ...here.scan(library), parcelNumber });

  test('it is packed again with all that is in it, once, and leaves anew on another day', async () => {
    const contents = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', ...contents);
    here.itIs('2026-11-24 16:00');
    const scan = { ...here.scan(), parcelNumber };
    const answers = [
      await takeBackDispatch(here.shipping, scan),
      await takeBackDispatch(here.shipping, scan),
    ];
    for (const answer of answers)
      expect(allowed(answer)).toMatchObject({
        ...{ state: 'open', mode: 'yuMail', modeReason: 'withinYuMailGuide', dispatchedAt: null },
        ...{ plannedDispatchDay: '2026-11-26', expectedDate: null, lines: [{ arrived: false }, {}] },
      });
    expect(await undo(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    expect((await here.told('shipping.parcel.notDispatched')).map((one) => one.parcelNumber)).toEqual([
      parcelNumber,
    ]);
    for (const copy of contents)
      expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'not shipped']);
    const facts = await factsOf(here, contents[0] ?? pickedCopy());
    expect(facts[2]?.voids).toBe(facts[1]?.factId);

    here.itIs('2026-11-26 10:00');
    const anew = { ...here.scan(), parcelNumber, mode: 'yuMail' as const };
    expect(allowed(await dispatchParcel(here.shipping, anew))).toMatchObject({ state: 'dispatched' });
    const told = (await here.told('shipping.parcel.dispatched')).filter(
      (one) => one.parcelNumber === parcelNumber,
    );
    expect(told.map(({ dispatchDay }) => dispatchDay)).toEqual(['2026-11-24', '2026-11-26']);
    expect(allowed(await undo(parcelNumber))).toMatchObject({ state: 'open' });
  });

  test('a copy whose reservation was cancelled meanwhile is in it no more', async () => {
    const [wanted, given] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', wanted, given);
    await hearStanding(here, withoutCopy(given, 'cancelled'));
    expect(allowed(await undo(parcelNumber))).toMatchObject({ lines: [{ barcode: wanted.barcode }] });
    expect(await stepsOf(here, given)).toEqual(['packed', 'shipped', 'not shipped', 'not packed']);
    const lies = async () => {
      const parcel = await readParcel(here.shipping.db, parcelNumber);
      return parcel && givenUpIn(here.shipping, parcel);
    };
    expect(await lies()).toEqual([given.barcode]);
    // What staff take out for another day is theirs to know.
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: wanted.barcode }));
    expect(await lies()).toEqual([given.barcode]);
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(given, 'home', here.shipping.now()) });
    expect(await lies()).toEqual([]);
  });

  test('its label is free for another, and nobody looks for it any more', async () => {
    const [atlas, globe] = [pickedCopy({ weightGrams: 2400 }), pickedCopy({ weightGrams: 2400 })];
    const [one, other] = [await packed(here, 'uto', atlas), await packed(here, 'uto', globe)];
    const label = { mode: 'yuPack' as const, trackingNumber: '123456789013' };
    const dispatched = (parcelNumber: string) =>
      dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, ...label });
    allowed(await dispatched(one.parcelNumber));
    here.itIs('2026-12-01 10:00');
    const at = here.shipping.now();
    await here.activities.askAboutParcel({ parcelNumber: one.parcelNumber, ask: 'pickupLibrary', at });
    expect(allowed(await undo(one.parcelNumber))).toMatchObject({ mode: 'yuPack', trackingNumber: null });
    expect(await tasksAbout(here, one.parcelNumber)).toEqual([]);
    expect(allowed(await dispatched(other.parcelNumber))).toMatchObject({ state: 'dispatched' });
    // The parcel's process asks about it meanwhile, and nobody gets a question.
    await here.activities.askAboutParcel({ parcelNumber: one.parcelNumber, ask: 'prefecturalDesk', at });
    expect(await stateOf(one.parcelNumber)).toEqual({ state: 'open' });
    expect(await tasksAbout(here, one.parcelNumber)).toEqual([]);
  });

  test('a branch takes its own parcel back, and nobody does once anything else is known', async () => {
    const home = await sentBack(here, pickedCopy());
    expect(await undo(home, 'ozu')).toEqual(refused('NOT_FOUND'));
    expect(allowed(await undo(home, 'uto'))).toMatchObject({ state: 'open', direction: 'return' });

    const copy = pickedCopy();
    const outward = await sent(here, 'uto', copy, pickedCopy());
    expect(await undo(outward, 'uto')).toEqual(refused('NOT_FOUND'));
    here.itIs('2026-11-24 17:00');
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, 'home', here.shipping.now()) });
    expect(await undo(outward)).toEqual(refused('STATE_CHANGED'));
    const { parcelNumber } = await received(pickedCopy());
    expect(await undo(parcelNumber)).toEqual(refused('STATE_CHANGED'));
    allowed(await takeBack(parcelNumber));
    expect(await undo(parcelNumber)).toEqual(refused('STATE_CHANGED'));
  });

  test('a branch that packs a copy of it at that moment hears that it is in another open parcel', async () => {
    const copy = pickedCopy();
    const { barcode, copyId, weightGrams, thicknessMm, protectiveCover, supplementCount } = copy;
    const parcelNumber = await sent(here, 'uto', copy);
    const byUto = { ...here.scan('uto'), direction: 'return', library: 'uto' } as const;
    const home = allowed(await openParcel(here.shipping, byUto)).parcelNumber;
    const measured = { weightGrams, thicknessMm, protectiveCover, supplementCount };
    const held = { copyId, ...measured, reservationId: null, allocation: null };
    // The dispatch is being taken back and waits for a row; the branch has looked, and waits for the parcel.
    const both = await inTransaction(here.shipping, async (tx) => {
      await lockPackingRow(tx, copy.reservationId);
      const undoing = undo(parcelNumber);
      await waitingForLocks(here, 1);
      const packing = packCopy(here.shipping, {
        ...here.scan('uto'),
        parcelNumber: home,
        barcode,
        copy: held,
      });
      await waitingForLocks(here, 2);
      return [undoing, packing] as const;
    });
    expect(allowed(await both[0])).toMatchObject({ state: 'open', lines: [{ barcode }] });
    expect(await both[1]).toEqual(refused('STATE_CHANGED'));
    const parcel = await readParcel(here.shipping.db, parcelNumber);
    expect(parcel?.lines).toMatchObject([{ state: 'inside' }]);
  });
});
