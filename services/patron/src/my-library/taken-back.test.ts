import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AllocationEnding, calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import { allocated, change, ended, lostNow, scanned, swapped, tellAgain } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, say, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  await service.sendMails();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const parcelNumber = '900000000019';

async function rowOf(reservationId: string) {
  return service.db.application.findUniqueOrThrow({
    where: { reservationId },
    include: { loanSlot: true, reservationSlot: true, loanSlotWait: true },
  });
}

const ready = (reservationId: string) =>
  record(service, reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });

const withdrawn = (reservationId: string, why: AllocationEnding) =>
  change(service, reservationId, ended(why));

const openTasks = (reservationId: string) =>
  service.db.task.findMany({ where: { reservationId, clearedAt: null }, orderBy: { kind: 'asc' } });

test('a hand-out at a branch that is taken back: ready again, and still a loan that travels', async () => {
  const { reservationId } = await reserve(service, 101);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await ready(reservationId);
  const handedOut = factOf(service, reservationId, 'handedOut', { place: 'uto' });
  await hear(service, handedOut);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'handedOut', loanSlot: { kind: 'loan' } });
  const back = takingBack(service, handedOut);
  await hear(service, back);
  await hear(service, back);
  await hear(service, handedOut);
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'ready',
    dueAt: new Date(due.at),
    loanSlot: { kind: 'loan' },
  });
  // The process tells late of the hand-out that was taken back; a hand-out scanned anew counts.
  await say(service, reservationId, { milestone: 'handedOut', allocation: 1, due });
  expect((await rowOf(reservationId)).state).toBe('ready');
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  expect((await rowOf(reservationId)).state).toBe('handedOut');
});

test('taking back that is heard before the scan leaves the row where it was', async () => {
  const { reservationId } = await reserve(service, 101);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await ready(reservationId);
  const handedOut = factOf(service, reservationId, 'handedOut', { place: 'uto' });
  await hear(service, takingBack(service, handedOut));
  await hear(service, handedOut);
  expect((await rowOf(reservationId)).state).toBe('ready');
});

test('at the prefectural desk the loan began with the hand-out: taken back, it is a reservation without a due date', async () => {
  const { reservationId } = await reserve(service, 102, { pickupLibrary: 'pref' });
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  const handedOut = factOf(service, reservationId, 'handedOut', { due });
  await hear(service, handedOut);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'handedOut', dueAt: new Date(due.at) });
  await hear(service, takingBack(service, handedOut));
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'ready',
    dueAt: null,
    holdUntil: new Date('2026-12-02T00:00:00Z'),
    loanSlot: null,
    reservationSlot: { slot: 1 },
  });
});

test('a hand-out after the expiry that is taken back: expired, as it was decided', async () => {
  const { reservationId } = await reserve(service, 102);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await ready(reservationId);
  await record(service, reservationId, {
    milestone: 'expired',
    allocation: 1,
    until: due.date,
    comesHome: true,
  });
  const handedOut = factOf(service, reservationId, 'handedOut', { place: 'uto' });
  await hear(service, handedOut);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'handedOut', endedAt: null });
  await hear(service, takingBack(service, handedOut));
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'expired',
    endedAt: expect.any(Date),
    loanSlot: null,
  });
});

test('a return that is taken back takes its slot again, past the limit if need be, and is flagged', async () => {
  const lent = [];
  for (let n = 0; n < 10; n += 1) lent.push(await reserve(service, 103));
  for (const { reservationId } of lent) {
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  }
  const [first] = lent;
  if (first === undefined) throw new Error('nothing is lent');
  const home = factOf(service, first.reservationId, 'home');
  await hear(service, home);
  expect(await rowOf(first.reservationId)).toMatchObject({ state: 'returned', loanSlot: null });
  const eleventh = await reserve(service, 103);
  await hear(service, factOf(service, eleventh.reservationId, 'handedOut', { due }));
  await hear(service, takingBack(service, home));
  expect(await rowOf(first.reservationId)).toMatchObject({
    state: 'handedOut',
    endedAt: null,
    loanSlot: { slot: 11, kind: 'loan' },
  });
  expect(await openTasks(first.reservationId)).toMatchObject([{ kind: 'overLimit', why: 'lateFact' }]);
  await hear(service, factOf(service, first.reservationId, 'home'));
  expect(await openTasks(first.reservationId)).toEqual([]);
});

