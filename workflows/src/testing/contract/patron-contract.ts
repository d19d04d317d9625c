import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Milestone, MilestoneStep, NoticeKind } from '@toshobin/contracts';
import { addDays, dayOf, deadlineOn, type Instant, plusDuration } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** Slots, milestones, notices, cards, and what a process asks of the patron service. */
export function describePatron(bench: Bench): void {
  const { pass, reserve, reserved, listed, lent } = bench;
  /** A fetched copy, to be packed: only then a loan slot is claimed. */
  const fetched = async (patron: string) => {
    const book = await reserved('uto', patron);
    await bench.ports.pick(book.reservationId);
    return book;
  };
  /** A reservation that has left the queue, as its process has said. */
  const cancelled = async (reservationId: string) => {
    await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
    await bench.ports.patron.recordMilestone(closed(reservationId, bench.now));
  };
  describe('slots and milestones', () => {
    test('the eleventh loan waits; a slot that comes free wakes it; a claim again is the same slot', async () => {
      const claim = (reservationId: string) =>
        bench.ports.patron.claimLoanSlot({ reservationId, at: bench.now });
      const ten: string[] = [];
      for (let n = 0; n < 10; n++) {
        const { reservationId } = await fetched('a reader of many books');
        const first = await claim(reservationId);
        expect(first.ok).toBe(true);
        expect(await claim(reservationId)).toEqual(first);
        ten.push(reservationId);
      }
      const { reservationId: eleventh } = await fetched('a reader of many books');
      expect(await claim(eleventh)).toMatchObject({ ok: false, refusal: { code: 'LOAN_LIMIT' } });
      expect(await bench.ports.woken()).not.toContain(eleventh);
      await cancelled(ten[3] ?? '');
      expect(await bench.ports.woken()).toContain(eleventh);
      expect((await claim(eleventh)).ok).toBe(true);
      expect(await claim(ten[3] ?? '')).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
    });

    test('no slot is claimed for what is still on its shelf: whoever asks is to look again', async () => {
      const { reservationId } = await reserved();
      const claim = () => bench.ports.patron.claimLoanSlot({ reservationId, at: bench.now });
      expect(await claim()).toEqual({ ok: false, refusal: { code: 'STATE_CHANGED' } });
      await bench.ports.pick(reservationId);
      expect((await claim()).ok).toBe(true);
    });

    test('told again, also of a later date, a milestone leaves one notice an occasion', async () => {
      const { key, due, reservationId } = await lent();
      const later = deadlineOn(addDays(due.date, 2));
      const steps: MilestoneStep[] = [
        { milestone: 'allocated', mail: 'accepted' },
        { milestone: 'dueSoon', due, extensionPossible: true },
        { milestone: 'extended', due },
        { milestone: 'extended', due: later },
        { milestone: 'overdue', due, notice: 1 },
        { milestone: 'overdue', due, notice: 2 },
      ];
      for (const step of [...steps, ...steps])
        await bench.ports.patron.recordMilestone({ ...key, ...step, at: bench.now });
      const noticesOf = (kind: NoticeKind) => bench.ports.noticesOf(reservationId, kind);
      const { allocation } = key;
      expect(await noticesOf('accepted')).toEqual(['0']);
      expect(await noticesOf('dueSoon')).toEqual([`${allocation}-${due.date}`]);
      expect(await noticesOf('extended')).toEqual([String(allocation)]);
      expect(await noticesOf('overdue')).toEqual([1, 2].map((n) => `${allocation}-${due.date}-${n}`));
    });

    test('who was refused while the page waited has read it there; later a mail says so', async () => {
      const recordId = await bench.ports.addTitle(1);
      const refusedAfter = async (wait: string) => {
        const [reservationId, at] = [randomUUID(), bench.now];
        await bench.ports.apply({ reservationId, patron: 'a reader', recordId, pickupLibrary: 'uto', at });
        const refused = { milestone: 'closed', outcome: 'rejected', reservationId, allocation: 0 } as const;
        await bench.ports.patron.recordMilestone({ ...refused, at: plusDuration(at, wait) });
        return bench.ports.noticesOf(reservationId, 'cancelledByLibrary');
      };
      expect(await refusedAfter('PT2S')).toEqual([]);
      expect(await refusedAfter('PT20S')).toEqual(['0']);
    });

    test('open reservations come in the order of their ids, after the one named, without the closed', async () => {
      const open = await reserved();
      const over = await reserved();
      await cancelled(over.reservationId);
      const ids = await allOpen();
      expect(ids).toEqual([...ids].sort());
      expect(ids).toContain(open.reservationId);
      expect(ids).not.toContain(over.reservationId);
      const after = await bench.ports.patron.openReservations({ after: open.reservationId });
      expect(after).toEqual(ids.filter((id) => id > open.reservationId));
    });

    test('what was closed before the day is erased, once; nothing is written of it any more', async () => {
      const { reservationId } = await reserved();
      const still = await reserved();
      await cancelled(reservationId);
      const closedAt = bench.now;
      await bench.ports.patron.eraseClosed({ before: closedAt });
      // The night waits for the last mail to be sent, at most three days.
      pass(4);
      expect(await bench.ports.patron.eraseClosed({ before: bench.now })).toBeGreaterThan(0);
      expect(await bench.ports.patron.eraseClosed({ before: bench.now })).toBe(0);
      await bench.ports.patron.recordMilestone(closed(reservationId, bench.now));
      expect(await bench.ports.patron.claimLoanSlot({ reservationId, at: bench.now })).toMatchObject({
        refusal: { code: 'NOT_FOUND' },
      });
      expect(await allOpen()).toContain(still.reservationId);
    });

    test('a long-overdue book is known through the nights, and settled when it is home', async () => {
      const { reservationId, key } = await lent();
      const overdue = { ...key, milestone: 'closed', outcome: 'longOverdue', at: bench.now } as const;
      await bench.ports.patron.recordMilestone(overdue);
      const claim = () => bench.ports.patron.claimLoanSlot({ reservationId, at: bench.now });
      for (let night = 0; night < 5; night++) {
        pass(1);
        await bench.ports.patron.eraseClosed({ before: bench.now });
      }
      expect(await allOpen()).not.toContain(reservationId);
      expect((await claim()).ok).toBe(true);
      await bench.ports.bringHome(reservationId);
      pass(4);
      expect(await bench.ports.patron.eraseClosed({ before: bench.now })).toBeGreaterThan(0);
      expect(await claim()).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    });

    const allOpen = async () => {
      const ids: string[] = [];
      for (let after: string | null = null; ; after = ids.at(-1) ?? null) {
        const page = await bench.ports.patron.openReservations({ after });
        if (page.length === 0) return ids;
        ids.push(...page);
      }
    };

    test('a claim given back is free for the next; a loan stays', async () => {
      const ten: string[] = [];
      for (let n = 0; n < 10; n++) ten.push((await listed('uto', 'a borrower of ten')).reservationId);
      const { reservationId: eleventh } = await fetched('a borrower of ten');
      await bench.ports.patron.claimLoanSlot({ reservationId: eleventh, at: bench.now });
      const [loan = '', claim = ''] = ten;
      await bench.ports.dispatch(await bench.ports.pack(loan));
      await bench.ports.patron.releaseLoanSlot({ reservationId: loan, at: bench.now });
      const knows = { epoch: 0, n: 0, allocation: 0, toldReady: false, looksAnyway: false };
      const known = [{ ...knows, reservationId: eleventh, waitsForSlot: true }];
      expect(await bench.ports.woken()).not.toContain(eleventh);
      expect(await bench.ports.patron.whoIsBehind({ known })).toEqual([]);
      for (const _ of [1, 2])
        await bench.ports.patron.releaseLoanSlot({ reservationId: claim, at: bench.now });
      expect(await bench.ports.woken()).toContain(eleventh);
      expect(await bench.ports.patron.whoIsBehind({ known })).toEqual([eleventh]);
      const { ok } = await bench.ports.patron.claimLoanSlot({ reservationId: eleventh, at: bench.now });
      expect(ok).toBe(true);
    });

    test('R15: passed on and changed to the counter, it waits for no slot any more', async () => {
      for (let n = 0; n < 10; n++) await listed('uto', 'a borrower at the limit');
      const book = await fetched('a borrower at the limit');
      await reserve(book.recordId);
      const { catalog, patron } = bench.ports;
      const claim = await patron.claimLoanSlot({ reservationId: book.reservationId, at: bench.now });
      expect(claim).toMatchObject({ refusal: { code: 'LOAN_LIMIT' } });
      const waits = async () => (await patron.positionOf(book.key)).waitsForSlot;
      await catalog.passOnUnlessAlone({ ...book.key, at: pass(7) });
      expect(await waits()).toBe(true);
      await catalog.changePickup({ reservationId: book.reservationId, pickupLibrary: 'pref', at: bench.now });
      expect(await waits()).toBe(false);
    });

    test('since when the copy is said to be ready is known until it is so no more', async () => {
      const { key, reservationId } = await reserved('pref');
      const said = () => bench.ports.patron.positionOf(key);
      expect(await said()).toEqual({ toldReady: false, waitsForSlot: false });
      await bench.ports.pick(reservationId);
      const since = bench.now;
      const ready = { ...key, milestone: 'readyAtPrefectural' } as const;
      for (const _ of [1, 2]) {
        const told = { ...ready, at: bench.now };
        expect(await bench.ports.patron.recordMilestone(told)).toBe(since);
        bench.pass(0, 5);
      }
      expect(await said()).toMatchObject({ toldReady: true, toldReadyAt: since });
      await bench.ports.sendMails();
      bench.pass(30);
      await bench.ports.catalog.expireHold({ ...key, at: bench.now });
      const until = dayOf(bench.now);
      const expired = { ...key, milestone: 'expired', until, comesHome: false, at: bench.now } as const;
      await bench.ports.patron.recordMilestone(expired);
      expect(await said()).toMatchObject({ toldReady: false });
    });

    test('that a copy is ready was told of that one, and of no other', async () => {
      const sent = await reserved('pref');
      await bench.ports.pick(sent.reservationId);
      const ready = {
        ...sent.key,
        milestone: 'readyAtPrefectural',
        at: bench.now,
      } as const;
      await bench.ports.patron.recordMilestone(ready);
      await bench.ports.sendMails();
      const { toldReady, waitsForSlot } = await bench.ports.patron.positionOf(sent.key);
      expect([toldReady, waitsForSlot]).toEqual([true, false]);
      const other = await bench.ports.patron.positionOf({ ...sent.key, allocation: sent.key.allocation + 1 });
      expect(other.toldReady).toBe(false);
    });

    test('a ready mail whose copy is handed out, or given up, before it goes out is not sent', async () => {
      const { catalog, patron } = bench.ports;
      const told = async () => {
        const { key, reservationId } = await reserved('pref');
        await bench.ports.pick(reservationId);
        await patron.recordMilestone({ ...key, milestone: 'readyAtPrefectural', at: bench.now });
        expect(await bench.ports.noticesOf(reservationId, 'readyAtPrefectural')).toHaveLength(1);
        return reservationId;
      };
      const [waits, taken, given] = [await told(), await told(), await told()];
      await bench.ports.handOut(taken, 'pref');
      await catalog.leaveQueue({ reservationId: given, by: 'patron', at: bench.now });
      await bench.ports.sendMails();
      expect(await bench.ports.mailsSent(waits)).toEqual(['readyAtPrefectural']);
      for (const id of [taken, given]) expect(await bench.ports.mailsSent(id)).toEqual([]);
    });

    test('a reminder that a process tells of a copy that was handed in is not queued', async () => {
      const { key, due, reservationId } = await lent();
      await bench.ports.handIn(reservationId, 'uto');
      const reminder = { milestone: 'dueSoon', due, extensionPossible: true } as const;
      await bench.ports.patron.recordMilestone({ ...key, ...reminder, at: bench.now });
      expect(await bench.ports.noticesOf(reservationId, 'dueSoon')).toEqual([]);
    });

    test('what a process is started with is known while the row is there', async () => {
      const book = await reserved();
      const requests = await bench.ports.patron.requestsOf({
        reservationIds: [book.reservationId, randomUUID()],
      });
      const { reservationId, recordId } = book;
      expect(requests).toHaveLength(1);
      const applied = { recordId, channel: 'web' };
      expect(requests[0]).toMatchObject({ reservationId, pickupLibrary: 'uto', applied });
    });

    test('R1: a card application is a task until it is checked; issued, its card is to be posted', async () => {
      const approved = await bench.ports.applyForCard();
      const declined = await bench.ports.applyForCard();
      for (const applicationId of [approved, approved, declined]) {
        await bench.ports.patron.askIdentityCheck({ applicationId, at: bench.now });
      }
      expect(await bench.ports.tasksAbout(approved)).toEqual(['checkIdentity']);
      await bench.ports.checkCard(approved, true);
      await bench.ports.checkCard(declined, false);
      for (const _ of [1, 2]) {
        await bench.ports.patron.issueCard({ applicationId: approved, at: bench.now });
        await bench.ports.patron.declineApplication({ applicationId: declined, at: bench.now });
      }
      expect(await bench.ports.tasksAbout(approved)).toEqual(['postCard']);
      expect(await bench.ports.tasksAbout(declined)).toEqual([]);
    });

    test('cards that end soon are reminded of once', async () => {
      await bench.ports.patron.remindExpiringCards({ at: bench.now });
      expect(await bench.ports.patron.remindExpiringCards({ at: bench.now })).toBe(0);
    });

    test('no registration is ended before the library says after how long', async () => {
      expect(await bench.ports.patron.endExpiredRegistrations({ at: bench.now })).toBe(0);
    });
  });
}

function closed(reservationId: string, at: Instant): Milestone {
  return { milestone: 'closed', outcome: 'cancelled', reservationId, allocation: 0, at };
}
