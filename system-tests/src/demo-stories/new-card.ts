import { randomUUID } from 'node:crypto';
import { patronWebApi, staffWebApi } from '@toshobin/contracts';
import { CalendarDateSchema } from '@toshobin/lending-rules';
import { eventually } from '../eventually.ts';
import { freeTitle, Journey } from '../journey.ts';
import { PatronBrowser } from '../patron-browser.ts';
import { granted, WebSession } from '../web-session.ts';
import type { DemoStory } from './story.ts';

export const newCard: DemoStory = {
  name: 'new-card',
  about:
    'a card is applied for online, its holder checked, the first password chosen, and the first book reserved',
  async play(stage) {
    const who = '[applicant]';
    const applicationId = randomUUID();
    const email = `${applicationId.slice(0, 8)}@example.jp`;
    const application = {
      applicationId,
      name: '見本 新',
      nameReading: 'みほん あらた',
      birthDate: CalendarDateSchema.parse('1961-04-05'),
      postcode: '869-1100',
      address: '熊本県菊池郡菊陽町大字見本1番地',
      phone: null,
      email,
    };
    const web = new WebSession(stage.addresses.patronWeb);
    const { applicationNumber } = granted(await web.call(patronWebApi.applyForCard, { body: application }));
    await mailTo(stage, email, '貸出カードの申込みを受け付けました');
    stage.say(who, `applied for a card, number ${applicationNumber}; the mail has arrived`);

    const desk = stage.desks.prefectural;
    const task = await eventually('the task to check the identity', async () =>
      granted(await desk.act(staffWebApi.tasks, {})).tasks.find(
        (one) => one.kind === 'checkIdentity' && one.subject.applicationId === applicationId,
      ),
    );
    stage.say('[県立図書館]', `要確認: ${task.title}`);
    granted(
      await desk.act(staffWebApi.checkCardApplication, {
        params: { applicationId },
        body: { approved: true },
      }),
    );
    const cardNumber = await eventually('the new card', async () => {
      const { applications } = granted(await desk.act(staffWebApi.cardApplications, {}));
      return applications.find((one) => one.applicationId === applicationId)?.cardNumber;
    });
    await mailTo(stage, email, '貸出カードができました');
    stage.say('[県立図書館]', 'identity checked; the card is issued and to be posted');

    const first = await PatronBrowser.signIn(stage.addresses.patronWeb, { cardNumber, password: '19610405' });
    const password = `hon-${randomUUID().slice(0, 12)}`;
    granted(await first.session.call(patronWebApi.choosePassword, { body: { password } }));
    const { text } = await mailTo(stage, email, 'メールアドレスの確認');
    const token = /token=([\w-]+)/.exec(text)?.[1] ?? '';
    granted(await web.call(patronWebApi.verifyEmail, { body: { token } }));
    stage.say(who, 'signed in with the birth date, chose a password, and confirmed the address');

    const holder = { name: application.name, email, cardNumber, password };
    const cast = await stage.cast(holder, who);
    const record = await freeTitle(cast.patron, 'の');
    const book = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
    await book.fetch();
    await book.bring();
    await book.handOut();
    await book.bringBack();
    return [book];
  },
};

function mailTo(
  { inbox }: { inbox: { all(): Promise<{ to: string; subject: string; text: string }[]> } },
  email: string,
  subject: string,
) {
  return eventually(`the mail 「${subject}」`, async () =>
    (await inbox.all()).findLast((mail) => mail.to === email && mail.subject.endsWith(subject)),
  );
}
