import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { apply } from '../applications/apply.ts';
import { patronOfReservation } from '../desk/patron-of-reservation.ts';
import { change, lostNow, settledByDesk, settlementTakenBack } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';

// A process may end while somebody still has the book: long overdue (R18), or lost by its borrower. Who has it is known
// until it is home or the desk has settled it; the nights here are the erasure's.
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service?.close());

const due = deadlineOn(calendarDate('2026-11-20'));
const activities = () => patronActivities(service.deps);

/** Lets so many nights pass, each with the erasure of what was settled before its day. */
async function nights(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    service.passMinutes(24 * 60);
    await service.sendMails();
    await activities().eraseClosed({ before: service.deps.now() });
  }
}

async function lentTo(serial: number, recordId: number) {
  const one = await reserve(service, serial, { recordId });
  await activities().claimLoanSlot({ reservationId: one.reservationId, at: service.deps.now() });
  await hear(service, factOf(service, one.reservationId, 'shipped', { due }));
  await hear(service, factOf(service, one.reservationId, 'handedOut', { place: 'uto', due }));
  return one;
}

async function longOverdueOf(serial: number, recordId: number) {
  const one = await lentTo(serial, recordId);
  await record(service, one.reservationId, { milestone: 'overdue', allocation: 1, due, notice: 4 });
  await record(service, one.reservationId, { milestone: 'closed', allocation: 1, outcome: 'longOverdue' });
  return one;
}

const close = (reservationId: string) =>
  record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'lost' });
const loseCopy = (reservationId: string) => change(service, reservationId, lostNow(service));
const slotOf = async (reservationId: string) =>
  (await service.db.loanSlot.findUnique({ where: { reservationId } }))?.kind;
const rowOf = async (reservationId: string) => {
  const found = await patronOfReservation(service.deps, {
    reservationId: ReservationIdSchema.parse(reservationId),
  });
  return found.ok ? found.value.row.state : 'erased';
};

async function applyAgain(patronId: string, recordId: number): Promise<string> {
  const answer = await apply(service.deps, {
    patronId,
    reservationId: randomUUID(),
    recordId: String(recordId),
    title: '坊っちゃん',
    pickupLibrary: 'uto',
    appliedAt: service.deps.now(),
  });
  return answer.ok ? 'accepted' : answer.refusal.code;
}

test('a return of such a book that is entered days late can still be taken back that day', async () => {
  const { reservationId } = await longOverdueOf(120, 60);
  const home = factOf(service, reservationId, 'home');
  await nights(3);
  await hear(service, home);
  expect(await rowOf(reservationId)).toBe('returned');
  const midnight = service.deps.now();
  service.passMinutes(60);
  await activities().eraseClosed({ before: midnight });
  await hear(service, takingBack(service, home));
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['overdue', 'loan']);
});

test('who holds a long-overdue book is known through every night, and it counts as a loan, until it is home', async () => {
  const { reservationId, patronId } = await longOverdueOf(101, 41);
  await nights(40);
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['overdue', 'loan']);
  expect(await applyAgain(patronId, 41)).toBe('ALREADY_ON_LOAN');
  // The process has ended: nothing starts it again, and no closure moves the dates.
  expect(await activities().openReservations({ after: null })).not.toContain(reservationId);
  expect(await activities().requestsOf({ reservationIds: [reservationId] })).toEqual([]);

  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  await nights(3);
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['returning', 'loan']);
  await hear(service, factOf(service, reservationId, 'home'));
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['returned', undefined]);
  expect(await applyAgain(patronId, 41)).toBe('accepted');
  await nights(1);
  expect(await rowOf(reservationId)).toBe('erased');
});

test('a late return wakes whoever waited for a loan slot', async () => {
  const { reservationId } = await longOverdueOf(102, 42);
  for (let n = 0; n < 9; n += 1) await lentTo(102, 420 + n);
  const eleventh = await reserve(service, 102);
  const claim = { reservationId: eleventh.reservationId, at: service.deps.now() };
  expect(await activities().claimLoanSlot(claim)).toMatchObject({ refusal: { code: 'LOAN_LIMIT' } });
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await service.published('patron.loanSlot.free')).toMatchObject([
    { reservationId: eleventh.reservationId },
  ]);
});

test('a book lost by its borrower is theirs until it turns up, whichever was heard first', async () => {
  const first = await lentTo(103, 43);
  await loseCopy(first.reservationId);
  await close(first.reservationId);
  const second = await lentTo(103, 44);
  await close(second.reservationId);
  await loseCopy(second.reservationId);
  await nights(5);
  for (const { reservationId } of [first, second]) {
    expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['lostInTransit', 'loan']);
    await hear(service, factOf(service, reservationId, 'home'));
    expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['returned', undefined]);
  }
  await nights(1);
  for (const { reservationId } of [first, second]) expect(await rowOf(reservationId)).toBe('erased');
});

