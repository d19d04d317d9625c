import { describe, expect, test } from '@jest/globals';
import { addDays, dayOf, startOfDay } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** What a patron wishes of a reservation, and what comes of it when it is heard late or again. */
export function describeWishes(bench: Bench): void {
  const { pass, reserve, reserved, listed, stateOf } = bench;
  describe('wishes', () => {
    test('suspended it is skipped and keeps its place; resumed it is the first again', async () => {
      const { recordId, reservationId: first } = await reserved();
      const second = await reserve(recordId);
      const third = await reserve(recordId);
      const until = addDays(dayOf(bench.now), 30);
      const command = { reservationId: second.reservationId, until, at: bench.now };
      for (const _ of [1, 2]) {
        expect(await bench.ports.catalog.suspend(command)).toEqual({ ok: true, value: { until } });
      }
      expect(await stateOf(second.reservationId)).toBe('suspended');
      const { position } = await bench.ports.catalog.positionOf({ reservationId: third.reservationId });
      expect(position).toBe(1);
      const resumption = { reservationId: second.reservationId, wish: 'resume-1', at: pass(1) };
      for (const _ of [1, 2]) {
        expect(await bench.ports.catalog.resume(resumption)).toEqual({ ok: true, value: { position: 1 } });
      }
      await bench.ports.catalog.leaveQueue({ reservationId: first, by: 'patron', at: bench.now });
      expect(await stateOf(second.reservationId)).toBe('allocated');
      expect(await stateOf(third.reservationId)).toBe('waiting');
    });

    test('a copy that comes while it is suspended goes to the next; resumed it may have another at once', async () => {
      const book = await reserved();
      const waits = await reserve(book.recordId);
      const until = addDays(dayOf(bench.now), 30);
      await bench.ports.catalog.suspend({ reservationId: waits.reservationId, until, at: bench.now });
      await bench.ports.catalog.leaveQueue({
        reservationId: book.reservationId,
        by: 'patron',
        at: bench.now,
      });
      expect(await stateOf(waits.reservationId)).toBe('suspended');
      const wish = { reservationId: waits.reservationId, wish: 'resume-1' };
      const resumed = await bench.ports.catalog.resume({ ...wish, at: pass(1) });
      expect(resumed).toMatchObject({
        ok: true,
        value: { allocation: { copyId: book.allocation.copyId } },
      });
    });

    test('too late, too long, or over: not suspended', async () => {
      const book = await reserved();
      const suspend = async (reservationId: string, days: number) => {
        const until = addDays(dayOf(bench.now), days);
        const answer = await bench.ports.catalog.suspend({ reservationId, until, at: bench.now });
        return answer.ok ? 'suspended' : answer.refusal.code;
      };
      expect(await suspend(book.reservationId, 30)).toBe('SUSPEND_TOO_LATE');
      const { reservationId } = await reserve(book.recordId);
      expect(await suspend(reservationId, 181)).toBe('SUSPEND_TOO_LONG');
      await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
      expect(await suspend(reservationId, 30)).toBe('STATE_CHANGED');
      const resumed = await bench.ports.catalog.resume({ reservationId, at: bench.now });
      expect(resumed).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    });

    test('another pickup library until it is packed; asked again the same; too late after all, it is as before', async () => {
      const book = await listed();
      const { reservationId } = book;
      const command = { reservationId, pickupLibrary: 'yatsushiro' };
      const change = (wish: string) => bench.ports.catalog.changePickup({ ...command, wish, at: pass(0, 1) });
      const where = async () => {
        const { standing } = await bench.ports.catalog.positionOf({ reservationId });
        return [standing?.state.pickupLibrary, standing?.state.redirectedFrom];
      };
      for (const _ of [1, 2]) {
        expect(await change('change-1')).toMatchObject({ ok: true, value: { name: expect.any(String) } });
        expect(await where()).toEqual(['yatsushiro', 'uto']);
      }
      for (const _ of [1, 2]) {
        await bench.ports.catalog.endRedirect({ reservationId, inTime: false, at: bench.now });
        expect(await where()).toEqual(['uto', null]);
      }
      expect(await change('change-1')).toMatchObject({ refusal: { code: 'CHANGE_PICKUP_TOO_LATE' } });
      expect(await change('change-2')).toMatchObject({ ok: true });
      await bench.ports.catalog.endRedirect({ reservationId, inTime: true, at: bench.now });
      expect(await where()).toEqual(['yatsushiro', null]);
      expect(await change('change-2')).toMatchObject({ ok: true });
      const { wishes } = await bench.ports.catalog.positionOf({ reservationId });
      expect([...wishes].sort()).toEqual(['change-1', 'change-2']);
      await bench.ports.catalog.changePickup({ reservationId, pickupLibrary: 'uto', at: bench.now });
      await bench.ports.catalog.endRedirect({ reservationId, inTime: true, at: bench.now });
      await bench.ports.pack(reservationId);
      expect(await change('change-3')).toMatchObject({ refusal: { code: 'CHANGE_PICKUP_TOO_LATE' } });
    });

    test('to the counter, and away from it, a fetched copy is moved by hand', async () => {
      const { reservationId } = await listed();
      const change = (pickupLibrary: string) =>
        bench.ports.catalog.changePickup({ reservationId, pickupLibrary, at: pass(0, 1) });
      const tasks = () => bench.ports.tasksAbout(reservationId);
      await change('pref');
      expect(await tasks()).toEqual([]);
      await bench.ports.catalog.endRedirect({ reservationId, inTime: true, at: bench.now });
      expect(await tasks()).toEqual(['moveHold']);
      await change('uto');
      expect(await tasks()).toEqual(['moveHold']);
    });

    test('a wish is answered once: asked again by its id it hears the same, also a no', async () => {
      const { recordId, reservationId: first } = await reserved();
      const { reservationId } = await reserve(recordId);
      const until = addDays(dayOf(bench.now), 30);
      const suspend = (wish: string) =>
        bench.ports.catalog.suspend({ reservationId, until, wish, at: pass(0, 1) });
      expect(await suspend('suspend-1')).toEqual({ ok: true, value: { until } });
      await bench.ports.catalog.resume({ reservationId, wish: 'resume-1', at: bench.now });
      await bench.ports.catalog.leaveQueue({ reservationId: first, by: 'patron', at: bench.now });
      expect(await suspend('suspend-1')).toEqual({ ok: true, value: { until } });
      expect(await suspend('suspend-2')).toMatchObject({ refusal: { code: 'SUSPEND_TOO_LATE' } });
      await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
      expect(await suspend('suspend-2')).toMatchObject({ refusal: { code: 'SUSPEND_TOO_LATE' } });
    });

    test('a library that is not ours, and one that is paused, are not chosen', async () => {
      const { reservationId } = await reserved();
      const to = async (pickupLibrary: string) => {
        const answer = await bench.ports.catalog.changePickup({
          reservationId,
          pickupLibrary,
          at: pass(0, 1),
        });
        return answer.ok ? 'changed' : answer.refusal.code;
      };
      expect(await to('nowhere')).toBe('PICKUP_LIBRARY_UNKNOWN');
      await bench.ports.pausePickup('yatsushiro-sencho');
      expect(await to('yatsushiro-sencho')).toMatch(/^PICKUP_LIBRARY_/);
      await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: bench.now });
      expect(await to('pref')).toBe('STATE_CHANGED');
    });

    test('suspended until a day: a process that looks again hears until when', async () => {
      const { recordId } = await reserved();
      const { reservationId } = await reserve(recordId);
      const until = addDays(dayOf(bench.now), 30);
      await bench.ports.catalog.suspend({ reservationId, until, at: bench.now });
      expect(await bench.ports.catalog.positionOf({ reservationId })).toMatchObject({
        standing: { state: { stage: 'suspended', resumesOn: until } },
      });
      await bench.ports.catalog.resume({ reservationId, wish: 'resume-1', at: bench.now });
      expect(await bench.ports.catalog.positionOf({ reservationId })).toMatchObject({
        standing: { state: { stage: 'waiting', resumesOn: null } },
      });
    });

    test('what its process asks for on the day of its return comes late: the day that was chosen since stands', async () => {
      const { recordId } = await reserved();
      const { reservationId } = await reserve(recordId);
      const [first, second] = [addDays(dayOf(bench.now), 2), addDays(dayOf(bench.now), 30)];
      const { catalog } = bench.ports;
      for (const until of [first, second]) await catalog.suspend({ reservationId, until, at: bench.now });
      const waitsAgainOn = async (day: typeof first) => {
        await catalog.resume({ reservationId, at: startOfDay(day) });
        return (await stateOf(reservationId)) === 'waiting';
      };
      expect(await waitsAgainOn(first)).toBe(false);
      expect(await waitsAgainOn(second)).toBe(true);
    });

    test('what shipping said to a change of pickup library comes late: the change that followed goes on', async () => {
      const { reservationId } = await listed();
      const { catalog } = bench.ports;
      const change = (pickupLibrary: string) =>
        catalog.changePickup({ reservationId, pickupLibrary, at: pass(0, 1) });
      const end = (from: string, to: string, inTime: boolean) =>
        catalog.endRedirect({ reservationId, change: { from, to }, inTime, at: bench.now });
      const where = async () => {
        const { standing } = await catalog.positionOf({ reservationId });
        return [standing?.state.pickupLibrary, standing?.state.redirectedFrom];
      };
      await change('yatsushiro');
      await end('uto', 'yatsushiro', true);
      await change('uto');
      for (const inTime of [true, false]) await end('uto', 'yatsushiro', inTime);
      expect(await where()).toEqual(['uto', 'yatsushiro']);
      await end('yatsushiro', 'uto', false);
      expect(await where()).toEqual(['yatsushiro', null]);
    });
  });
}
