import { describe, expect, test } from '@jest/globals';
import { addDays, dayOf, epochMs, type Instant, startOfDay } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** Loans, their dates, and holds that end. */
export function describeLoans(bench: Bench): void {
  const { pass, reserve, reserved, listed, posted, lent, stateOf } = bench;
  describe('the loan', () => {
    test('opened again it has the same due date, three weeks after the dispatch', async () => {
      const book = await posted();
      expect(book.due.date).toBe(addDays(dayOf(bench.now), 21));
      const again = await bench.ports.catalog.openLoan({ ...book.key, startedAt: pass(3) });
      expect(again.due).toEqual(book.due);
    });

    test('opened after the copy came home it answers a date and stays closed', async () => {
      const book = await listed();
      await bench.ports.dispatch(await bench.ports.pack(book.reservationId));
      await bench.ports.bringHome(book.reservationId);
      const { due } = await bench.ports.catalog.openLoan({ ...book.key, startedAt: bench.now });
      expect(due?.date).toBe(addDays(dayOf(bench.now), 21));
      const { due: open } = await bench.ports.catalog.positionOf({ reservationId: book.reservationId });
      expect(open).toBeUndefined();
      // The process has not heard yet that the copy is home: its next command is answered as well.
      const command = { ...book.key, mailAcceptedAt: pass(8) };
      expect((await bench.ports.catalog.moveDueAfterLateMail(command))?.date).toBe(
        addDays(dayOf(bench.now), 14),
      );
    });

    test('a dispatch that is taken back has begun none, and the next one begins its own', async () => {
      const book = await posted();
      pass(1);
      await bench.ports.takeBackDispatch(book.parcel);
      const standing = async () => (await bench.standingOf(book.reservationId)).state;
      expect(await standing()).toMatchObject({ stage: 'packed', copy: { due: null } });
      const open = () => bench.ports.catalog.openLoan({ ...book.key, startedAt: bench.now });
      // The command of a process that has not heard that the dispatch is taken back opens none.
      await open();
      expect(await standing()).toMatchObject({ stage: 'packed', copy: { due: null } });
      pass(2);
      await bench.ports.dispatch(book.parcel);
      expect((await open()).due?.date).toBe(addDays(dayOf(bench.now), 21));
    });

    test('R7: handed out at its branch before anybody has heard of a dispatch, it is lent for three weeks, whatever comes after', async () => {
      const book = await listed();
      const parcel = await bench.ports.pack(book.reservationId);
      const due = { date: addDays(dayOf(bench.now), 21) };
      const isDue = async () =>
        expect((await bench.standingOf(book.reservationId)).state.copy).toMatchObject({ due });
      const takeBack = await bench.ports.handOut(book.reservationId, 'uto');
      await isDue();
      pass(0, 5);
      await takeBack();
      await isDue();
      await bench.ports.dispatch(parcel);
      await bench.ports.catalog.openLoan({ ...book.key, startedAt: bench.now });
      await isDue();
    });

    test('a mail eight days late moves the due date to two weeks from it, and back never', async () => {
      const book = await posted();
      pass(8);
      const command = { ...book.key, mailAcceptedAt: bench.now };
      const moved = await bench.ports.catalog.moveDueAfterLateMail(command);
      expect(moved?.date).toBe(addDays(dayOf(bench.now), 14));
      expect(await bench.ports.catalog.moveDueAfterLateMail(command)).toEqual(moved);
      expect((await bench.ports.catalog.openLoan({ ...book.key, startedAt: bench.now })).due).toEqual(moved);
    });

    test('R7: the ready mail goes out a day later than was counted with, eight days after the dispatch: due two weeks from it', async () => {
      const book = await posted();
      pass(7);
      await bench.ports.receive(book.parcel);
      const ready = { milestone: 'readyAtMunicipal', due: book.due, parcelNumber: book.parcel } as const;
      await bench.ports.patron.recordMilestone({ ...book.key, ...ready, at: bench.now });
      pass(1);
      for (const _ of [1, 2]) await bench.ports.sendMails();
      const due = { date: addDays(dayOf(bench.now), 14) };
      expect((await bench.standingOf(book.reservationId)).state.copy).toMatchObject({ due });
    });

    test('an extension is refused before the pickup, when it would shorten, and when somebody waits', async () => {
      const book = await posted();
      const wish = { ...book.key, holderHasOtherOverdue: false };
      const asked = async (more = {}) => {
        const answer = await bench.ports.catalog.extendIfNobodyWaits({
          ...wish,
          askedAt: bench.now,
          ...more,
        });
        return answer.ok ? answer.value.date : answer.refusal.code;
      };
      expect(await asked()).toBe('EXTENSION_BEFORE_PICKUP');
      await bench.ports.handOut(book.reservationId, 'uto');
      expect(await asked()).toBe('EXTENSION_WOULD_SHORTEN');
      pass(10);
      expect(await asked({ holderHasOtherOverdue: true })).toBe('OTHER_LOAN_OVERDUE');
      const { reservationId } = await reserve(book.recordId);
      expect(await asked()).toBe('OTHERS_WAITING');
      await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
      expect(await asked({ confirmDue: addDays(dayOf(bench.now), 3) })).toBe('PREVIEW_CHANGED');
      // The day is shown before midnight and confirmed after it.
      const granted = addDays(dayOf(bench.now), 14);
      const midnight = startOfDay(addDays(dayOf(bench.now), 1));
      pass(0, (epochMs(midnight) - epochMs(bench.now)) / 60_000 + 9);
      expect(await asked({ confirmDue: granted })).toBe(granted);
      expect(await asked({ confirmDue: granted })).toBe(granted);
      pass(1, 10 * 60);
      expect(await asked()).toBe('EXTENSION_USED');
      await bench.ports.handIn(book.reservationId, 'uto');
      expect(await asked()).not.toBe(granted);
    });

    test('a number that a restored database has lost is answered like a copy that has moved on, never a fault', async () => {
      const { reservationId, allocation } = await posted();
      const other = await posted();
      const { catalog } = bench.ports;
      const at = bench.now;
      for (const number of [allocation.allocation + 1_000_000, other.allocation.allocation]) {
        const key = { reservationId, allocation: number };
        expect(await catalog.openLoan({ ...key, startedAt: at })).not.toHaveProperty('due');
        expect(await catalog.moveDueAfterLateMail({ ...key, mailAcceptedAt: at })).toBeUndefined();
        expect(await catalog.expireHold({ ...key, at })).toEqual({ state: 'home' });
        expect(await catalog.passOnUnlessAlone({ ...key, at })).toEqual({ state: 'gone' });
        const changed = { ok: false, refusal: { code: 'STATE_CHANGED' } };
        expect(await catalog.declarePickedUp({ ...key, at })).toMatchObject(changed);
        const wish = { ...key, askedAt: at, holderHasOtherOverdue: false };
        expect(await catalog.extendIfNobodyWaits(wish)).toMatchObject(changed);
      }
      expect(await stateOf(other.reservationId)).toBe('allocated');
    });

    test('a hold that ended is ended once; a hand-out heard meanwhile wins; a copy at home is at home', async () => {
      const expired = await posted();
      await bench.ports.receive(expired.parcel);
      const handedOut = await lent();
      const home = await lent();
      await bench.ports.bringHome(home.reservationId);
      pass(30);
      for (const [{ key, reservationId }, state, entry] of [
        [expired, 'expired', 'left'],
        [handedOut, 'handedOut', 'allocated'],
        [home, 'home', 'closed'],
      ] as const) {
        expect(await bench.ports.catalog.expireHold({ ...key, at: bench.now })).toEqual({ state });
        expect(await bench.ports.catalog.expireHold({ ...key, at: bench.now })).toEqual({ state });
        expect(await stateOf(reservationId)).toBe(entry);
      }
    });

    test('R9: handed out after its due date while its hold has not been ended, it is due a week later; said by its patron, as before', async () => {
      const [scanned, said] = [await posted(), await posted()];
      for (const { parcel } of [scanned, said]) await bench.ports.receive(parcel);
      pass(22);
      await bench.ports.catalog.declarePickedUp({ ...said.key, at: bench.now });
      for (const { reservationId } of [scanned, said]) await bench.ports.handOut(reservationId, 'uto');
      const dueOf = async ({ reservationId }: typeof said) =>
        (await bench.standingOf(reservationId)).state.copy?.due;
      expect(await dueOf(scanned)).toMatchObject({ date: addDays(dayOf(bench.now), 7) });
      expect(await dueOf(said)).toEqual(said.due);
    });

    test('R17: a hold whose end a closure has moved while its process asked ends by its new date', async () => {
      const { key, reservationId, parcel, due } = await posted();
      await bench.ports.receive(parcel);
      await bench.ports.enterClosure({ library: 'uto', from: due.date, until: addDays(due.date, 2) });
      const expire = (at: Instant) => bench.ports.catalog.expireHold({ ...key, at });
      expect(await expire(due.at)).toEqual({ state: 'notYet' });
      expect(await stateOf(reservationId)).toBe('allocated');
      pass(30);
      expect(await expire(bench.now)).toEqual({ state: 'expired' });
      expect(await stateOf(reservationId)).toBe('left');
    });

    test('a copy on the hold shelf whose hold ended goes to the next once it is processed', async () => {
      const book = await reserved('pref');
      const next = await reserve(book.recordId, 'pref');
      await bench.ports.pick(book.reservationId);
      const ready = { milestone: 'readyAtPrefectural', at: bench.now } as const;
      await bench.ports.patron.recordMilestone({ ...book.key, ...ready });
      const expire = () => bench.ports.catalog.expireHold({ ...book.key, at: bench.now });
      // No mail has told of the hold yet.
      expect(await expire()).toEqual({ state: 'notYet' });
      await bench.ports.sendMails();
      pass(30);
      expect(await expire()).toEqual({ state: 'expired' });
      expect(await stateOf(next.reservationId)).toBe('waiting');
      await bench.ports.bringHome(book.reservationId);
      expect(await stateOf(next.reservationId)).toBe('allocated');
    });

    test('R18: a loan past its date is closed as long overdue, also twice', async () => {
      const { reservationId } = await lent();
      for (const at of [pass(50), pass(1)]) {
        const close = { reservationId, outcome: 'longOverdue', at } as const;
        expect(await bench.ports.catalog.closeReservation(close)).toEqual({ closed: true });
        expect(await stateOf(reservationId)).toBe('closed');
      }
    });

    test('R18: before its date, not handed out, handed in or at home it is nobody’s long overdue loan', async () => {
      const closed = async ({ reservationId }: { reservationId: string }) => {
        const close = { reservationId, outcome: 'longOverdue', at: bench.now } as const;
        return (await bench.ports.catalog.closeReservation(close)).closed;
      };
      const early = await lent();
      expect(await closed(early)).toBe(false);
      const held = await posted();
      const [handedIn, home] = [await lent(), await lent()];
      pass(50);
      await bench.ports.handIn(handedIn.reservationId, 'uto');
      await bench.ports.bringHome(home.reservationId);
      for (const book of [held, handedIn, home]) expect(await closed(book)).toBe(false);
      expect(await stateOf(handedIn.reservationId)).toBe('allocated');
    });

    test('R18: the desk calls from the closing on, and not once the book has come back', async () => {
      const [out, handedIn, home] = [await lent(), await lent(), await lent()];
      const at = pass(50);
      for (const { reservationId } of [out, handedIn, home]) {
        const close = { reservationId, outcome: 'longOverdue', at } as const;
        expect(await bench.ports.catalog.closeReservation(close)).toEqual({ closed: true });
        expect(await bench.ports.tasksAbout(reservationId)).toEqual(['longOverdue']);
      }
      await bench.ports.handIn(handedIn.reservationId, 'uto');
      await bench.ports.bringHome(home.reservationId);
      // The process asks as well, here after the scan.
      const asked = async (book: typeof out) => {
        const call = { kind: 'longOverdue', library: 'pref', why: 'remindedInVain', since: at, at } as const;
        await bench.ports.catalog.openTask({ ...book.key, ...call });
        return bench.ports.tasksAbout(book.reservationId);
      };
      expect(await asked(handedIn)).toEqual([]);
      expect(await asked(home)).toEqual([]);
      expect(await asked(out)).toEqual(['longOverdue']);
      await bench.ports.handIn(out.reservationId, 'uto');
      expect(await bench.ports.tasksAbout(out.reservationId)).toEqual([]);
    });

    test('R18: a long overdue book whose return was a mistake is the desk’s to call about again, until it has settled that', async () => {
      const { reservationId, key } = await lent();
      const at = pass(50);
      expect(
        await bench.ports.catalog.closeReservation({ reservationId, outcome: 'longOverdue', at }),
      ).toEqual({
        closed: true,
      });
      const handIn = () => bench.ports.handIn(reservationId, 'uto');
      const bringHome = () => bench.ports.bringHome(reservationId);
      const back = async (scan: typeof bringHome) => {
        pass(0, 5);
        const undo = await scan();
        expect(await bench.ports.tasksAbout(reservationId)).toEqual([]);
        pass(0, 5);
        await undo();
        expect((await bench.standingOf(reservationId)).state).toMatchObject({
          stage: 'onLoan',
          ended: 'longOverdue',
        });
        return bench.ports.tasksAbout(reservationId);
      };
      for (const scan of [handIn, bringHome]) expect(await back(scan)).toEqual(['longOverdue']);
      await bench.ports.settleTask(reservationId, 'longOverdue');
      for (const scan of [handIn, bringHome]) expect(await back(scan)).toEqual([]);
      // A process that begins once more asks again.
      const call = { kind: 'longOverdue', library: 'pref', why: 'remindedInVain', since: at, at } as const;
      await bench.ports.catalog.openTask({ ...key, ...call });
      expect(await bench.ports.tasksAbout(reservationId)).toEqual([]);
    });

    test('R18: what is long overdue the desk settles, once: it came back, it was paid for, or it is given up', async () => {
      for (const how of ['returned', 'paid', 'writtenOff'] as const) {
        const { reservationId, recordId } = await lent();
        const waiting = await reserve(recordId);
        const settle = () => bench.ports.settleLoan(reservationId, how);
        const refused = (code: string) => ({ ok: false, refusal: { code } });
        expect(await settle()).toMatchObject(refused('NOT_TO_SETTLE'));
        const at = pass(50);
        await bench.ports.catalog.closeReservation({ reservationId, outcome: 'longOverdue', at });
        const on = dayOf(pass(1));
        expect(await settle()).toMatchObject({ ok: true, value: { how, on } });
        expect((await bench.standingOf(reservationId)).state).toMatchObject({
          stage: 'over',
          ended: how === 'returned' ? 'returned' : 'longOverdue',
          settled: { how, byDesk: true, on },
        });
        expect(await bench.ports.tasksAbout(reservationId)).toEqual([]);
        // Its only copy does not come back to whoever waits for it.
        const unservable = how === 'returned' ? null : 'withdrawn';
        expect((await bench.standingOf(waiting.reservationId)).state).toMatchObject({ unservable });
        expect(await settle()).toMatchObject(refused('ALREADY_SETTLED'));
        // A night forgets the moments of the loan, and no day.
        await bench.ports.catalog.forgetMoments({ before: startOfDay(dayOf(pass(1))) });
        expect((await bench.standingOf(reservationId)).state.settled).toEqual({ how, byDesk: true, on });
      }
    });

    test('R18: a settlement is taken back on its day: the loan is as it was, and who waits for the title hopes again', async () => {
      const { reservationId, recordId } = await lent();
      const waiting = await reserve(recordId);
      const takeBack = () => bench.ports.takeBackSettlement(reservationId);
      const changed = { ok: false, refusal: { code: 'STATE_CHANGED' } };
      const at = pass(50);
      await bench.ports.catalog.closeReservation({ reservationId, outcome: 'longOverdue', at });
      expect(await takeBack()).toMatchObject(changed);
      await bench.ports.settleLoan(reservationId, 'writtenOff');
      expect(await takeBack()).toMatchObject({ ok: true });
      const state = async (id: string) => (await bench.standingOf(id)).state;
      expect(await state(reservationId)).toMatchObject({
        stage: 'onLoan',
        ended: 'longOverdue',
        settled: null,
      });
      expect(await bench.ports.tasksAbout(reservationId)).toEqual(['longOverdue']);
      expect((await state(waiting.reservationId)).unservable).toBeNull();
      await bench.ports.bringHome(reservationId);
      expect((await state(waiting.reservationId)).stage).not.toBe('waiting');
      await bench.ports.settleLoan(reservationId, 'writtenOff');
      expect(await takeBack()).toMatchObject(changed);
    });

    test('settled is what is home, and no book that is out; of what was settled before the day the days alone are kept, once', async () => {
      const [home, out] = [await lent(), await lent()];
      await bench.ports.bringHome(home.reservationId);
      const settled = async ({ reservationId }: { reservationId: string }) =>
        (await bench.ports.catalog.positionOf({ reservationId })).standing?.state.settled;
      const today = dayOf(bench.now);
      expect(await settled(home)).toEqual({ how: 'returned', byDesk: false, on: today });
      expect(await settled(out)).toBeNull();
      const close = { reservationId: out.reservationId, outcome: 'longOverdue', at: pass(50) } as const;
      expect(await bench.ports.catalog.closeReservation(close)).toEqual({ closed: true });
      expect(await settled(out)).toBeNull();
      const forget = () => bench.ports.catalog.forgetMoments({ before: startOfDay(dayOf(bench.now)) });
      expect(await forget()).toBeGreaterThan(0);
      expect(await forget()).toBe(0);
      expect(await settled(home)).toEqual({ how: 'returned', byDesk: false, on: today });
    });

    test('「受け取りました」: refused before it is posted and after it was handed in; otherwise a hand-out, once', async () => {
      const declare = async (key: { reservationId: string; allocation: number }) => {
        const answer = await bench.ports.catalog.declarePickedUp({ ...key, at: bench.now });
        return answer.ok ? answer.value.due.date : answer.refusal.code;
      };
      const early = await listed();
      expect(await declare(early.key)).toBe('NOT_ON_LOAN');
      const book = await posted();
      await bench.ports.receive(book.parcel);
      for (const _ of [1, 2]) expect(await declare(book.key)).toBe(book.due.date);
      const { facts } = await bench.ports.catalog.positionOf({ reservationId: book.reservationId });
      expect(facts.filter(({ kind }) => kind === 'handedOut')).toHaveLength(1);
      await bench.ports.handIn(book.reservationId, 'uto');
      expect(await declare(book.key)).toBe('ALREADY_HANDED_IN');
    });
  });
}
