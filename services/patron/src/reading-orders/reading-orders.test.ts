import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, type patronApi, type ReadingOrderWish, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, deadlineOn, defaultPolicy } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { advanceOrder } from '../applications/advance-order.ts';
import { openOrder } from '../applications/open-order.ts';
import { eraseClosed } from '../erasure/erase-closed.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { changeOrder } from './change-order.ts';
import { tellOverdueOrders } from './tell-overdue.ts';
import { readOrders } from './volumes-of.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  // What another story leaves to be told, or has switched off, is not this one's.
  await service.db.notice.deleteMany();
  await service.db.policy.deleteMany();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
let record0 = 500;

type Asked = z.output<typeof patronApi.openReadingOrder.body>;

/** An order of 上, 中, 下 for the person with the card of that serial. */
async function wish(serial: number, more: Partial<Asked> = {}) {
  const { deps, db } = service;
  const patronId = await service.patronId(makeBarcode('card', serial));
  const orderId = randomUUID();
  record0 += 10;
  const asked = {
    ...{ patronId, orderId, early: false, at: deps.now() },
    pickupLibrary: 'uto',
    firstReservationId: ReservationIdSchema.parse(randomUUID()),
    volumes: ['上', '中', '下'].map((title, n) => ({
      ...{ recordId: String(record0 + n), title, protectiveCover: false },
    })),
    ...more,
  };
  const opened = await openOrder(deps, asked);
  const advance = () => advanceOrder(deps, { orderId, at: deps.now() });
  const volumes = async () => (await readOrders(db, { id: orderId })).flatMap((order) => order.volumes);
  const told = async () =>
    (await service.published('patron.readingOrder.changed')).filter(
      (data) => Object(data).orderId === orderId,
    ).length;
  return {
    ...{ asked, opened, orderId, patronId, advance, told, volumes },
    again: () => openOrder(deps, asked),
    stands: async () => (await volumes()).map(({ title, stands }) => `${title} ${stands}`),
    asks: (change: ReadingOrderWish, by = patronId, of = 0) =>
      changeOrder(deps, {
        ...{ patronId: by, orderId, do: change, at: deps.now() },
        recordId: asked.volumes[of]?.recordId,
      }),
    reservationOf: async (title: string) =>
      (await volumes()).find((one) => one.title === title)?.reservationId ?? '',
  };
}

const code = (decision: { ok: boolean; refusal?: { code: string } }) =>
  decision.ok ? 'ok' : decision.refusal?.code;
const handOut = (reservationId: string) =>
  hear(service, factOf(service, reservationId, 'handedOut', { due }));
const cancel = (reservationId: string) =>
  record(service, reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });

test('上 is reserved at once, 中 when it is handed out, and 下 after that; the nights forget what was had', async () => {
  const order = await wish(101);
  expect(code(order.opened)).toBe('ok');
  expect(await order.stands()).toEqual(['上 underWay', '中 toAsk', '下 toAsk']);
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 1 });
  const before = await order.told();
  const first = await order.reservationOf('上');
  await handOut(first);
  expect(await order.told()).toBe(before + 1);
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
  // When asked again, the volume is on its way.
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
  expect(await order.stands()).toEqual(['上 had', '中 underWay', '下 toAsk']);
  await hear(service, factOf(service, first, 'home', { due }));
  await record(service, first, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  await service.sendMails();
  await eraseClosed(service.deps, { before: service.passMinutes(24 * 60) });
  expect(await order.stands()).toEqual(['中 underWay', '下 toAsk']);
  for (const title of ['中', '下']) {
    await handOut(await order.reservationOf(title));
    await order.advance();
  }
  expect([await order.stands(), await order.advance()]).toEqual([[], { waitsFor: 'nothing' }]);
});

test('the same form again is one order; a title is in one order, and a refusal of the first volume is the whole order’s', async () => {
  const order = await wish(102);
  expect(await order.again()).toEqual(order.opened);
  expect(await order.volumes()).toHaveLength(3);
  const { volumes } = order.asked;
  const overlapping = [{ recordId: '499', title: '外伝', protectiveCover: false }, ...volumes.slice(1)];
  const other = await wish(102, { volumes: overlapping });
  expect([code(other.opened), await other.volumes()]).toEqual(['ALREADY_RESERVED', []]);
  expect(await service.db.application.count({ where: { recordId: 499n } })).toBe(0);
  const paused = await wish(102, { pickupLibrary: 'paused' });
  expect([code(paused.opened), await paused.volumes()]).toEqual(['PICKUP_LIBRARY_PAUSED', []]);
  await order.asks('stop');
  expect([await order.again(), await order.volumes()]).toEqual([order.opened, []]);
});

