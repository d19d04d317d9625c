import { patronWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { eventually } from '../eventually.ts';
import { freeTitle, Journey } from '../journey.ts';
import { granted } from '../web-session.ts';
import { type DemoStory, refused } from './story.ts';

export const changedMind: DemoStory = {
  name: 'changed-mind',
  about:
    'another pickup library until the copy is packed, a suspension and its end, and a cancellation in the mail',
  async play(stage) {
    const [first, second] = stage.people;
    const who = '[first]';
    const reader = await stage.cast(first, who);
    const record = await freeTitle(reader.patron, 'の', ({ copies }) => copies === 1);
    const book = await Journey.reserve(reader, { record, pickupLibrary: 'kikuyo' });
    await book.fetch();
    await book.onPackingList();
    granted(await book.wish(patronWebApi.changePickup, { pickupLibrary: 'uto' }));
    stage.say(who, 'pickup library changed from 菊陽町図書館 to 宇土市立図書館 while it waits to be packed');
    const redirected = await book.moved('uto');
    await redirected.pack();
    const late = await book.wish(patronWebApi.changePickup, { pickupLibrary: 'kikuyo' });
    stage.say(who, refused(late, 'CHANGE_PICKUP_TOO_LATE'));

    const next = '[second]';
    const waiter = await stage.cast(second, next);
    const waiting = await Journey.reserve(waiter, { record, pickupLibrary: 'pref' });
    const until = addDays(dayOf(instantFromDate(new Date())), 30);
    granted(await waiting.wish(patronWebApi.suspend, { until }));
    const { resumesOn } = await waiting.shown('suspended');
    stage.say(next, `suspended until ${resumesOn}; the place is kept`);
    granted(await waiting.wish(patronWebApi.resume, {}));
    await waiting.shown('queued');
    stage.say(next, 'resumed before its day');

    await redirected.dispatch();
    granted(await reader.patron.cancel(book.reservationId));
    await book.mailArrived('予約をキャンセルしました');
    await redirected.receive();
    await redirected.sendHome();
    stage.say(who, 'cancelled in the mail: received by the branch and sent home, never handed out');
    await redirected.processReturn();
    waiting.takeOver(redirected.barcode);
    await waiting.ready();
    await waiting.handOut();
    await waiting.processReturn();
    await waiting.closed();
    await eventually(
      'the end of the cancelled one',
      async () => (await book.process()).status === 'completed',
    );
    return [book, waiting];
  },
};
