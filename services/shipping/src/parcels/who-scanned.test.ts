import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import {
  allowed,
  factsOf,
  openTestShipping,
  packed,
  pickedCopy,
  sent,
  sentBack,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { assumeArrival } from './assume-arrival.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { parcelsOfCopy } from './parcels-of-copy.ts';
import { receiveParcel } from './receive-parcel.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

/** A scan of somebody's at a library. */
const by = (account: string, library: string) => ({ ...here.scan(library), by: { account, library } });

/** The steps that were told of a copy, and who scanned each. */
async function steps(copy: Allocation): Promise<(string | undefined)[][]> {
  const { scannedBy } = allowed(await parcelsOfCopy(here.shipping, copy));
  const accounts = new Map(scannedBy.map(({ factId, account }) => [factId, account]));
  return (await factsOf(here, copy)).map(({ factId, kind }) => [kind, accounts.get(factId)]);
}

test('each step of a copy in its parcels is known by who scanned it', async () => {
  here.itIs('2026-11-24 10:00');
  const copy = pickedCopy();
  const { parcelNumber } = await packed(here, 'uto', copy, pickedCopy());
  allowed(await dispatchParcel(here.shipping, { ...by('poster', 'pref'), parcelNumber, mode: 'yuMail' }));
  here.itIs('2026-11-27 10:00');
  allowed(await receiveParcel(here.shipping, { ...by('counter', 'uto'), parcelNumber }));
  here.itIs('2026-12-15 10:00');
  await sentBack(here, copy);
  const packer = here.scan().by.account;
  expect(await steps(copy)).toEqual([
    ['packed', packer],
    ['shipped', 'poster'],
    ['arrived', 'counter'],
    ['sentBack', here.scan('uto').by.account],
  ]);
});

test('an arrival that is taken for granted nobody has scanned; the scan that makes it certain is somebody’s', async () => {
  here.itIs('2026-11-24 10:00');
  const copy = pickedCopy();
  const parcelNumber = await sent(here, 'uto', copy);
  here.itIs('2026-11-27 10:00');
  await assumeArrival(here.shipping, { parcelNumber, at: here.itIs('2026-11-27 10:00') });
  const arrivals = async () => (await steps(copy)).filter(([kind]) => kind === 'arrived');
  expect(await arrivals()).toEqual([['arrived', undefined]]);
  allowed(await receiveParcel(here.shipping, { ...by('counter', 'uto'), parcelNumber }));
  expect(await arrivals()).toEqual([
    ['arrived', undefined],
    ['arrived', 'counter'],
  ]);
});
