import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type CardApplication,
  CardApplicationSchema,
  makeBarcode,
  PREFECTURAL_LIBRARY,
  readBarcode,
} from '@toshobin/contracts';
import { openTasksOf } from '@toshobin/tasks';
import { patronActivities } from '../activities/patron-activities.ts';
import { readPatron } from '../cards/read-patron.ts';
import { cardsLike as cardsLikeThem } from '../cards/same-person.ts';
import { verifyEmail } from '../contact/verify-email.ts';
import { signIn } from '../credentials/sign-in.ts';
import { findByCard } from '../desk/find-by-card.ts';
import { settle } from '../desk/settle.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { openPatronService, type PatronTestService, subjectOf } from '../testing/open-patron-service.ts';
import { applyForCard } from './apply-for-card.ts';
import { cardApplications } from './card-applications.ts';
import { checkCardApplication } from './check-card-application.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  // Another story's mails that wait are not this one's.
  await service.db.notice.deleteMany();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };

function form(parts: Partial<Record<keyof CardApplication, string | null>> = {}): CardApplication {
  return CardApplicationSchema.parse({
    applicationId: randomUUID(),
    name: '申込 みどり',
    nameReading: 'もうしこみ みどり',
    birthDate: '1961-04-05',
    postcode: '862-0001',
    address: '熊本市見本町1-2-3',
    phone: '096-111-2222',
    email: 'midori@example.jp',
    ...parts,
  });
}
async function apply(
  application: CardApplication,
  channel: 'online' | 'paper' = 'online',
  mailLanguage?: 'ja' | 'en',
) {
  const at = service.deps.now();
  const answer = await applyForCard(service.deps, { application, channel, mailLanguage, at });
  return answer.ok ? answer.value.applicationNumber : answer.refusal.code;
}
async function check(applicationId: string, approved: boolean, reason?: string) {
  const at = service.deps.now();
  const answer = await checkCardApplication(service.deps, { applicationId, approved, reason, at, by });
  return answer.ok ? answer.value.state : answer.refusal.code;
}
async function listed(applicationId: string) {
  const { applications } = await cardApplications(service.deps);
  return applications.find((one) => one.applicationId === applicationId);
}
async function cardsLike({ applicationId }: CardApplication) {
  return (await listed(applicationId))?.sameCards.map(({ cardNumber }) => cardNumber);
}
async function tasksOf(applicationId: string) {
  const tasks = await openTasksOf(service.db, PREFECTURAL_LIBRARY);
  return tasks.filter(({ subject }) => subject.applicationId === applicationId);
}
const activities = () => patronActivities(service.deps);
const step = (applicationId: string) => ({ applicationId, at: service.deps.now() });
/** Everything in the database about applications, mails, events and tasks. */
async function everythingSaid() {
  return JSON.stringify([
    await service.db.cardApplication.findMany(),
    await service.db.notice.findMany(),
    await service.db.outbox.findMany({ select: { data: true, subject: true, key: true } }),
    await service.db.task.findMany(),
  ]);
}

test('whoever’s address is entered again and again gets five mails an hour, and every form its number', async () => {
  const forms = Array.from({ length: 9 }, (_, n) =>
    form({ email: n % 2 === 0 ? 'elsewhere@example.jp' : 'Elsewhere@example.jp' }),
  );
  const numbers = await Promise.all(forms.map((one) => apply(one)));
  expect(new Set(numbers).size).toBe(9);
  await service.sendMails();
  expect(service.mailbox.mails).toHaveLength(5);
});

test('a name stays one line, whatever is written in it', () => {
  const { name, address } = form({
    name: '申込\r\nBcc: x\u202e みどり\u200b',
    address: '熊本市\u2028見本町',
  });
  expect([name, address]).toEqual(['申込 Bcc: x みどり', '熊本市 見本町']);
});

test('a postcode is one, with its hyphen or without, and whatever its width', () => {
  const typed = ['8620001', '862-0001', '８６２０００１', '８６２－０００１'];
  const kept = typed.map((postcode) => form({ postcode }).postcode);
  expect(kept).toEqual(typed.map(() => '862-0001'));
});

