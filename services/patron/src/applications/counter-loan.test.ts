import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { resolveCard } from '../desk/resolve-card.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import { startApplications } from '../sweep/start-applications.ts';
import { change, ended, scanned } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, say, takingBack } from '../testing/reserve.ts';
import { apply } from './apply.ts';
import { openCounterLoan } from './open-counter-loan.ts';
import { releaseCounterLoan, releaseForgotten } from './release-counter-loan.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
let nextRecord = 1;

const lend = (
  serial: number,
  more: { reservationId?: string; recordId?: number; overrideReason?: string; cardNumber?: string } = {},
) =>
  openCounterLoan(service.deps, {
    reservationId: ReservationIdSchema.parse(more.reservationId ?? randomUUID()),
    cardNumber: more.cardNumber ?? makeBarcode('card', serial),
    recordId: String(more.recordId ?? nextRecord++),
    title: '三四郎',
    protectiveCover: false,
    at: service.deps.now(),
    overrideReason: more.overrideReason,
  });
const release = (reservationId: string) =>
  releaseCounterLoan(service.deps, { reservationId, at: service.deps.now() });
const rowOf = (reservationId: string) =>
  service.db.application.findUnique({ where: { reservationId }, include: { loanSlot: true } });

test('a loan at the counter: the row and a claim before the hand-over, a loan with it, and no sweep asks for its process', async () => {
  const reservationId = randomUUID();
  const first = await lend(101, { reservationId, recordId: 501 });
  expect(first).toEqual({ ok: true, value: { reservationId, made: true } });
  expect(await lend(101, { reservationId, recordId: 501 })).toEqual(first);
  // No reservation of this person is on its way.
  const shown = { cardNumber: makeBarcode('card', 101), at: service.deps.now() };
  expect(await resolveCard(service.deps, shown)).toMatchObject({ value: { reserved: 0, loans: 1 } });
  expect(await rowOf(reservationId)).toMatchObject({
    channel: 'counter',
    pickupLibrary: 'pref',
    loanSlot: { slot: 1, kind: 'claim' },
  });
  service.passMinutes(1);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await startApplications(service.deps, async () => undefined)).toBe(0);
  expect(await lend(101, { reservationId, recordId: 501 })).toMatchObject({ value: { made: false } });
  expect(await release(reservationId)).toEqual({ released: false });
  expect(await lend(101, { recordId: 501 })).toMatchObject({ refusal: { code: 'ALREADY_ON_LOAN' } });
  // The book is home: it is lent at once again, though no process has told the end.
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await lend(101, { recordId: 501 })).toMatchObject({ value: { made: true } });
});

test('a loan that was taken back at the counter never was a reservation: My Library shows nothing of it', async () => {
  const patronId = await service.patronId(makeBarcode('card', 111));
  const shown = async () =>
    (await readMyLibrary(service.deps, patronId)).map(({ reservationId, state }) => [reservationId, state]);
  const reservationId = randomUUID();
  await lend(111, { reservationId });
  const handedOut = factOf(service, reservationId, 'handedOut', { due });
  await hear(service, handedOut);
  expect(await shown()).toEqual([[reservationId, 'handedOut']]);
  await change(service, reservationId, scanned(takingBack(service, handedOut)), { tell: false });
  await change(service, reservationId, ended('cancelled'));
  expect(await rowOf(reservationId)).toMatchObject({ state: 'cancelled', loanSlot: null });
  expect(await shown()).toEqual([]);
  // A reservation that the patron cancelled is told.
  const cancelled = await reserve(service, 111, { recordId: nextRecord++ });
  await change(service, cancelled.reservationId, ended('cancelled'));
  expect(await shown()).toEqual([[cancelled.reservationId, 'cancelled']]);
});

