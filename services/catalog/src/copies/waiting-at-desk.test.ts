import { expect, test } from '@jest/globals';
import { calendarDate } from '@toshobin/lending-rules';
import { leaveQueue } from '../queue/leave-queue.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { copiesToReturn } from './copies-to-return.ts';
import { heldCopies } from './held-copies.ts';
import { pickList } from './pick-list.ts';
import { waitingAtDesk } from './waiting-at-desk.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

async function reserved(pickupLibrary: string) {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId } = await catalog.reserve(recordId, pickupLibrary);
  return { reservationId, barcode: barcodes[0] ?? '' };
}

test('what waits in the house is counted as its lists have it', async () => {
  for (const library of ['uto', 'uto', 'kikuyo']) await reserved(library);
  const [held, cancelled] = [await reserved('pref'), await reserved('pref')];
  for (const { barcode } of [held, cancelled]) granted(await catalog.pick(barcode));
  await leaveQueue(catalog.deps, { reservationId: cancelled.reservationId, by: 'patron', at: catalog.now });
  const { db } = catalog.deps;
  const waiting = await waitingAtDesk(db, { until: calendarDate('2026-12-08') });
  const [toFetch, onShelf, down] = await Promise.all([
    pickList(db),
    heldCopies(db, 'pref'),
    copiesToReturn(db, 'pref'),
  ]);
  const ofUto = toFetch.filter(({ pickupLibrary }) => pickupLibrary === 'uto');
  expect(waiting.toFetch.find(({ pickupLibrary }) => pickupLibrary === 'uto')).toEqual({
    ...{ pickupLibrary: 'uto', copies: ofUto.length },
    since: ofUto.map(({ allocatedAt }) => allocatedAt).sort()[0],
  });
  expect(waiting.toFetch.reduce((sum, { copies }) => sum + copies, 0)).toBe(toFetch.length);
  expect(waiting.held).toEqual({
    copies: onShelf.length,
    since: onShelf.map(({ since }) => since).sort()[0],
    ending: 0,
  });
  expect(waiting.down).toBe(down.length);
  expect([ofUto.length, onShelf.length, down.length]).toEqual([2, 1, 1]);
});
