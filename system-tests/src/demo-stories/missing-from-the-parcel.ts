import { staffWebApi } from '@toshobin/contracts';
import { eventually } from '../eventually.ts';
import { freeTitle, Journey } from '../journey.ts';
import { granted } from '../web-session.ts';
import type { DemoStory } from './story.ts';

export const missingFromTheParcel: DemoStory = {
  name: 'missing-from-the-parcel',
  about: 'the opened parcel has a copy too few: another copy comes, and the lost one turns up',
  async play(stage) {
    const who = '[宇土市立図書館]';
    const cast = await stage.cast(stage.people[0], who);
    const record = await freeTitle(cast.patron, 'の', ({ onShelf }) => onShelf >= 2);
    const book = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
    await book.fetch();
    await book.bring();
    const { parcelNumber, barcode: lost } = book;
    const branch = stage.desks.uto;
    granted(
      await branch.act(staffWebApi.reportContents, {
        params: { parcelNumber },
        body: { ...branch.scan(), missing: [lost] },
      }),
    );
    await book.shown('arrivalOverdue');

    const desk = stage.desks.prefectural;
    const task = await eventually('the task of the desk', async () =>
      granted(await desk.act(staffWebApi.tasks, {})).tasks.find(
        (one) => one.kind === 'parcelContents' && one.subject.parcelNumber === parcelNumber,
      ),
    );
    stage.say('[県立図書館]', `要確認: ${task.title} ${task.next}`);
    granted(
      await desk.act(staffWebApi.parcelLost, {
        params: { parcelNumber },
        body: { ...desk.scan(), barcode: lost, reason: '郵便局にもないため' },
      }),
    );
    await book.fetch();
    stage.say(who, `another copy, ${book.barcode}, in place of ${lost}`);
    await book.bring();
    await book.handOut();
    await book.bringBack();
    const { say } = granted(await desk.processReturn(lost));
    stage.say('[県立図書館]', `the lost copy turns up: ${say}`);
    return [book];
  },
};