test('a hand-over that did not happen leaves nothing behind, and a forgotten one goes after a day', async () => {
  const reservationId = randomUUID();
  await lend(102, { reservationId });
  expect(await release(reservationId)).toEqual({ released: true });
  expect(await release(reservationId)).toEqual({ released: false });
  expect(await rowOf(reservationId)).toBeNull();
  await lend(102, { reservationId });
  service.passMinutes(23 * 60);
  await releaseForgotten(service.deps);
  expect(await rowOf(reservationId)).not.toBeNull();
  service.passMinutes(2 * 60);
  await releaseForgotten(service.deps);
  expect(await rowOf(reservationId)).toBeNull();
  service.setClock('2026-11-24T01:00:00Z');
});

test('what waited to be mailed of a hand-over that did not happen goes with it', async () => {
  const reservationId = randomUUID();
  await lend(105, { reservationId });
  await say(service, reservationId, { milestone: 'queued', allocation: 0, position: 2, mail: 'accepted' });
  const waiting = () => service.db.notice.count({ where: { reservationId } });
  expect(await waiting()).toBe(1);
  await release(reservationId);
  expect(await waiting()).toBe(0);
});

test('a forgotten loan that cannot go keeps no other', async () => {
  const [stuck, other] = [randomUUID(), randomUUID()];
  await lend(103, { reservationId: stuck });
  await lend(104, { reservationId: other });
  await service.db.$executeRaw`CREATE TABLE keeps (reservation_id uuid REFERENCES application)`;
  await service.db.$executeRaw`INSERT INTO keeps VALUES (${stuck}::uuid)`;
  service.passMinutes(25 * 60);
  await releaseForgotten(service.deps);
  expect(await rowOf(other)).toBeNull();
  expect(await rowOf(stuck)).not.toBeNull();
  await service.db.$executeRaw`DROP TABLE keeps`;
  await releaseForgotten(service.deps);
  expect(await rowOf(stuck)).toBeNull();
  service.setClock('2026-11-24T01:00:00Z');
});

test('two desks lend two copies of a title to one card at once: the second reads again, whatever becomes of the first', async () => {
  const first = await lend(107, { recordId: 507 });
  if (!first.ok) throw new Error('The first desk was refused');
  expect(await lend(107, { recordId: 507 })).toEqual({ ok: false, refusal: { code: 'STATE_CHANGED' } });
  // The first desk's copy is reserved for somebody else. Had the second lent on its row, nobody would know to whom.
  expect(await release(first.value.reservationId)).toEqual({ released: true });
  expect(await lend(107, { recordId: 507 })).toMatchObject({ value: { made: true } });
  // A desk that went away in between keeps nobody from lending.
  service.passMinutes(1);
  expect(await lend(107, { recordId: 507 })).toMatchObject({ value: { made: false } });
});

test('a sweep that is stopped starts no more than it had begun; the next one starts the rest', async () => {
  const reserved: string[] = [];
  for (let n = 0; n < 16; n += 1)
    reserved.push((await reserve(service, n < 8 ? 108 : 110, { recordId: nextRecord++ })).reservationId);
  service.passMinutes(1);
  const stopping = new AbortController();
  const started: string[] = [];
  const sweep = (stopped?: AbortSignal) =>
    startApplications(
      service.deps,
      async ({ updateId }) => {
        if (!reserved.includes(updateId)) return;
        started.push(updateId);
        stopping.abort();
      },
      stopped,
    );
  await sweep(stopping.signal);
  // At most ten starts are under way at once.
  expect(started.length).toBeLessThanOrEqual(10);
  await sweep();
  expect([...started].sort()).toEqual([...reserved].sort());
});

