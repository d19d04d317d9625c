import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import type { Fact } from '@toshobin/lending-rules/facts';
import {
  allowed,
  factsOf,
  inTokyo,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  scannedElsewhere,
  sent,
  sentBack,
  stateOf,
  stepsOf,
  type TestShipping,
  tasksAbout,
  toldOf,
} from '../testing/open-test-shipping.ts';
import { parcelFaults } from '../testing/parcel-faults.ts';
import { discardParcel } from './discard-parcel.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { giveUpParcel } from './give-up-parcel.ts';
import { listParcels } from './list-parcels.ts';
import { readParcel } from './lock-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { reportContents } from './report-contents.ts';
import { returnByPost } from './return-by-post.ts';
import { takeBackArrival } from './take-back-arrival.ts';
import { unpackCopy } from './unpack-copy.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00'); // Tuesday after a holiday: a dispatch day
});
afterAll(() => here.stop());

/** The facts of a copy that nothing takes back. */
async function standing(copy: Allocation): Promise<Fact['kind'][]> {
  const facts = await factsOf(here, copy);
  const voided = new Set(facts.map((fact) => fact.voids));
  return facts
    .filter((fact) => !fact.voids && !voided.has(fact.factId))
    .map((fact) => fact.kind)
    .sort();
}

