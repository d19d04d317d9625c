import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Allocation, CloudEventSchema } from '@toshobin/contracts';
import { inTransaction } from '../database.ts';
import { hearFacts } from '../facts/hear-facts.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { lockParcel } from '../parcels/lock-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  type TestShipping,
  waitingForLocks,
  withoutCopy,
} from '../testing/open-test-shipping.ts';
import { parcelFaults } from '../testing/parcel-faults.ts';
import { readPackingList } from './read-packing-list.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

/** The catalog tells, here twice, that a copy is its reservation's no more. */
async function withdrawn(copy: Allocation): Promise<void> {
  const standing = withoutCopy(copy, 'waiting');
  const envelope = CloudEventSchema.parse({
    specversion: '1.0',
    id: randomUUID(),
    source: 'catalog',
    type: 'catalog.reservation.changed',
    subject: copy.reservationId,
    time: here.shipping.now(),
    datacontenttype: 'application/json',
    sequence: '1',
    data: { ...standing, news: 'backInTheQueue', answered: false },
  });
  await hearFacts(here.shipping)(envelope);
  await hearFacts(here.shipping)(envelope);
}

test('a copy that was lent to somebody else at the counter leaves the packing list, and the parcel it was in', async () => {
  const [listed, inParcel, stays] = [pickedCopy(), pickedCopy(), pickedCopy()];
  await list(here, listed);
  const { parcelNumber } = await packed(here, 'uto', inParcel, stays);
  await withdrawn(listed);
  await withdrawn(inParcel);
  const rows = await readPackingList(here.shipping);
  expect(rows.map(({ barcode }) => barcode)).not.toContain(listed.barcode);
  const open = await here.shipping.db.parcelLine.findMany({ where: { parcelNumber, state: 'inside' } });
  expect(open.map(({ barcode }) => barcode)).toEqual([stays.barcode]);
});

test('it leaves its parcel also where its row alone had been written before', async () => {
  const [copy, stays] = [pickedCopy(), pickedCopy()];
  const { parcelNumber } = await packed(here, 'uto', copy, stays);
  const { reservationId, epoch, n } = withoutCopy(copy, 'waiting');
  const row = { epoch, n, item: Prisma.DbNull, allocation: null, copyId: null, barcode: null, toPack: false };
  await here.shipping.db.packingRow.update({ where: { reservationId }, data: row });
  await withdrawn(copy);
  const open = await here.shipping.db.parcelLine.findMany({ where: { parcelNumber, state: 'inside' } });
  expect(open.map(({ barcode }) => barcode)).toEqual([stays.barcode]);
});

test('until its parcel is out of other hands, its row says that it is its own as the parcel does', async () => {
  const copy = pickedCopy();
  const { parcelNumber } = await packed(here, 'uto', copy);
  const { reservationId } = copy;
  const [hearing] = await inTransaction(here.shipping, async (tx) => {
    await lockParcel(tx, parcelNumber);
    const hearing = withdrawn(copy);
    await waitingForLocks(here, 1);
    expect(await parcelFaults(here.shipping.db)).toEqual([]);
    const { allocation } = await here.shipping.db.packingRow.findUniqueOrThrow({ where: { reservationId } });
    expect(allocation).toBe(copy.allocation);
    return [hearing] as const;
  });
  await hearing;
  expect(await parcelFaults(here.shipping.db)).toEqual([]);
  expect(await here.shipping.db.parcelLine.count({ where: { parcelNumber, state: 'inside' } })).toBe(0);
});

describe('a copy that was given to another reservation before its withdrawal was heard', () => {
  const givenAnew = (copy: Allocation): Allocation => {
    const { reservationId, allocation } = pickedCopy();
    return { ...copy, reservationId, allocation };
  };
  const waitsFor = async ({ copyId }: Allocation) =>
    (await readPackingList(here.shipping))
      .filter((row) => row.copyId === copyId)
      .map((row) => row.reservationId);

  test('waits for that one alone, also when the older one is listed late', async () => {
    const copy = pickedCopy();
    const anew = givenAnew(copy);
    await list(here, anew);
    const [first, again] = [await list(here, copy), await list(here, copy)];
    expect(again).toEqual(first);
    expect(await waitsFor(copy)).toEqual([anew.reservationId]);
  });

  test('and is taken out of the parcel it was in waits for that one alone', async () => {
    const copy = pickedCopy();
    const anew = givenAnew(copy);
    const { parcelNumber } = await packed(here, 'uto', copy);
    await list(here, anew);
    allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode }));
    expect(await waitsFor(copy)).toEqual([anew.reservationId]);
    const { barcode } = copy;
    const { lines } = allowed(await packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }));
    expect(lines).toMatchObject([{ holdNumber: anew.holdNumber }]);
    await withdrawn(copy);
    expect(await here.shipping.db.parcelLine.count({ where: { parcelNumber, state: 'inside' } })).toBe(1);
  });
});
