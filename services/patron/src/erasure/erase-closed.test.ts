import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { inCommon, tablesChanged, tablesWithRowsLeft, tracesIn } from '@toshobin/database/testing';
import { calendarDate, dayOf, deadlineOn, startOfDay } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { signIn } from '../credentials/sign-in.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import { allocated, change, scanned } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { eraseAgain, eraseClosed } from './erase-closed.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(async () => {
  await service?.close();
});

const due = deadlineOn(calendarDate('2026-12-15'));
const kept = () => tracesIn((sql) => service.db.$queryRawUnsafe(sql));
const sent = () => service.sendMails();
const night = () => eraseClosed(service.deps, { before: service.passMinutes(24 * 60) });

/** Two reservations, ready by one mail, lent and home at different moments. */
async function readTogether(serial: number) {
  const both = [
    await reserve(service, serial, { pickupLibrary: 'pref' }),
    await reserve(service, serial, { pickupLibrary: 'pref' }),
  ];
  for (const { reservationId } of both) {
    service.passMinutes(1);
    await record(service, reservationId, {
      milestone: 'readyAtPrefectural',
      allocation: 1,
    });
  }
  service.passMinutes(1);
  await sent();
  return both.map(({ reservationId }) => reservationId);
}

async function lentAndHome(reservationId: string) {
  for (const kind of ['handedOut', 'home'] as const) {
    service.passMinutes(7);
    await hear(service, factOf(service, reservationId, kind, { due }));
  }
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  service.passMinutes(1);
  await sent();
}

test('what is left of two reservations of one person, told by one mail, has no id and no moment in common', async () => {
  const [one = '', other = ''] = await readTogether(105);
  const common = async () => inCommon(await kept(), [one], [other]);
  // Before the night the reservations share their patron, and the moment of their mail.
  expect(await common()).toEqual(expect.arrayContaining([expect.stringContaining('notice')]));
  await lentAndHome(one);
  await lentAndHome(other);
  await night();
  expect(await service.db.application.count({ where: { reservationId: { in: [one, other] } } })).toBe(0);
  expect(await common()).toEqual([]);
  expect((await kept()).some(({ text }) => text.includes(one))).toBe(true);
});

test('what the night takes away does not lie in the pages of its tables in the morning', async () => {
  const [one = '', other = ''] = await readTogether(104);
  await lentAndHome(one);
  await lentAndHome(other);
  await signIn(service.deps, {
    cardNumber: makeBarcode('card', 103),
    password: '19900214',
    at: service.deps.now(),
  });
  const ask = (sql: string) => service.db.$queryRawUnsafe<{ text: string }[]>(sql);
  const before = await kept();
  await patronActivities(service.deps).eraseClosed({ before: service.passMinutes(26 * 60) });
  const changed = tablesChanged(before, await kept());
  expect(changed).toEqual(
    expect.arrayContaining(['application', 'initial_password_try', 'notice', 'sign_in_failure']),
  );
  expect(await tablesWithRowsLeft(ask, changed)).toEqual([]);
});

test('a copy that somebody has all the same keeps its row, also while Kafka has not brought it', async () => {
  const { reservationId } = await reserve(service, 109);
  await change(service, reservationId, allocated(1));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'cancelled' });
  await sent();
  const arrived = scanned(factOf(service, reservationId, 'arrived'));
  await change(service, reservationId, arrived, { tell: false });
  await night();
  const left = () => service.db.application.count({ where: { reservationId } });
  expect(await left()).toBe(1);
  await hear(service, factOf(service, reservationId, 'home'));
  await night();
  expect(await left()).toBe(0);
});

test('a row that is being changed while the night goes by is left to the next one', async () => {
  const { reservationId } = await reserve(service, 110);
  await lentAndHome(reservationId);
  const left = () => service.db.application.count({ where: { reservationId } });
  await service.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    await night();
    await tx.application.update({ where: { reservationId }, data: { title: `${application?.title}` } });
  });
  expect(await left()).toBe(1);
  await night();
  expect(await left()).toBe(0);
});

