import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventSchemas, makeBarcode, type PatronId, PatronIdSchema } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { eraseClosed } from '../erasure/erase-closed.ts';
import { changePreferences } from '../preferences/preferences.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';
import { deleteHistoryAgain } from './delete-history-again.ts';
import { forgetHistory } from './forget-history.ts';
import { keepHistory } from './keep-history.ts';
import { readHistory } from './read-history.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const ofCard = (serial: number) => service.patronId(makeBarcode('card', serial));

async function wish(patronId: string, keepHistory: boolean) {
  const wanted = { titlesInMail: true, handedInMail: false, keepHistory };
  return changePreferences(service.deps, { patronId, at: service.deps.now(), ...wanted });
}
async function historyOf(patronId: PatronId, page = 1) {
  const answer = await readHistory(service.deps, { patronId, page });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
/** A loan, handed in at a branch on that day, home and closed the day after. */
async function lentAndReturned(serial: number, title: string) {
  const { reservationId } = await reserve(service, serial, { title, recordId: 42 });
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  service.passMinutes(1);
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  service.passMinutes(24 * 60);
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  await service.db.notice.updateMany({ where: { reservationId }, data: { status: 'sent' } });
  return { reservationId, home };
}
const night = () => eraseClosed(service.deps, { before: service.passMinutes(24 * 60) });
/** Takes the return back. */
async function takeBack(home: ReturnType<typeof factOf>) {
  service.passMinutes(1);
  await hear(service, takingBack(service, home));
}

test('a loan is kept with its title and the day it was handed in, for whoever asked, when its reservation is erased', async () => {
  const patronId = await ofCard(101);
  expect(await wish(patronId, true)).toMatchObject({ ok: true, value: { keepHistory: true } });
  const { reservationId } = await lentAndReturned(101, '坊っちゃん');
  const shown = { total: 1, rows: [{ recordId: '42', title: '坊っちゃん', returnedOn: '2026-11-24' }] };
  expect(await historyOf(patronId)).toMatchObject(shown);
  expect(await service.db.historyEntry.count()).toBe(0);
  await night();
  expect(await historyOf(patronId)).toMatchObject(shown);
  expect(await service.db.historyEntry.count()).toBe(1);
  expect(await service.db.application.count({ where: { reservationId } })).toBe(0);
  expect(JSON.stringify(await service.db.historyEntry.findMany(), stringly)).not.toContain(reservationId);
  await night();
  expect((await historyOf(patronId)).total).toBe(1);
});

test('nothing is kept of whoever did not ask, nor of a loan that was over before they did', async () => {
  const patronId = await ofCard(102);
  await lentAndReturned(102, '三四郎');
  service.passMinutes(1);
  await wish(patronId, true);
  await night();
  expect((await historyOf(patronId)).total).toBe(0);
  const other = await ofCard(103);
  await lentAndReturned(103, '門');
  await night();
  expect(await service.db.historyEntry.count({ where: { patronId: other } })).toBe(0);
});

test.each(['cancelled', 'expired', 'lost'] as const)(
  'a reservation that ended %s is no loan that is over',
  async (outcome) => {
    const patronId = await ofCard(104);
    await wish(patronId, true);
    const { reservationId } = await reserve(service, 104);
    await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome });
    await service.db.notice.updateMany({ where: { reservationId }, data: { status: 'sent' } });
    await night();
    expect(await service.db.application.count({ where: { reservationId } })).toBe(0);
    expect((await historyOf(patronId)).total).toBe(0);
  },
);

test('a return that is taken back before the night leaves no entry, and the one after it leaves one', async () => {
  const patronId = await ofCard(105);
  await wish(patronId, true);
  const { reservationId, home } = await lentAndReturned(105, 'こころ');
  expect((await historyOf(patronId)).total).toBe(1);
  await takeBack(home);
  expect((await historyOf(patronId)).total).toBe(0);
  await night();
  expect((await historyOf(patronId)).total).toBe(0);
  expect(await service.db.application.count({ where: { reservationId } })).toBe(1);

  await hear(service, factOf(service, reservationId, 'home'));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  await service.db.notice.updateMany({ where: { reservationId }, data: { status: 'sent' } });
  await night();
  expect((await historyOf(patronId)).total).toBe(1);
});

