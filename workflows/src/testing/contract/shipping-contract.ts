import { describe, expect, test } from '@jest/globals';
import { dayOf, daysBetween } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** The packing list, parcels, questions to branches, and the dispatch day. */
export function describeParcels(bench: Bench): void {
  const { pass, reserved, listed, posted } = bench;
  type Posted = Awaited<ReturnType<typeof posted>>;
  /** A copy that stood on the hold shelf of 宇土 until its hold had ended. */
  const notPickedUp = async (): Promise<Posted> => {
    const book = await posted();
    await bench.ports.receive(book.parcel);
    pass(daysBetween(dayOf(bench.now), book.due.date) + 1);
    return book;
  };
  const ask = async ({ key, allocation: { copyId } }: Posted, at = bench.now) => {
    const standing = await bench.standingOf(key.reservationId);
    return bench.ports.shipping.askShelfCheck({ ...key, copyId, library: 'uto', standing, at });
  };
  describe('parcels', () => {
    test('listed again, days later, a copy has the plan it was first told', async () => {
      const { reservationId } = await reserved();
      await bench.ports.pick(reservationId);
      const plan = await bench.list(reservationId);
      pass(5);
      expect(await bench.list(reservationId)).toEqual(plan);
      expect(await bench.ports.isListed(reservationId)).toBe(true);
    });

    test('a cancelled copy leaves the list, and the open parcel that it is in; what has left travels on', async () => {
      const waiting = await listed();
      const packed = await listed();
      const parcel = await bench.ports.pack(packed.reservationId);
      const dispatched = await posted();
      for (const { reservationId } of [waiting, packed, dispatched]) {
        expect(
          (await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: pass(0, 5) })).left,
        ).toBe(true);
        expect(await bench.ports.isListed(reservationId)).toBe(false);
      }
      expect(await bench.ports.copiesIn(parcel)).toBe(0);
      expect(await bench.ports.copiesIn(dispatched.parcel)).toBe(1);
    });

    test('a cancellation that overtakes the claim of its slot wins', async () => {
      const { reservationId } = await reserved();
      await bench.ports.pick(reservationId);
      const stood = await bench.standingOf(reservationId);
      await bench.ports.catalog.leaveQueue({ reservationId, by: 'patron', at: pass(0, 1) });
      for (const _ of [1, 2]) {
        await bench.list(reservationId, stood);
        expect(await bench.ports.isListed(reservationId)).toBe(false);
      }
    });

    test('an arrival is assumed once, and only of what has left', async () => {
      const { parcel, key } = await posted();
      const command = { parcelNumber: parcel, at: pass(3) };
      for (const _ of [1, 2]) {
        expect(await bench.ports.shipping.assumeArrival(command)).toEqual({ state: 'arrived' });
      }
      const { facts } = await bench.ports.catalog.positionOf(key);
      expect(facts.filter(({ kind }) => kind === 'arrived')).toHaveLength(1);

      const { reservationId } = await listed();
      const open = await bench.ports.pack(reservationId);
      const tooEarly = { parcelNumber: open, at: bench.now };
      expect(await bench.ports.shipping.assumeArrival(tooEarly)).toEqual({ state: 'open' });
    });

    test('asking about a parcel answers where it is, also twice', async () => {
      const { parcel } = await posted();
      const ask = { parcelNumber: parcel, ask: 'pickupLibrary', at: bench.now } as const;
      expect(await bench.ports.shipping.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
      expect(await bench.ports.shipping.askAboutParcel(ask)).toEqual({ state: 'dispatched' });
      await bench.ports.receive(parcel);
      expect(await bench.ports.shipping.askAboutParcel(ask)).toEqual({ state: 'arrived' });
      expect(await bench.ports.shipping.parcelState({ parcelNumber: parcel })).toEqual({ state: 'arrived' });
    });

    test('a parcel is under way from the day it left until it has arrived', async () => {
      const { reservationId } = await listed();
      const underWay = async (after: string | null = null) =>
        (await bench.ports.shipping.parcelsUnderWay({ after })).map(({ parcelNumber }) =>
          String(parcelNumber),
        );
      const parcel = await bench.ports.pack(reservationId);
      expect(await underWay()).not.toContain(parcel);
      await bench.ports.dispatch(parcel);
      expect(await underWay()).toContain(parcel);
      expect(await underWay(parcel)).not.toContain(parcel);
      await bench.ports.receive(parcel);
      expect(await underWay()).not.toContain(parcel);
    });

    test('the branch is asked once whether it has the copy', async () => {
      const book = await notPickedUp();
      await ask(book);
      await ask(book, pass(1));
      expect(await bench.ports.shelfChecksOf(book.reservationId)).toBe(1);
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(true);
    });

    test('handed to another and taken back, the branch is asked again, and its answer counts', async () => {
      const book = await notPickedUp();
      await ask(book);
      const takeBack = await bench.ports.giveToWrongPerson(book.reservationId);
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(false);
      pass(0, 5);
      await takeBack();
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(true);
      await bench.ports.answerShelfCheck(book.reservationId, 'here');
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(false);
      const { standing } = await bench.ports.catalog.positionOf(book.key);
      expect(standing?.state.copy).toMatchObject({ allocation: book.key.allocation, shelfCheck: 'here' });
    });

    test('handed out late by mistake, its date stays: the branch is asked anew at that end, with days of its own', async () => {
      const book = await notPickedUp();
      await ask(book);
      const takeBack = await bench.ports.handOut(book.reservationId, 'uto');
      pass(0, 5);
      await takeBack();
      const { standing } = await bench.ports.catalog.positionOf(book.key);
      const { holdUntil } = standing?.state.copy ?? {};
      expect(daysBetween(book.due.date, holdUntil?.date ?? book.due.date)).toBeGreaterThan(7);
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(false);
      await bench.ports.answerShelfCheck(book.reservationId, 'here');
      expect(await bench.ports.shipping.shelfCheckOf(book.key)).toEqual({});
      pass(9);
      const { answerBy } = await ask(book);
      expect(Date.parse(answerBy)).toBeGreaterThan(Date.parse(bench.now));
      expect((await ask(book, pass(1))).answerBy).toBe(answerBy);
      expect(await bench.ports.isAskedAbout(book.reservationId)).toBe(true);
    });

    test('the batch of a day is closed once: a parcel packed later does not count', async () => {
      await bench.ports.pack((await listed()).reservationId);
      let batch = await bench.ports.shipping.closeDispatchBatch({ at: bench.now });
      // Holidays, the new year and the end of the fiscal year have no dispatch for some days.
      for (let days = 0; batch.day === null && days < 30; days++) {
        batch = await bench.ports.shipping.closeDispatchBatch({ at: pass(1) });
      }
      expect(batch.day).toBe(dayOf(bench.now));
      expect(batch.parcels).toBeGreaterThan(0);
      await bench.ports.pack((await listed()).reservationId);
      expect(await bench.ports.shipping.closeDispatchBatch({ at: pass(0, 5) })).toEqual(batch);
    });

    test('redirected before it is packed, to the prefectural library off the list, and back again', async () => {
      const { reservationId } = await listed();
      const redirect = async (pickupLibrary: string) => {
        const changed = await bench.ports.catalog.changePickup({
          reservationId,
          pickupLibrary,
          at: bench.now,
        });
        expect(changed).toMatchObject({ ok: true });
        const standing = await bench.standingOf(reservationId);
        return bench.ports.shipping.redirect({ standing, at: bench.now });
      };
      const redirected = { ok: true, value: { redirected: true } };
      for (const _ of [1, 2]) expect(await redirect('yatsushiro')).toEqual(redirected);
      expect(await bench.ports.isListed(reservationId)).toBe(true);
      const stood = await bench.standingOf(reservationId);
      expect(await redirect('pref')).toEqual(redirected);
      expect(await bench.ports.isListed(reservationId)).toBe(false);
      expect(await redirect('uto')).toEqual(redirected);
      // The reservation's slot was given back: a claim from before says nothing.
      await bench.list(reservationId, stood);
      expect(await bench.ports.isListed(reservationId)).toBe(false);
      await bench.list(reservationId);
      expect(await bench.ports.isListed(reservationId)).toBe(true);
      await bench.ports.pack(reservationId);
      const { state, ...packed } = await bench.standingOf(reservationId);
      const standing = { ...packed, n: packed.n + 1, state: { ...state, pickupLibrary: 'yatsushiro' } };
      const tooLate = await bench.ports.shipping.redirect({ standing, at: bench.now });
      expect(tooLate).toMatchObject({ refusal: { code: 'CHANGE_PICKUP_TOO_LATE' } });
    });

    test('cancelled it is off the list, and its slot given back, also if it goes on after all', async () => {
      const { reservationId } = await listed();
      const stood = await bench.standingOf(reservationId);
      const told = (n: number, state = stood.state) =>
        bench.ports.shipping.redirect({ standing: { ...stood, n: stood.n + n, state }, at: bench.now });
      await told(1, { ...stood.state, ended: 'cancelled' });
      expect(await bench.ports.isListed(reservationId)).toBe(false);
      await told(2);
      expect(await bench.ports.isListed(reservationId)).toBe(false);
      await bench.list(reservationId, { ...stood, n: stood.n + 2 });
      expect(await bench.ports.isListed(reservationId)).toBe(true);
    });

    test('a copy leaves its open parcel also where a redirect tells first that it is its reservation’s no more', async () => {
      const { reservationId } = await listed();
      const parcel = await bench.ports.pack(reservationId);
      const { state, ...stood } = await bench.standingOf(reservationId);
      const standing = { ...stood, n: stood.n + 1, state: { ...state, ended: 'cancelled' as const } };
      for (const _ of [1, 2]) {
        await bench.ports.shipping.redirect({ standing, at: bench.now });
        expect(await bench.ports.copiesIn(parcel)).toBe(0);
      }
    });

    test('a parcel that is asked about is a task, for the library and then for the desk', async () => {
      const { parcel: parcelNumber } = await posted();
      for (const ask of ['pickupLibrary', 'prefecturalDesk', 'prefecturalDesk'] as const) {
        await bench.ports.shipping.askAboutParcel({ parcelNumber, ask, at: bench.now });
        expect(await bench.ports.tasksAbout(parcelNumber)).toEqual(['findParcel']);
      }
      await bench.ports.receive(parcelNumber);
      expect(await bench.ports.tasksAbout(parcelNumber)).toEqual([]);
    });

    test('a parcel is lost once: its copy is its reservation’s no more, and the desk claims it', async () => {
      const book = await posted();
      const command = { parcelNumber: book.parcel, at: pass(20) };
      for (const _ of [1, 2]) {
        expect(await bench.ports.shipping.declareParcelLost(command)).toEqual({ state: 'lost' });
      }
      expect(await bench.ports.tasksAbout(book.parcel)).toEqual(['parcelLost']);
      const { allocation } = await bench.ports.catalog.positionOf({ reservationId: book.reservationId });
      expect(allocation).toBeUndefined();
      const arrived = await posted();
      await bench.ports.receive(arrived.parcel);
      const late = { parcelNumber: arrived.parcel, at: bench.now };
      expect(await bench.ports.shipping.declareParcelLost(late)).toEqual({ state: 'arrived' });
    });

    test('what the branch answered is known afterwards', async () => {
      const book = await notPickedUp();
      const { key } = book;
      expect(await bench.ports.shipping.shelfCheckOf(key)).toEqual({});
      const { answerBy } = await ask(book);
      expect(Date.parse(answerBy)).toBeGreaterThan(Date.parse(bench.now));
      expect((await ask(book, pass(1))).answerBy).toBe(answerBy);
      await bench.ports.answerShelfCheck(key.reservationId, 'here');
      expect(await bench.ports.shipping.shelfCheckOf(key)).toEqual({ answer: 'here' });
    });

    test('a Sunday is no dispatch day, and closes no batch', async () => {
      pass(7 - new Date(bench.now).getUTCDay());
      expect((await bench.ports.shipping.closeDispatchBatch({ at: bench.now })).day).toBeNull();
    });
  });
}