test('one that is somebody’s after all keeps no others for the next night, however many they are', async () => {
  const { reservationId } = await reserve(service, 111);
  await change(service, reservationId, allocated(1));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'cancelled' });
  const other = await reserve(service, 112);
  await lentAndHome(other.reservationId);
  await service.db.$executeRaw`
    INSERT INTO application SELECT (jsonb_populate_record(application, jsonb_build_object(
      'reservation_id', gen_random_uuid(), 'number', 900000 + more, 'history_id', gen_random_uuid()))).*
    FROM application, generate_series(1, 600) more WHERE reservation_id = ${other.reservationId}::uuid`;
  await change(service, reservationId, scanned(factOf(service, reservationId, 'arrived')), { tell: false });
  await night();
  const left = await service.db.application.findMany({ where: { patronId: { in: [other.patronId] } } });
  expect(left).toEqual([]);
});

test('a row that cannot go is named, and keeps none of the others', async () => {
  const [stuck, other] = [await reserve(service, 113), await reserve(service, 114)];
  for (const { reservationId } of [stuck, other]) await lentAndHome(reservationId);
  await service.db.$executeRaw`CREATE TABLE keeps (reservation_id uuid REFERENCES application)`;
  await service.db.$executeRaw`INSERT INTO keeps VALUES (${stuck.reservationId}::uuid)`;
  await expect(night()).rejects.toMatchObject({
    details: [{ done: 1, failed: [expect.stringContaining(`${stuck.reservationId}: PrismaClient`)] }],
  });
  const left = () =>
    service.db.application.findMany({
      where: { patronId: { in: [stuck.patronId, other.patronId] } },
      select: { reservationId: true },
    });
  expect(await left()).toEqual([{ reservationId: stuck.reservationId }]);
  await service.db.$executeRaw`DROP TABLE keeps`;
  await night();
  expect(await left()).toEqual([]);
});

test('while the catalog is away nothing is erased, and no row is to blame', async () => {
  const { reservationId } = await reserve(service, 115);
  await lentAndHome(reservationId);
  service.catalog.away = true;
  await expect(night()).rejects.toThrow('catalog');
  service.catalog.away = false;
  expect(await night()).toBe(1);
});

test('a row that was erased and has come back with a backup goes again, whatever it says', async () => {
  const { reservationId } = await reserve(service, 108);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const left = () => service.db.application.count({ where: { reservationId } });
  expect(await eraseAgain(service.deps, { reservationIds: [reservationId] })).toBe(1);
  expect(await left()).toBe(0);
  expect(await service.db.loanSlot.count({ where: { reservationId } })).toBe(0);
  expect(await eraseAgain(service.deps, { reservationIds: [reservationId] })).toBe(0);
});

test('of a mail about two reservations, nothing names the erased one while the other goes on', async () => {
  const [one = '', other = ''] = await readTogether(106);
  await lentAndHome(one);
  await night();
  expect(await service.db.application.count({ where: { reservationId: other } })).toBe(1);
  expect(inCommon(await kept(), [one], [other])).toEqual([]);
});

test('a free loan slot is told without the moment at which another loan of theirs ended', async () => {
  const lent = [];
  for (let n = 0; n < 10; n += 1) lent.push((await reserve(service, 107)).reservationId);
  for (const reservationId of lent) await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const eleventh = (await reserve(service, 107)).reservationId;
  await service.db.loanSlotWait.create({
    data: {
      reservationId: eleventh,
      patronId: await service.patronId(await cardOf(eleventh)),
      refusedAt: service.deps.now(),
    },
  });
  const [first = ''] = lent;
  await lentAndHome(first);
  const { time, data } = await service.db.outbox.findFirstOrThrow({
    where: { type: 'patron.loanSlot.free' },
  });
  const today = dayOf(service.deps.now());
  expect(data).toEqual({ reservationId: eleventh, on: today });
  expect(time).toEqual(new Date(startOfDay(today)));
});

async function cardOf(reservationId: string): Promise<string> {
  const { patron } = await service.db.application.findUniqueOrThrow({
    where: { reservationId },
    include: { patron: { include: { cards: true } } },
  });
  return patron.cards[0]?.number ?? '';
}
