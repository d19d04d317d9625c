import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';
import { patronActivities } from '../activities/patron-activities.ts';
import { apply } from '../applications/apply.ts';
import { openCounterLoan } from '../applications/open-counter-loan.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseLoanClaim } from '../loan-claims/release-loan-claim.ts';
import { change, ended, pickedUpAt } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, reserve, takingBack } from '../testing/reserve.ts';

/** The twenty people of the load tests. */
const serials = Array.from({ length: 20 }, (_, n) => 101 + n);

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterEach(async () => {
  await service.db.application.deleteMany();
});
afterAll(() => service.close());

const at = () => service.deps.now();
const claim = (reservationId: string, waitForOne = true) =>
  claimLoanSlot(service.deps, { reservationId, at: at(), waitForOne });
const lend = (serial: number, recordId: number) =>
  openCounterLoan(service.deps, {
    reservationId: ReservationIdSchema.parse(randomUUID()),
    cardNumber: makeBarcode('card', serial),
    recordId: String(recordId),
    title: '門',
    protectiveCover: false,
    at: at(),
  });

/** Reservations of one person, without going through the form one by one. */
async function reserved(serial: number, count: number): Promise<string[]> {
  const { patronId, reservationId } = await reserve(service, serial);
  const ids = [reservationId, ...Array.from({ length: count - 1 }, () => randomUUID())];
  await service.db.application.createMany({
    data: ids.slice(1).map((id, n) => ({
      reservationId: id,
      patronId,
      recordId: BigInt(5_000_000_000 + n),
      title: '門',
      pickupLibrary: 'uto',
      channel: 'web' as const,
      appliedAt: at(),
    })),
  });
  return ids;
}

/** Begins a few steps later than the other at the same moment, so that now one and now the other is first. */
async function later<T>(steps: number, act: () => Promise<T>): Promise<T> {
  for (let n = 0; n < steps; n += 1) await service.db.$queryRaw`SELECT 1`;
  return act();
}

/** Four people at a time: more wait for a connection than the database has, and less than would give up. */
async function inTurns<T>(people: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let n = 0; n < people.length; n += 4) await Promise.all(people.slice(n, n + 4).map(act));
}

/** Checks that no slot is there twice, none past ten, and none for a row that is not there. */
async function expectTenAtMost(): Promise<void> {
  for (const serial of serials) {
    const patronId = await service.patronId(makeBarcode('card', serial));
    const slots = await service.db.loanSlot.findMany({ where: { patronId } });
    expect(slots.length).toBeLessThanOrEqual(10);
    expect(slots.every(({ slot }) => slot <= 10)).toBe(true);
  }
}

test('ten slots under ten copies to be packed and ten loans at the counter at once, for twenty people', async () => {
  const waiting = await Promise.all(
    serials.map(async (serial) => ({ serial, ids: await reserved(serial, 10) })),
  );
  let byPacking = 0;
  let byCounter = 0;
  await inTurns(waiting, async ({ serial, ids }) => {
    const answers = await Promise.all(
      ids.flatMap((id, n) => [
        later(n % 2, () => claim(id)).then((answer) => ({ of: 'packing', answer })),
        later((n + 1) % 3, () => lend(serial, 6_000 + n)).then((answer) => ({ of: 'counter', answer })),
      ]),
    );
    const won = answers.filter(({ answer }) => answer.ok);
    expect(won).toHaveLength(10);
    for (const { answer } of answers) {
      if (!answer.ok) expect(answer.refusal.code).toBe('LOAN_LIMIT');
    }
    byPacking += won.filter(({ of }) => of === 'packing').length;
    byCounter += won.filter(({ of }) => of === 'counter').length;
  });
  expect(byPacking + byCounter).toBe(200);
  expect(byPacking).toBeGreaterThan(0);
  expect(byCounter).toBeGreaterThan(0);
  await expectTenAtMost();
  // A counter loan that was refused left no row.
  expect(await service.db.application.count({ where: { channel: 'counter' } })).toBe(byCounter);
});