test('a form that is sent twice at once is one order, and both hear the same', async () => {
  const { asked } = await wish(111);
  const volumes = asked.volumes.map((one, n) => ({ ...one, recordId: String(990 + n) }));
  const twice = {
    ...asked,
    orderId: randomUUID(),
    firstReservationId: ReservationIdSchema.parse(randomUUID()),
    volumes,
  };
  const [one, other] = await Promise.all([openOrder(service.deps, twice), openOrder(service.deps, twice)]);
  expect(code(one)).toBe('ok');
  expect(other).toEqual(one);
});

test('another library is for the volumes to come; one that is paused is refused', async () => {
  const order = await wish(114);
  const goTo = (pickupLibrary: string) =>
    changeOrder(service.deps, {
      ...{ patronId: order.patronId, orderId: order.orderId, do: 'pickup', at: service.deps.now() },
      pickupLibrary,
    });
  expect([code(await goTo('paused')), code(await goTo('nowhere')), code(await goTo('pref'))]).toEqual([
    'PICKUP_LIBRARY_PAUSED',
    'PICKUP_LIBRARY_UNKNOWN',
    'ok',
  ]);
  await handOut(await order.reservationOf('上'));
  await order.advance();
  const rows = await service.db.application.findMany({
    where: { patronId: order.patronId },
    orderBy: { recordId: 'asc' },
  });
  expect(rows.map(({ pickupLibrary }) => pickupLibrary)).toEqual(['uto', 'pref']);
});

test('early, two that were handed to nobody are decided each by itself', async () => {
  const order = await wish(112, { early: true, pickupLibrary: 'pref' });
  await record(service, await order.reservationOf('上'), {
    ...{ milestone: 'readyAtPrefectural', allocation: 1 },
  });
  await order.advance();
  await cancel(await order.reservationOf('中'));
  await cancel(await order.reservationOf('上'));
  expect(await order.stands()).toEqual(['上 missed', '中 missed', '下 toAsk']);
  expect(code(await order.asks('skip', order.patronId, 1))).toBe('ok');
  expect(code(await order.asks('skip', order.patronId, 1))).toBe('STATE_CHANGED');
  expect(await order.stands()).toEqual(['上 missed', '下 toAsk']);
});

test('an order at which nobody looks when it is time is told once an hour, until somebody does', async () => {
  const order = await wish(113);
  await order.advance();
  const before = await order.told();
  await tellOverdueOrders(service.deps);
  service.passMinutes(7 * 24 * 60 + 11);
  for (let sweep = 0; sweep < 3; sweep++) await tellOverdueOrders(service.deps);
  expect(await order.told()).toBe(before + 1);
  service.passMinutes(61);
  await tellOverdueOrders(service.deps);
  expect(await order.told()).toBe(before + 2);
  await order.advance();
  service.passMinutes(61);
  await tellOverdueOrders(service.deps);
  expect(await order.told()).toBe(before + 2);
});

test('early, the next volume is reserved when the one before is ready', async () => {
  const order = await wish(103, { pickupLibrary: 'pref' });
  await record(service, await order.reservationOf('上'), {
    ...{ milestone: 'readyAtPrefectural', allocation: 1 },
  });
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 1 });
  expect(await order.stands()).toEqual(['上 ready', '中 toAsk', '下 toAsk']);
  expect(code(await order.asks('early'))).toBe('ok');
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
  expect(await order.stands()).toEqual(['上 ready', '中 underWay', '下 toAsk']);
});

test('with ten reservations the next waits for room, and is tried again', async () => {
  const order = await wish(104);
  const first = await order.reservationOf('上');
  const others = [];
  for (let n = 1; n < 10; n++) others.push(await reserve(service, 104));
  await hear(service, factOf(service, first, 'handedOut', { due }));
  others.push(await reserve(service, 104));
  const lookAt = new Date(Date.parse(service.deps.now()) + 86_400_000).toISOString();
  expect(await order.advance()).toEqual({ waitsFor: 'room', place: 2, lookAt });
  expect((await order.volumes())[1]).toMatchObject({ stands: 'toAsk', refusal: 'RESERVATION_LIMIT' });
  await cancel(others[0]?.reservationId ?? '');
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
  expect((await order.volumes())[1]).toMatchObject({ stands: 'underWay', refusal: null });
});

