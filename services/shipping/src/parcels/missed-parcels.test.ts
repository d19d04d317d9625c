import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTasksOf, settle } from '@toshobin/tasks';
import {
  allowed,
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
import { giveUpParcel } from './give-up-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { receiveParcel } from './receive-parcel.ts';
import { reportContents } from './report-contents.ts';
import { returnByPost } from './return-by-post.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00'); // Tuesday after a holiday: a dispatch day
});
afterAll(() => here.stop());

describe('a parcel that should have arrived (R7)', () => {
  const ask = (parcelNumber: string, whom: 'pickupLibrary' | 'prefecturalDesk') =>
    here.activities.askAboutParcel({ parcelNumber, ask: whom, at: here.shipping.now() });
  const lose = (parcelNumber: string) =>
    here.activities.declareParcelLost({ parcelNumber, at: here.shipping.now() });

  test('is work of the library, then of the desk; its reservations are told with the first question', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    here.itIs('2026-11-29 23:59');
    await Promise.all([ask(parcelNumber, 'pickupLibrary'), ask(parcelNumber, 'pickupLibrary')]);
    expect(await tasksAbout(here, parcelNumber)).toEqual(['uto findParcel notArrived']);
    here.itIs('2026-12-03 23:59');
    expect(await ask(parcelNumber, 'prefecturalDesk')).toEqual({ state: 'dispatched' });
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref findParcel notArrived']);
    for (const copy of [one, other]) {
      expect(await toldOf(here, 'shipping.copy.delayed', copy)).toMatchObject([
        { reservationId: copy.reservationId, parcelNumber, why: 'notArrived' },
      ]);
    }
  });

  test('is not asked about again when staff have settled the task, and the parcel says who was asked', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    await ask(parcelNumber, 'pickupLibrary');
    const [task] = (await openTasksOf(here.shipping.db, 'uto')).filter(
      ({ subject }) => subject.parcelNumber === parcelNumber,
    );
    const done = { at: here.shipping.now(), by: { account: 'desk' } };
    const taskId = task?.taskId ?? randomUUID();
    for (const _ of [1, 2]) allowed(await settle(here.shipping.db, { taskId, ...done }));
    await ask(parcelNumber, 'pickupLibrary');
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    const unknown = await settle(here.shipping.db, { taskId: randomUUID(), ...done });
    expect(unknown).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });

  test('that a restore has lost is nothing that its process waits for, or asks about for ever', async () => {
    const parcelNumber = '900000099991';
    const { activities } = here;
    const over = { state: 'discarded' };
    expect(await activities.parcelState({ parcelNumber })).toEqual(over);
    expect(await activities.assumeArrival({ parcelNumber, at: here.shipping.now() })).toEqual(over);
    expect(await ask(parcelNumber, 'pickupLibrary')).toEqual(over);
    expect(await lose(parcelNumber)).toEqual(over);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test('is told again as it left, and is not lost before the desk was asked, however long nobody watched it', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    const left = (await here.told('shipping.parcel.dispatched')).find(
      (parcel) => parcel.parcelNumber === parcelNumber,
    );
    const underWay = async () =>
      (await here.activities.parcelsUnderWay({ after: null })).find(
        (parcel) => parcel.parcelNumber === parcelNumber,
      );
    expect(left).toBeDefined();
    expect(await underWay()).toEqual(left);
    here.itIs('2027-01-20 03:00');
    const late = await underWay();
    expect(late).toEqual({ ...left, lostAt: late?.lostAt });
    expect(Date.parse(late?.lostAt ?? '')).toBeGreaterThan(Date.parse('2027-01-25T00:00:00Z'));
    await ask(parcelNumber, 'prefecturalDesk');
    expect(await underWay()).toEqual(left);
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(await underWay()).toBeUndefined();
  });

  test('is no work any more when it arrives', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    await ask(parcelNumber, 'prefecturalDesk');
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
    expect(await ask(parcelNumber, 'pickupLibrary')).toEqual({ state: 'arrived' });
  });

  test('on the way home is asked about too, and nobody is told of a delay', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sentBack(here, copy);
    await ask(parcelNumber, 'pickupLibrary');
    expect(await tasksAbout(here, parcelNumber)).toEqual(['uto findParcel notArrived']);
    expect(await toldOf(here, 'shipping.copy.delayed', copy)).toEqual([]);
  });

  test('is lost once, with every copy in it, and claimed from the post', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, other);
    await ask(parcelNumber, 'prefecturalDesk');
    const answers = await Promise.all([lose(parcelNumber), lose(parcelNumber)]);
    expect(answers).toEqual([{ state: 'lost' }, { state: 'lost' }]);
    expect(await tasksAbout(here, parcelNumber)).toEqual(['pref parcelLost notArrived']);
    for (const copy of [one, other]) {
      const { reservationId, allocation, copyId } = copy;
      const lost = { reservationId, allocation, copyId, parcelNumber, direction: 'outward' };
      expect(await toldOf(here, 'shipping.copy.lost', copy)).toEqual([{ ...lost, at: here.shipping.now() }]);
    }
    expect(await stateOf(here, parcelNumber)).toEqual(['lost', 'lost', 'lost']);
  });

  test('on the way home may be lost with a copy of nobody’s reservation', async () => {
    const [one, nobodys] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, one, nobodys);
    await lose(parcelNumber);
    expect(await toldOf(here, 'shipping.copy.lost', nobodys)).toMatchObject([
      { reservationId: null, allocation: null, direction: 'return' },
    ]);
  });

  test('that has arrived is not lost', async () => {
    const parcelNumber = await sent(here, 'uto', pickedCopy());
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(await lose(parcelNumber)).toEqual({ state: 'arrived' });
  });

  test('that is scanned after it was lost has arrived after all, but for a copy packed anew meanwhile', async () => {
    const [one, seenElsewhere] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', one, seenElsewhere);
    await lose(parcelNumber);
    const next = { ...seenElsewhere, reservationId: pickedCopy().reservationId, allocation: 900_001 };
    await packed(here, 'ozu', next);
    const found = allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
    expect(found.state).toBe('arrived');
    expect(await stepsOf(here, one)).toEqual(['packed', 'shipped', 'arrived']);
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'elsewhere']);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test.each([
    ['handed out', 'handedOut', 'arrived'],
    ['at home', 'home', 'lost'],
  ] as const)('whose copy is %s after it was lost: the copy is found', async (_, kind, state) => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', copy, other);
    await lose(parcelNumber);
    const at = here.itIs('2026-12-20 10:00');
    const fact = scannedElsewhere(copy, kind, at, kind === 'home' ? 'pref' : 'uto');
    await noteCopyScanned(here.shipping, { fact });
    expect((await stateOf(here, parcelNumber))[0]).toBe(state);
  });

  test('whose copy is packed anew, and whose hand-out from before is heard late, twice: it was there, and the copy left it', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    await lose(parcelNumber);
    const fact = scannedElsewhere(copy, 'handedOut', here.itIs('2026-12-20 10:00'), 'uto');
    here.itIs('2026-12-21 10:00');
    await sentBack(here, copy);
    for (const _ of [1, 2]) {
      await noteCopyScanned(here.shipping, { fact });
      expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'elsewhere']);
    }
  });

  test('on the way home and lost is there when one of its copies is', async () => {
    const [one, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sentBack(here, one, other);
    await lose(parcelNumber);
    for (const [copy, state] of [
      [one, 'arrived'],
      [other, 'opened'],
    ] as const) {
      const at = here.itIs('2026-12-20 10:00');
      await noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, 'home', at) });
      expect((await stateOf(here, parcelNumber))[0]).toBe(state);
    }
  });
});

