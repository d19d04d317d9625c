import { describe, expect, test } from '@jest/globals';
import type { CatalogPosition, KnownByProcess } from '@toshobin/contracts';
import type { Bench } from './bench.ts';

/** The nightly question: what an owner says of a process that knows as much as it, and of one that knows less. */
export function describeWhoIsBehind(bench: Bench): void {
  const { posted, reserved, lent } = bench;

  const knownFrom = (reservationId: string, found: CatalogPosition): KnownByProcess => ({
    reservationId,
    allocation: found.allocation?.allocation ?? 0,
    pickupLibrary: found.pickupLibrary ?? 'uto',
    lost: false,
    ...(found.due ? { due: found.due.date } : {}),
    facts: found.facts.map(({ factId }) => factId),
    looksAnyway: false,
  });
  const knownNow = async (reservationId: string) =>
    knownFrom(reservationId, await bench.ports.catalog.positionOf({ reservationId }));
  const notHandedOut = {
    byPost: true,
    told: true,
    mayBeToldAgain: true,
    holdIsKnown: false,
    shelfCheckIsAnswered: false,
  };

  describe('who is behind', () => {
    test('the catalog: a process that missed a scan, a date, its copy or the queue; none that knows all', async () => {
      const [way, waits] = [await lent(), await reserved()];
      const [all, before] = [await knownNow(way.reservationId), await knownNow(waits.reservationId)];
      const { due: _, ...undated } = all;
      const known = (one: KnownByProcess) => bench.ports.catalog.whoIsBehind({ known: [before, one] });
      expect(await known(all)).toEqual([]);
      const lacking: KnownByProcess[] = [
        { ...all, facts: all.facts.slice(1) },
        { ...all, allocation: 0 },
        { ...all, pickupLibrary: 'kikuyo' },
        { ...all, suspended: { until: null } },
        undated,
      ];
      for (const one of lacking) expect(await known(one)).toEqual([way.reservationId]);
      await bench.ports.catalog.leaveQueue({ reservationId: waits.reservationId, at: bench.now });
      expect(await known(all)).toEqual([]);
    });

    test('shipping: a process that missed the arrival of its parcel; none of a copy that was handed out', async () => {
      const { parcel, reservationId } = await posted();
      const known = await knownNow(reservationId);
      const ask = (one: KnownByProcess) => bench.ports.shipping.whoIsBehind({ known: [one] });
      expect(await ask({ ...known, notHandedOut })).toEqual([]);
      await bench.ports.receive(parcel);
      expect(await ask({ ...known, notHandedOut })).toEqual([reservationId]);
      expect(await ask(known)).toEqual([]);
    });

    test('the patron service: a process that missed the mail that began the hold', async () => {
      const { key, reservationId } = await reserved('pref');
      const known = { ...(await knownNow(reservationId)), notHandedOut: { ...notHandedOut, byPost: false } };
      await bench.ports.patron.recordMilestone({
        ...key,
        milestone: 'readyAtPrefectural',
        holdNumber: 'A-1',
        at: bench.now,
      });
      expect(await bench.ports.patron.whoIsBehind({ known: [known] })).toEqual([]);
      await bench.ports.sendMails();
      expect(await bench.ports.patron.whoIsBehind({ known: [known] })).toEqual([reservationId]);
      const knows = { ...known, notHandedOut: { ...known.notHandedOut, holdIsKnown: true } };
      expect(await bench.ports.patron.whoIsBehind({ known: [knows] })).toEqual([]);
    });
  });
}
