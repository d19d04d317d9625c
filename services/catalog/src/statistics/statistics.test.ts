import { beforeAll, expect, test } from '@jest/globals';
import { instant, calendarDate as on } from '@toshobin/lending-rules';
import { previewClosure } from '../closures/preview-closure.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { statisticsBetween } from './statistics-between.ts';

const catalog = catalogOfTests();

/** One book lent at the library in 宇土, due on Monday 28 December; one that waits there. */
beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
  catalog.now = instant('2026-12-07T01:00:00Z');
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  const key = { reservationId, allocation: allocation?.allocation ?? 0 };
  await catalog.activities.openLoan({ ...key, startedAt: catalog.now });
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
});

test('reservations and loans are counted by month and pickup library', async () => {
  const days = { from: on('2026-12-01'), until: on('2026-12-31') };
  expect(granted(await statisticsBetween(catalog.deps, days)).rows).toEqual([
    { month: '2026-12', library: 'uto', reservations: 2, loans: 1, fetched: 1, expired: 0, cancelled: 0 },
  ]);
  const before = { from: on('2026-11-01'), until: on('2026-11-30') };
  expect(granted(await statisticsBetween(catalog.deps, before)).rows).toEqual([]);
});

test('a closure is previewed with the dates it would move, and nothing moves', async () => {
  // The 3rd of January is a Sunday.
  const storm = { library: 'uto', from: on('2026-12-27'), until: on('2027-01-02') };
  const moves = [{ kind: 'loan', before: '2026-12-28', after: '2027-01-04', count: 1 }];
  expect(granted(await previewClosure(catalog.deps, storm))).toEqual({ moves, unmoved: 0 });
  expect(granted(await previewClosure(catalog.deps, storm))).toEqual({ moves, unmoved: 0 });
  const early = { library: 'uto', from: on('2026-12-20'), until: on('2026-12-22') };
  expect(granted(await previewClosure(catalog.deps, early))).toEqual({ moves: [], unmoved: 1 });
});
