import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import type { Fact } from '@toshobin/lending-rules/facts';
import { inTransaction } from '../database.ts';
import { lockCopy } from '../packing/lock-packing-row.ts';
import {
  allowed,
  list,
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  sentBack,
  stateOf,
  stepsOf,
  type TestShipping,
  tasksAbout,
  toldOf,
  waitingForLocks,
} from '../testing/open-test-shipping.ts';
import { parcelFaults } from '../testing/parcel-faults.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { lockParcel } from './lock-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { openParcel } from './open-parcel.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { reportContents } from './report-contents.ts';
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

const hear = (fact: Fact) => noteCopyScanned(here.shipping, { fact });
const takenBack = (fact: Fact): Fact => ({
  ...fact,
  factId: randomUUID(),
  voids: fact.factId,
  occurredAt: here.passes('PT5S'),
  recordedAt: here.shipping.now(),
});
async function scanned(copy: Allocation, kind: Fact['kind'], place: string): Promise<Fact> {
  const fact = scannedElsewhere(copy, kind, here.passes('PT1H'), place);
  await hear(fact);
  return fact;
}
const receive = (parcelNumber: string, library: string) =>
  receiveParcel(here.shipping, { ...here.scan(library), parcelNumber });
/** The copy goes out again, for another reservation. */
function sentAnew(copy: Allocation): Promise<string> {
  const { reservationId, allocation } = pickedCopy();
  return sent(here, 'uto', { ...copy, reservationId, allocation });
}
const onItsWay = ['packed', 'shipped'];
const wasThere = [...onItsWay, 'arrived', 'not arrived'];