test('a book lost on its way home is nobody’s loan any more, whichever was heard first, and who had it is known until the desk settles it', async () => {
  const heardInOrder = await lentTo(104, 45);
  await hear(service, factOf(service, heardInOrder.reservationId, 'handedIn', { place: 'uto' }));
  service.passMinutes(60);
  await loseCopy(heardInOrder.reservationId);
  expect(await slotOf(heardInOrder.reservationId)).toBeUndefined();
  await close(heardInOrder.reservationId);

  const lossFirst = await lentTo(104, 46);
  const handedIn = factOf(service, lossFirst.reservationId, 'handedIn', { place: 'uto' });
  service.passMinutes(60);
  await loseCopy(lossFirst.reservationId);
  await close(lossFirst.reservationId);
  await hear(service, handedIn);
  expect(await slotOf(lossFirst.reservationId)).toBeUndefined();

  // The copy is long overdue, handed in after all, and then lost by the post.
  const late = await longOverdueOf(104, 47);
  await hear(service, factOf(service, late.reservationId, 'handedIn', { place: 'uto' }));
  service.passMinutes(60);
  await loseCopy(late.reservationId);
  expect(await slotOf(late.reservationId)).toBeUndefined();
  await nights(20);
  for (const { reservationId } of [heardInOrder, lossFirst, late]) {
    expect(await rowOf(reservationId)).toBe('lostInTransit');
    await change(service, reservationId, settledByDesk(service, 'writtenOff'));
  }
  await nights(1);
  for (const { reservationId } of [heardInOrder, lossFirst, late]) {
    expect(await rowOf(reservationId)).toBe('erased');
  }
});

test('a claim that a lost book had been returned is taken back weeks later: it is known who has it', async () => {
  const { reservationId } = await lentTo(106, 50);
  const claimed = factOf(service, reservationId, 'handedIn', { place: 'uto' });
  await hear(service, claimed);
  service.passMinutes(60);
  await loseCopy(reservationId);
  await close(reservationId);
  expect(await slotOf(reservationId)).toBeUndefined();
  await nights(10);
  await hear(service, takingBack(service, claimed));
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['lostInTransit', 'loan']);
});

test.each([
  ['paid', 'settled'],
  ['writtenOff', 'settled'],
  ['returned', 'returned'],
] as const)(
  'a long-overdue book that the desk settles as %s is nobody’s loan at once, and the night erases who had it',
  async (how, state) => {
    const { reservationId, patronId } = await longOverdueOf(107, 51);
    await nights(40);
    expect(await slotOf(reservationId)).toBe('loan');
    await change(service, reservationId, settledByDesk(service, how));
    expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual([state, undefined]);
    expect(await applyAgain(patronId, 51)).toBe('accepted');
    await nights(1);
    expect(await rowOf(reservationId)).toBe('erased');
    const again = await service.db.application.findFirstOrThrow({ where: { patronId, recordId: 51 } });
    await record(service, again.reservationId, { milestone: 'closed', allocation: 1, outcome: 'cancelled' });
    await nights(4);
  },
);

test('a settlement that is taken back the same day is none: the book is theirs again, and the night keeps the row', async () => {
  const { reservationId, patronId } = await longOverdueOf(108, 52);
  await nights(2);
  await change(service, reservationId, settledByDesk(service, 'paid'));
  service.passMinutes(5);
  await change(service, reservationId, settlementTakenBack);
  await nights(3);
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['overdue', 'loan']);
  expect(await applyAgain(patronId, 52)).toBe('ALREADY_ON_LOAN');
  await hear(service, factOf(service, reservationId, 'home'));
  await nights(1);
  expect(await rowOf(reservationId)).toBe('erased');
});

test('a lost book that turns up after it was paid for changes nothing for who paid', async () => {
  const { reservationId } = await lostBy(109, 53);
  await nights(3);
  await change(service, reservationId, settledByDesk(service, 'paid'));
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['settled', undefined]);
  await hear(service, factOf(service, reservationId, 'home'));
  expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual(['settled', undefined]);
  await nights(1);
  expect(await rowOf(reservationId)).toBe('erased');
});

test('a late return that is taken back the same day is none: the book is theirs again, and the night keeps it', async () => {
  for (const [recordId, lendThatEnded] of [
    [48, () => longOverdueOf(105, 48)],
    [49, () => lostBy(105, 49)],
  ] as const) {
    const { reservationId, patronId } = await lendThatEnded();
    await nights(1);
    const home = factOf(service, reservationId, 'home');
    await hear(service, home);
    expect(await slotOf(reservationId)).toBeUndefined();
    service.passMinutes(5);
    await hear(service, takingBack(service, home));
    await nights(2);
    expect([await rowOf(reservationId), await slotOf(reservationId)]).toEqual([expect.anything(), 'loan']);
    expect(await applyAgain(patronId, recordId)).toBe('ALREADY_ON_LOAN');
    await hear(service, factOf(service, reservationId, 'home'));
    await nights(1);
    expect(await rowOf(reservationId)).toBe('erased');
  }
});

async function lostBy(serial: number, recordId: number) {
  const one = await lentTo(serial, recordId);
  await loseCopy(one.reservationId);
  await close(one.reservationId);
  return one;
}