test('from the form to the card in the post: the applicant hears of every step and signs in with the birth date', async () => {
  const application = form();
  const { applicationId } = application;
  const number = await apply(application);
  expect(number).toMatch(/^\d{5}$/);
  expect(await service.published('patron.card.applied')).toContainEqual({
    applicationId,
    channel: 'online',
    at: service.deps.now(),
  });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([
    {
      to: 'midori@example.jp',
      subject: '【熊本県立図書館】貸出カードの申込みを受け付けました',
      text: `貸出カードの申込みを受け付けました。受付番号：${number}
確認が済みましたら、メールでお知らせします。7日ほどかかります。

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`,
    },
  ]);

  await activities().askIdentityCheck(step(applicationId));
  await activities().askIdentityCheck(step(applicationId));
  expect(await tasksOf(applicationId)).toMatchObject([
    { kind: 'checkIdentity', why: 'online', library: PREFECTURAL_LIBRARY },
  ]);
  expect(await listed(applicationId)).toMatchObject({
    ...application,
    applicationNumber: number,
    state: 'applied',
    cardNumber: null,
  });
  expect(await check(applicationId, true)).toBe('approved');
  expect(await tasksOf(applicationId)).toEqual([]);
  expect((await service.published('patron.card.checked')).at(-1)).toMatchObject({
    applicationId,
    approved: true,
  });

  service.mailbox.mails.length = 0;
  await activities().issueCard(step(applicationId));
  await service.sendMails();
  const issued = await listed(applicationId);
  expect(issued).toMatchObject({ ...application, state: 'issued', applicationNumber: number });
  expect(issued).toMatchObject({ reissued: false, passwordChosen: false });
  const cardNumber = issued?.cardNumber ?? '';
  expect(readBarcode(cardNumber)).toMatchObject({ ok: true, kind: 'card' });
  const opening = `貸出カード番号 下4桁 ${cardNumber.slice(-4)} の方へ`;
  const [ready] = service.mailbox.about('cardIssued');
  expect(ready?.text).toContain(`${opening}

貸出カードができました。カードは郵便でお送りします。
カードが届きましたら、カード番号でMyライブラリにログインし、パスワードを決めてください。
はじめてログインするときのパスワードは、生年月日の西暦8桁です（例：昭和36年4月5日は 19610405）。

詳しくは`);
  const [link] = service.mailbox.about('verifyEmail');
  const token = /verify\?token=([\w-]+)/.exec(link?.text ?? '')?.[1] ?? '';

  const signedIn = await signIn(service.deps, { cardNumber, password: '19610405', at: service.deps.now() });
  expect(signedIn).toMatchObject({ ok: true, value: { scope: 'choosePassword' } });
  const patronId = await service.patronId(cardNumber);
  const shown = () => readPatron(service.deps, patronId, service.deps.now());
  expect(await shown()).toMatchObject({
    value: {
      cardStatus: 'valid',
      email: 'midori@example.jp',
      emailStatus: 'unverified',
      passwordChosen: false,
    },
  });
  expect(await verifyEmail(service.deps, { token, at: service.deps.now() })).toMatchObject({ ok: true });
  expect(await shown()).toMatchObject({ value: { emailStatus: 'verified' } });

  const [post] = await tasksOf(applicationId);
  expect(post).toMatchObject({ kind: 'postCard' });
  for (let n = 0; n < 2; n += 1) {
    const settled = await settle(service.deps, { taskId: post?.taskId ?? '', at: service.deps.now(), by });
    expect(settled).toEqual({ ok: true, value: { settled: true, mayReopen: false } });
  }
  expect(await listed(applicationId)).toBeUndefined();
  expect(await service.db.cardApplication.findUnique({ where: { id: applicationId } })).toMatchObject({
    state: 'issued',
    name: null,
    address: null,
    patronId: null,
  });
  // Even now the application comes to nothing more.
  await activities().issueCard(step(applicationId));
  expect(await tasksOf(applicationId)).toEqual([]);
  expect(await apply(application)).toBe(number);
});

