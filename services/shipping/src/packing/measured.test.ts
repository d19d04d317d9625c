import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Allocation, CloudEventSchema, topics } from '@toshobin/contracts';
import { hearCatalog } from '../facts/hear-catalog.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import {
  allowed,
  openTestShipping,
  packed,
  pickedCopy,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { readPackingList } from './read-packing-list.ts';

let here: TestShipping;
let sequence = 0;
beforeAll(async () => {
  here = await openTestShipping();
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

const thick = { weightGrams: 2400, thicknessMm: 60 };
const heavy = { ...thick, supplementCount: 2 };

/** The catalog tells that staff have measured a copy. */
async function measured({ copyId }: Allocation, measures = heavy, written = ++sequence): Promise<void> {
  const at = here.shipping.now();
  const envelope = CloudEventSchema.parse({
    specversion: '1.0',
    id: randomUUID(),
    source: 'catalog',
    type: 'catalog.copy.measured',
    subject: copyId,
    time: at,
    datacontenttype: 'application/json',
    sequence: String(written),
    data: { copyId, ...measures, at },
  });
  const place = { topic: topics.catalog, partition: 0, offset: '0', key: copyId };
  await hearCatalog(here.shipping)(envelope, place);
}
const list = (allocation: Allocation) =>
  here.activities.addToPackingList({ allocation, pickupLibrary: 'uto', at: here.shipping.now() });
const listed = async ({ copyId }: Allocation) =>
  (await readPackingList(here.shipping)).find((row) => row.copyId === copyId);

test('a copy that is measured while it waits is packed with what it weighs: the parcel goes by Yu-Pack', async () => {
  const copy = pickedCopy();
  await list(copy);
  const before = await listed(copy);
  await measured(copy);
  expect([before?.weightGrams, await listed(copy)]).toMatchObject([180, thick]);
  const { parcelNumber, mode } = await packed(here, 'uto');
  const scan = { ...here.scan(), parcelNumber, barcode: copy.barcode };
  const parcel = allowed(await packCopy(here.shipping, scan));
  expect(parcel.lines).toMatchObject([heavy]);
  expect([mode, parcel.mode]).toEqual(['yuMail', 'yuPack']);
});

test('a copy that is measured before it is on the list comes onto it with what it weighs', async () => {
  const copy = pickedCopy();
  await measured(copy);
  await list(copy);
  expect(await listed(copy)).toMatchObject(thick);
});

test('of two measurements the later one counts, in whatever order they are heard, and however often', async () => {
  const copy = pickedCopy();
  await list(copy);
  const [first, second] = [++sequence, ++sequence];
  await measured(copy, heavy, second);
  await measured(copy, { ...heavy, weightGrams: 900 }, first);
  await measured(copy, heavy, second);
  expect(await listed(copy)).toMatchObject(thick);
});

test('a measurement that comes as the copy is put on the list is not lost', async () => {
  for (let round = 0; round < 8; round += 1) {
    const copy = pickedCopy();
    await Promise.all([list(copy), measured(copy)]);
    expect(await listed(copy)).toMatchObject(thick);
  }
});

test('a parcel keeps the weight it was packed with; taken out, the copy waits with the new one', async () => {
  const copy = pickedCopy();
  const { parcelNumber, lines } = await packed(here, 'uto', copy);
  await measured(copy);
  const scan = { ...here.scan(), parcelNumber };
  const other = pickedCopy();
  await list(other);
  const parcel = allowed(await packCopy(here.shipping, { ...scan, barcode: other.barcode }));
  expect(parcel.lines[0]).toEqual(lines[0]);
  allowed(await unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode: copy.barcode }));
  expect(await listed(copy)).toMatchObject(thick);
});