describe('the desk gives up', () => {
  const giveUp = (parcelNumber: string, more: { barcode?: string; library?: string } = {}) => {
    const { library = 'pref', ...what } = more;
    return giveUpParcel(here.shipping, { ...here.scan(library), parcelNumber, ...what });
  };

  test('a parcel before its time; sent again it is the same, and its claim is done', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'uto', copy);
    await here.activities.askAboutParcel({ parcelNumber, ask: 'prefecturalDesk', at: here.shipping.now() });
    const lost = allowed(await giveUp(parcelNumber));
    expect(lost).toMatchObject({ state: 'lost', lines: [{ arrived: false, missing: false }] });
    expect(allowed(await giveUp(parcelNumber)).state).toBe('lost');
    expect(await toldOf(here, 'shipping.copy.lost', copy)).toHaveLength(1);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });

  test('a parcel whose arrival was only taken for granted: that is taken back', async () => {
    const copy = pickedCopy();
    const parcelNumber = await sent(here, 'amakusa-kawaura', copy);
    await here.activities.assumeArrival({ parcelNumber, at: here.itIs('2026-11-26 00:00') });
    allowed(await giveUp(parcelNumber));
    expect(await stepsOf(here, copy)).toEqual(['packed', 'shipped', 'arrived', 'not arrived']);
    expect(await toldOf(here, 'shipping.copy.lost', copy)).toHaveLength(1);
  });

  test('and the post brings back no parcel that was taken for granted once a copy of it was handed out', async () => {
    const [copy, other] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'amakusa-kawaura', copy, other);
    await here.activities.assumeArrival({ parcelNumber, at: here.itIs('2026-11-26 00:00') });
    const fact = scannedElsewhere(copy, 'handedOut', here.itIs('2026-11-27 10:00'), 'amakusa-kawaura');
    await noteCopyScanned(here.shipping, { fact });
    const scan = { ...here.scan(), parcelNumber };
    for (const answer of [await giveUp(parcelNumber), await returnByPost(here.shipping, scan)])
      expect(answer).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
  });

  test('nothing that has not left, has arrived, or is not the desk’s to give up', async () => {
    const { parcelNumber: open } = await packed(here, 'uto', pickedCopy());
    const copy = pickedCopy();
    const arrived = await sent(here, 'uto', copy);
    expect(await giveUp(arrived, { library: 'uto' })).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber: arrived }));
    for (const [parcelNumber, barcode, code] of [
      ['900000099999', undefined, 'NOT_FOUND'],
      [open, undefined, 'STATE_CHANGED'],
      [arrived, undefined, 'STATE_CHANGED'],
      [arrived, copy.barcode, 'STATE_CHANGED'],
      [arrived, pickedCopy().barcode, 'NOT_FOUND'],
      [arrived, 'not a barcode', 'NOT_FOUND'],
    ] as const) {
      const answer = await giveUp(parcelNumber, barcode === undefined ? {} : { barcode });
      expect(answer).toMatchObject({ refusal: { code } });
    }
  });

  test('one missing copy; the rest of the parcel stays', async () => {
    const [there, missing] = [pickedCopy(), pickedCopy()];
    const parcelNumber = await sent(here, 'uto', there, missing);
    const report = { ...here.scan('uto'), parcelNumber, missing: [missing.barcode], extra: [] };
    allowed(await reportContents(here.shipping, report));
    for (const _ of [1, 2]) {
      const lost = allowed(await giveUp(parcelNumber, { barcode: missing.barcode }));
      expect(lost).toMatchObject({ state: 'arrived', lines: [{ missing: false }, { missing: true }] });
    }
    expect(await toldOf(here, 'shipping.copy.lost', missing)).toHaveLength(1);
    expect(await toldOf(here, 'shipping.copy.lost', there)).toEqual([]);
    expect(await tasksAbout(here, parcelNumber)).toEqual([]);
  });
});