test('out of the parcel again: the slot is a claim as before, and the copy is not ready', async () => {
  const { reservationId } = await reserve(service, 104);
  await hear(service, factOf(service, reservationId, 'picked'));
  const packed = factOf(service, reservationId, 'packed');
  await hear(service, packed);
  await hear(service, takingBack(service, packed));
  expect((await rowOf(reservationId)).state).toBe('picked');
});

test('lost in transit: the loan is over, and the reservation waits at its old place', async () => {
  const { reservationId } = await reserve(service, 104);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  await withdrawn(reservationId, 'lostInTransit');
  await withdrawn(reservationId, 'lostInTransit');
  const row = { state: 'queued', dueAt: null, loanSlot: null, endedAt: null };
  expect(await rowOf(reservationId)).toMatchObject(row);
  expect((await rowOf(reservationId)).reservationSlot).not.toBeNull();
  await record(service, reservationId, {
    milestone: 'queued',
    allocation: 1,
    mail: 'none',
  });
  expect(await rowOf(reservationId)).toMatchObject(row);
  await change(service, reservationId, allocated(2));
  await tellAgain(service, reservationId, 1);
  expect((await rowOf(reservationId)).state).toBe('allocated');
});

test('passed on at the loan limit the row keeps its state and goes on waiting to be woken', async () => {
  const { reservationId, patronId } = await reserve(service, 105);
  await hear(service, factOf(service, reservationId, 'picked'));
  await service.db.loanSlotWait.create({
    data: { reservationId, patronId, refusedAt: service.deps.now() },
  });
  await record(service, reservationId, {
    milestone: 'heldForLoanLimit',
    allocation: 1,
    keptUntil: calendarDate('2026-12-01'),
  });
  expect(await rowOf(reservationId)).toMatchObject({ keptUntil: new Date('2026-12-01T00:00:00Z') });
  await withdrawn(reservationId, 'passedOn');
  const row = await rowOf(reservationId);
  expect(row).toMatchObject({ state: 'heldForLoanLimit', keptUntil: null });
  expect(row.loanSlotWait).not.toBeNull();
  expect(row.reservationSlot).not.toBeNull();
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('two copies swapped in the wrong hands: the reservation stands where it stood, with its hold', async () => {
  const { reservationId } = await reserve(service, 105, { pickupLibrary: 'pref' });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  await change(service, reservationId, swapped);
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'ready',
    journey: 1,
    allocation: 2,
    holdUntil: new Date('2026-12-02T00:00:00Z'),
  });
});

test('a loan that was lost on its way home ends, and its slot is free', async () => {
  const { reservationId } = await reserve(service, 106);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  service.passMinutes(1);
  await change(service, reservationId, lostNow(service));
  expect(await rowOf(reservationId)).toMatchObject({ state: 'lostInTransit', loanSlot: null });
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'lost' });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('a loan is reopened: open again, with a slot, and the mail that it was returned does not go out', async () => {
  const { reservationId } = await reserve(service, 106, { recordId: 9 });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  service.passMinutes(1);
  await hear(service, takingBack(service, home));
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'handedOut',
    endedAt: null,
    closedAt: null,
    outcome: null,
    loanSlot: { kind: 'loan' },
  });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);

  service.passMinutes(1);
  await hear(service, factOf(service, reservationId, 'home'));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  await tellAgain(service, reservationId, 1);
  expect((await rowOf(reservationId)).outcome).toBe('returned');
  await service.sendMails();
  expect(service.mailbox.about('returned')).toHaveLength(1);
});

