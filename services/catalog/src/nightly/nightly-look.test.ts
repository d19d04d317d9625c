import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { calendarDate, instant } from '@toshobin/lending-rules';
import { openTasksOf, settle } from '@toshobin/tasks';
import { recordMove } from '../copies/record-move.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { LookSchema, lookAtWhatWaits } from './look-at-what-waits.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  // 宇土 is closed on Sundays.
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});

/** The night after that day in Japan. */
const night = (date: string) => catalog.activities.lookAtWhatWaits({ at: instant(`${date}T17:00:00Z`) });
const tasksOf = async (library: string, barcode: string) =>
  (await openTasksOf(catalog.deps.db, library)).filter(({ subject }) => subject.barcode === barcode);
const kindsOf = async (library: string, barcode: string) =>
  (await tasksOf(library, barcode)).map(({ kind }) => kind);

test('a copy that is not found in its time is missing, and those who wait for the last one are told once', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const first = await catalog.reserve(recordId);
  const second = await catalog.reserve(recordId);
  const asleep = await catalog.reserve(recordId);
  const until = calendarDate('2027-02-01');
  granted(await catalog.activities.suspend({ reservationId: asleep.reservationId, until, at: catalog.now }));
  granted(await catalog.notOnShelf(barcode));
  expect(await kindsOf('pref', barcode)).toEqual(['searchCopy']);

  expect((await night('2026-12-20')).searchesEnded).toBe(0);
  expect(await Promise.all([night('2026-12-21'), night('2026-12-21')])).toMatchObject(
    expect.arrayContaining([{ searchesEnded: 1, allocated: 0, tasksOpened: 0, failed: [] }]),
  );
  expect((await night('2026-12-22')).searchesEnded).toBe(0);
  expect(await kindsOf('pref', barcode)).toEqual([]);
  const told = (await catalog.noCopyLeft()).map((one) => [one.reservationId, one.why]);
  expect(told.sort()).toEqual(
    [first, second, asleep].map(({ reservationId }) => [reservationId, 'copyMissing']).sort(),
  );
  const joining = await catalog.activities.joinQueue({
    reservationId: randomUUID(),
    recordId,
    pickupLibrary: 'uto',
    channel: 'web',
    joinedAt: catalog.now,
  });
  expect(refusedWith(joining)).toBe('NO_LENDABLE_COPY');

  // The copy turns up after all, and whoever still waits gets it.
  catalog.now = instant('2026-12-23T01:00:00Z');
  const { step } = granted(await catalog.takeBack(barcode));
  expect(step).toMatchObject({ next: 'toHoldShelf', reservationId: first.reservationId });
});

test('another copy that may be lent some day: a search ends, and nobody is told', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const first = await catalog.reserve(recordId);
  granted(await catalog.pick(barcodes[0] ?? ''));
  granted(await catalog.handOut(barcodes[0] ?? '', [first.reservationId]));
  await catalog.reserve(recordId);
  const before = (await catalog.noCopyLeft()).length;
  granted(await catalog.notOnShelf(barcodes[1] ?? ''));
  expect((await night('2026-12-21')).searchesEnded).toBe(1);
  expect((await catalog.noCopyLeft()).length).toBe(before);
});

test('a copy found by any scan is searched for no more', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  await catalog.reserve(recordId);
  granted(await catalog.notOnShelf(barcode));
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await kindsOf('pref', barcode)).toEqual([]);
  expect((await night('2026-12-21')).searchesEnded).toBe(0);
});

test('R8: whether somebody waits for a title is told again where that was not told, or was told and is not so', async () => {
  const { recordId } = await catalog.shelve(1);
  await catalog.reserve(recordId);
  await catalog.reserve(recordId);
  const other = await catalog.shelve(1);
  const told = async (title: string) =>
    (await catalog.written('catalog.title.waiting')).filter((one) => one.recordId === title).at(-1)?.waiting;
  await catalog.deps.db.titleWaiting.update({
    where: { recordId: BigInt(recordId) },
    data: { waiting: false },
  });
  await catalog.deps.db.titleWaiting.create({ data: { recordId: BigInt(other.recordId), waiting: true } });
  const before = (await catalog.written('catalog.title.waiting')).length;
  expect((await night('2026-12-07')).failed).toEqual([]);
  expect([await told(recordId), await told(other.recordId)]).toEqual([true, false]);
  await night('2026-12-08');
  expect((await catalog.written('catalog.title.waiting')).length).toBe(before + 2);
});

