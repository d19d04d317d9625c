import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { addDays, dayOf } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** Who waits, who has a copy, who has left. */
export function describeQueue(bench: Bench): void {
  const { pass, reserve, reserved, listed, posted, lent, stateOf } = bench;
  const refusedAs = async (reservationId: string) => {
    const { entry, standing } = await bench.ports.catalog.positionOf({ reservationId });
    const { stage, ended, refusal } = standing?.state ?? {};
    expect({ entry, stage, ended }).toEqual({ entry: 'refused', stage: 'over', ended: 'rejected' });
    return refusal;
  };
  describe('the queue', () => {
    test('joining again is answered the same, with the copy', async () => {
      const book = await reserved();
      expect(book.answer).toMatchObject({ ok: true, value: { position: 1 } });
      expect(await bench.ports.catalog.joinQueue(book.command)).toEqual(book.answer);
    });

    test('the second patron waits in first place, the third in second, also when asked again', async () => {
      const { recordId } = await reserved();
      const second = await reserve(recordId);
      const third = await reserve(recordId);
      expect(second.answer).toEqual({ ok: true, value: { position: 1 } });
      expect(third.answer).toEqual({ ok: true, value: { position: 2 } });
      expect(await bench.ports.catalog.joinQueue(second.command)).toEqual(second.answer);
      expect(await stateOf(third.reservationId)).toBe('waiting');
    });

    test.each([
      ['inPersonOnly', 'IN_PERSON_ONLY'],
      ['audiovisual', 'AUDIOVISUAL'],
      ['referenceOnly', 'REFERENCE_ONLY'],
    ] as const)('R4: %s is refused on the web, and stands in no queue', async (lending, code) => {
      const { answer, reservationId } = await reserve(await bench.ports.addTitle(1, lending));
      expect(answer).toMatchObject({ ok: false, refusal: { code } });
      expect(await refusedAs(reservationId)).toBe(code);
    });

    test('a title we do not have is refused', async () => {
      const { answer, reservationId } = await reserve('999999999');
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
      expect(await refusedAs(reservationId)).toBe('NOT_FOUND');
    });

    test('a refusal asked again is answered the same, though the title could be reserved by then', async () => {
      const recordId = await bench.ports.addTitle(0);
      const refused = await reserve(recordId);
      expect(refused.answer).toMatchObject({ ok: false, refusal: { code: 'NO_LENDABLE_COPY' } });
      await bench.ports.addCopy(recordId);
      expect((await reserve(recordId)).answer).toMatchObject({ ok: true });
      expect(await bench.ports.catalog.joinQueue(refused.command)).toEqual(refused.answer);
      expect(await refusedAs(refused.reservationId)).toBe('NO_LENDABLE_COPY');
    });

    test('whatever is wished of what was refused finds nothing', async () => {
      const { reservationId, answer, command } = await reserve(
        await bench.ports.addTitle(1, 'referenceOnly'),
      );
      const { catalog } = bench.ports;
      const wish = { reservationId, at: bench.now };
      expect(await catalog.leaveQueue({ ...wish, by: 'patron' })).toEqual({ left: true, copyIs: 'none' });
      for (const refused of [
        await catalog.suspend({ ...wish, until: addDays(dayOf(bench.now), 5) }),
        await catalog.resume(wish),
        await catalog.changePickup({ ...wish, pickupLibrary: 'yatsushiro' }),
      ]) {
        expect(refused).toMatchObject({ ok: false, refusal: { code: 'STATE_CHANGED' } });
      }
      expect(await catalog.closeReservation({ ...wish, outcome: 'longOverdue' })).toEqual({ closed: true });
      expect(await catalog.joinQueue(command)).toEqual(answer);
    });

    test('who leaves before the pick leaves the copy to the next; leaving again is answered the same', async () => {
      const book = await reserved();
      const second = await reserve(book.recordId);
      const left = await bench.ports.catalog.leaveQueue({
        reservationId: book.reservationId,
        by: 'patron',
        at: bench.now,
      });
      expect(left).toEqual({ left: true, copyIs: 'onShelf' });
      const next = await bench.ports.catalog.positionOf({ reservationId: second.reservationId });
      expect(next.allocation?.copyId).toBe(book.allocation.copyId);
      expect(next.allocation?.allocation).toBeGreaterThan(book.key.allocation);
      expect(
        await bench.ports.catalog.leaveQueue({
          reservationId: book.reservationId,
          by: 'patron',
          at: bench.now,
        }),
      ).toEqual(left);
      expect(await bench.ports.catalog.joinQueue(book.command)).toMatchObject({
        refusal: { code: 'STATE_CHANGED' },
      });
    });

    test('who leaves while waiting, or never joined, had no copy', async () => {
      const { recordId } = await reserved();
      const { reservationId } = await reserve(recordId);
      for (const id of [reservationId, reservationId, randomUUID()]) {
        const left = await bench.ports.catalog.leaveQueue({ reservationId: id, by: 'patron', at: bench.now });
        expect(left).toEqual({ left: true, copyIs: 'none' });
      }
    });

    test('a copy left where it is: fetched, packed, away', async () => {
      const picked = await reserved();
      await bench.ports.pick(picked.reservationId);
      const packed = await listed();
      await bench.ports.pack(packed.reservationId);
      const away = await posted();
      for (const [{ reservationId }, copyIs] of [
        [picked, 'atPrefectural'],
        [packed, 'packed'],
        [away, 'away'],
      ] as const) {
        const leave = () => bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
        expect(await leave()).toEqual({ left: true, copyIs });
        // Shipping has taken what was packed out of its parcel by then.
        expect(await leave()).toMatchObject({ left: true });
      }
    });

    test('after the hand-out, and after it came home, it is too late to leave', async () => {
      const { reservationId } = await lent();
      const late = { left: false, refusal: 'CANCEL_TOO_LATE' };
      expect(await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now })).toEqual(
        late,
      );
      await bench.ports.bringHome(reservationId);
      expect(await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now })).toEqual(
        late,
      );
    });

    test('a process that cancels for want of a copy is refused once there is one again; the desk is not', async () => {
      const { recordId, reservationId: first } = await reserved();
      const second = await reserve(recordId);
      await bench.ports.notOnShelf(first);
      await bench.ports.catalog.lookAtWhatWaits({ at: pass(15) });
      const lacking = { by: 'library', reason: 'copyMissing' } as const;
      const leave = (reservationId: string, asked: { wish?: string } = {}) =>
        bench.ports.catalog.leaveQueue({ ...lacking, ...asked, reservationId, at: bench.now });
      expect((await bench.standingOf(first)).state).toMatchObject({ unservable: 'copyMissing' });
      const left = { left: true, copyIs: 'none' };
      expect(await leave(first)).toEqual(left);
      await bench.ports.addCopy(recordId);
      const changed = { left: false, refusal: 'STATE_CHANGED' };
      expect(await leave(second.reservationId)).toEqual(changed);
      await bench.ports.catalog.lookAtWhatWaits({ at: pass(1) });
      expect(await stateOf(second.reservationId)).toBe('allocated');
      expect(await leave(second.reservationId)).toEqual(changed);
      expect(await stateOf(second.reservationId)).toBe('allocated');
      // The first reservation was cancelled before the copy came.
      expect(await leave(first)).toEqual(left);
      const wish = `cancel ${second.reservationId}`;
      expect(await leave(second.reservationId, { wish })).toMatchObject({ left: true });
    });

    test('“not on the shelf” taken back: the copy under its number again, unless there is another; a night later, too', async () => {
      const one = await reserved();
      const found = await bench.ports.notOnShelf(one.reservationId);
      expect((await bench.standingOf(one.reservationId)).state.stage).toBe('waiting');
      pass(2);
      await found();
      const { allocation } = await bench.ports.catalog.positionOf({ reservationId: one.reservationId });
      expect(allocation).toMatchObject({ allocation: one.key.allocation, copyId: one.allocation?.copyId });
      expect((await bench.standingOf(one.reservationId)).state.stage).toBe('toFetch');

      const two = await reserve(await bench.ports.addTitle(2));
      const foundLater = await bench.ports.notOnShelf(two.reservationId);
      const another = await bench.ports.catalog.positionOf({ reservationId: two.reservationId });
      await foundLater();
      const { allocation: kept } = await bench.ports.catalog.positionOf({ reservationId: two.reservationId });
      expect(kept?.allocation).toBe(another.allocation?.allocation);
    });

    test('not on the shelf: another copy, or back to the old place before those who came later', async () => {
      const two = await reserve(await bench.ports.addTitle(2));
      await bench.ports.notOnShelf(two.reservationId);
      const { allocation } = await bench.ports.catalog.positionOf({ reservationId: two.reservationId });
      expect(allocation?.copyId).not.toBe(two.allocation?.copyId);

      const one = await reserved();
      const later = await reserve(one.recordId);
      await bench.ports.notOnShelf(one.reservationId);
      expect(await bench.ports.catalog.positionOf({ reservationId: one.reservationId })).toMatchObject({
        entry: 'waiting',
        position: 1,
        facts: [],
        pickupLibrary: 'uto',
      });
      expect(await bench.ports.catalog.positionOf({ reservationId: later.reservationId })).toMatchObject({
        position: 2,
      });
    });

    test('lent to another at the counter, which is taken back: held as before, unless another copy was fetched', async () => {
      for (const [copies, isFetched] of [
        [1, false],
        [2, false],
        [2, true],
      ] as const) {
        const book = await reserve(await bench.ports.addTitle(copies), 'pref');
        const { reservationId } = book;
        await bench.ports.pick(reservationId);
        const takeBack = await bench.ports.lendToAnother(reservationId);
        const between = await bench.ports.catalog.positionOf({ reservationId });
        expect(between).toMatchObject({ entry: copies === 1 ? 'waiting' : 'allocated', facts: [] });
        if (isFetched) await bench.ports.pick(reservationId);
        await takeBack();
        const held = isFetched ? between.allocation : book.allocation;
        const { entry, facts, allocation } = await bench.ports.catalog.positionOf({ reservationId });
        expect([entry, allocation?.allocation]).toEqual(['allocated', held?.allocation]);
        expect(facts.map(({ kind }) => kind)).toEqual(['picked']);
        const next = await reserve(book.recordId);
        expect(await stateOf(next.reservationId)).toBe(copies === 2 && !isFetched ? 'allocated' : 'waiting');
      }
    });

    test('the position has every fact of the way, and of nothing else', async () => {
      const book = await lent();
      await bench.ports.handIn(book.reservationId, 'uto');
      await bench.ports.bringHome(book.reservationId);
      const { facts, entry } = await bench.ports.catalog.positionOf({ reservationId: book.reservationId });
      const way = ['arrived', 'handedIn', 'handedOut', 'home', 'packed', 'picked', 'shipped'];
      expect(facts.map(({ kind }) => kind).sort()).toEqual(way);
      expect(entry).toBe('closed');
    });

    test('R15: a copy without a loan slot is kept while nobody waits, and passes on to the first who joins', async () => {
      const book = await reserved();
      await bench.ports.pick(book.reservationId);
      const command = { ...book.key, at: pass(7) };
      // Whoever waits for a paused library is skipped, so that nobody may have it.
      await reserve(book.recordId, 'ozu');
      await bench.ports.pausePickup('ozu');
      for (const _ of [1, 2]) {
        expect(await bench.ports.catalog.passOnUnlessAlone(command)).toEqual({ state: 'kept' });
      }
      const next = await reserve(book.recordId);
      expect(next.allocation?.copyId ?? (await copyOf(next.reservationId))).toBe(book.allocation.copyId);
      expect(await stateOf(book.reservationId)).toBe('suspended');
      const { facts } = await bench.ports.catalog.positionOf({ reservationId: next.reservationId });
      expect(facts.map(({ kind }) => kind)).toEqual(['picked']);
    });

    test('R15: its patron’s wish to resume what was never suspended keeps it from nobody', async () => {
      const book = await reserved();
      const { reservationId } = book;
      await bench.ports.pick(reservationId);
      const { catalog } = bench.ports;
      expect(await catalog.passOnUnlessAlone({ ...book.key, at: pass(7) })).toEqual({ state: 'kept' });
      await catalog.resume({ reservationId, at: bench.now, wish: 'resume 1' });
      expect(await catalog.positionOf({ reservationId })).toMatchObject({
        standing: { state: { copy: { keptAlone: true } } },
      });
      const next = await reserve(book.recordId);
      expect(next.allocation?.copyId ?? (await copyOf(next.reservationId))).toBe(book.allocation.copyId);
    });

    test('R15: changed to the counter it needs no slot, and passes to nobody who joins', async () => {
      const { reservationId, recordId, key } = await reserved();
      await bench.ports.pick(reservationId);
      const { catalog } = bench.ports;
      expect(await catalog.passOnUnlessAlone({ ...key, at: pass(7) })).toEqual({ state: 'kept' });
      await catalog.changePickup({ reservationId, pickupLibrary: 'pref', at: bench.now });
      const next = await reserve(recordId);
      expect(await stateOf(next.reservationId)).toBe('waiting');
      expect(await catalog.passOnUnlessAlone({ ...key, at: bench.now })).toEqual({ state: 'gone' });
      expect(await stateOf(reservationId)).toBe('allocated');
    });

    test('R15: passed on and changed to the counter it waits for no slot: it has its old place, and the next copy', async () => {
      const { reservationId, recordId, key } = await reserved();
      await bench.ports.pick(reservationId);
      const [, later] = [await reserve(recordId), await reserve(recordId)];
      const { catalog } = bench.ports;
      const change = (pickupLibrary: string) =>
        catalog.changePickup({ reservationId, pickupLibrary, at: bench.now });
      expect(await catalog.passOnUnlessAlone({ ...key, at: pass(7) })).toEqual({ state: 'passedOn' });
      await change('yatsushiro');
      expect(await stateOf(reservationId)).toBe('suspended');
      await change('pref');
      expect(await catalog.positionOf({ reservationId })).toMatchObject({ entry: 'waiting', position: 1 });
      await bench.ports.addCopy(recordId);
      await catalog.lookAtWhatWaits({ at: pass(1) });
      expect(await stateOf(reservationId)).toBe('allocated');
      expect(await stateOf(later.reservationId)).toBe('waiting');
    });

    test('R15: passed on, and changed to the counter while a copy is on its shelf, it has that one at once', async () => {
      const { reservationId, recordId, key } = await reserved();
      await bench.ports.pick(reservationId);
      const next = await reserve(recordId);
      const { catalog } = bench.ports;
      expect(await catalog.passOnUnlessAlone({ ...key, at: pass(7) })).toEqual({ state: 'passedOn' });
      await bench.ports.addCopy(recordId);
      const changed = await catalog.changePickup({ reservationId, pickupLibrary: 'pref', at: bench.now });
      expect(changed).toMatchObject({ ok: true });
      expect(await stateOf(reservationId)).toBe('allocated');
      expect(await stateOf(next.reservationId)).toBe('allocated');
    });

    test('R15: if others wait it passes on at once; a packed one has moved on already', async () => {
      const book = await reserved();
      await bench.ports.pick(book.reservationId);
      const next = await reserve(book.recordId);
      const command = { ...book.key, at: pass(7) };
      for (const _ of [1, 2]) {
        expect(await bench.ports.catalog.passOnUnlessAlone(command)).toEqual({ state: 'passedOn' });
      }
      expect(await stateOf(book.reservationId)).toBe('suspended');
      expect(await copyOf(next.reservationId)).toBe(book.allocation.copyId);
      const packed = await listed();
      await bench.ports.pack(packed.reservationId);
      expect(await bench.ports.catalog.passOnUnlessAlone({ ...packed.key, at: bench.now })).toEqual({
        state: 'gone',
      });
    });

    test('a counter loan that the desk did not make is not found', async () => {
      const recordId = await bench.ports.addTitle(1);
      const reservationId = randomUUID();
      const loan = { reservationId, recordId, pickupLibrary: 'pref', channel: 'counter' } as const;
      expect(await bench.ports.catalog.joinQueue({ ...loan, joinedAt: bench.now })).toMatchObject({
        refusal: { code: 'NOT_FOUND' },
      });
    });

    const copyOf = async (reservationId: string) =>
      (await bench.ports.catalog.positionOf({ reservationId })).allocation?.copyId;
  });
}
