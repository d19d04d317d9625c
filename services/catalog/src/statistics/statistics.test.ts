import { beforeAll, expect, test } from '@jest/globals';
import { instant, calendarDate as on } from '@toshobin/lending-rules';
import { previewClosure } from '../closures/preview-closure.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { daysBetweenSteps } from './days-between.ts';
import { statisticsBetween } from './statistics-between.ts';

const catalog = catalogOfTests();
let lentBarcode = '';

/** One book lent at the library in 宇土, due on Monday 28 December; one that waits there. */
beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
  catalog.now = instant('2026-12-07T01:00:00Z');
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  lentBarcode = barcode;
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

test('the days of each step are counted by month and pickup library; what nobody scanned is no step', async () => {
  const days = { from: on('2026-12-01'), until: on('2026-12-31') };
  const one = { month: '2026-12', library: 'uto', count: 1 };
  const steps = async () => granted(await daysBetweenSteps(catalog.deps, days)).rows;
  expect(await steps()).toEqual([
    { ...one, step: 'fetch', days: 0, longest: 0 },
    { ...one, step: 'queue', days: 0, longest: 0 },
    { ...one, step: 'ship', days: 0, longest: 0 },
  ]);
  // The parcel was read at the library two days after it had left, and the book was fetched a day later.
  catalog.now = instant('2026-12-09T01:00:00Z');
  await catalog.move(lentBarcode, 'arrived');
  expect(await steps()).toEqual(
    expect.arrayContaining([
      { ...one, step: 'transit', days: 2, longest: 2 },
      { ...one, step: 'shelf', days: 1, longest: 1 },
    ]),
  );
  expect(await daysBetweenSteps(catalog.deps, { from: days.until, until: days.from })).toMatchObject({
    ok: false,
  });
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