test('turned off, what was kept is gone at once, and comes back by nothing', async () => {
  const patronId = await ofCard(106);
  await wish(patronId, true);
  await lentAndReturned(106, '草枕');
  await night();
  await lentAndReturned(106, '道草');
  expect(await wish(patronId, false)).toMatchObject({ value: { keepHistory: false } });
  expect((await historyOf(patronId)).total).toBe(0);
  await night();
  await wish(patronId, true);
  expect((await historyOf(patronId)).total).toBe(0);
});

test('what is deleted on the day of its return is not kept in the night', async () => {
  const patronId = await ofCard(110);
  await wish(patronId, true);
  await lentAndReturned(110, '草枕');
  await lentAndReturned(110, '道草');
  const [latest] = (await historyOf(patronId)).rows;
  expect(latest?.title).toBe('道草');
  const forget = (historyId?: string) => forgetHistory(service.deps, { patronId, historyId });
  expect(await forget(latest?.historyId)).toEqual({ ok: true, value: { forgotten: 1 } });
  expect(await forget(latest?.historyId)).toEqual({ ok: true, value: { forgotten: 0 } });
  expect((await historyOf(patronId)).rows).toMatchObject([{ title: '草枕' }]);
  expect(await forget()).toEqual({ ok: true, value: { forgotten: 1 } });
  await night();
  expect((await historyOf(patronId)).total).toBe(0);
});

test('what was deleted as over is kept after all, if its return was taken back and it is over again', async () => {
  const patronId = await ofCard(113);
  await wish(patronId, true);
  const { reservationId, home } = await lentAndReturned(113, '二百十日');
  expect(await forgetHistory(service.deps, { patronId })).toEqual(allow({ forgotten: 1 }));
  await takeBack(home);
  await hear(service, factOf(service, reservationId, 'home'));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  expect((await historyOf(patronId)).rows).toMatchObject([{ title: '二百十日' }]);
  // The wish is another one since: what was told of the first is not said of it.
  expect(await deleteHistoryAgain(service.deps, { ids: await toldDeleted() })).toEqual([]);
});

test('what is deleted is told by ids that stand nowhere else; a database that was set back deletes it again', async () => {
  const patronId = await ofCard(114);
  await wish(patronId, true);
  await lentAndReturned(114, '草枕');
  await night();
  const { reservationId } = await lentAndReturned(114, '道草');
  const { rows } = await historyOf(patronId);
  const entries = await service.db.historyEntry.findMany({ where: { patronId } });
  await service.db.outbox.deleteMany();
  expect(await forgetHistory(service.deps, { patronId })).toEqual(allow({ forgotten: 2 }));
  const ids = await toldDeleted();
  expect(ids.toSorted()).toEqual(rows.map(({ historyId }) => historyId).toSorted());
  expect(ids).not.toContain(reservationId);

  await service.db.historyEntry.createMany({ data: entries });
  await service.db.application.update({ where: { reservationId }, data: { historyForgotten: false } });
  expect((await historyOf(patronId)).total).toBe(2);
  expect((await deleteHistoryAgain(service.deps, { ids })).toSorted()).toEqual(ids.toSorted());
  expect(await deleteHistoryAgain(service.deps, { ids })).toEqual([]);
  await night();
  expect((await historyOf(patronId)).total).toBe(0);
});

test('a wish that was taken back, and has come back with a restore, goes again with all that it keeps', async () => {
  const patronId = await ofCard(115);
  await wish(patronId, true);
  await lentAndReturned(115, '草枕');
  await night();
  const before = await service.db.historyWish.findUniqueOrThrow({ where: { patronId } });
  const entries = await service.db.historyEntry.findMany({ where: { patronId } });
  await service.db.outbox.deleteMany();
  await wish(patronId, false);
  const ids = await toldDeleted();
  await service.db.historyWish.create({ data: before });
  await service.db.historyEntry.createMany({ data: entries });
  expect(await deleteHistoryAgain(service.deps, { ids })).toEqual(ids);
  expect((await historyOf(patronId)).total).toBe(0);
  // A wish made again is another wish.
  await wish(patronId, true);
  expect(await deleteHistoryAgain(service.deps, { ids })).toEqual([]);
});

/** The ids that were told to be deleted, as the others hear them. */
async function toldDeleted(): Promise<string[]> {
  const rows = await service.db.outbox.findMany({ where: { type: 'patron.history.deleted' } });
  return rows.flatMap(({ data }) => eventSchemas['patron.history.deleted'].parse(data).ids);
}

