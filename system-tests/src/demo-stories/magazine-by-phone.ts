import { randomUUID } from 'node:crypto';
import { LibraryCodeSchema, ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { freeTitle, Journey } from '../journey.ts';
import { granted } from '../web-session.ts';
import { type DemoStory, refused } from './story.ts';

export const magazineByPhone: DemoStory = {
  name: 'magazine-by-phone',
  about: 'a weekly that only visitors may borrow is reserved and extended by telephone',
  async play(stage) {
    const who = '[caller]';
    const cast = await stage.cast(stage.people[0], who);
    const desk = stage.desks.prefectural;
    const record = await freeTitle(cast.patron, '週刊', () => true, 'inPersonOnly');
    const online = await cast.patron.reserve({ recordId: record.recordId, pickupLibrary: 'pref' });
    stage.say(who, refused(online, 'IN_PERSON_ONLY'));

    const { cardNumber } = cast.patron;
    const caller = granted(await desk.act(staffWebApi.findCaller, { body: { cardNumber } }));
    stage.say('[県立図書館]', `found by card: ${caller.reservations} reservations, ${caller.loans} loans`);
    const wish = {
      cardNumber,
      recordId: record.recordId,
      reservationId: ReservationIdSchema.parse(randomUUID()),
    };
    const toBranch = await desk.act(staffWebApi.reserveForCaller, {
      body: { ...wish, pickupLibrary: LibraryCodeSchema.parse('uto') },
    });
    stage.say('[県立図書館]', refused(toBranch, 'PICKUP_MUST_BE_PREFECTURAL'));
    const again = { ...wish, reservationId: ReservationIdSchema.parse(randomUUID()) };
    const answer = granted(
      await desk.act(staffWebApi.reserveForCaller, {
        body: { ...again, pickupLibrary: LibraryCodeSchema.parse('pref') },
      }),
    );
    stage.say(who, `reserved by telephone as ${answer.reservationNumber}`);
    const magazine = Journey.of(cast, record, 'pref', answer);
    await magazine.fetch();
    await magazine.ready();
    await stage.setPolicy(who, { loanPeriod: 'P10D' });
    await magazine.handOut();
    await stage.putPolicyBack();

    const { reservationId } = answer;
    const shown = granted(
      await desk.act(staffWebApi.previewExtensionForCaller, { body: { cardNumber, reservationId } }),
    );
    const extended = granted(
      await desk.act(staffWebApi.extendForCaller, {
        body: { cardNumber, reservationId, wishId: randomUUID(), confirmDue: shown.due.date },
      }),
    );
    stage.say(who, `extended by telephone from ${shown.present.date} to ${extended.due.date}`);
    await magazine.processReturn();
    await magazine.closed();
    return [magazine];
  },
};
