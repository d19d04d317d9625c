import { CalendarDateSchema } from '@toshobin/lending-rules';
import { type Cast, freeTitle, Journey, subjects } from '../journey.ts';
import { granted } from '../web-session.ts';
import { type DemoStory, refused, type Stage } from './story.ts';

export const twoReservations: DemoStory = {
  name: 'two-reservations',
  about:
    'one book to 宇土市立図書館 and one to the prefectural counter, from a search to the processed return',
  async play(stage) {
    return [await byYuMail(stage), await atTheCounter(stage)];
  },
};

async function reserved(stage: Stage, who: string, cast: Cast, q: string, pickupLibrary: string) {
  const record = await freeTitle(cast.patron, q);
  stage.say(who, `found 「${record.title}」 by searching for 「${q}」`);
  const journey = await Journey.reserve(cast, { record, pickupLibrary });
  stage.say(who, `its process: ${await journey.historyAddress()}`);
  await journey.mailArrived(subjects.accepted);
  await journey.fetch();
  await journey.bring();
  return journey;
}

/** Its loan is long enough that an extension today would shorten it. */
async function byYuMail(stage: Stage): Promise<Journey> {
  const who = '[1 宇土市立図書館]';
  const cast = await stage.cast(stage.people[0], who);
  const journey = await reserved(stage, who, cast, '夏目漱石', 'uto');
  await journey.handOut();
  const shown = await cast.patron.previewExtension(journey.reservationId);
  if (shown.ok) throw new Error('An extension that would shorten the loan was offered');
  const newDueDate = CalendarDateSchema.parse(shown.values.newDueDate);
  const answer = await cast.patron.extend(journey.reservationId, newDueDate);
  stage.say(who, `extension ${refused(answer, 'EXTENSION_WOULD_SHORTEN')}`);
  await journey.bringBack();
  return journey;
}

/** Lent for ten days, so that an extension helps. */
async function atTheCounter(stage: Stage): Promise<Journey> {
  const who = '[2 県立図書館]';
  const cast = await stage.cast(stage.people[1], who);
  const journey = await reserved(stage, who, cast, '宮沢賢治', 'pref');
  await stage.setPolicy(who, { loanPeriod: 'P10D' });
  await journey.handOut();
  await stage.putPolicyBack();
  const { due, present } = granted(await cast.patron.previewExtension(journey.reservationId));
  stage.say(who, `an extension today would move the due date from ${present.date} to ${due.date}`);
  await journey.extend(due.date);
  await journey.mailArrived(subjects.extended);
  await journey.bringBack();
  return journey;
}
