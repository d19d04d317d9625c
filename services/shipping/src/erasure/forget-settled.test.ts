import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { inCommon, tablesChanged, tablesWithRowsLeft, tracesIn } from '@toshobin/database/testing';
import { dayOf, calendarDate as on, startOfDay } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { settle } from '@toshobin/tasks';
import { inTransaction } from '../database.ts';
import { listParcels } from '../parcels/list-parcels.ts';
import { lockParcel } from '../parcels/lock-parcel.ts';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import { receiveParcel } from '../parcels/receive-parcel.ts';
import { reportContents } from '../parcels/report-contents.ts';
import { takeBackArrival } from '../parcels/take-back-arrival.ts';
import { copyFactId } from '../parcels/write-copy-fact.ts';
import { postageBetween } from '../postage/postage-between.ts';
import { SHIPPING_IDS } from '../shipping-ids.ts';
import {
  allowed,
  hearStanding,
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  sentBack,
  standingOf,
  stateOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

const scanned = (copy: Allocation, kind: 'handedOut' | 'handedIn' | 'home', place = 'uto') =>
  noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, kind, here.shipping.now(), place) });
const isSettled = (copy: Allocation) =>
  hearStanding(
    here,
    standingOf(copy, {
      stage: 'over',
      ended: 'returned',
      settled: { how: 'returned', byDesk: false, on: dayOf(here.shipping.now()) },
    }),
  );
async function night(): Promise<number> {
  here.passes('P1D');
  return here.activities.forgetSettled({ before: startOfDay(dayOf(here.shipping.now())) });
}
/** What this service keeps, beside the events that may still be sent again for two weeks. */
const kept = async () => {
  const traces = await tracesIn((sql) => here.shipping.db.$queryRawUnsafe(sql));
  return traces.filter(({ where }) => where !== 'outbox');
};
/** The words that tell of a reservation without its name. */
const namesOf = ({ reservationId, allocation, copyId, barcode }: Allocation) => [
  reservationId,
  barcode,
  `"copy_id": ${copyId},`,
  `"allocation": ${allocation},`,
];

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** The steps that are told of a copy, and taken back. */
const STEPS = ['packed', 'shipped', 'arrived', 'sentBack', 'no longer arrived'];

/** The copies travel in one parcel, are lent and handed in, and come home in one. Answers the parcels. */
async function borrowedTogether(...copies: Allocation[]): Promise<string[]> {
  const out = await sent(here, 'uto', ...copies);
  here.passes('PT7M');
  allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber: out }));
  for (const copy of copies) await scanned(copy, 'handedOut');
  here.passes('PT7M');
  for (const copy of copies) await scanned(copy, 'handedIn');
  const back = await sentBack(here, ...copies);
  here.passes('PT7M');
  for (const copy of copies) await scanned(copy, 'home', 'pref');
  for (const copy of copies) await isSettled(copy);
  return [out, back];
}

test('two books of one person have parcels and moments in common until the night, and nothing afterwards', async () => {
  const [kokoro, sanshiro] = [pickedCopy(), pickedCopy()];
  const parcels = await borrowedTogether(kokoro, sanshiro);
  const stood = await Promise.all(parcels.map((number) => stateOf(here, number)));
  expect(inCommon(await kept(), namesOf(kokoro), namesOf(sanshiro))).not.toEqual([]);
  expect(await night()).toBe(2);
  expect(inCommon(await kept(), namesOf(kokoro), namesOf(sanshiro))).toEqual([]);
  const states = await Promise.all(parcels.map((number) => stateOf(here, number)));
  expect(states).toEqual(stood.map(([state]) => [state]));
  expect(await night()).toBe(0);
});

test('what the night takes away does not lie in the pages of its tables in the morning', async () => {
  await borrowedTogether(pickedCopy(), pickedCopy());
  const before = await kept();
  expect(await night()).toBe(2);
  expect(await night()).toBe(0);
  const changed = tablesChanged(before, await kept());
  expect(changed).toEqual(expect.arrayContaining(['packing_row', 'parcel_event', 'parcel_line', 'scan']));
  const ask = (sql: string) => here.shipping.db.$queryRawUnsafe<{ text: string }[]>(sql);
  expect(await tablesWithRowsLeft(ask, changed)).toEqual([]);
});

test('one that cannot be forgotten is named at the end, and keeps none of the others', async () => {
  const [stuck, other] = [pickedCopy(), pickedCopy()];
  await borrowedTogether(stuck, other);
  await here.shipping.db.$executeRawUnsafe(
    `ALTER TABLE packing_row ADD CONSTRAINT broken
     CHECK (settled_on IS NOT NULL OR reservation_id <> '${stuck.reservationId}') NOT VALID`,
  );
  expect(await night()).toBe(1);
  await expect(night()).rejects.toMatchObject({
    details: [{ done: 0, failed: [expect.stringContaining(`${stuck.reservationId}: PrismaClient`)] }],
  });
  await here.shipping.db.$executeRaw`ALTER TABLE packing_row DROP CONSTRAINT broken`;
  expect(await night()).toBe(1);
});