describe('the opened parcel', () => {
  const report = (parcelNumber: string, missing: string[], extra: string[] = [], library = 'uto') =>
    reportContents(here.shipping, { ...here.scan(library), parcelNumber, missing, extra });

  test('has a copy too few: its arrival is taken back, its reservation is told, the desk has a task', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', there, missing);
    here.itIs('2026-11-27 10:00');
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    const scan = { ...here.scan('uto'), parcelNumber, missing: [`a${missing.barcode}a`], extra: [] };
    const answers = await Promise.all([
      reportContents(here.shipping, scan),
      reportContents(here.shipping, scan),
      report(parcelNumber, [missing.barcode]),
    ]);
    for (const answer of answers)
      expect(allowed(answer).lines).toMatchObject([
        { arrived: true, missing: false },
        { arrived: false, missing: true },
      ]);
    expect(await stepsOf(here, missing)).toEqual(['packed', 'shipped', 'arrived', 'not arrived']);
    expect(await standing(missing)).toEqual(['packed', 'shipped']);
    expect(await stepsOf(here, there)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await toldOf(here, 'shipping.copy.delayed', missing)).toMatchObject([
      { why: 'missingFromParcel' },
    ]);
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents missing']);
  });

  test('that was assumed to have arrived, then scanned: both arrivals of the missing copy are taken back', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'amakusa-kawaura', copy);
    await here.activities.assumeArrival({ parcelNumber, at: here.itIs('2026-11-26 00:00') });
    const at = 'amakusa-kawaura';
    allowed(await receiveParcel(here.shipping, { ...here.scan(at), parcelNumber }));
    allowed(await report(parcelNumber, [copy.barcode], [], at));
    expect(await standing(copy)).toEqual(['packed', 'shipped']);
  });

  test('that nobody had scanned has arrived with the report, without what is missing', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', there, missing);
    expect(allowed(await report(parcelNumber, [missing.barcode])).state).toBe('arrived');
    expect(await stepsOf(here, there)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await stepsOf(here, missing)).toEqual(['packed', 'shipped']);
  });

  test('that was assumed to have arrived is there for certain with the report: it can’t be lost any more', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'amakusa-kawaura', there, missing);
    await here.activities.assumeArrival({ parcelNumber, at: here.itIs('2026-11-26 00:00') });
    allowed(await report(parcelNumber, [missing.barcode], [], 'amakusa-kawaura'));
    const given = await giveUpParcel(here.shipping, { ...here.scan(), parcelNumber });
    expect(given).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'missing']);
  });

  test('has a copy of ours that is not on its list: the desk has a task', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    allowed(await report(parcelNumber, [], [pickedCopy().barcode]));
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents extra']);
  });

  test('has a copy that waited for a parcel to this library, and was put in without a scan: it has arrived with the others', async () => {
    const [copy, elsewhere] = [pickedCopy(), pickedCopy()];
    await list(here, copy);
    await list(here, elsewhere, 'ozu');
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    const later = pickedCopy();
    here.itIs('2026-11-27 10:00');
    await list(here, later);
    const scan = { ...here.scan('uto'), parcelNumber, missing: [] };
    const extra = [copy, elsewhere, later].map(({ barcode }) => barcode);
    const answers = [1, 2].map(() => reportContents(here.shipping, { ...scan, extra }));
    for (const answer of await Promise.all(answers))
      expect(allowed(answer).lines.map(({ barcode, arrived }) => [barcode, arrived])).toEqual([
        [expect.anything(), true],
        [copy.barcode, true],
      ]);
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'arrived']);
    expect([await stepsOf(here, elsewhere), await stepsOf(here, later)]).toEqual([[], []]);
    // One copy is another library's, the other was not fetched when the parcel left: the desk says where they go.
    expect(await tasksAbout(here, parcelNumber)).toEqual(Array(2).fill('pref parcelContents extra'));
    const undo = { ...here.scan('uto'), parcelNumber };
    allowed(await takeBackArrival(here.shipping, undo));
    expect(await standing(copy)).toEqual(['packed', 'shipped']);
    expect(await parcelFaults(here.shipping.db)).toEqual([]);
  });

  test.each(['handedOut', 'home'] as const)(
    'has a copy too many that is %s later: the desk has no task any more',
    async (kind) => {
      const copy = pickedCopy();
      await list(here, copy, 'ozu');
      const parcelNumber = await sent(here, 'uto', pickedCopy());
      here.itIs('2026-11-27 10:00');
      allowed(await report(parcelNumber, [], [copy.barcode]));
      const before = scannedElsewhere(copy, kind, inTokyo('2026-11-26 10:00'), 'ozu');
      await noteCopyScanned(here.shipping, { fact: before });
      expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents extra']);
      const fact = scannedElsewhere(copy, kind, here.itIs('2026-11-28 10:00'), 'ozu');
      await noteCopyScanned(here.shipping, { fact });
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    },
  );

  test('has what was missing after all: it has arrived, and the task is done', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    allowed(await report(parcelNumber, [copy.barcode]));
    const found = allowed(await report(parcelNumber, [], [copy.barcode]));
    expect(found.lines).toMatchObject([{ arrived: true, missing: false }]);
    expect(await standing(copy)).toEqual(['arrived', 'packed', 'shipped']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test('has what was missing and given up for lost: the desk has a task, since its reservation goes on without it', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', there, missing);
    allowed(await report(parcelNumber, [missing.barcode]));
    const lost = { ...here.scan(), parcelNumber, barcode: missing.barcode };
    allowed(await giveUpParcel(here.shipping, lost));
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    allowed(await report(parcelNumber, [], [missing.barcode]));
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents extra']);
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'lost']);
  });

  test('refuses what is not ours, not in it, not here, and not to be opened', async () => {
    const copy = pickedCopy();
    const { parcelNumber: open } = await packed(here, 'uto', pickedCopy());
    const parcelNumber = await sent(here, 'uto', copy);
    const refusals = [
      [await report(parcelNumber, [], ['4901234567894']), 'BARCODE_NOT_OURS'],
      [await report(parcelNumber, [], [parcelNumber]), 'BARCODE_WRONG_KIND'],
      [await report(parcelNumber, ['4901234567894']), 'BARCODE_NOT_OURS'],
      [await report(parcelNumber, [pickedCopy().barcode]), 'NOT_FOUND'],
      [await report('900000099999', []), 'NOT_FOUND'],
      [await report(parcelNumber, [copy.barcode], [], 'ozu'), 'WRONG_PICKUP_LIBRARY'],
      [await report(open, []), 'PARCEL_NOT_SENT'],
    ] as const;
    for (const [answer, code] of refusals) expect(answer).toMatchObject({ refusal: { code } });
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
  });

  test.each(['handedOut', 'home'] as const)(
    'a missing copy that is scanned (%s) is found, and its task done',
    async (kind) => {
      const [there, missing] = [pickedCopy(), pickedCopy()];
      const parcelNumber = await sent(here, 'uto', there, missing);
      allowed(await report(parcelNumber, [missing.barcode]));
      const at = here.itIs('2026-12-04 10:00');
      const fact = scannedElsewhere(missing, kind, at, kind === 'home' ? 'pref' : 'uto');
      for (const _ of [1, 2]) await noteCopyScanned(here.shipping, { fact });
      const parcel = await readParcel(here.shipping.db, parcelNumber);
      expect(parcel?.lines.map((line) => line.state)).toEqual([
        'arrived',
        kind === 'home' ? 'home' : 'arrived',
      ]);
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    },
  );

  test('a copy that was lost with it and packed anew since is not looked for when it comes after all', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', copy, other);
    await here.activities.declareParcelLost({ parcelNumber, at: here.shipping.now() });
    const { reservationId, allocation } = pickedCopy();
    await packed(here, 'ozu', { ...copy, reservationId, allocation });
    allowed(await report(parcelNumber, [copy.barcode]));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'elsewhere', 'arrived']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    expect(await toldOf(here, 'shipping.copy.delayed', copy)).toEqual([]);
  });

  test('a copy that went home since is not looked for', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    await sentBack(here, copy);
    allowed(await report(parcelNumber, [copy.barcode]));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test('a missing copy that is put into a parcel is found', async () => {
    const missing = pickedCopy();
    const parcelNumber = await sent(here, 'uto', missing);
    allowed(await report(parcelNumber, [missing.barcode]));
    await sentBack(here, missing);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'elsewhere']);
  });

  test('from a branch is done with when the last copy in it turns out to be missing, until that is found', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, there, missing);
    const at = here.itIs('2026-12-11 09:00');
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(there, 'home', at) });
    expect(allowed(await report(parcelNumber, [missing.barcode], [], 'pref')).state).toBe('opened');
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home', 'missing']);
    expect(allowed(await report(parcelNumber, [], [missing.barcode], 'pref')).state).toBe('arrived');
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'home', 'inside']);
  });

  test('from a branch, and the copy missing from it is there on the counter: it goes home in another one', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, there, missing);
    allowed(await report(parcelNumber, [missing.barcode], [], 'pref'));
    const seen = here.itIs('2026-12-04 10:00');
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(missing, 'handedIn', seen, 'uto') });
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    await sentBack(here, missing);
    const at = here.itIs('2026-12-11 09:00');
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(there, 'home', at) });
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home', 'elsewhere']);
  });

  test('from a branch, with a copy too few: the rest is processed, and it is done with', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, there, missing);
    allowed(await report(parcelNumber, [missing.barcode], [], 'pref'));
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents missing']);
    const at = here.itIs('2026-12-11 09:00');
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(there, 'home', at) });
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home', 'missing']);
    expect(await report(parcelNumber, [there.barcode], [], 'pref')).toMatchObject({
      refusal: { code: 'STATE_CHANGED' },
    });
  });
});