test('whoever waits for the title is lent on the reservation that is there', async () => {
  const waiting = await reserve(service, 103, { recordId: 502 });
  await record(service, waiting.reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  const asked = await lend(103, { recordId: 502 });
  expect(asked).toEqual({ ok: true, value: { reservationId: waiting.reservationId, made: true } });
  expect(await lend(103, { recordId: 502 })).toMatchObject({ value: { made: false } });
  expect(await release(waiting.reservationId)).toEqual({ released: true });
  expect(await rowOf(waiting.reservationId)).toMatchObject({ state: 'queued', loanSlot: null });
});

test('at the limit a loan is refused; with a reason it goes past ten, and is flagged', async () => {
  for (let n = 0; n < 10; n += 1) expect(await lend(104)).toMatchObject({ ok: true });
  const reservationId = randomUUID();
  expect(await lend(104, { reservationId })).toEqual({ ok: false, refusal: { code: 'LOAN_LIMIT' } });
  expect(await rowOf(reservationId)).toBeNull();
  expect(await lend(104, { reservationId, overrideReason: '展示の関係者' })).toMatchObject({ ok: true });
  expect(await rowOf(reservationId)).toMatchObject({ loanSlot: { slot: 11 } });
  const flagged = await service.db.task.findMany({ where: { reservationId } });
  expect(flagged).toMatchObject([{ kind: 'overLimit', why: 'override', clearedAt: null }]);
  expect(JSON.stringify(flagged)).not.toContain('展示');
});

test.each([
  ['an expired card', 5, 'CARD_EXPIRED'],
  ['a suspended card', 4, 'CARD_SUSPENDED'],
  ['a card that is none', 999, 'NOT_FOUND'],
])('%s borrows nothing new', async (_who, serial, code) => {
  expect(await lend(serial)).toMatchObject({ refusal: { code } });
});

test('a suspended card picks up what is ready, and a copy read in place of a card is named', async () => {
  const { reservationId, patronId } = await reserve(service, 105, { pickupLibrary: 'pref', recordId: 503 });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.db.card.updateMany({ where: { patronId }, data: { suspended: true } });
  expect(await lend(105, { recordId: 503 })).toMatchObject({ value: { reservationId } });
  expect(await lend(0, { cardNumber: makeBarcode('copy', 1) })).toMatchObject({
    refusal: { code: 'BARCODE_WRONG_KIND' },
  });
});

test("an id that is of somebody else's, or of something else, is not taken for this loan", async () => {
  const reservationId = randomUUID();
  await lend(106, { reservationId, recordId: 504 });
  expect(await lend(107, { reservationId, recordId: 504 })).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect(await lend(106, { reservationId, recordId: 505 })).toMatchObject({
    refusal: { code: 'STATE_CHANGED' },
  });
});

test('by telephone neither password nor address is asked for, but card, library, limit and title are', async () => {
  const call = async (serial: number, more: { recordId?: string; pickupLibrary?: string } = {}) => {
    const answer = await apply(service.deps, {
      patronId: await service.patronId(makeBarcode('card', serial)),
      reservationId: randomUUID(),
      recordId: more.recordId ?? String(nextRecord++),
      title: '暮しの手帖',
      pickupLibrary: more.pickupLibrary ?? 'pref',
      appliedAt: service.deps.now(),
      channel: 'phone',
    });
    return answer.ok ? answer.value.reservationId : answer.refusal.code;
  };
  const reservationId = await call(3, { recordId: '601' });
  expect(await rowOf(reservationId)).toMatchObject({ channel: 'phone' });
  expect(await call(3, { recordId: '601' })).toBe('ALREADY_RESERVED');
  expect(await call(4)).toBe('CARD_SUSPENDED');
  expect(await call(5)).toBe('CARD_EXPIRED');
  expect(await call(10, { pickupLibrary: 'paused' })).toBe('PICKUP_LIBRARY_PAUSED');
  for (let n = 0; n < 9; n += 1) await call(3);
  expect(await call(3)).toBe('RESERVATION_LIMIT');
});

test('a return that is taken back before the hand-over was heard of: it is the loan that it was', async () => {
  const reservationId = randomUUID();
  await lend(109, { reservationId });
  const handedOut = factOf(service, reservationId, 'handedOut', { due });
  await change(service, reservationId, scanned(handedOut), { tell: false });
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  expect(await rowOf(reservationId)).toMatchObject({ loanSlot: null });
  await hear(service, takingBack(service, home));
  expect(await rowOf(reservationId)).toMatchObject({ loanSlot: { slot: 1, kind: 'loan' } });
});