test('a volume that the patron has already is passed over', async () => {
  const order = await wish(105);
  const second = order.asked.volumes[1];
  const own = await reserve(service, 105, { recordId: Number(second?.recordId) });
  await handOut(await order.reservationOf('上'));
  // The patron has reserved the second volume by itself: the order waits for that.
  expect(await order.advance()).toMatchObject({ waitsFor: 'room', place: 2 });
  await handOut(own.reservationId);
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 3 });
  expect(await order.stands()).toEqual(['上 had', '下 underWay']);
});

test('what was handed to nobody is the patron’s to decide: once more, without it, or no further', async () => {
  const order = await wish(106);
  const first = await order.reservationOf('上');
  expect(code(await order.asks('skip'))).toBe('STATE_CHANGED');
  await cancel(first);
  expect(await order.advance()).toMatchObject({ waitsFor: 'patron', place: 1 });
  // The row of the reservation is erased meanwhile, and the volume is still to be decided.
  await record(service, first, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  await service.sendMails();
  // The reservation's mail says that the order waits.
  expect(service.mailbox.mails.at(-1)?.text).toContain('読みたい順予約は、次へ進まずにお待ちしています。');
  await eraseClosed(service.deps, { before: service.passMinutes(24 * 60) });
  expect(await order.stands()).toEqual(['上 missed', '中 toAsk', '下 toAsk']);
  await order.asks('again');
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 1 });
  const second = await order.reservationOf('上');
  expect(second).not.toBe(first);
  await cancel(second);
  await order.advance();
  // A wish that is tapped twice is one wish.
  for (const said of ['ok', 'STATE_CHANGED']) expect(code(await order.asks('skip'))).toBe(said);
  await service.sendMails();
  expect(service.mailbox.mails.at(-1)?.text).toMatch(
    /次の予約をキャンセルしました。\n・上（\S+）\n\nお心当たり/,
  );
  expect(await order.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
  expect(code(await order.asks('stop', await service.patronId(makeBarcode('card', 107))))).toBe('ok');
  expect(await order.stands()).toEqual(['中 underWay', '下 toAsk']);
  const going = await order.reservationOf('中');
  for (const _ of [1, 2]) expect(code(await order.asks('stop'))).toBe('ok');
  expect([await order.volumes(), await order.advance()]).toEqual([[], { waitsFor: 'nothing' }]);
  expect(await service.db.application.count({ where: { reservationId: going, endedAt: null } })).toBe(1);
  expect(code(await order.asks('early'))).toBe('NOT_FOUND');
});

test('undecided for 28 nights it ends, and its patron hears so once, with what is left of it', async () => {
  const order = await wish(115);
  const other = await wish(116);
  await service.db.patron.update({ where: { id: other.patronId }, data: { titlesInMail: false } });
  await handOut(await order.reservationOf('上'));
  await order.advance();
  await cancel(await order.reservationOf('中'));
  await cancel(await other.reservationOf('上'));
  await service.sendMails();
  const told = () => service.mailbox.about('readingOrderEnded');
  const night = async () => {
    for (const one of [order, other, order]) await one.advance();
    await service.sendMails();
    await eraseClosed(service.deps, { before: service.deps.now() });
    service.passMinutes(24 * 60);
  };
  for (let nights = 0; nights < 28; nights++) await night();
  expect([await order.stands(), told()]).toEqual([['上 had', '中 missed', '下 toAsk'], []]);
  await night();
  await night();
  expect([await order.volumes(), told().length]).toEqual([[], 2]);
  const texts = told().map(({ text }) => text);
  expect(texts).toContainEqual(
    expect.stringContaining('お渡ししていない資料：2点\n・中\n・下\n\n予約中の資料と'),
  );
  expect(texts).toContainEqual(expect.stringContaining('お渡ししていない資料：3点\n\n予約中の資料と'));
  // In the night after, nothing of the order is left.
  expect(await service.db.notice.count({ where: { kind: 'readingOrderEnded' } })).toBe(0);
});

test('undecided for 28 days, it ends; switched off, no order is opened and those that are go on', async () => {
  const order = await wish(108);
  await cancel(await order.reservationOf('上'));
  await order.advance();
  const other = await wish(109);
  service.passMinutes(28 * 24 * 60);
  await keepPolicy(service.db, { version: 9, policy: { ...defaultPolicy, readingOrders: false } });
  expect([await order.advance(), await order.volumes()]).toEqual([{ waitsFor: 'nothing' }, []]);
  expect(code((await wish(110)).opened)).toBe('STATE_CHANGED');
  expect(await other.again()).toEqual(other.opened);
  await handOut(await other.reservationOf('上'));
  expect(await other.advance()).toMatchObject({ waitsFor: 'volume', place: 2 });
});