test('who applied on the English pages has every mail in English, and of that the application knows no more either', async () => {
  const [issued, declined] = [form({ name: 'Jane Doe' }), form({ email: 'john@example.jp' })];
  const [number, other] = [await apply(issued, 'online', 'en'), await apply(declined, 'online', 'en')];
  const subjects = async () => {
    await service.sendMails();
    return service.mailbox.mails.splice(0).map(({ to, subject, text }) => ({ to, subject, text }));
  };
  for (const mail of await subjects()) {
    expect(mail).toMatchObject({ subject: subjectOf('cardApplied', 'en') });
    expect(mail.text).toContain(
      `Number of your application: ${mail.to === 'john@example.jp' ? other : number}\nOnce we have checked it`,
    );
  }
  await check(issued.applicationId, true);
  await activities().issueCard(step(issued.applicationId));
  await check(declined.applicationId, false, '本人確認書類の住所が違います');
  await activities().declineApplication(step(declined.applicationId));
  expect((await subjects()).map(({ subject }) => subject).toSorted()).toEqual(
    (['cardIssued', 'cardDeclined', 'verifyEmail'] as const).map((kind) => subjectOf(kind, 'en')).toSorted(),
  );
  const patronId = await service.patronId((await listed(issued.applicationId))?.cardNumber ?? '');
  expect(await readPatron(service.deps, patronId, service.deps.now())).toMatchObject({
    value: { preferences: { mailLanguage: 'en' } },
  });
  const forgotten = await service.db.cardApplication.findMany({ where: { mailLanguage: 'en' } });
  expect(forgotten).toEqual([]);
});

test('a second card of one person is told before it is made, and on both cards once it is there', async () => {
  const hanako = makeBarcode('card', 1);
  const again = form({ name: '見本花子', nameReading: 'みほん はなこ', email: null });
  await apply(again, 'paper');
  expect(await cardsLike(again)).toEqual([hanako]);
  const others = async (cardNumber: string) => {
    const found = await findByCard(service.deps, { cardNumber, at: service.deps.now() });
    return found.ok ? found.value.sameCards.map((other) => other.cardNumber) : found.refusal.code;
  };
  expect(await others(hanako)).toEqual([]);
  await check(again.applicationId, true);
  await activities().issueCard(step(again.applicationId));
  const issued = (await listed(again.applicationId))?.cardNumber ?? '';
  expect(await others(hanako)).toEqual([issued]);
  expect(await others(issued)).toEqual([hanako]);
  const namesake = form({ name: '見本 花子', birthDate: '1999-04-05', email: null });
  await apply(namesake, 'paper');
  expect(await cardsLike(namesake)).toEqual([]);
});

test.each([
  ['the same name', { name: '高橋 吉子', nameReading: 'こうはし きちこ', email: 'elsewhere@example.jp' }],
  [
    'the same reading in the other kana',
    { name: '高橋 芳子', nameReading: 'ﾀｶﾊｼ ﾖｼｺ', email: 'elsewhere@example.jp' },
  ],
  ['the same address', { name: '高橋 芳子', nameReading: 'こうはし きちこ', email: 'Yoshiko@example.jp' }],
])(
  'one person in two writings of the name is told by %s, while both wait and once one has a card',
  async (_by, second) => {
    const birthDate = '1971-04-05';
    const first = form({
      ...{ name: '髙橋　𠮷子', nameReading: 'たかはし　よしこ', email: 'yoshiko@example.jp', birthDate },
    });
    const again = form({ ...second, birthDate });
    const other = form({ ...second, birthDate: '1971-04-06' });
    for (const one of [first, again, other]) await apply(one);
    expect((await listed(first.applicationId))?.otherApplications).toEqual([again.applicationId]);
    expect((await listed(again.applicationId))?.otherApplications).toEqual([first.applicationId]);
    expect((await listed(other.applicationId))?.otherApplications).toEqual([]);
    await check(first.applicationId, true);
    await activities().issueCard(step(first.applicationId));
    const { cardNumber } = (await listed(first.applicationId)) ?? {};
    expect(await listed(again.applicationId)).toMatchObject({
      otherApplications: [],
      sameCards: [{ cardNumber }],
    });
    expect((await listed(first.applicationId))?.otherApplications).toEqual([again.applicationId]);
    for (const { applicationId } of [again, other]) {
      await check(applicationId, false, '二重の申込み');
      await activities().declineApplication(step(applicationId));
    }
    await service.db.patron.deleteMany({ where: { name: first.name } });
  },
);

