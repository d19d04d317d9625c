import { describe, expect, test } from '@jest/globals';
import type { KnownByProcess } from '@toshobin/contracts';
import type { Bench } from './bench.ts';

/** The nightly question: what an owner says of a process that knows as much as it, and of one that knows less. */
export function describeWhoIsBehind(bench: Bench): void {
  const { reserved, lent, listed } = bench;

  const knownNow = async (reservationId: string): Promise<KnownByProcess> => {
    const { standing } = await bench.ports.catalog.positionOf({ reservationId });
    if (!standing) throw new Error(`Reservation ${reservationId} never joined a queue`);
    const { epoch, n, state } = standing;
    return {
      reservationId,
      epoch,
      n,
      allocation: state.copy?.allocation ?? 0,
      toldReady: false,
      waitsForSlot: false,
      looksAnyway: false,
    };
  };

  describe('who is behind', () => {
    test('the catalog: a process that has not the newest version of how it stands; none that has', async () => {
      const [way, waits] = [await lent(), await reserved()];
      const [all, before] = [await knownNow(way.reservationId), await knownNow(waits.reservationId)];
      const known = (one: KnownByProcess) => bench.ports.catalog.whoIsBehind({ known: [before, one] });
      expect(await known(all)).toEqual([]);
      expect(await known({ ...all, n: all.n - 1 })).toEqual([way.reservationId]);
      await bench.ports.catalog.leaveQueue({
        reservationId: waits.reservationId,
        by: 'patron',
        at: bench.now,
      });
      expect(await known(all)).toEqual([waits.reservationId]);
    });

    test('the catalog: none that has not heard only that its copy was packed', async () => {
      const { reservationId } = await listed();
      const known = await knownNow(reservationId);
      await bench.ports.pack(reservationId);
      expect((await knownNow(reservationId)).n).toBe(known.n + 1);
      expect(await bench.ports.catalog.whoIsBehind({ known: [known] })).toEqual([]);
    });

    test('the catalog: one that was heard to know all is not asked again, until more is told or it waits for the patron service', async () => {
      const [waits, way, lentOut] = [await reserved(), await listed(), await lent()];
      const heard = async () => {
        const known = await Promise.all(
          [waits, way, lentOut].map(({ reservationId }) => knownNow(reservationId)),
        );
        const rows = known.map(({ reservationId, epoch, n }) => ({ reservationId, epoch, n }));
        return { known, told: await bench.ports.catalog.tellRows({ rows }) };
      };
      const before = await heard();
      expect(before.told).toMatchObject({ told: [], heard: [] });
      await bench.ports.catalog.whoIsBehind({ known: before.known.map((one) => ({ ...one, n: one.n - 1 })) });
      expect((await heard()).told.heard).toEqual([]);
      await bench.ports.catalog.whoIsBehind({ known: before.known });
      // The copy of the one in the middle is fetched: only the patron service knows whether it has its slot.
      expect((await heard()).told.heard).toEqual([waits.reservationId, lentOut.reservationId]);
      await bench.ports.catalog.leaveQueue({
        reservationId: waits.reservationId,
        by: 'patron',
        at: bench.now,
      });
      expect((await heard()).told.heard).toEqual([lentOut.reservationId]);
    });

    test('the patron service: a process that said a copy is ready, which is not told', async () => {
      const { key, reservationId } = await reserved('pref');
      const ready = { ...key, milestone: 'readyAtPrefectural' } as const;
      await bench.ports.pick(reservationId);
      const known = { ...(await knownNow(reservationId)), toldReady: true };
      const ask = (one: KnownByProcess) => bench.ports.patron.whoIsBehind({ known: [one] });
      expect(await ask(known)).toEqual([reservationId]);
      expect(await ask({ ...known, toldReady: false })).toEqual([]);
      await bench.ports.patron.recordMilestone({ ...ready, at: bench.now });
      expect(await ask(known)).toEqual([]);
    });
  });
}