test('a claim and the release of the tenth at once, 200 times: a slot, or woken for it, and never forgotten', async () => {
  let atOnce = 0;
  let woken = 0;
  await Promise.all(
    serials.map(async (serial) => {
      const ids = await reserved(serial, 20);
      const patronId = await service.patronId(makeBarcode('card', serial));
      await service.db.loanSlot.createMany({
        data: ids.slice(0, 10).map((reservationId, n) => ({
          reservationId,
          patronId,
          slot: n + 1,
          kind: 'claim' as const,
          takenAt: at(),
        })),
      });
      for (let n = 0; n < 10; n += 1) {
        const [giver = '', taker = ''] = [ids[n], ids[10 + n]];
        // Each side sets out first in half of the pairs: on an idle machine it would always be first otherwise.
        const early = n % 2 === 0 ? undefined : claim(taker);
        const [released, claimed] = await Promise.all([
          later(early ? 4 : 0, () => releaseLoanClaim(service.deps, { reservationId: giver, at: at() })),
          early ?? claim(taker),
        ]);
        expect(released).toEqual({ released: true });
        if (claimed.ok) {
          atOnce += 1;
          continue;
        }
        expect(claimed.refusal.code).toBe('LOAN_LIMIT');
        const wait = await service.db.loanSlotWait.findUnique({ where: { reservationId: taker } });
        expect(wait?.wokenAt).not.toBeNull();
        expect(wait).not.toBeNull();
        woken += 1;
        expect(await claim(taker)).toMatchObject({ ok: true });
      }
    }),
  );
  expect(atOnce + woken).toBe(200);
  expect(atOnce).toBeGreaterThan(0);
  expect(woken).toBeGreaterThan(0);
  await expectTenAtMost();
});

test('the same title on the web and at the counter at once, 200 times: one row, and the loser hears of it', async () => {
  let webFirst = 0;
  let counterFirst = 0;
  await Promise.all(
    serials.map(async (serial) => {
      const patronId = await service.patronId(makeBarcode('card', serial));
      for (let n = 0; n < 10; n += 1) {
        const reservationId = randomUUID();
        const onTheWeb = () =>
          apply(service.deps, {
            patronId,
            reservationId,
            recordId: String(7_000 + n),
            title: '門',
            pickupLibrary: 'uto',
            appliedAt: at(),
          });
        const [applied, lent] = await Promise.all([later(n % 3, onTheWeb), lend(serial, 7_000 + n)]);
        if (!lent.ok) throw new Error(lent.refusal.code);
        if (applied.ok) {
          webFirst += 1;
          expect(lent.value.reservationId).toBe(reservationId);
        } else {
          counterFirst += 1;
          expect(applied.refusal.code).toBe('ALREADY_RESERVED');
        }
        const open = { patronId, recordId: BigInt(7_000 + n), endedAt: null };
        expect(await service.db.application.count({ where: open })).toBe(1);
      }
    }),
  );
  expect(webFirst + counterFirst).toBe(200);
  expect(webFirst).toBeGreaterThan(0);
  expect(counterFirst).toBeGreaterThan(0);
  await expectTenAtMost();
});

describe('a claim that relied on how the reservation stood a moment ago', () => {
  const activities = () => patronActivities(service.deps);
  const slotsOf = async (reservationId: string) => ({
    loans: await service.db.loanSlot.count({ where: { reservationId } }),
    reservations: await service.db.reservationSlot.count({ where: { reservationId } }),
  });
  const fetched = async (serial: number) => {
    const { reservationId } = await reserve(service, serial);
    const picked = factOf(service, reservationId, 'picked');
    await hear(service, picked);
    return { reservationId, picked };
  };
  const toTheCounter = async (reservationId: string) => {
    await change(service, reservationId, pickedUpAt('pref'), { tell: false });
    await activities().releaseLoanSlot({ reservationId, at: at() });
  };

  test('it is to be picked up at the counter by then, and nobody was told: no slot, and its process looks again', async () => {
    const { reservationId } = await fetched(101);
    service.catalog.whileAnswering = () => toTheCounter(reservationId);
    expect(await claim(reservationId)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    expect(await slotsOf(reservationId)).toEqual({ loans: 0, reservations: 1 });
  });

  test('it was not on its shelf, or its scan is taken back: no slot before it is fetched again', async () => {
    const missing = await fetched(102);
    service.catalog.whileAnswering = () => change(service, missing.reservationId, ended('notOnShelf'));
    expect(await claim(missing.reservationId)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    const mistaken = await fetched(102);
    service.catalog.whileAnswering = () => hear(service, takingBack(service, mistaken.picked));
    expect(await claim(mistaken.reservationId)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    for (const { reservationId } of [missing, mistaken])
      expect(await slotsOf(reservationId)).toEqual({ loans: 0, reservations: 1 });
    await hear(service, factOf(service, mistaken.reservationId, 'picked'));
    expect(await claim(mistaken.reservationId)).toMatchObject({ ok: true });
  });

  test('a claim and a change to the counter at once, 60 times: whichever is first, no loan slot is left over', async () => {
    let claimedFirst = 0;
    await inTurns(serials, async (serial) => {
      for (let n = 0; n < 3; n += 1) {
        const { reservationId } = await fetched(serial);
        const [claimed] = await Promise.all([
          later((serial + n) % 3, () => claim(reservationId)),
          later(n, () => toTheCounter(reservationId)),
        ]);
        if (claimed.ok) claimedFirst += 1;
        expect(await slotsOf(reservationId)).toEqual({ loans: 0, reservations: 1 });
      }
    });
    expect(claimedFirst).toBeGreaterThan(0);
    expect(claimedFirst).toBeLessThan(60);
  });
});