describe('the end of a process that crosses the scan being taken back', () => {
  const closed = { milestone: 'closed', allocation: 1, outcome: 'returned' } as const;

  /** A loan of a person, and the scan that brings it home, which is heard here. */
  const lentAndHome = async (serial: number, recordId: number) => {
    const { reservationId } = await reserve(service, serial, { recordId });
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
    const home = factOf(service, reservationId, 'home');
    await hear(service, home);
    return { reservationId, home };
  };

  test('said after it was heard of: the loan goes on with a process of its own, and no mail says that it was returned', async () => {
    const { reservationId, home } = await lentAndHome(107, 9);
    await hear(service, takingBack(service, home));
    await say(service, reservationId, closed);
    const row = { state: 'handedOut', outcome: null, closedAt: null };
    expect(await rowOf(reservationId)).toMatchObject(row);
    await service.sendMails();
    expect(service.mailbox.mails).toEqual([]);
  });

  test('said of a return that is not heard of yet, after an earlier one was taken back: it counts, and is told', async () => {
    const { reservationId, home: mistaken } = await lentAndHome(106, 12);
    await hear(service, takingBack(service, mistaken));
    const home = factOf(service, reservationId, 'home');
    await change(service, reservationId, scanned(home), { tell: false });
    await say(service, reservationId, closed);
    await tellAgain(service, reservationId);
    expect(await rowOf(reservationId)).toMatchObject({ outcome: 'returned', loanSlot: null });
    await service.sendMails();
    expect(service.mailbox.about('returned')).toHaveLength(1);
  });

  test('said before it was taken back: the row is open again', async () => {
    const { reservationId, home } = await lentAndHome(108, 9);
    await say(service, reservationId, closed);
    expect(await rowOf(reservationId)).toMatchObject({ outcome: 'returned', closedAt: expect.any(Date) });
    await hear(service, takingBack(service, home));
    expect(await rowOf(reservationId)).toMatchObject({
      state: 'handedOut',
      outcome: null,
      closedAt: null,
      loanSlot: { kind: 'loan' },
    });
  });

  test('brought home anew while its mail is being dropped: the mail goes out all the same', async () => {
    const { reservationId, home } = await lentAndHome(109, 9);
    await say(service, reservationId, closed);
    await hear(service, takingBack(service, home));
    const { patronId } = await rowOf(reservationId);
    const { sending } = await service.db.$transaction(async (tx) => {
      await lockPatron(tx, patronId);
      const judged = service.sendMails();
      await waitsForLock();
      const data = { kind: 'returned', othersShipped: false } as const;
      const application = await tx.application.update({
        where: { reservationId },
        data: { state: 'returned' },
      });
      const { journey } = application;
      const ofCopy = { occasion: String(journey), journey, groupKey: '' };
      await queueNotice(service.deps, tx, { application, data, ...ofCopy });
      return { sending: judged };
    });
    await sending;
    expect(service.mailbox.about('returned')).toHaveLength(1);
  });
});

/** Waits until a statement waits for another transaction. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const waiting = await service.db.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
}

test('posted while a scan by mistake said that it was home: on its way, once that is taken back', async () => {
  const { reservationId } = await reserve(service, 110);
  await hear(service, factOf(service, reservationId, 'picked'));
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  await hear(
    service,
    factOf(service, reservationId, 'shipped', { expectedDate: calendarDate('2026-11-27') }),
  );
  await hear(service, takingBack(service, home));
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'shipped',
    expectedDate: new Date('2026-11-27T00:00:00Z'),
    loanSlot: { kind: 'loan' },
    reservationSlot: null,
  });
});

test('another copy is chosen, and that the first was lost is heard of afterwards: it is a reservation again', async () => {
  const { reservationId } = await reserve(service, 111);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await change(service, reservationId, ended('lostInTransit'), { tell: false });
  await change(service, reservationId, allocated(2));
  await tellAgain(service, reservationId, 1);
  const row = await rowOf(reservationId);
  expect(row).toMatchObject({ state: 'allocated', journey: 2, loanSlot: null });
  expect(row.reservationSlot).not.toBeNull();
});

test('scanned home twice, and one of the scans taken back: it is home, and takes no slot', async () => {
  const { reservationId } = await reserve(service, 112);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await hear(service, factOf(service, reservationId, 'home'));
  const again = factOf(service, reservationId, 'home');
  await hear(service, again);
  await hear(service, takingBack(service, again));
  expect(await rowOf(reservationId)).toMatchObject({
    endedAt: expect.any(Date),
    loanSlot: null,
  });
});

test('cancelled before its copy was heard of: it stays so, whatever is heard of the copy, and takes no slot', async () => {
  const { reservationId } = await reserve(service, 113);
  await record(service, reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
  await hear(service, factOf(service, reservationId, 'picked'));
  await withdrawn(reservationId, 'returnUndone');
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'cancelled',
    loanSlot: null,
    reservationSlot: null,
  });
});
