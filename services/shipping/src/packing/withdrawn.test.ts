import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Allocation, CloudEventSchema } from '@toshobin/contracts';
import { inTransaction } from '../database.ts';
import { hearFacts } from '../facts/hear-facts.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import { keepStanding } from '../standings/keep-standing.ts';
import {
  allowed,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  type TestShipping,
  withoutCopy,
} from '../testing/open-test-shipping.ts';
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

test('it leaves its parcel also where the process ended once the row was written', async () => {
  const [copy, stays] = [pickedCopy(), pickedCopy()];
  const { parcelNumber } = await packed(here, 'uto', copy, stays);
  const standing = withoutCopy(copy, 'waiting');
  await inTransaction(here.shipping, (tx) => keepStanding(tx, standing, here.shipping.now()));
  await withdrawn(copy);
  const open = await here.shipping.db.parcelLine.findMany({ where: { parcelNumber, state: 'inside' } });
  expect(open.map(({ barcode }) => barcode)).toEqual([stays.barcode]);
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
