import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogActivities, Milestone, PatronActivities, ShippingActivities } from '@toshobin/contracts';
import { addDays, dayOf, type Instant, instant, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Lending } from './in-memory-catalog.ts';

/**
 * What the contract suite needs beside the three ports: the hands of staff, a clock, and a look at what was told.
 * Both sides implement it; facts of one service reach the others before a step ends.
 */
export interface PortsInTest {
  catalog: CatalogActivities;
  patron: PatronActivities;
  shipping: ShippingActivities;
  /** From now on it is this moment. */
  itIs(now: Instant): void;
  addTitle(copies: number, lending?: Lending): Promise<string>;
  /** The application of a patron, written before its process starts; each name is another person. */
  apply(application: Application): Promise<void>;
  pick(reservationId: string): Promise<void>;
  notOnShelf(reservationId: string): Promise<void>;
  /** Into a new parcel to its pickup library; answers the parcel's number. */
  pack(reservationId: string): Promise<string>;
  dispatch(parcelNumber: string): Promise<void>;
  receive(parcelNumber: string): Promise<void>;
  handOut(reservationId: string, place: string): Promise<void>;
  handIn(reservationId: string, place: string): Promise<void>;
  /** Its copy is processed at the prefectural library. */
  bringHome(reservationId: string): Promise<void>;
  isListed(reservationId: string): Promise<boolean>;
  shelfChecksOf(reservationId: string): Promise<number>;
  /** How many notices of that kind were queued for it. */
  noticesOf(reservationId: string, kind: 'accepted' | 'overdue'): Promise<number>;
  /** The reservations that were told of a free loan slot so far. */
  woken(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Application {
  reservationId: string;
  patron: string;
  recordId: string;
  pickupLibrary: string;
  at: Instant;
}

const monday = instant('2026-12-07T01:00:00Z');

/** The contract of the three ports. It runs on the ports in memory and on the real services. */
export function describePortContract(name: string, open: () => Promise<PortsInTest>): void {
  describe(name, () => {
    let ports: PortsInTest;
    let now = monday;
    let readers = 0;

    beforeAll(async () => {
      ports = await open();
      ports.itIs(now);
    });
    afterAll(() => ports.close());

    const pass = (days: number, minutes = 0): Instant => {
      now = instantFromEpochMs(Date.parse(now) + days * 86_400_000 + minutes * 60_000);
      ports.itIs(now);
      return now;
    };

    /** Somebody applies and joins the queue. */
    const reserve = async (recordId: string, pickupLibrary = 'uto', patron = `reader ${++readers}`) => {
      const reservationId = randomUUID();
      // Places in the queue are counted by the moment of the application.
      pass(0, 1);
      await ports.apply({ reservationId, patron, recordId, pickupLibrary, at: now });
      const command = { reservationId, recordId, pickupLibrary, channel: 'web', joinedAt: now } as const;
      const answer = await ports.catalog.joinQueue(command);
      const queued = answer.ok ? answer.value : undefined;
      return { reservationId, recordId, command, answer, allocation: queued?.allocation };
    };
    const reserved = async (pickupLibrary = 'uto', patron?: string) => {
      const { allocation, ...rest } = await reserve(await ports.addTitle(1), pickupLibrary, patron);
      if (!allocation) throw new Error('A copy on the shelf was not allocated');
      const key = { reservationId: rest.reservationId, allocation: allocation.allocation };
      return { ...rest, allocation, key };
    };
    const listed = async (pickupLibrary = 'uto', patron?: string) => {
      const book = await reserved(pickupLibrary, patron);
      await ports.pick(book.reservationId);
      await ports.patron.claimLoanSlot({ reservationId: book.reservationId, at: now });
      await ports.shipping.addToPackingList({ allocation: book.allocation, pickupLibrary, at: now });
      return book;
    };
    /** In the mail, its loan open. */
    const posted = async () => {
      const book = await listed();
      const parcel = await ports.pack(book.reservationId);
      await ports.dispatch(parcel);
      const { due } = await ports.catalog.openLoan({ ...book.key, startedAt: now });
      return { ...book, parcel, due };
    };
    const lent = async () => {
      const book = await posted();
      pass(2);
      await ports.receive(book.parcel);
      await ports.handOut(book.reservationId, 'uto');
      return book;
    };
    const stateOf = async (reservationId: string) =>
      (await ports.catalog.positionOf({ reservationId })).entry;

    describe('the queue', () => {
      test('joining again is answered the same, with the copy', async () => {
        const book = await reserved();
        expect(book.answer).toMatchObject({ ok: true, value: { position: 1 } });
        expect(await ports.catalog.joinQueue(book.command)).toEqual(book.answer);
      });

      test('the second patron waits in first place, the third in second, also when asked again', async () => {
        const { recordId } = await reserved();
        const second = await reserve(recordId);
        const third = await reserve(recordId);
        expect(second.answer).toEqual({ ok: true, value: { position: 1 } });
        expect(third.answer).toEqual({ ok: true, value: { position: 2 } });
        expect(await ports.catalog.joinQueue(second.command)).toEqual(second.answer);
        expect(await stateOf(third.reservationId)).toBe('waiting');
      });

      test.each([
        ['inPersonOnly', 'IN_PERSON_ONLY'],
        ['audiovisual', 'AUDIOVISUAL'],
        ['referenceOnly', 'REFERENCE_ONLY'],
      ] as const)('R4: %s is refused on the web and leaves no entry', async (lending, code) => {
        const { answer, reservationId } = await reserve(await ports.addTitle(1, lending));
        expect(answer).toMatchObject({ ok: false, refusal: { code } });
        expect(await stateOf(reservationId)).toBe('none');
      });

      test('a title we do not have is refused', async () => {
        const { answer } = await reserve('999999999');
        expect(answer).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
      });

      test('who leaves before the pick leaves the copy to the next; leaving again is answered the same', async () => {
        const book = await reserved();
        const second = await reserve(book.recordId);
        const left = await ports.catalog.leaveQueue({ reservationId: book.reservationId, at: now });
        expect(left).toEqual({ left: true, allocation: book.key.allocation, copyIs: 'onShelf' });
        const next = await ports.catalog.positionOf({ reservationId: second.reservationId });
        expect(next.allocation?.copyId).toBe(book.allocation.copyId);
        expect(next.allocation?.allocation).toBeGreaterThan(book.key.allocation);
        expect(await ports.catalog.leaveQueue({ reservationId: book.reservationId, at: now })).toEqual(left);
        expect(await ports.catalog.joinQueue(book.command)).toMatchObject({
          refusal: { code: 'STATE_CHANGED' },
        });
      });

      test('who leaves while waiting, or never joined, had no copy', async () => {
        const { recordId } = await reserved();
        const { reservationId } = await reserve(recordId);
        for (const id of [reservationId, reservationId, randomUUID()]) {
          const left = await ports.catalog.leaveQueue({ reservationId: id, at: now });
          expect(left).toEqual({ left: true, copyIs: 'none' });
        }
      });

      test('a copy left where it is: fetched, packed, away', async () => {
        const picked = await reserved();
        await ports.pick(picked.reservationId);
        const packed = await listed();
        await ports.pack(packed.reservationId);
        const away = await posted();
        for (const [{ reservationId, key }, copyIs] of [
          [picked, 'atPrefectural'],
          [packed, 'packed'],
          [away, 'away'],
        ] as const) {
          const left = { left: true, allocation: key.allocation, copyIs };
          expect(await ports.catalog.leaveQueue({ reservationId, at: now })).toEqual(left);
          expect(await ports.catalog.leaveQueue({ reservationId, at: now })).toEqual(left);
        }
      });

      test('after the hand-out, and after it came home, it is too late to leave', async () => {
        const { reservationId } = await lent();
        const late = { left: false, refusal: 'CANCEL_TOO_LATE' };
        expect(await ports.catalog.leaveQueue({ reservationId, at: now })).toEqual(late);
        await ports.bringHome(reservationId);
        expect(await ports.catalog.leaveQueue({ reservationId, at: now })).toEqual(late);
      });

      test('not on the shelf: another copy, or back to the old place before those who came later', async () => {
        const two = await reserve(await ports.addTitle(2));
        await ports.notOnShelf(two.reservationId);
        const { allocation } = await ports.catalog.positionOf({ reservationId: two.reservationId });
        expect(allocation?.copyId).not.toBe(two.allocation?.copyId);

        const one = await reserved();
        const later = await reserve(one.recordId);
        await ports.notOnShelf(one.reservationId);
        expect(await ports.catalog.positionOf({ reservationId: one.reservationId })).toEqual({
          entry: 'waiting',
          position: 1,
          facts: [],
          pickupLibrary: 'uto',
        });
        expect(await ports.catalog.positionOf({ reservationId: later.reservationId })).toMatchObject({
          position: 2,
        });
      });

      test('the position has every fact of the way, and of nothing else', async () => {
        const book = await lent();
        await ports.handIn(book.reservationId, 'uto');
        await ports.bringHome(book.reservationId);
        const { facts, entry } = await ports.catalog.positionOf({ reservationId: book.reservationId });
        const way = ['arrived', 'handedIn', 'handedOut', 'home', 'packed', 'picked', 'shipped'];
        expect(facts.map(({ kind }) => kind).sort()).toEqual(way);
        expect(entry).toBe('closed');
        const inParcels = await ports.shipping.parcelFactsOf(book.key);
        expect(inParcels.map(({ kind }) => kind).sort()).toEqual(['arrived', 'packed', 'shipped']);
      });
    });

    describe('the loan', () => {
      test('opened again it has the same due date, three weeks after the dispatch', async () => {
        const book = await posted();
        expect(book.due.date).toBe(addDays(dayOf(now), 21));
        const again = await ports.catalog.openLoan({ ...book.key, startedAt: pass(3) });
        expect(again.due).toEqual(book.due);
      });

      test('opened after the copy came home it answers a date and stays closed', async () => {
        const book = await listed();
        await ports.dispatch(await ports.pack(book.reservationId));
        await ports.bringHome(book.reservationId);
        const { due } = await ports.catalog.openLoan({ ...book.key, startedAt: now });
        expect(due.date).toBe(addDays(dayOf(now), 21));
        const { due: open } = await ports.catalog.positionOf({ reservationId: book.reservationId });
        expect(open).toBeUndefined();
        // The process has not heard of it yet: its next command is answered as well.
        const command = { ...book.key, mailAcceptedAt: pass(8) };
        expect((await ports.catalog.moveDueAfterLateMail(command)).date).toBe(addDays(dayOf(now), 14));
      });

      test('a mail eight days late moves the due date to two weeks from it, and back never', async () => {
        const book = await posted();
        pass(8);
        const command = { ...book.key, mailAcceptedAt: now };
        const moved = await ports.catalog.moveDueAfterLateMail(command);
        expect(moved.date).toBe(addDays(dayOf(now), 14));
        expect(await ports.catalog.moveDueAfterLateMail(command)).toEqual(moved);
        expect((await ports.catalog.openLoan({ ...book.key, startedAt: now })).due).toEqual(moved);
      });

      test('an extension is refused before the pickup, when it would shorten, and when somebody waits', async () => {
        const book = await posted();
        const wish = { ...book.key, holderHasOtherOverdue: false };
        const asked = async (more = {}) => {
          const answer = await ports.catalog.extendIfNobodyWaits({ ...wish, askedAt: now, ...more });
          return answer.ok ? answer.value.date : answer.refusal.code;
        };
        expect(await asked()).toBe('EXTENSION_BEFORE_PICKUP');
        await ports.handOut(book.reservationId, 'uto');
        expect(await asked()).toBe('EXTENSION_WOULD_SHORTEN');
        pass(10);
        expect(await asked({ holderHasOtherOverdue: true })).toBe('OTHER_LOAN_OVERDUE');
        const { reservationId } = await reserve(book.recordId);
        expect(await asked()).toBe('OTHERS_WAITING');
        await ports.catalog.leaveQueue({ reservationId, at: now });
        expect(await asked({ confirmDue: addDays(dayOf(now), 3) })).toBe('PREVIEW_CHANGED');
        const granted = addDays(dayOf(now), 14);
        expect(await asked({ confirmDue: granted })).toBe(granted);
        expect(await asked({ confirmDue: granted })).toBe(granted);
        pass(1);
        expect(await asked()).toBe('EXTENSION_USED');
        await ports.handIn(book.reservationId, 'uto');
        expect(await asked()).not.toBe(granted);
      });

      test('a hold that ended is ended once; a hand-out heard meanwhile wins; a copy at home is at home', async () => {
        const expired = await posted();
        await ports.receive(expired.parcel);
        const handedOut = await lent();
        const home = await lent();
        await ports.bringHome(home.reservationId);
        for (const [{ key, reservationId }, state, entry] of [
          [expired, 'expired', 'left'],
          [handedOut, 'handedOut', 'allocated'],
          [home, 'home', 'closed'],
        ] as const) {
          expect(await ports.catalog.expireHold({ ...key, at: now })).toEqual({ state });
          expect(await ports.catalog.expireHold({ ...key, at: now })).toEqual({ state });
          expect(await stateOf(reservationId)).toBe(entry);
        }
      });

      test('a copy on the hold shelf whose hold ended goes to the next once it is processed', async () => {
        const book = await reserved('pref');
        const next = await reserve(book.recordId, 'pref');
        await ports.pick(book.reservationId);
        await ports.catalog.expireHold({ ...book.key, at: now });
        expect(await stateOf(next.reservationId)).toBe('waiting');
        await ports.bringHome(book.reservationId);
        expect(await stateOf(next.reservationId)).toBe('allocated');
      });

      test('a reservation whose process ended is closed, also twice', async () => {
        const { reservationId } = await lent();
        for (const at of [now, pass(1)]) {
          await ports.catalog.closeReservation({ reservationId, outcome: 'longOverdue', at });
          expect(await stateOf(reservationId)).toBe('closed');
        }
      });
    });

    describe('slots and milestones', () => {
      test('the eleventh loan waits; a slot that comes free wakes it; a claim again is the same slot', async () => {
        const claim = (reservationId: string) => ports.patron.claimLoanSlot({ reservationId, at: now });
        const ten: string[] = [];
        for (let n = 0; n < 10; n++) {
          const { reservationId } = await reserved('uto', 'a reader of many books');
          const first = await claim(reservationId);
          expect(first.ok).toBe(true);
          expect(await claim(reservationId)).toEqual(first);
          ten.push(reservationId);
        }
        const { reservationId: eleventh } = await reserved('uto', 'a reader of many books');
        expect(await claim(eleventh)).toMatchObject({ ok: false, refusal: { code: 'LOAN_LIMIT' } });
        expect(await ports.woken()).not.toContain(eleventh);
        await ports.patron.recordMilestone(closed(ten[3] ?? '', now));
        expect(await ports.woken()).toContain(eleventh);
        expect((await claim(eleventh)).ok).toBe(true);
        expect(await claim(ten[3] ?? '')).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
      });

      test('a milestone told again leaves one notice, the next overdue notice another', async () => {
        const { key, due, reservationId } = await lent();
        const overdue = { ...key, milestone: 'overdue', due, at: now } as const;
        const accepted = { ...key, milestone: 'allocated', mail: 'accepted', at: now } as const;
        const told: Milestone[] = [accepted, accepted, { ...overdue, notice: 1 }, { ...overdue, notice: 1 }];
        for (const milestone of told) await ports.patron.recordMilestone(milestone);
        expect(await ports.noticesOf(reservationId, 'accepted')).toBe(1);
        expect(await ports.noticesOf(reservationId, 'overdue')).toBe(1);
        await ports.patron.recordMilestone({ ...overdue, notice: 2 });
        expect(await ports.noticesOf(reservationId, 'overdue')).toBe(2);
      });

      test('open reservations come in the order of their ids, after the one named, without the closed', async () => {
        const open = await reserved();
        const over = await reserved();
        await ports.patron.recordMilestone(closed(over.reservationId, now));
        const ids = await allOpen();
        expect(ids).toEqual([...ids].sort());
        expect(ids).toContain(open.reservationId);
        expect(ids).not.toContain(over.reservationId);
        const after = await ports.patron.openReservations({ after: open.reservationId });
        expect(after).toEqual(ids.filter((id) => id > open.reservationId));
      });

      test('what was closed before the day is erased, once; nothing is written of it any more', async () => {
        const { reservationId } = await reserved();
        const still = await reserved();
        await ports.patron.recordMilestone(closed(reservationId, now));
        const closedAt = now;
        await ports.patron.eraseClosed({ before: closedAt });
        // The night waits for the last mail to be sent, at most three days.
        pass(4);
        expect(await ports.patron.eraseClosed({ before: now })).toBeGreaterThan(0);
        expect(await ports.patron.eraseClosed({ before: now })).toBe(0);
        await ports.patron.recordMilestone(closed(reservationId, now));
        expect(await ports.patron.claimLoanSlot({ reservationId, at: now })).toMatchObject({
          refusal: { code: 'NOT_FOUND' },
        });
        expect(await allOpen()).toContain(still.reservationId);
      });

      const allOpen = async () => {
        const ids: string[] = [];
        for (let after: string | null = null; ; after = ids.at(-1) ?? null) {
          const page = await ports.patron.openReservations({ after });
          if (page.length === 0) return ids;
          ids.push(...page);
        }
      };
    });

    describe('parcels', () => {
      test('listed again, days later, a copy has the plan it was first told', async () => {
        const { allocation, reservationId } = await listed();
        const command = { allocation, pickupLibrary: 'uto' };
        const plan = await ports.shipping.addToPackingList({ ...command, at: now });
        expect(await ports.shipping.addToPackingList({ ...command, at: pass(5) })).toEqual(plan);
        expect(await ports.isListed(reservationId)).toBe(true);
      });

      test('taken off the list, out of an open parcel, or too late; each also twice', async () => {
        const waiting = await listed();
        const packed = await listed();
        await ports.pack(packed.reservationId);
        const dispatched = await posted();
        pass(0, 5);
        for (const [{ key, reservationId }, found] of [
          [waiting, 'removed'],
          [packed, 'removed'],
          [dispatched, 'dispatched'],
        ] as const) {
          expect(await ports.shipping.removeFromPackingList({ ...key, at: now })).toEqual({ found });
          expect(await ports.shipping.removeFromPackingList({ ...key, at: now })).toEqual({ found });
          expect(await ports.isListed(reservationId)).toBe(false);
        }
      });

      test('a removal that overtakes the addition it undoes wins', async () => {
        const { allocation, key, reservationId } = await reserved();
        const asked = now;
        const removal = { ...key, at: pass(0, 1) };
        expect(await ports.shipping.removeFromPackingList(removal)).toEqual({ found: 'notListed' });
        for (const at of [asked, pass(1)]) {
          await ports.shipping.addToPackingList({ allocation, pickupLibrary: 'uto', at });
          expect(await ports.isListed(reservationId)).toBe(false);
        }
      });

      test('an arrival is assumed once, and only of what has left', async () => {
        const { parcel, key } = await posted();
        const command = { parcelNumber: parcel, at: pass(3) };
        for (const _ of [1, 2]) {
          expect(await ports.shipping.assumeArrival(command)).toEqual({ state: 'arrived' });
        }
        const facts = await ports.shipping.parcelFactsOf(key);
        expect(facts.filter(({ kind }) => kind === 'arrived')).toHaveLength(1);

        const { reservationId } = await listed();
        const open = await ports.pack(reservationId);
        const tooEarly = { parcelNumber: open, at: now };
        expect(await ports.shipping.assumeArrival(tooEarly)).toEqual({ state: 'open' });
      });

      test('asking about a parcel answers where it is, also twice', async () => {
        const { parcel } = await posted();
        const ask = { parcelNumber: parcel, ask: 'pickupLibrary', at: now } as const;
        expect(await ports.shipping.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
        expect(await ports.shipping.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
        await ports.receive(parcel);
        expect(await ports.shipping.askAboutParcel(ask)).toEqual({ state: 'arrived' });
        expect(await ports.shipping.parcelState({ parcelNumber: parcel })).toEqual({ state: 'arrived' });
      });

      test('the branch is asked once whether it has the copy', async () => {
        const { key, allocation } = await posted();
        const check = { ...key, copyId: allocation.copyId, library: 'uto', at: now };
        await ports.shipping.askShelfCheck(check);
        await ports.shipping.askShelfCheck({ ...check, at: pass(1) });
        expect(await ports.shelfChecksOf(key.reservationId)).toBe(1);
      });

      test('the batch of a day is closed once: a parcel packed later does not count', async () => {
        const toThursday = (11 - new Date(now).getUTCDay()) % 7 || 7;
        pass(toThursday);
        await ports.pack((await listed()).reservationId);
        const batch = await ports.shipping.closeDispatchBatch({ at: now });
        expect(batch.day).toBe(dayOf(now));
        expect(batch.parcels).toBeGreaterThan(0);
        await ports.pack((await listed()).reservationId);
        expect(await ports.shipping.closeDispatchBatch({ at: pass(0, 5) })).toEqual(batch);
      });
    });
  });
}

function closed(reservationId: string, at: Instant): Milestone {
  return { milestone: 'closed', outcome: 'cancelled', reservationId, allocation: 0, at };
}
