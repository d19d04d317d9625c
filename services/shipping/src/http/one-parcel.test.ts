import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { shippingApi } from '@toshobin/contracts';
import { calendarDate as on } from '@toshobin/lending-rules';
import { createLogger, type RunningService, serviceClient, startService } from '@toshobin/service';
import { hearFacts } from '../facts/hear-facts.ts';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import {
  allowed,
  factsOf,
  inTokyo,
  list,
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { shippingRoutes } from './shipping-routes.ts';

const token = 'a-token-of-this-test';
let here: TestShipping;
let service: RunningService;
beforeAll(async () => {
  here = await openTestShipping();
  service = await startService({
    name: 'shipping',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('shipping', 'silent'),
    signals: false,
    routes: shippingRoutes(here.shipping, { 'patron-web': [token], 'staff-web': [token], patron: [token] }),
  });
});
afterAll(async () => {
  await service.stop();
  await here.stop();
});

test('two books of one patron travel to 宇土 and back in parcels that everybody can follow', async () => {
  const api = serviceClient(service.url, token, { timeoutMs: 30_000 });
  const books = [pickedCopy(), pickedCopy()];
  here.itIs('2026-11-20 10:00');
  for (const book of books) {
    const plan = await list(here, book);
    expect(plan).toEqual({ plannedDispatchDay: '2026-11-24', expectedDate: '2026-11-27' });
  }
  const { rows } = allowed(await api.call(shippingApi.packingList, {}));
  expect(rows.map((row) => row.holdNumber)).toEqual(books.map((book) => book.holdNumber));

  const opened = allowed(
    await api.call(shippingApi.openParcel, {
      body: { ...here.scan(), direction: 'outward', library: 'uto' },
    }),
  );
  const params = { parcelNumber: opened.parcelNumber };
  for (const { barcode } of books) {
    // The scanner at the packing table sends the start and stop letters too.
    const body = { ...here.scan(), barcode: `a${barcode}a` };
    allowed(await api.call(shippingApi.pack, { params, body }));
  }
  expect(allowed(await api.call(shippingApi.packingList, {})).rows).toEqual([]);

  const dispatchedAt = here.itIs('2026-11-24 13:00');
  const left = allowed(
    await api.call(shippingApi.dispatch, { params, body: { ...here.scan(), mode: 'yuMail' } }),
  );
  expect(left).toMatchObject({ state: 'dispatched', dispatchedAt, expectedDate: '2026-11-27' });
  expect(await here.told('shipping.parcel.dispatched')).toEqual([
    {
      ...params,
      direction: 'outward',
      library: 'uto',
      mode: 'yuMail',
      dispatchedAt,
      dispatchDay: '2026-11-24',
      expectedDate: '2026-11-27',
      arrival: 'scan',
      // 宇土 is closed on Mondays: after two, five and fourteen of its open days.
      askLibraryAt: inTokyo('2026-11-29 23:59:59.999'),
      askDeskAt: inTokyo('2026-12-03 23:59:59.999'),
      lostAt: inTokyo('2026-12-13 23:59:59.999'),
    },
  ]);
  const shipped = (await here.told('shipping.copy.moved')).filter(({ fact }) => fact.kind === 'shipped');
  expect(shipped).toMatchObject(
    books.map(({ reservationId, allocation, copyId }) => ({
      fact: { reservationId, allocation, copyId, leg: 'outward', place: 'pref', occurredAt: dispatchedAt },
      ...params,
      mode: 'yuMail',
      dispatchDay: '2026-11-24',
      expectedDate: '2026-11-27',
    })),
  );

  const lateOn = async (day: string) => {
    const query = { state: 'dispatched', expectedBefore: on(day) } as const;
    return allowed(await api.call(shippingApi.listParcels, { query })).parcels.length;
  };
  expect([await lateOn('2026-11-27'), await lateOn('2026-11-28')]).toEqual([0, 1]);

  const onTheWay = async () => allowed(await api.call(shippingApi.parcelsOnTheWay, {}));
  const none = { parcels: 0, copies: 0, late: 0, due: 0, since: null, named: [] };
  const sentNow = { parcels: 1, copies: books.length, since: dispatchedAt };
  const nothing = { back: none, home: { parcels: 0, since: null } };
  expect(await onTheWay()).toEqual({ outward: { ...none, ...sentNow }, ...nothing });
  here.itIs('2026-11-27 10:00');
  const expected = {
    ...params,
    library: 'uto',
    copies: books.length,
    dispatchedAt,
    expectedDate: '2026-11-27',
  };
  expect((await onTheWay()).outward).toEqual({ ...sentNow, late: 0, due: 1, named: [expected] });
  here.itIs('2026-11-28 10:00');
  expect((await onTheWay()).outward).toEqual({ ...sentNow, late: 1, due: 1, named: [expected] });

  here.itIs('2026-11-27 10:00');
  const wrong = await api.call(shippingApi.receiveParcel, { params, body: here.scan('ozu') });
  expect(wrong).toMatchObject({ refusal: { code: 'WRONG_PICKUP_LIBRARY' } });
  const arrived = allowed(await api.call(shippingApi.receiveParcel, { params, body: here.scan('uto') }));
  expect(arrived.state).toBe('arrived');
  expect((await onTheWay()).outward).toEqual(none);
  const query = { library: 'uto', state: 'arrived' } as const;
  expect(allowed(await api.call(shippingApi.listParcels, { query })).parcels).toEqual([arrived]);

  here.itIs('2026-12-15 16:00');
  const back = allowed(
    await api.call(shippingApi.openParcel, {
      body: { ...here.scan('uto'), direction: 'return', library: 'uto' },
    }),
  );
  const backParams = { parcelNumber: back.parcelNumber };
  for (const { copyId, reservationId, allocation, barcode } of books) {
    const size = { weightGrams: 180, thicknessMm: 12, protectiveCover: false, supplementCount: 0 };
    const body = { ...here.scan('uto'), barcode, copy: { copyId, reservationId, allocation, ...size } };
    allowed(await api.call(shippingApi.pack, { params: backParams, body }));
  }
  allowed(
    await api.call(shippingApi.dispatch, {
      params: backParams,
      body: { ...here.scan('uto'), mode: 'yuMail' },
    }),
  );
  expect(await onTheWay()).toMatchObject({ outward: none, back: { parcels: 1, copies: books.length } });
  for (const book of books) {
    await hearFacts(here.shipping)({
      specversion: '1.0',
      id: randomUUID(),
      source: 'catalog',
      type: 'catalog.copy.scanned',
      subject: book.copyId,
      time: inTokyo('2026-12-18 10:00'),
      datacontenttype: 'application/json',
      sequence: '1',
      data: { fact: scannedElsewhere(book, 'home', inTokyo('2026-12-18 10:00')) },
    });
  }
  expect(allowed(await api.call(shippingApi.readParcel, { params: backParams })).state).toBe('opened');
  const [book] = books;
  const facts = book ? await factsOf(here, book) : [];
  expect(facts.map((fact) => fact.kind)).toEqual(['packed', 'shipped', 'arrived', 'sentBack']);
});

test('the libraries come with the next dispatch day, and only for our own processes', async () => {
  here.itIs('2026-11-20 10:00');
  const list = allowed(
    await serviceClient(service.url, token, { timeoutMs: 30_000 }).call(shippingApi.libraries, {}),
  );
  expect(list.prefectural.name).toBe('県立図書館');
  expect(list.regions.map((region) => region.libraries.length)).toEqual([5, 7, 2, 9, 5, 4, 1, 3, 3]);
  expect(list.nextDispatchDay).toBe('2026-11-24');
  expect((await fetch(`${service.url}/libraries`)).status).toBe(401);
});

test.each([
  ['a library that is no code', { direction: 'outward', library: '宇土' }],
  ['a direction that does not exist', { direction: 'sideways', library: 'uto' }],
  ['a day that does not exist', { direction: 'outward', library: 'uto', occurredAt: '2026-02-30T00:00:00Z' }],
  ['a field too many', { direction: 'outward', library: 'uto', state: 'arrived' }],
])('%s is a fault of input and opens no parcel', async (_, wrong) => {
  const before = await here.shipping.db.parcel.count();
  const answer = await fetch(`${service.url}/parcels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...here.scan(), ...wrong }),
  });
  expect(answer.status).toBe(422);
  expect(await here.shipping.db.parcel.count()).toBe(before);
});

test('a parcel that comes to grief is followed the same way, with its tasks and its postage', async () => {
  const api = serviceClient(service.url, token, { timeoutMs: 30_000 });
  here.itIs('2027-01-14 10:00');
  const [there, missing] = [pickedCopy(), pickedCopy()];
  const params = { parcelNumber: await sent(here, 'uto', there, missing) };
  here.itIs('2027-01-18 10:00');
  const contents = { ...here.scan('uto'), missing: [missing.barcode], extra: [] };
  const opened = allowed(await api.call(shippingApi.reportContents, { params, body: contents }));
  expect(opened.lines.map((line) => line.missing)).toEqual([false, true]);
  const tasksOf = async (library: string) =>
    allowed(await api.call(shippingApi.tasks, { query: { library } })).tasks;
  const [task] = await tasksOf('pref');
  expect(task).toMatchObject({ kind: 'parcelContents', subject: params, why: 'missing' });
  const { factId: _, ...done } = here.scan();
  const settled = { params: { taskId: task?.taskId ?? '' }, body: { at: done.occurredAt, by: done.by } };
  expect(allowed(await api.call(shippingApi.settleTask, settled))).toEqual({
    settled: true,
    mayReopen: true,
  });
  expect(await tasksOf('pref')).toEqual([]);
  // Staff settled the task by a slip of the finger: the same task is open again.
  const reopen = () => api.call(shippingApi.reopenTask, settled);
  expect([allowed(await reopen()), allowed(await reopen())]).toEqual(Array(2).fill({ reopened: true }));
  expect(await tasksOf('pref')).toEqual([task]);
  allowed(await api.call(shippingApi.settleTask, settled));
  const lost = { ...here.scan(), barcode: missing.barcode };
  allowed(await api.call(shippingApi.parcelLost, { params, body: lost }));
  // The copy was given up meanwhile: there is nothing to look for.
  expect(await reopen()).toMatchObject({ refusal: { code: 'TASK_OVER' } });
  const never = { params: { taskId: randomUUID() }, body: settled.body };
  expect(await api.call(shippingApi.reopenTask, never)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });

  const back = { parcelNumber: await sent(here, 'ozu', pickedCopy()) };
  const returned = await api.call(shippingApi.returnedByPost, { params: back, body: here.scan() });
  expect(allowed(returned).state).toBe('arrived');
  const wanted = { ...here.scan(), direction: 'outward', library: 'uto' } as const;
  const { parcelNumber } = allowed(await api.call(shippingApi.openParcel, { body: wanted }));
  const empty = { params: { parcelNumber }, body: here.scan() };
  expect(allowed(await api.call(shippingApi.discardParcel, empty)).state).toBe('discarded');
  const query = { from: on('2027-01-14'), until: on('2027-01-18') };
  const { rows } = allowed(await api.call(shippingApi.postage, { query }));
  expect(rows.map(({ library, parcels }) => [library, parcels])).toEqual([
    ['uto', 1],
    ['ozu', 1],
  ]);
});

test('of a parcel that is only taken for arrived it is told whether a copy of it was seen there, and then it is not brought back', async () => {
  const api = serviceClient(service.url, token, { timeoutMs: 30_000 });
  here.itIs('2026-12-01 10:00');
  const copy = pickedCopy();
  const params = { parcelNumber: await sent(here, 'amakusa-kawaura', copy) };
  const read = async () => allowed(await api.call(shippingApi.readParcel, { params }));
  await here.activities.assumeArrival({ ...params, at: here.shipping.now() });
  expect(await read()).toMatchObject({ arrivalAssumed: true, seenThere: false });
  const fact = scannedElsewhere(copy, 'handedOut', here.itIs('2026-12-02 10:05'), 'amakusa-kawaura');
  await noteCopyScanned(here.shipping, { fact });
  expect(await read()).toMatchObject({ arrivalAssumed: true, seenThere: true });
  const refused = { refusal: { code: 'STATE_CHANGED' } };
  const body = here.scan();
  expect(await api.call(shippingApi.returnedByPost, { params, body })).toMatchObject(refused);
  expect(await api.call(shippingApi.parcelLost, { params, body: here.scan() })).toMatchObject(refused);
});

test('staff keep libraries, closures and the days of dispatch', async () => {
  const api = serviceClient(service.url, token, { timeoutMs: 30_000 });
  here.itIs('2027-01-14 10:00');
  const act = here.scan();
  const closure = { library: 'uto', from: on('2027-01-20'), until: on('2027-01-21'), reason: '台風' };
  const { closureId } = allowed(await api.call(shippingApi.enterClosure, { body: { ...act, ...closure } }));
  expect(closureId).toBe(act.factId);
  const takeBack = { params: { closureId }, body: here.scan() };
  allowed(await api.call(shippingApi.takeBackClosure, takeBack));
  const query = { from: on('2027-01-21') };
  const { closures } = allowed(await api.call(shippingApi.closures, { query }));
  expect(closures).toEqual([{ closureId, ...closure, takenBack: true }]);

  const params = { library: 'uto' };
  const paused = { ...here.scan(), pausedFrom: on('2027-03-01'), reopens: null };
  const pausing = await api.call(shippingApi.pausePickup, { params, body: paused });
  expect(allowed(pausing)).toMatchObject({ pausedFrom: '2027-03-01' });
  const changed = { phone: '096-000-0777', closedWeekdays: [7], arrival: 'scan' as const };
  const changing = await api.call(shippingApi.changeLibrary, {
    params,
    body: { ...here.scan(), ...changed },
  });
  expect(allowed(changing)).toMatchObject({ phone: '096-000-0777', calendar: { closedWeekdays: [7] } });

  const closing = (query: Record<string, string>) => {
    const asked = new URLSearchParams({ closedWeekdays: '1', closedOnHolidays: 'no', ...query });
    const path = `/libraries/uto/closing-days/preview?${asked}`;
    return fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
  };
  const rules = { weeklyOnHoliday: 'nextDay', monthlyDays: 'last,3-5', yearlyDays: '12-28/01-04' };
  for (const query of [{}, rules]) expect((await closing(query)).status).toBe(200);
  for (const wrong of [
    { monthlyDays: 'last,6-1' },
    { yearlyDays: '02-30/03-01' },
    { weeklyOnHoliday: 'yes' },
  ])
    expect([wrong, (await closing(wrong)).status]).toEqual([wrong, 422]);

  const none = { kind: 'noDispatch', from: on('2027-02-01'), until: on('2027-02-03') } as const;
  const calendar = allowed(await api.call(shippingApi.pauseDispatch, { body: { ...here.scan(), ...none } }));
  expect(calendar.noDispatch).toContainEqual({ from: none.from, until: none.until });
  const { everyYear, ...listed } = allowed(await api.call(shippingApi.dispatchCalendar, {}));
  expect(listed).toEqual(calendar);
  // Days that come every year are told apart from those that were entered.
  expect(everyYear).toContainEqual({ kind: 'noDispatch', from: '2026-12-28', until: '2027-01-04' });
  expect(everyYear).not.toContainEqual(none);
});
