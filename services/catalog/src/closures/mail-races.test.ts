import { beforeEach, expect, test } from '@jest/globals';
import { plusDuration } from '@toshobin/lending-rules';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { closuresInTest, on } from '../testing/closures-in-test.ts';
import { overtaken } from '../testing/overtaken.ts';
import { followClosures } from './follow-closures.ts';
import { hearClosureTakenBack } from './hear-closure.ts';

// A mail that names a date is heard while something else is done to its copy, both at once on the real database.
const catalog = catalogOfTests();
const scene = closuresInTest(catalog);
beforeEach(() => scene.begin());

test('two copies are swapped while the mail that begins a hold is heard: it begins, of the copy that stands there', async () => {
  const { recordId } = await catalog.shelve(2);
  const [mine, other] = [await catalog.reserve(recordId), await catalog.reserve(recordId)];
  for (const { allocation } of [mine, other]) granted(await catalog.pick(allocation?.barcode ?? ''));
  const { barcode = '', allocation = 0 } = mine.allocation ?? {};
  const book = { reservationId: mine.reservationId, allocation };
  const [, given] = await overtaken(
    catalog,
    'allocation',
    () => scene.mailed(book, 'readyAtPrefectural', { holdUntil: on('2026-12-14') }),
    () => catalog.handedOver(barcode, [other.reservationId]),
  );
  granted(given);
  expect((await scene.stateOf(book))?.copy?.allocation).toBeGreaterThan(allocation);
  expect(await scene.holdOf(book)).toBe('2026-12-14');
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
});

test('the mail of a closure is heard while the closure, taken back, gives back the date before: what it named stays', async () => {
  const book = await scene.lent();
  const storm = scene.closed('2026-12-27', '2026-12-29');
  await scene.enter(storm);
  await hearClosureTakenBack(catalog.deps, { closureId: storm.closureId, at: catalog.now });
  await overtaken(
    catalog,
    'loan',
    () => followClosures(catalog.deps, book.reservationId),
    () => scene.told(book, storm, { due: on('2026-12-30') }),
  );
  expect(await scene.dueOf(book)).toBe('2026-12-30');
  expect(await catalog.untrueStandings(book.recordId)).toEqual([]);
});

test('a loan is closed while a mail of both its dates is heard: neither waits for the other for ever', async () => {
  const book = await scene.held();
  granted(await catalog.handOut(book.barcode, [book.reservationId]));
  const { reservationId } = book;
  const later = plusDuration(catalog.now, 'P90D');
  const [, ended] = await overtaken(
    catalog,
    'allocation',
    () => scene.mailed(book, 'datesMoved', { due: on('2027-01-04'), holdUntil: on('2026-12-16') }),
    () => catalog.activities.closeReservation({ reservationId, outcome: 'longOverdue', at: later }),
  );
  expect(ended).toEqual({ closed: true });
  expect((await catalog.activities.positionOf(book)).entry).toBe('closed');
  expect(await catalog.untrueStandings(book.recordId)).toEqual([]);
});