describe('a parcel that the post brings back', () => {
  const bringBack = (parcelNumber: string, library = 'pref') =>
    returnByPost(here.shipping, { ...here.scan(library), parcelNumber });

  test('has its copies on the return leg, once, and is done with when all are processed', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    here.itIs('2026-12-02 10:00');
    const scan = { ...here.scan(), parcelNumber };
    const answers = await Promise.all([
      returnByPost(here.shipping, scan),
      returnByPost(here.shipping, scan),
      bringBack(parcelNumber),
    ]);
    for (const answer of answers) expect(allowed(answer)).toMatchObject({ state: 'arrived' });
    for (const copy of [one, other]) {
      expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'sentBack']);
      const facts = await factsOf(here, copy);
      expect(facts.at(-1)).toMatchObject({ kind: 'sentBack', leg: 'return', place: 'pref' });
      const fact = scannedElsewhere(copy, 'home', here.itIs('2026-12-02 10:05'));
      await noteCopyScanned(here.shipping, { fact });
    }
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home', 'home']);
    const arrivals = (await here.told('shipping.parcel.arrived')).filter(
      (arrival) => arrival.parcelNumber === parcelNumber,
    );
    expect(arrivals).toHaveLength(1);
  });

  test('and a copy missing from it is found: it is at home to be processed, and has arrived nowhere else', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    allowed(await bringBack(parcelNumber));
    const contents = { missing: [copy.barcode], extra: [copy.barcode] };
    allowed(await reportContents(here.shipping, { ...here.scan(), parcelNumber, ...contents }));
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'sentBack']);
    const fact = scannedElsewhere(copy, 'home', here.itIs('2026-12-02 10:05'));
    await noteCopyScanned(here.shipping, { fact });
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home']);
  });

  test('without a copy that went out again since it was taken for arrived: that one is not to come any more', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'amakusa-kawaura', one, other);
    await here.activities.assumeArrival({ parcelNumber, at: here.shipping.now() });
    const { reservationId, allocation } = pickedCopy();
    await sent(here, 'uto', { ...one, reservationId, allocation });
    allowed(await bringBack(parcelNumber));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'elsewhere', 'inside']);
    const fact = scannedElsewhere(other, 'home', here.itIs('2026-12-02 10:05'));
    await noteCopyScanned(here.shipping, { fact });
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'elsewhere', 'home']);
  });

  test('may have been lost, or only taken for arrived', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const lost = await sent(here, 'uto', one);
    await here.activities.declareParcelLost({ parcelNumber: lost, at: here.shipping.now() });
    const assumed = await sent(here, 'amakusa-kawaura', other);
    await here.activities.assumeArrival({ parcelNumber: assumed, at: here.shipping.now() });
    for (const [parcelNumber, arrivalAssumed] of [
      [lost, false],
      [assumed, true],
    ] as const) {
      const read = await listParcels(here.shipping, {});
      expect(read.find((parcel) => parcel.parcelNumber === parcelNumber)).toMatchObject({ arrivalAssumed });
      expect(allowed(await bringBack(parcelNumber))).toMatchObject({ arrivalAssumed: false });
      expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'inside']);
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    }
  });

  test('is one of ours that had left, and was not received', async () => {
    const { parcelNumber: open } = await packed(here, 'uto', pickedCopy());
    const home = await sentBack(here, pickedCopy());
    const received = await sent(here, 'uto', pickedCopy());
    expect(await bringBack(received, 'uto')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber: received }));
    for (const [parcelNumber, code] of [
      ['900000099999', 'NOT_FOUND'],
      [open, 'STATE_CHANGED'],
      [home, 'STATE_CHANGED'],
      [received, 'STATE_CHANGED'],
    ] as const) {
      expect(await bringBack(parcelNumber)).toMatchObject({ refusal: { code } });
    }
  });
});

describe('an empty parcel', () => {
  const discard = (parcelNumber: string, library = 'pref') =>
    discardParcel(here.shipping, { ...here.scan(library), parcelNumber });

  test('that will not be used is discarded, and nothing is done with it any more', async () => {
    const copy = pickedCopy();
    const { parcelNumber } = await packed(here, 'uto', copy);
    expect(await discard(parcelNumber)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    const { barcode } = copy;
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    for (const _ of [1, 2]) expect(allowed(await discard(parcelNumber)).state).toBe('discarded');
    const answers = [
      await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }),
      await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }),
      await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }),
      await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  });

  test('is not one that has left, or another library’s', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    expect(await discard(parcelNumber)).toMatchObject({ refusal: { code: 'PARCEL_ALREADY_DISPATCHED' } });
    expect(await discard(parcelNumber, 'ozu')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });
});