async function handedInAtUto() {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  catalog.now = instant('2026-12-18T01:00:00Z');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  const sentBack = catalog.fact('shipped', copyIds[0] ?? '', {
    reservationId,
    allocation: allocation?.allocation ?? 0,
    leg: 'return',
    place: 'pref',
    occurredAt: instant('2026-12-23T01:00:00Z'),
  });
  return { barcode, send: () => recordMove(catalog.deps, { fact: sentBack }) };
}

test('R10: handed in and not sent on within three open days, the branch is asked, once', async () => {
  const { barcode, send } = await handedInAtUto();
  // Friday; Saturday, Monday and Tuesday are its open days.
  expect((await night('2026-12-21')).tasksOpened).toBe(0);
  expect((await night('2026-12-22')).tasksOpened).toBe(1);
  expect((await night('2026-12-23')).tasksOpened).toBe(0);
  expect(await kindsOf('uto', barcode)).toEqual(['sendBack']);
  expect(await send()).toBe('recorded');
  expect(await kindsOf('uto', barcode)).toEqual([]);
  expect((await night('2026-12-24')).tasksOpened).toBe(0);

  // After two weeks the copy is not home: the prefectural library searches, until it is.
  expect((await night('2026-12-31')).tasksOpened).toBe(0);
  expect((await night('2027-01-01')).tasksOpened).toBe(1);
  expect(await kindsOf('pref', barcode)).toEqual(['searchReturn']);
  catalog.now = instant('2027-01-05T01:00:00Z');
  granted(await catalog.takeBack(barcode));
  expect(await kindsOf('pref', barcode)).toEqual([]);
  expect((await night('2027-01-06')).tasksOpened).toBe(0);
});

test('R10: what staff have settled is not asked again for the same hand-in', async () => {
  const { barcode } = await handedInAtUto();
  expect((await night('2026-12-22')).tasksOpened).toBe(1);
  const [task] = await tasksOf('uto', barcode);
  const done = { taskId: task?.taskId ?? '', at: catalog.now, by: { account: 'uto-desk' } };
  expect(await settle(catalog.deps.db, done)).toEqual(await settle(catalog.deps.db, done));
  expect(refusedWith(await settle(catalog.deps.db, { ...done, taskId: randomUUID() }))).toBe('NOT_FOUND');
  expect((await night('2026-12-23')).tasksOpened).toBe(0);
  granted(await catalog.takeBack(barcode));
});

test('R10: a copy handed in at the prefectural counter is home, and asked for by nobody', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcodes[0] ?? ''));
  granted(await catalog.handOut(barcodes[0] ?? '', [reservationId]));
  granted(await catalog.takeBack(barcodes[0] ?? ''));
  expect((await night('2027-01-31')).tasksOpened).toBe(0);
});

test('a look that was cut off goes on after the last copy it looked at, and what fails stops none of the others', async () => {
  for (const _ of [1, 2, 3]) await handedInAtUto();
  const at = instant('2026-12-22T17:00:00Z');
  const noted: unknown[] = [];
  const look = (from: unknown) =>
    lookAtWhatWaits(
      catalog.deps,
      { at },
      { from: LookSchema.safeParse(from).data, note: (cursor) => noted.push(cursor) },
    );
  await catalog.deps.db
    .$executeRaw`ALTER TABLE task ADD CONSTRAINT broken CHECK (kind <> 'sendBack') NOT VALID`;
  const broken = await look(undefined);
  expect(broken.tasksOpened).toBe(0);
  expect(broken.failed).toHaveLength(3);
  expect(broken.failed[0]).toMatch(/^tasksOpened \d+: PrismaClientKnownRequestError/);
  await catalog.deps.db.$executeRaw`ALTER TABLE task DROP CONSTRAINT broken`;
  // The look is cut off after the first of the copies on their way.
  const cutOffAt = noted.at(-3);
  noted.length = 0;
  expect((await look(cutOffAt)).tasksOpened).toBe(2);
  expect(noted).toHaveLength(2);
  expect((await look(undefined)).tasksOpened).toBe(1);
});