test('the ids of what was told of a copy can be made of no id that is left, and none that is left of theirs', async () => {
  const [kokoro, sanshiro, mon, sorekara, higan] = [
    pickedCopy(),
    pickedCopy(),
    pickedCopy(),
    pickedCopy(),
    pickedCopy(),
  ];
  const copies = [kokoro, sanshiro, mon, sorekara, higan];
  const parcels = await borrowedTogether(kokoro, sanshiro);
  const assumed = await sent(here, 'uto', mon);
  await here.activities.assumeArrival({ parcelNumber: assumed, at: here.shipping.now() });
  // The hand-in that alone says that the parcel has arrived is taken back, too late for the parcel to go back.
  const seen = await sent(here, 'uto', sorekara, higan);
  const handedIn = scannedElsewhere(sorekara, 'handedIn', here.shipping.now(), 'uto');
  await noteCopyScanned(here.shipping, { fact: handedIn });
  const back = await sentBack(here, higan);
  const undone = { ...handedIn, factId: randomUUID(), voids: handedIn.factId };
  await noteCopyScanned(here.shipping, { fact: undone });
  for (const copy of copies) await isSettled(copy);

  const told = (await here.told('shipping.copy.moved')).map(({ fact }) => fact.factId);
  const facts = new Set([...told, handedIn.factId, undone.factId]);
  const numbers = [...parcels, assumed, seen, back];
  const links = async () => {
    const left = (await kept()).flatMap(({ text }) => text.match(UUID) ?? []);
    const known = [...left, ...numbers.map((number) => derivedId(SHIPPING_IDS, `assumed arrival ${number}`))];
    const ofKnown = known.flatMap((id) =>
      copies.flatMap(({ copyId }) => STEPS.map((step) => copyFactId(id, step, BigInt(copyId)))),
    );
    const ofFacts = [...facts].flatMap((id) =>
      numbers.flatMap((number) => {
        const said = derivedId(id, `said of ${number}`);
        return [said, derivedId(said, `received ${number} `)];
      }),
    );
    return [...ofKnown.filter((id) => facts.has(id)), ...ofFacts.filter((id) => left.includes(id))];
  };
  expect(await links()).not.toEqual([]);
  await night();
  expect(await links()).toEqual([]);
});

test('what parcels cost, how many copies went in them and on which day stays as it was', async () => {
  here.itIs('2027-02-01 10:00');
  const [kokoro, waits] = [pickedCopy(), pickedCopy()];
  const both = await sent(here, 'uto', pickedCopy(), waits);
  const [out] = await borrowedTogether(kokoro);
  const days = { from: on('2027-02-01'), until: on('2027-02-03') };
  const before = allowed(await postageBetween(here.shipping, days));
  expect(before.rows).toMatchObject([{ library: 'uto', parcels: 3, copies: 4 }]);
  await night();
  expect(allowed(await postageBetween(here.shipping, days))).toEqual(before);
  const parcels = await listParcels(here.shipping, { library: 'uto' });
  const known = (number: string | undefined) => parcels.find(({ parcelNumber }) => parcelNumber === number);
  expect(known(out)).toMatchObject({ lines: [], forgottenCopies: 1, plannedDispatchDay: '2027-02-01' });
  expect(known(both)).toMatchObject({ lines: [{}, {}], forgottenCopies: 0 });
});

test('a task about a copy in a parcel, settled after the night that forgot the copy, goes in the next', async () => {
  const [kokoro, sanshiro] = [pickedCopy(), pickedCopy()];
  await borrowedTogether(kokoro, sanshiro);
  const parcelNumber = await sent(here, 'uto', pickedCopy());
  const extra = [kokoro.barcode, sanshiro.barcode];
  const report = { ...here.scan('uto'), parcelNumber, missing: [], extra };
  allowed(await reportContents(here.shipping, report));
  const about = { barcode: { in: extra } };
  const open = await here.shipping.db.task.findMany({ where: about });
  expect(open).toHaveLength(2);
  expect(await night()).toBe(2);
  for (const { id } of open)
    allowed(
      await settle(here.shipping.db, { taskId: id, at: here.shipping.now(), by: { account: 'kanri' } }),
    );
  expect(await night()).toBe(0);
  expect(await here.shipping.db.task.count({ where: about })).toBe(0);
});

test('what was settled today, or is still out, keeps its parcel: a scan can be taken back', async () => {
  const [settled, out] = [pickedCopy(), pickedCopy()];
  const parcelNumber = await sent(here, 'uto', settled, out);
  for (const copy of [settled, out]) await scanned(copy, 'handedOut');
  await scanned(settled, 'handedIn');
  await isSettled(settled);
  const today = startOfDay(dayOf(here.shipping.now()));
  expect(await here.activities.forgetSettled({ before: today })).toBe(0);
  expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
  await night();
  expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived']);
});

test('a parcel that was there by a forgotten copy alone stays there', async () => {
  const [settled, waits] = [pickedCopy(), pickedCopy()];
  const parcelNumber = await sent(here, 'uto', settled, waits);
  // Nobody scanned the parcel: a hand-out said that it is there.
  await scanned(settled, 'handedOut');
  await isSettled(settled);
  await night();
  await scanned(waits, 'handedOut');
  expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived']);
  const parcel = await inTransaction(here.shipping, (tx) => lockParcel(tx, parcelNumber));
  expect(parcel?.standing.state).toBe('arrived');
  const undo = { ...here.scan('uto'), parcelNumber };
  expect(await takeBackArrival(here.shipping, undo)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
});
