import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  allowed,
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  stateOf,
  type TestShipping,
  tasksAbout,
} from '../testing/open-test-shipping.ts';
import { declareParcelLost } from './declare-parcel-lost.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { receiveParcel } from './receive-parcel.ts';
import { takeBackArrival } from './take-back-arrival.ts';

// Parcels of a release that did not write down who had seen them, and which had been given up.
const migration = new URL(
  '../../prisma/migrations/20261126120000_seen_and_lost_before/migration.sql',
  import.meta.url,
);
let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

const receive = (parcelNumber: string) => receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber });

/** The release before wrote neither; this one begins with what the database still tells. */
async function deployed(): Promise<void> {
  const { db } = here.shipping;
  await db.parcel.updateMany({ data: { seenAt: null, lostAt: null } });
  for (const statement of readFileSync(migration, 'utf8').split(/;\n/))
    if (statement.trim() !== '') await db.$executeRawUnsafe(statement);
}

test('a parcel received before the release stays where it is when a later hand-in is taken back', async () => {
  const [one, other] = [pickedCopy(), pickedCopy()];
  const parcelNumber = await sent(here, 'uto', one, other);
  here.passes('P1D');
  allowed(await receive(parcelNumber));
  await deployed();
  const handIn = scannedElsewhere(one, 'handedIn', here.passes('PT1H'), 'uto');
  await noteCopyScanned(here.shipping, { fact: handIn });
  const at = here.passes('PT5S');
  const undo = { ...handIn, factId: randomUUID(), voids: handIn.factId, occurredAt: at, recordedAt: at };
  await noteCopyScanned(here.shipping, { fact: undo });
  expect(await stateOf(here, parcelNumber)).toEqual(['arrived', 'arrived', 'arrived']);
  expect(await tasksAbout(here, parcelNumber)).toEqual([]);
});

test('the arrival of a parcel that was given up before the release is not taken back after it', async () => {
  const parcelNumber = await sent(here, 'uto', pickedCopy());
  await declareParcelLost(here.shipping, { parcelNumber, at: here.passes('P20D') });
  await deployed();
  const { lostAt } = await here.shipping.db.parcel.findUniqueOrThrow({ where: { number: parcelNumber } });
  expect(lostAt).toEqual(new Date(here.shipping.now()));
  here.passes('P1D');
  allowed(await receive(parcelNumber));
  await deployed();
  const back = await takeBackArrival(here.shipping, { ...here.scan('uto'), parcelNumber });
  expect(back.ok).toBe(false);
});

test('a parcel that is on its way, or only taken for arrived, was seen by nobody', async () => {
  const parcelNumber = await sent(here, 'uto', pickedCopy());
  await deployed();
  const parcel = await here.shipping.db.parcel.findUniqueOrThrow({ where: { number: parcelNumber } });
  expect(parcel).toMatchObject({ seenAt: null, lostAt: null });
});
