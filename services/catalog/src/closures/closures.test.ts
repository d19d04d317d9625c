import { beforeEach, describe, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { closuresInTest } from '../testing/closures-in-test.ts';
import { hearClosureEntered, hearClosureTakenBack } from './hear-closure.ts';
import { movedByClosures } from './moved-by-closures.ts';

const catalog = catalogOfTests();
const scene = closuresInTest(catalog);
beforeEach(() => scene.begin());

describe('a due date in a closure', () => {
  test('moves to the next open day, once, is told with its closure, and goes back', async () => {
    const book = await scene.lent();
    // The 3rd of January is a Sunday.
    const storm = scene.closed('2026-12-27', '2027-01-02');
    await hearClosureEntered(catalog.deps, storm);
    const looks = await Promise.all([scene.workOff(), scene.workOff()]);
    expect(looks.map(({ failed }) => failed.size)).toEqual([0, 0]);
    for (const _ of [1, 2]) await scene.enter(storm);
    expect(await scene.dueOf(book)).toBe('2027-01-04');
    expect(await scene.movedOf(book)).toEqual([{ closureId: storm.closureId, reason: '台風' }]);
    expect(await movedByClosures(catalog.deps.db, [storm.closureId])).toEqual([
      { closureId: storm.closureId, moved: 1 },
    ]);
    for (const _ of [1, 2]) await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
    expect(await scene.movedOf(book)).toEqual([]);
    // The closure is heard once more, after it was taken back.
    await scene.enter(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
    expect((await catalog.newsOf(book.reservationId)).slice(-2)).toEqual(['dateMoved', 'dateMoved']);
  });

  test('heard to be taken back before it was entered, it moves nothing', async () => {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2027-01-02');
    await scene.takeBack(storm);
    await scene.enter(storm);
    expect([await scene.dueOf(book), await scene.movedOf(book)]).toEqual(['2026-12-28', []]);
  });

  test('on the mail’s way to its library it moves as well; what the closure does not touch stays', async () => {
    const [travels, here, handedIn] = [await scene.posted(), await scene.lent(), await scene.lent()];
    granted(await catalog.takeBack(handedIn.barcode, { library: 'uto' }));
    for (const elsewhere of [
      scene.closed('2026-12-29', '2026-12-31'),
      scene.closed('2026-12-27', '2026-12-29', 'minamata'),
    ]) {
      await scene.enter(elsewhere);
    }
    expect(await Promise.all([travels, here].map(scene.dueOf))).toEqual(['2026-12-28', '2026-12-28']);
    await scene.enter(scene.closed('2026-12-28', '2026-12-28'));
    expect(await Promise.all([travels, here, handedIn].map(scene.dueOf))).toEqual([
      '2027-01-01',
      '2027-01-01',
      '2026-12-28',
    ]);
  });

  test('stays where it has passed', async () => {
    const book = await scene.lent();
    catalog.now = instant('2026-12-29T01:00:00Z');
    await scene.enter(scene.closed('2026-12-27', '2026-12-31'));
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });

  test('that was written while the closure was being heard is found by the next look', async () => {
    await scene.enter(scene.closed('2026-12-28', '2026-12-28'));
    const book = await scene.posted();
    expect((await scene.workOff()).followed).toBe(1);
    expect(await scene.dueOf(book)).toBe('2026-12-29');
    expect((await scene.workOff()).followed).toBe(0);
  });

  test('set by an extension since, it stays when the closure is taken back', async () => {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    await scene.enter(storm);
    await extendedOn('2026-12-20T01:00:00Z', book, '2027-01-04');
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2027-01-04');
  });
});

/** R8: two weeks from the day it is asked for. */
async function extendedOn(
  day: string,
  { reservationId, allocation }: { reservationId: string; allocation: number },
  due: string,
): Promise<void> {
  catalog.now = instant(day);
  const wish = { reservationId, allocation, askedAt: catalog.now, holderHasOtherOverdue: false };
  expect(granted(await catalog.activities.extendIfNobodyWaits(wish)).date).toBe(due);
}

describe('several closures', () => {
  /** A date that two closures moved, the second of which begins before the day to which the first has moved it. */
  async function movedTwice() {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    const flood = scene.closed('2026-12-29', '2026-12-31');
    await scene.enter(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-30');
    await scene.enter(flood);
    expect(await scene.dueOf(book)).toBe('2027-01-01');
    return { book, storm, flood };
  }

  test('the later one taken back first: each goes back to the date before it', async () => {
    const { book, storm, flood } = await movedTwice();
    await scene.takeBack(flood);
    expect(await scene.dueOf(book)).toBe('2026-12-30');
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });

  test('the earlier one taken back first: the date of the one that stays, then the first of all', async () => {
    const { book, storm, flood } = await movedTwice();
    for (const _ of [1, 2]) {
      await scene.takeBack(storm);
      expect(await scene.dueOf(book)).toBe('2027-01-01');
    }
    await scene.takeBack(flood);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });

  test('both taken back before the next look', async () => {
    const { book, storm, flood } = await movedTwice();
    await hearClosureTakenBack(catalog.deps, { closureId: flood.closureId, at: catalog.now });
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });

  test('three closures, taken back from the middle', async () => {
    const { book, storm, flood } = await movedTwice();
    const snow = scene.closed('2027-01-01', '2027-01-01');
    await scene.enter(snow);
    expect(await scene.dueOf(book)).toBe('2027-01-02');
    await scene.takeBack(flood);
    expect(await scene.dueOf(book)).toBe('2027-01-02');
    await scene.takeBack(snow);
    expect(await scene.dueOf(book)).toBe('2026-12-30');
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });

  test('after an extension they go back to the extended date', async () => {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    await scene.enter(storm);
    await extendedOn('2026-12-17T01:00:00Z', book, '2026-12-31');
    const flood = scene.closed('2026-12-30', '2026-12-31');
    await scene.enter(flood);
    expect(await scene.dueOf(book)).toBe('2027-01-01');
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2027-01-01');
    await scene.takeBack(flood);
    expect(await scene.dueOf(book)).toBe('2026-12-31');
  });

  test('a date that goes back into one that stays moves for that one', async () => {
    const book = await scene.lent();
    const [storm, flood] = [
      scene.closed('2026-12-28', '2026-12-29'),
      scene.closed('2026-12-27', '2026-12-28'),
    ];
    for (const closure of [storm, flood]) await hearClosureEntered(catalog.deps, closure);
    await scene.workOff();
    expect(await scene.movedOf(book)).toMatchObject([{ closureId: flood.closureId }]);
    await scene.takeBack(flood);
    expect([await scene.dueOf(book), await scene.movedOf(book)]).toMatchObject([
      '2026-12-30',
      [{ closureId: storm.closureId }],
    ]);
  });
});

test('a reservation whose date can’t be moved stands in the way of no other, and is a task until it can', async () => {
  const books = [await scene.lent(), await scene.lent(), await scene.lent()];
  const { db } = catalog.deps;
  const [broken] = books.map(({ reservationId }) => reservationId).sort();
  // The row of its copy can't be written.
  await db.$executeRawUnsafe(`CREATE FUNCTION is_broken() RETURNS trigger AS $$ BEGIN
    IF EXISTS (SELECT FROM allocation WHERE number = NEW.allocation AND reservation_id = '${broken}')
      THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql`);
  await db.$executeRaw`CREATE TRIGGER broken BEFORE UPDATE ON loan FOR EACH ROW EXECUTE FUNCTION is_broken()`;
  const tasks = () => db.task.findMany({ where: { kind: 'moveDate', clearedAt: null } });
  await hearClosureEntered(catalog.deps, scene.closed('2026-12-28', '2026-12-28'));
  for (const _ of [1, 2]) expect([...(await scene.workOff()).failed.keys()]).toEqual([broken]);
  expect(await Promise.all(books.map(async (book) => (await scene.dueOf(book)) === '2026-12-29'))).toEqual(
    books.map(({ reservationId }) => reservationId !== broken),
  );
  expect(await tasks()).toMatchObject([{ reservationId: broken, library: 'pref' }]);
  await db.$executeRaw`DROP TRIGGER broken ON loan`;
  expect((await scene.workOff()).failed.size).toBe(0);
  expect(await Promise.all(books.map(scene.dueOf))).toEqual(books.map(() => '2026-12-29'));
  expect(await tasks()).toEqual([]);
  for (const { recordId } of books) expect(await catalog.untrueStandings(recordId)).toEqual([]);
});
