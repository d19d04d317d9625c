import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { closuresInTest, on } from '../testing/closures-in-test.ts';

const catalog = catalogOfTests();
const scene = closuresInTest(catalog);
beforeEach(() => scene.begin());
type Held = Awaited<ReturnType<typeof scene.held>>;

describe('a date that was told (R6)', () => {
  test('by the mail of the closure is never lowered', async () => {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    await scene.enter(storm);
    await scene.told(book, storm, { due: on('2026-12-30') });
    await scene.takeBack(storm);
    expect([await scene.dueOf(book), await scene.movedOf(book)]).toEqual(['2026-12-30', []]);
  });

  test('by any mail since that named it, as little', async () => {
    const book = await scene.posted();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    await scene.enter(storm);
    await scene.mailed(book, 'readyAtMunicipal', { due: on('2026-12-30') });
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-30');
  });

  test('which is heard when the closure was taken back already, is in force again', async () => {
    const book = await scene.lent();
    const storm = scene.closed('2026-12-27', '2026-12-29');
    await scene.enter(storm);
    await scene.takeBack(storm);
    expect(await scene.dueOf(book)).toBe('2026-12-28');
    for (const _ of [1, 2]) await scene.told(book, storm, { due: on('2026-12-30') });
    expect(await scene.dueOf(book)).toBe('2026-12-30');
  });

  test('whatever comes first after a restore: the mail, the closure, or that it was taken back', async () => {
    const orders = [
      ['enter', 'tell', 'takeBack'],
      ['tell', 'takeBack', 'enter'],
      ['takeBack', 'enter', 'tell'],
    ] as const;
    for (const order of orders) {
      const book = await scene.lent();
      const storm = scene.closed('2026-12-27', '2026-12-29');
      const steps = {
        enter: () => scene.enter(storm),
        tell: () => scene.told(book, storm, { due: on('2026-12-30') }),
        takeBack: () => scene.takeBack(storm),
      };
      for (const step of order) await steps[step]();
      expect([order, await scene.dueOf(book)]).toEqual([order, '2026-12-30']);
    }
  });
});

describe('the end of a hold at the prefectural library', () => {
  test('moves with a row of its own, and goes back, never before its mail', async () => {
    const book = await scene.held();
    expect(await scene.holdOf(book)).toBe('2026-12-14');
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    expect(await scene.holdOf(book)).toBe('2026-12-16');
    expect(await scene.movedOf(book)).toEqual([{ closureId: storm.closureId, reason: '台風' }]);
    await scene.takeBack(storm);
    expect(await scene.holdOf(book)).toBe('2026-12-14');
  });

  test('stays as it was told, also when the closure is taken back', async () => {
    const book = await scene.held();
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    await scene.told(book, storm, { holdUntil: on('2026-12-16') });
    await scene.takeBack(storm);
    expect(await scene.holdOf(book)).toBe('2026-12-16');
  });

  test('that a mail names in the closure is moved by the next look', async () => {
    await scene.enter(scene.closed('2026-12-14', '2026-12-15', 'pref'));
    const book = await scene.held();
    await scene.workOff();
    expect(await scene.holdOf(book)).toBe('2026-12-16');
  });

  test('of one whose mail came back has not begun, and is not moved', async () => {
    const book = await scene.held();
    const { reservationId } = book;
    await catalog.mailFailed(reservationId, 'readyAtPrefectural', String(book.allocation));
    await scene.enter(scene.closed('2026-12-14', '2026-12-15', 'pref'));
    expect([await scene.holdOf(book), await scene.movedOf(book)]).toEqual([undefined, []]);
  });

  test('goes on when a later mail began it, though it is heard only then that the first came back', async () => {
    const book = await scene.held();
    const [bounced, again] = [catalog.nextMail(), catalog.nextMail()];
    const bounce = () =>
      catalog.mailFailed(book.reservationId, 'readyAtPrefectural', String(book.allocation), bounced);
    const mail = () => scene.mailed(book, 'readyAtPrefectural', { holdUntil: on('2026-12-16') }, '', again);
    await mail();
    await bounce();
    expect(await scene.holdOf(book)).toBe('2026-12-16');
    // The second mail bounces, and is told once more.
    await catalog.mailFailed(book.reservationId, 'readyAtPrefectural', String(book.allocation));
    await mail();
    expect(await scene.holdOf(book)).toBeUndefined();
  });

  test('goes on with the other copy when two are swapped, and so does what a closure did to it', async () => {
    const book = await scene.held();
    const other = await catalog.reserve(book.recordId);
    granted(await catalog.pick(other.allocation?.barcode ?? ''));
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    // The other patron walks out with the first one's copy.
    granted(await catalog.handedOver(book.barcode, [other.reservationId]));
    expect((await scene.stateOf(book))?.copy).toMatchObject({
      journey: book.allocation,
      holdUntil: { date: '2026-12-16' },
      moved: [{ closureId: storm.closureId }],
    });
    await scene.takeBack(storm);
    expect(await scene.holdOf(book)).toBe('2026-12-14');
  });
});

