import { randomUUID } from 'node:crypto';
import { LibraryCodeSchema, staffWebApi } from '@toshobin/contracts';
import { addDays } from '@toshobin/lending-rules';
import { eventually } from '../eventually.ts';
import { freeTitle, Journey } from '../journey.ts';
import { granted } from '../web-session.ts';
import type { DemoStory } from './story.ts';

export const typhoon: DemoStory = {
  name: 'typhoon',
  about: 'a sudden closure moves a due date, and is taken back before anybody was told',
  async play(stage) {
    const who = '[宇土市立図書館]';
    const cast = await stage.cast(stage.people[0], who);
    const desk = stage.desks.prefectural;
    const record = await freeTitle(cast.patron, 'の');
    const book = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
    await book.fetch();
    await book.bring();
    const { due } = await book.handOut();
    if (!due) throw new Error('The loan has no due date');

    const closureId = randomUUID();
    granted(
      await desk.act(staffWebApi.enterClosure, {
        body: {
          factId: closureId,
          library: LibraryCodeSchema.parse('uto'),
          from: due.date,
          until: addDays(due.date, 2),
          reason: '台風',
        },
      }),
    );
    const moved = await book.dueMovesFrom(due.date);
    stage.say(who, `closed from ${due.date} for a typhoon: due on ${moved} instead`);
    granted(
      await desk.act(staffWebApi.takeBackClosure, {
        params: { closureId },
        body: { factId: randomUUID(), reason: '進路がそれた' },
      }),
    );
    const back = await book.dueMovesFrom(moved);
    if (back !== due.date) throw new Error(`The due date is ${back} and not ${due.date} again`);
    stage.say(who, `the typhoon turned away before the mail went out: due on ${back} again`);
    await book.bringBack();
    await eventually('no mail of moved dates', async () => {
      const mails = await book.mails();
      return mails.every(({ subject }) => !subject.includes('期限が変わりました'));
    });
    return [book];
  },
};
