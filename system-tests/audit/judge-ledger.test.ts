import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { calendarDate, dayOf, endOfDay, startOfDay } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { noteCopyScanned } from '../../services/shipping/src/parcels/note-copy-scanned.ts';
import {
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  type TestShipping,
} from '../../services/shipping/src/testing/open-test-shipping.ts';
import { judgeFacts } from './judge-ledger.ts';

// What the erasure of shipping takes is what the audit does not look for.

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

async function heard(fact: Fact): Promise<Fact> {
  await noteCopyScanned(here.shipping, { fact });
  return fact;
}
/** The erasure, begun by hand or by the night. */
const erase = () => here.activities.forgetSettled({ before: startOfDay(dayOf(here.shipping.now())) });
/** What the audit finds of scans of the copy that the catalog has. */
async function found({ reservationId, copyId }: Allocation, facts: readonly Fact[]) {
  const { db } = here.shipping;
  const known = await db.copyScan.findMany({ select: { factId: true } });
  const packed = await db.parcelLine.findMany({ where: { reservationId } });
  return judgeFacts({
    reservationId,
    scans: facts.map(({ factId, kind, recordedAt }) => ({
      factId,
      kind,
      copyId: BigInt(copyId),
      recordedAt: new Date(recordedAt),
    })),
    copyFacts: [],
    heardFromShipping: new Set(),
    copyScans: new Set(known.map(({ factId }) => factId)),
    packed,
  });
}

test('a return of this morning’s book drop, which counts for yesterday, is kept as long as its parcel is', async () => {
  here.itIs('2026-11-30 09:00');
  const copy = pickedCopy();
  await sent(here, 'uto', copy);
  const scanned = scannedElsewhere(copy, 'handedIn', here.passes('PT1H'), 'uto');
  const handedIn = await heard({ ...scanned, occurredAt: endOfDay(calendarDate('2026-11-29')) });
  for (const passed of ['PT1H', 'P1D'] as const) {
    here.passes(passed);
    await erase();
    expect(await found(copy, [handedIn])).toEqual([]);
    expect(await here.shipping.db.copyScan.count({ where: { factId: handedIn.factId } })).toBe(1);
  }
});

test('a mistake of the day before the copy was packed goes in the night, and nobody misses it', async () => {
  here.itIs('2026-11-30 09:00');
  const copy = pickedCopy();
  const handedOut = await heard(scannedElsewhere(copy, 'handedOut', here.shipping.now()));
  here.passes('P1D');
  await erase();
  await sent(here, 'uto', copy);
  expect(await here.shipping.db.copyScan.count({ where: { factId: handedOut.factId } })).toBe(0);
  expect(await found(copy, [handedOut])).toEqual([]);
});