describe.each([
  ['handed out', (book: Held) => catalog.handOut(book.barcode, [book.reservationId])],
  ['lent to another', (book: Held) => catalog.lend(book.barcode, randomUUID(), { overrideReason: '急ぎ' })],
  ['given to the wrong person', (book: Held) => catalog.handedOver(book.barcode, [])],
])('a hold ends as if its copy had not been %s, which is taken back', (_, handOver) => {
  test('after a closure was entered, and the day has passed on which it was to end', async () => {
    const book = await scene.held();
    catalog.now = instant('2026-12-12T01:00:00Z');
    const { factId } = granted(await handOver(book));
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    catalog.now = instant('2026-12-15T01:00:00Z');
    granted(await catalog.undo(factId));
    expect(await scene.holdOf(book)).toBe('2026-12-16');
    expect(await scene.movedOf(book)).toEqual([{ closureId: storm.closureId, reason: '台風' }]);
    await scene.takeBack(storm);
    expect(await scene.holdOf(book)).toBe('2026-12-14');
  });

  test('after the closure that had moved it was taken back: never before what was told', async () => {
    const [untold, told] = [await scene.held(), await scene.held()];
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    await scene.told(told, storm, { holdUntil: on('2026-12-16') });
    const handed = [granted(await handOver(untold)), granted(await handOver(told))];
    await scene.takeBack(storm);
    for (const { factId } of handed) granted(await catalog.undo(factId));
    expect([await scene.holdOf(untold), await scene.holdOf(told)]).toEqual(['2026-12-14', '2026-12-16']);
    expect([await scene.movedOf(untold), await scene.movedOf(told)]).toEqual([[], []]);
  });

  test('by what a mail told that is heard only then', async () => {
    const book = await scene.held();
    const storm = scene.closed('2026-12-14', '2026-12-15', 'pref');
    await scene.enter(storm);
    const { factId } = granted(await handOver(book));
    await scene.told(book, storm, { holdUntil: on('2026-12-16') });
    await scene.takeBack(storm);
    granted(await catalog.undo(factId));
    expect(await scene.holdOf(book)).toBe('2026-12-16');
  });
});

describe('R7: the ready mail of a branch went out late', () => {
  const late = (book: { reservationId: string; allocation: number }, day: string) => {
    catalog.now = instant(`${day}T01:00:00Z`);
    return scene.mailed(book, 'readyAtMunicipal', { late: true });
  };

  test('eight days after the dispatch: the loan is due two weeks after the mail, heard once or twice, and told so', async () => {
    const book = await scene.posted();
    for (const _ of [1, 2]) await late(book, '2026-12-15');
    expect(await scene.dueOf(book)).toBe('2026-12-29');
    expect((await catalog.newsOf(book.reservationId)).filter((news) => news === 'dateMoved')).toHaveLength(1);
  });

  test('also where the copy was handed out by then; a mail in the first seven days moves nothing', async () => {
    const book = await scene.lent();
    await late(book, '2026-12-14');
    expect(await scene.dueOf(book)).toBe('2026-12-28');
    await late(book, '2026-12-16');
    expect(await scene.dueOf(book)).toBe('2026-12-30');
  });

  test('a later date that was told stays, and so does the one of an extension', async () => {
    const [told, extended] = [await scene.lent(), await scene.lent()];
    await scene.mailed(told, 'dueSoon', { due: on('2027-01-04') }, '-2027-01-04');
    const askedAt = instant('2026-12-15T00:00:00Z');
    const wish = { ...extended, askedAt, holderHasOtherOverdue: false };
    granted(await catalog.activities.extendIfNobodyWaits(wish));
    for (const book of [told, extended]) await late(book, '2026-12-16');
    expect([await scene.dueOf(told), await scene.dueOf(extended)]).toEqual(['2027-01-04', '2026-12-29']);
  });

  test('of another copy than the reservation has by now it says nothing', async () => {
    const book = await scene.posted();
    await late({ ...book, allocation: book.allocation - 1 }, '2026-12-15');
    expect(await scene.dueOf(book)).toBe('2026-12-28');
  });
});