test('what is deleted while the night is keeping it is gone, also by the id it had before', async () => {
  const patronId = await ofCard(112);
  await wish(patronId, true);
  const { reservationId: first } = await lentAndReturned(112, '草枕');
  const { reservationId: second } = await lentAndReturned(112, '道草');
  const forget = (historyId?: string) => forgetHistory(service.deps, { patronId, historyId });
  const shown = (await historyOf(patronId)).rows.at(-1)?.historyId;
  expect(await inTheMidstOfTheNight(first, () => forget(shown))).toEqual(allow({ forgotten: 1 }));
  expect((await historyOf(patronId)).rows).toMatchObject([{ title: '道草' }]);
  expect(await inTheMidstOfTheNight(second, () => forget())).toEqual(allow({ forgotten: 1 }));
  expect((await historyOf(patronId)).total).toBe(0);
});

/** Does something once the night has kept a loan and erased its reservation, but has not committed that. */
async function inTheMidstOfTheNight<Value>(
  reservationId: string,
  wished: () => Promise<Value>,
): Promise<Value> {
  const { answer } = await service.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM application WHERE reservation_id = ${reservationId}::uuid FOR UPDATE`;
    await keepHistory(tx, [reservationId]);
    await tx.application.deleteMany({ where: { reservationId } });
    const answer = wished();
    for (let looks = 0; looks < 1000 && (await waitingForLocks()) === 0; looks += 1);
    return { answer };
  });
  return answer;
}
async function waitingForLocks(): Promise<number> {
  const waiting = await service.db.$queryRaw<unknown[]>`
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`;
  return waiting.length;
}

test('the loans of today and those kept are one list, by pages', async () => {
  const patronId = await ofCard(111);
  await wish(patronId, true);
  for (let n = 1; n <= 20; n += 1) {
    const entry = {
      patronId,
      recordId: BigInt(n),
      title: `第${n}巻`,
      returnedOn: new Date(Date.UTC(2026, 9, n)),
    };
    await service.db.historyEntry.create({ data: { id: randomUUID(), ...entry } });
  }
  await lentAndReturned(111, '明暗');
  const [first, second] = [await historyOf(patronId), await historyOf(patronId, 2)];
  expect([first.total, first.rows.length, first.rows[0]?.title]).toEqual([21, 20, '明暗']);
  expect(second.rows.map(({ title }) => title)).toEqual(['第1巻']);
  expect(await historyOf(patronId, 3)).toMatchObject({ total: 21, rows: [] });
});

test('the database keeps nothing of whoever did not ask', async () => {
  const patronId = await ofCard(107);
  const entry = { id: randomUUID(), patronId, recordId: 1n, title: '門', returnedOn: new Date() };
  await expect(service.db.historyEntry.create({ data: entry })).rejects.toThrow();
});

test('one entry or all of them are deleted; somebody else’s stays', async () => {
  const [patronId, other] = [await ofCard(108), await ofCard(109)];
  for (const id of [patronId, other]) await wish(id, true);
  for (let n = 1; n <= 25; n += 1) {
    const returnedOn = new Date(Date.UTC(2026, 9, n));
    const entry = { patronId, recordId: BigInt(n), title: `第${n}巻`, returnedOn };
    await service.db.historyEntry.create({ data: { id: randomUUID(), ...entry } });
  }
  const first = await historyOf(patronId);
  expect([first.total, first.rows.length, first.rows[0]?.title]).toEqual([25, 20, '第25巻']);
  expect((await historyOf(patronId, 2)).rows).toHaveLength(5);
  const historyId = first.rows[0]?.historyId ?? '';
  const forget = (id: PatronId, one?: string) =>
    forgetHistory(service.deps, { patronId: id, ...(one ? { historyId: one } : {}) });
  expect(await forget(other, historyId)).toEqual({ ok: true, value: { forgotten: 0 } });
  expect(await forget(patronId, historyId)).toEqual({ ok: true, value: { forgotten: 1 } });
  expect(await forget(patronId, historyId)).toEqual({ ok: true, value: { forgotten: 0 } });
  expect(await forget(patronId)).toEqual({ ok: true, value: { forgotten: 24 } });
  expect(await forget(PatronIdSchema.parse(randomUUID()))).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
});

function stringly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