test('a copy whose number is that of another lock is heard of while that is held', async () => {
  const copy = { ...pickedCopy(), copyId: '7410221' };
  const fact = scannedElsewhere(copy, 'handedIn', here.shipping.now(), 'uto');
  // The relay of events holds a lock of this number.
  await here.shipping.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410221)`;
    await hear(fact);
  });
  expect(await here.shipping.db.copyScan.count({ where: { factId: fact.factId } })).toBe(1);
});

test('a scan that is taken back while its copy is packed and posted says nothing of that parcel', async () => {
  const copy = pickedCopy();
  const { barcode, copyId, weightGrams, thicknessMm, protectiveCover, supplementCount } = copy;
  const measured = { weightGrams, thicknessMm, protectiveCover, supplementCount };
  const there = await sent(here, 'uto', copy);
  allowed(await receive(there, 'uto'));
  const byUto = { ...here.scan('uto'), direction: 'return', library: 'uto' } as const;
  const { parcelNumber } = allowed(await openParcel(here.shipping, byUto));
  const pack = () => {
    const held = { copyId, ...measured, reservationId: null, allocation: null };
    return packCopy(here.shipping, { ...byUto, factId: randomUUID(), parcelNumber, barcode, copy: held });
  };
  allowed(await pack());
  allowed(await unpackCopy(here.shipping, { ...here.scan('uto'), parcelNumber, barcode }));
  const atHome = await scanned(copy, 'home', 'pref');
  const [hearing, posting] = await inTransaction(here.shipping, async (tx) => {
    await lockParcel(tx, there);
    const hearing = hear(takenBack(atHome));
    await waitingForLocks(here, 1);
    const posting = pack().then(() =>
      dispatchParcel(here.shipping, { ...here.scan('uto'), parcelNumber, mode: 'yuMail' }),
    );
    await Promise.race([posting, waitingForLocks(here, 2)]);
    return [hearing, posting] as const;
  });
  await hearing;
  expect(allowed(await posting)).toMatchObject({ state: 'dispatched' });
  expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
  expect(await parcelFaults(here.shipping.db)).toEqual([]);
});

test('a scan that is taken back while its copy is found in a parcel that it was put into without one says nothing of that parcel', async () => {
  const copy = pickedCopy();
  await list(here, copy);
  const parcelNumber = await sent(here, 'uto', pickedCopy());
  const atHome = await scanned(copy, 'home', 'pref');
  const contents = { parcelNumber, missing: [], extra: [copy.barcode] };
  const back = takenBack(atHome);
  const finding = await inTransaction(here.shipping, async (tx) => {
    // A scan that is being heard holds this lock, and has found the copy in no parcel.
    await lockCopy(tx, BigInt(copy.copyId));
    const scan = { factId: back.factId, copyId: BigInt(copy.copyId), kind: 'home', place: 'pref' } as const;
    const at = { scannedAt: back.occurredAt, recordedAt: back.recordedAt };
    await tx.copyScan.create({ data: { ...scan, ...at, voids: atHome.factId } });
    const finding = reportContents(here.shipping, { ...here.scan('uto'), ...contents });
    await Promise.race([finding, waitingForLocks(here, 1)]);
    return [finding] as const;
  });
  allowed(await finding[0]);
  expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
  expect(await parcelFaults(here.shipping.db)).toEqual([]);
});

describe('a copy of a parcel to 宇土', () => {
  test.each(['handedIn', 'handedOut'] as const)(
    'that another library scans (%s) says nothing of the parcel, nor when the scan is taken back',
    async (kind) => {
      const contents = [pickedCopy(), pickedCopy()];
      const parcelNumber = await sent(here, 'uto', ...contents);
      const fact = await scanned(contents[0] ?? pickedCopy(), kind, 'ozu');
      expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside', 'inside']);
      await hear(takenBack(fact));
      expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside', 'inside']);
      for (const copy of contents) expect(await stepsOf(here, copy)).toEqual(onItsWay);
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    },
  );

  test('that another library scans does not keep the wrong arrival of its parcel from being taken back', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    allowed(await receive(parcelNumber, 'uto'));
    await scanned(one, 'handedIn', 'ozu');
    const back = await takeBackArrival(here.shipping, { ...here.scan('uto'), parcelNumber });
    expect(allowed(back).state).toBe('dispatched');
  });

  test('that was missing from it is found wherever it is scanned, and missing again when that is taken back', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', there, missing);
    const report = { parcelNumber, missing: [missing.barcode], extra: [] };
    allowed(await reportContents(here.shipping, { ...here.scan('uto'), ...report }));
    for (const place of ['ozu', 'uto']) {
      const fact = await scanned(missing, 'handedIn', place);
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
      await hear(takenBack(fact));
      expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'missing']);
      expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelContents missing']);
    }
    expect(await stepsOf(here, there)).toEqual([...onItsWay, 'arrived']);
  });

  test('that was missing from it, was found there and sent back: when that scan is taken back it is not missed', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    const report = { parcelNumber, missing: [copy.barcode], extra: [] };
    allowed(await reportContents(here.shipping, { ...here.scan('uto'), ...report }));
    const fact = await scanned(copy, 'handedIn', 'uto');
    here.passes('PT1H');
    await sentBack(here, copy);
    await hear(takenBack(fact));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'elsewhere']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });
});

describe('a hand-in at 宇土 said that the parcel had arrived', () => {
  test('taken back, the parcel is on its way again with every copy, the desk is told, and it arrives as any other', async () => {
    const contents = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', ...contents);
    const fact = await scanned(contents[0] ?? pickedCopy(), 'handedIn', 'uto');
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
    const undo = takenBack(fact);
    for (const again of [undo, undo, fact]) await hear(again);
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside', 'inside']);
    for (const copy of contents) expect(await stepsOf(here, copy)).toEqual(wasThere);
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref arrivalUndone takenBack']);
    const told = (await here.told('shipping.parcel.dispatched')).filter(
      (parcel) => parcel.parcelNumber === parcelNumber,
    );
    expect(told.map(({ arrival }) => arrival)).toEqual(['scan', 'scan']);
    here.itIs('2026-11-28 10:00');
    allowed(await receive(parcelNumber, 'uto'));
    for (const copy of contents) expect(await stepsOf(here, copy)).toEqual([...wasThere, 'arrived']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test('taken back before it is heard itself, it says nothing', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    const fact = scannedElsewhere(copy, 'handedIn', here.passes('PT1H'), 'uto');
    for (const heard of [takenBack(fact), fact]) await hear(heard);
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
    expect(await stepsOf(here, copy)).toEqual(onItsWay);
  });

  test('and so did the parcel’s own scan, its report, or another copy: it stays there', async () => {
    const says = [
      (parcelNumber: string) => receive(parcelNumber, 'uto'),
      (parcelNumber: string) =>
        reportContents(here.shipping, { ...here.scan('uto'), parcelNumber, missing: [], extra: [] }),
      async (_: string, other: Allocation) => scanned(other, 'handedOut', 'uto'),
    ];
    for (const say of says) {
      const [one, other] = [pickedCopy(), pickedCopy()];
      const parcelNumber = await sent(here, 'uto', one, other);
      const fact = await scanned(one, 'handedIn', 'uto');
      await say(parcelNumber, other);
      await hear(takenBack(fact));
      expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
      expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    }
  });

  test('taken back when another copy of it has gone on: it is too late, and the desk is told', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    const fact = await scanned(one, 'handedIn', 'uto');
    await sentBack(here, other);
    await hear(takenBack(fact));
    expect((await stateOf(here, parcelNumber))[0]).toBe('arrived');
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref arrivalUndone tooLate']);
  });

  test('of a parcel that was given up: taken back, it is too late', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    await here.activities.declareParcelLost({ parcelNumber, at: here.shipping.now() });
    const fact = await scanned(copy, 'handedIn', 'uto');
    await hear(takenBack(fact));
    expect((await stateOf(here, parcelNumber))[0]).toBe('arrived');
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref arrivalUndone tooLate']);
  });

  test('a parcel that had only been taken for arrived is as before', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'amakusa-kawaura', copy);
    await here.activities.assumeArrival({ parcelNumber, at: here.itIs('2026-11-26 00:00') });
    const fact = await scanned(copy, 'handedIn', 'amakusa-kawaura');
    await hear(takenBack(fact));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived']);
    expect(await stepsOf(here, copy)).toEqual([...onItsWay, 'arrived']);
  });
});

describe('a hand-out that is taken back', () => {
  test('leaves its copy on the hold shelf: the parcel is there, until somebody says that it is not', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    const handedOut = await scanned(one, 'handedOut', 'uto');
    await hear(takenBack(handedOut));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
    await hear(takenBack(await scanned(other, 'handedIn', 'uto')));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
    const back = await takeBackArrival(here.shipping, { ...here.scan('uto'), parcelNumber });
    expect(allowed(back).state).toBe('dispatched');
  });
});

describe('a copy was scanned at home by mistake', () => {
  test('while its parcel was in the mail: taken back, the parcel is on its way again', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    const home = await scanned(copy, 'home', 'pref');
    expect(await stateOf(here, parcelNumber)).toEqual(['opened', 'home']);
    await hear(takenBack(home));
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
    allowed(await receive(parcelNumber, 'uto'));
    expect((await stepsOf(here, copy)).at(-1)).toBe('arrived');
  });

  test('out of a parcel home: taken back, it is in it, to be processed', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, one, other);
    const facts = [await scanned(one, 'home', 'pref'), await scanned(other, 'home', 'pref')];
    expect((await stateOf(here, parcelNumber))[0]).toBe('opened');
    await hear(takenBack(facts[0] ?? scannedElsewhere(one, 'home', here.shipping.now())));
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'inside', 'home']);
  });

  test('out of a parcel home, and packed again since: taken back, it is in its new parcel alone, and nothing says that the former one has come', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const former = await sentBack(here, one, other);
    const home = await scanned(one, 'home', 'pref');
    here.passes('PT1H');
    const parcelNumber = await sentAnew(one);
    await hear(takenBack(home));
    expect(await stateOf(here, former)).toEqual(['dispatched', 'elsewhere', 'inside']);
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
  });

  test('out of a parcel in the mail, and packed again since: taken back, nobody waits for its former parcel', async () => {
    const copy = pickedCopy();
    const former = await sent(here, 'uto', copy);
    const home = await scanned(copy, 'home', 'pref');
    here.passes('PT1H');
    const parcelNumber = await sentAnew(copy);
    await hear(takenBack(home));
    expect(await stateOf(here, former)).toEqual(['arrived', 'elsewhere']);
    expect(await stateOf(here, parcelNumber)).toEqual(['dispatched', 'inside']);
  });

  test('out of a lost parcel, and packed again since: taken back, it is not lost a second time', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const former = await sent(here, 'uto', one, other);
    await here.activities.declareParcelLost({ parcelNumber: former, at: here.shipping.now() });
    const home = await scanned(one, 'home', 'pref');
    here.passes('PT1H');
    await sentAnew(one);
    await hear(takenBack(home));
    expect(await stateOf(here, former)).toEqual(['lost', 'elsewhere', 'lost']);
    expect(await toldOf(here, 'shipping.copy.lost', one)).toHaveLength(1);
  });
});

describe('a copy at home, heard of after its branch told late that it had packed it before', () => {
  /** A box that its branch has begun, and whose scan is told only once the copy has gone another way. */
  async function boxToldLate() {
    const wanted = { direction: 'return', library: 'uto' } as const;
    const opened = await openParcel(here.shipping, { ...here.scan('uto'), ...wanted });
    const { parcelNumber } = allowed(opened);
    const withoutLine = { ...here.scan('uto'), occurredAt: here.passes('PT1H') };
    here.passes('PT1H');
    const told = async ({ barcode, holdNumber: _, allocatedAt: __, ...packed }: Allocation) =>
      allowed(await packCopy(here.shipping, { ...withoutLine, parcelNumber, barcode, copy: packed }));
    return { parcelNumber, told };
  }

  test('each of its parcels knows', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const box = await boxToldLate();
    const outward = await sent(here, 'uto', copy, other);
    const home = scannedElsewhere(copy, 'home', here.passes('PT1H'));
    await here.activities.assumeArrival({ parcelNumber: outward, at: here.itIs('2026-11-26 00:00') });
    await sentBack(here, copy);
    here.passes('PT1H');
    await box.told(copy);
    await hear(home);
    expect(await stateOf(here, outward)).toEqual(['arrived', 'home', 'arrived']);
    expect(await parcelFaults(here.shipping.db)).toEqual([]);
  });

  test('each of two that are in the mail tells that it is there', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const box = await boxToldLate();
    const former = await sentBack(here, copy, other);
    const home = scannedElsewhere(copy, 'home', here.passes('PT1H'));
    here.passes('PT1H');
    await sentBack(here, copy);
    await box.told(copy);
    const { parcelNumber } = box;
    allowed(await dispatchParcel(here.shipping, { ...here.scan('uto'), parcelNumber, mode: 'yuMail' }));
    const told = async () =>
      (await here.told('shipping.parcel.arrived'))
        .map((parcel) => parcel.parcelNumber)
        .filter((number) => number === former || number === parcelNumber)
        .sort();
    expect(await told()).toEqual([]);
    for (const _ of ['once', 'again']) await hear(home);
    expect(await told()).toEqual([former, parcelNumber].sort());
    expect(await parcelFaults(here.shipping.db)).toEqual([]);
  });
});