test('nobody waits while all cards are looked through for the same person', async () => {
  const { db } = service;
  await db.$executeRaw`
    INSERT INTO patron (id, name, name_reading, email, birth_date)
    SELECT gen_random_uuid(), md5(n::text), md5(n::text), md5(n::text), '1971-04-05' FROM generate_series(1, 3000) n`;
  await db.$executeRaw`ANALYZE patron, card`;
  await db.$transaction(async (tx) => {
    // A connection that has looked for many common names plans so.
    await tx.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`;
    const person = { ...form(), birthDate: new Date('1971-04-05') };
    const plan = JSON.stringify(await tx.$queryRaw(Prisma.sql`EXPLAIN ${cardsLikeThem(person, null)}`));
    expect(plan.match(/Seq Scan on patron/)).toBeNull();
  });
  await db.$executeRaw`DELETE FROM patron WHERE name ~ '^[0-9a-f]{32}$'`;
});

test('a card is issued once, however often and at once it is asked for', async () => {
  const application = form({ name: '二度 しない', email: 'nido@example.jp' });
  await apply(application);
  await check(application.applicationId, true);
  await Promise.all(Array.from({ length: 6 }, () => activities().issueCard(step(application.applicationId))));
  expect(await service.db.patron.count({ where: { name: '二度 しない' } })).toBe(1);
  expect(await tasksOf(application.applicationId)).toHaveLength(1);
  await service.sendMails();
  expect(service.mailbox.about('cardIssued')).toHaveLength(1);
});

test('twenty cards issued at once have twenty numbers, none of which another card had', async () => {
  // The old system's cards may lie on the way of our sequence.
  const first = form({ name: '先 に', email: null });
  await apply(first, 'paper');
  await check(first.applicationId, true);
  await activities().issueCard(step(first.applicationId));
  const serial = Number((await listed(first.applicationId))?.cardNumber?.slice(1, -1));
  const oneAway = makeBarcode('card', serial + 3);
  const patronId = await service.patronId(makeBarcode('card', 1));
  await service.db.card.create({ data: { number: oneAway, patronId, replacedAt: new Date() } });

  const forms = Array.from({ length: 20 }, () => form({ name: '大勢', email: null }));
  for (const one of forms) {
    await apply(one, 'paper');
    await check(one.applicationId, true);
  }
  await Promise.all(forms.map((one) => activities().issueCard(step(one.applicationId))));
  const cards = await service.db.card.findMany({ where: { patron: { name: '大勢' } } });
  expect(new Set(cards.map(({ number }) => number)).size).toBe(20);
  expect(cards.map(({ number }) => number)).not.toContain(oneAway);
});

test('a form sent five times at once is one application with one number, one event and one mail', async () => {
  const application = form({ email: 'ichido@example.jp' });
  const before = (await service.published('patron.card.applied')).length;
  const numbers = await Promise.all(Array.from({ length: 5 }, () => apply(application)));
  expect(new Set(numbers).size).toBe(1);
  expect((await service.published('patron.card.applied')).length - before).toBe(1);
  await service.sendMails();
  expect(service.mailbox.mails.filter(({ to }) => to === 'ichido@example.jp')).toHaveLength(1);
  expect(await apply({ ...application, address: 'ほかの町' })).toBe('STATE_CHANGED');
});

test('online an address is asked for; on paper there may be none, and then no mail goes out', async () => {
  expect(await apply(form({ email: null }))).toBe('EMAIL_NOT_REGISTERED');
  const onPaper = form({ email: null, phone: null, name: '紙 の人' });
  expect(await apply(onPaper, 'paper')).toMatch(/^\d{5}$/);
  await check(onPaper.applicationId, true);
  await activities().issueCard(step(onPaper.applicationId));
  expect(await service.sendMails()).toBe(0);
  const patronId = await service.patronId((await listed(onPaper.applicationId))?.cardNumber ?? '');
  expect(await readPatron(service.deps, patronId, service.deps.now())).toMatchObject({
    value: { email: null, emailStatus: 'none' },
  });
});

test('the mail about an application waits for the morning, the link to the address does not', async () => {
  service.setClock('2026-11-24T15:00:00Z'); // midnight
  const application = form({ email: 'yonaka@example.jp' });
  await apply(application);
  await check(application.applicationId, true);
  await activities().issueCard(step(application.applicationId));
  await service.sendMails();
  expect(service.mailbox.mails.map(({ subject }) => subject)).toEqual([subjectOf('verifyEmail')]);
  service.setClock('2026-11-24T23:00:00Z'); // eight in the morning
  await service.sendMails();
  expect(service.mailbox.mails).toHaveLength(3);
});

test('a declined applicant hears the reason once, and nothing of them is left', async () => {
  const application = form({ name: '断 られ', email: 'kotowari@example.jp', address: '断町9' });
  const { applicationId } = application;
  await apply(application);
  await service.sendMails();
  const { number } = await service.db.cardApplication.findUniqueOrThrow({ where: { id: applicationId } });
  service.mailbox.mails.length = 0;
  expect(await check(applicationId, false, '本人確認書類の住所が違います')).toBe('declined');
  expect(await check(applicationId, false, '言い直し')).toBe('declined');
  expect(await check(applicationId, true)).toBe('STATE_CHANGED');
  await Promise.all([1, 2].map(() => activities().declineApplication(step(applicationId))));
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([
    {
      to: 'kotowari@example.jp',
      subject: '【熊本県立図書館】貸出カードの申込みについて',
      text: `お申込みの内容を確認できませんでした。理由：本人確認書類の住所が違います
受付番号：${number}
もう一度お申し込みいただくか、お電話ください。

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`,
    },
  ]);
  await activities().eraseClosed({ before: service.deps.now() });
  const said = await everythingSaid();
  for (const word of ['断 られ', 'kotowari', '断町9', '本人確認書類']) expect(said).not.toContain(word);
  await activities().issueCard(step(applicationId));
  expect(await service.db.patron.count({ where: { name: '断 られ' } })).toBe(0);
});

test('a check is not done by settling its task: it stays open until the application is decided', async () => {
  const application = form({ email: null });
  await apply(application, 'paper');
  const { applicationId } = application;
  await activities().askIdentityCheck(step(applicationId));
  const [task] = await tasksOf(applicationId);
  const settled = () => settle(service.deps, { taskId: task?.taskId ?? '', at: service.deps.now(), by });
  expect(await settled()).toEqual({ ok: true, value: { settled: true, mayReopen: false } });
  expect(await tasksOf(applicationId)).toEqual([task]);
  await check(applicationId, true);
  expect(await tasksOf(applicationId)).toEqual([]);
  expect(await settled()).toEqual({ ok: true, value: { settled: true, mayReopen: false } });
});

test('two desks that decide differently at once: one of them hears that things have changed', async () => {
  for (let n = 0; n < 10; n += 1) {
    const application = form({ email: null });
    await apply(application, 'paper');
    const { applicationId } = application;
    const before = (await service.published('patron.card.checked')).length;
    const answers = await Promise.all([check(applicationId, true), check(applicationId, false, '理由')]);
    expect(answers.filter((answer) => answer === 'STATE_CHANGED')).toHaveLength(1);
    expect((await service.published('patron.card.checked')).length - before).toBe(1);
  }
});

test('steps out of turn do nothing: neither before the check, nor for what nobody applied for', async () => {
  const application = form({ email: 'matsu@example.jp' });
  await apply(application);
  await activities().issueCard(step(application.applicationId));
  await activities().declineApplication(step(application.applicationId));
  expect(await listed(application.applicationId)).toMatchObject({ ...application, state: 'applied' });
  const nobody = randomUUID();
  expect(await check(nobody, true)).toBe('NOT_FOUND');
  await activities().askIdentityCheck(step(nobody));
  await activities().issueCard(step(nobody));
  await activities().declineApplication(step(nobody));
  expect(await tasksOf(nobody)).toEqual([]);
  await check(application.applicationId, true);
  await activities().askIdentityCheck(step(application.applicationId));
  expect(await tasksOf(application.applicationId)).toEqual([]);
});

test('neither events nor tasks name an applicant', async () => {
  const application = form({ name: '名 なし', email: 'nanashi@example.jp', address: '名無町1' });
  await apply(application);
  await activities().askIdentityCheck(step(application.applicationId));
  await check(application.applicationId, true);
  await activities().issueCard(step(application.applicationId));
  const said = JSON.stringify([
    await service.db.outbox.findMany({ select: { data: true, subject: true, key: true } }),
    await service.db.task.findMany(),
  ]);
  for (const word of ['名 なし', 'nanashi', '名無町']) expect(said).not.toContain(word);
});
