import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, type NoticeKind, NoticeKindSchema } from '@toshobin/contracts';
import { calendarDate, DispatchCalendarSchema, deadlineOn, defaultPolicy } from '@toshobin/lending-rules';
import { hearFacts } from '../facts/hear-facts.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import {
  eventOf,
  openPatronService,
  type PatronTestService,
  subjectOf,
} from '../testing/open-patron-service.ts';
import {
  factOf,
  hear,
  hearWaiting,
  record as recordOf,
  reserve,
  type Step,
  takingBack,
} from '../testing/reserve.ts';
import { mailQueue } from './mail-queue.ts';
import { sampleMails } from './sample-mails.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.mailbox.mails.length = 0;
  service.mailbox.away = false;
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const record = (reservationId: string, step: Step) => recordOf(service, reservationId, step);
const due = deadlineOn(calendarDate('2026-12-15'));
const parcelNumber = '900000000019';

test('two books of one parcel make one ready mail, with every line of it', async () => {
  const begun = await service.published('patron.notice.sent');
  const one = await reserve(service, 1, { title: '吾輩は猫である' });
  const two = await reserve(service, 1, { title: '暮しの手帖 2026年12月号', protectiveCover: true });
  for (const { reservationId } of [two, one]) {
    await hear(service, factOf(service, reservationId, 'shipped'));
    await record(reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  }
  expect(await service.sendMails()).toBe(1);
  expect(service.mailbox.mails).toEqual([
    {
      to: 'hanako@example.jp',
      subject: '【熊本県立図書館】予約の資料が受取可能になりました',
      text: `貸出カード番号 下4桁 ${makeBarcode('card', 1).slice(-4)} の方へ

次の資料を 宇土市立図書館 で受け取れます。
・吾輩は猫である（${one.number}）　取り置き番号 A-0001
・暮しの手帖 2026年12月号（${two.number}）　取り置き番号 A-0001

取り置き期限・返却期限：2026年12月15日（火）まで
貸出期間は配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。
この日までに受け取りがないときは、キャンセル扱いとなります。

受け取りには、県立図書館の貸出カード、またはスマートフォンの貸出カード番号画面が必要です。
http://127.0.0.1:4000/card
宇土市立図書館の休館日：毎週月曜日
宇土市立図書館 電話 000-000-0000
開館時間と地図：http://127.0.0.1:4000/help/libraries/uto
雑誌は保護カバー（袋）に入っています。そのままご返却ください。

受け取る前の延長はできません。受け取った後、条件が合えば1回延長できます。

詳しくは Myライブラリをご覧ください。
http://127.0.0.1:4000/my-library

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`,
    },
  ]);
  // None of these mails begins anything that was not counted on: nobody else need hear of them.
  expect(await service.published('patron.notice.sent')).toEqual(begun);
});

test('the hold at the prefectural desk begins with its mail: sent at eight, day 7 is closed, so the day after', async () => {
  const { reservationId, number } = await reserve(service, 2, { pickupLibrary: 'pref' });
  service.setClock('2026-11-23T11:30:00Z'); // half past eight in the evening
  await record(reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  expect(await service.sendMails()).toBe(0);
  service.setClock('2026-11-23T23:00:00Z');
  expect(await service.sendMails()).toBe(1);
  expect(service.mailbox.mails[0]?.text).toBe(`貸出カード番号 下4桁 ${makeBarcode('card', 2).slice(-4)} の方へ

次の資料を 熊本県立図書館 のカウンターで受け取れます。
・吾輩は猫である（${number}）　取り置き番号 A-0001

取り置き期限：2026年12月2日（水）まで
この日までに受け取りがないときは、キャンセル扱いとなります。
貸出期間は、受け取った日から3週間です。

受け取りには、貸出カード、またはスマートフォンの貸出カード番号画面が必要です。
http://127.0.0.1:4000/card
休館日：毎週火曜日
開館時間と地図：http://127.0.0.1:4000/help/libraries/pref

詳しくは Myライブラリをご覧ください。
http://127.0.0.1:4000/my-library

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`);
  const row = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  expect(row.holdUntil).toEqual(new Date('2026-12-02T00:00:00Z'));
  expect(await service.published('patron.notice.sent')).toContainEqual({
    reservationId,
    kind: 'readyAtPrefectural',
    occasion: '1',
    sentOn: '2026-11-24',
    holdUntil: deadlineOn(calendarDate('2026-12-02')),
  });
});

test('the reminder of a due date names what can be extended and what others wait for, without titles if so wished', async () => {
  const one = await reserve(service, 9);
  const two = await reserve(service, 9, { recordId: 91 });
  for (const { reservationId } of [one, two]) {
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  }
  service.setClock('2026-12-11T23:00:00Z'); // 12 December, eight in the morning
  await record(one.reservationId, { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true });
  await record(two.reservationId, { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true });
  // The news comes after the process has told of the due date: what holds when the mail is sent counts.
  await hearWaiting(service, 91, true);
  await service.sendMails();
  expect(service.mailbox.mails.map(({ subject }) => subject)).toEqual([subjectOf('dueSoon')]);
  expect(service.mailbox.mails[0]?.text).toContain(`の方へ

次の資料の返却期限は 2026年12月15日（火） です。
・${one.number}
・${two.number}

県立図書館または受取館に返却してください。ブックポストも使えます。
次の方がお待ちのため、延長はできません。（${two.number}）
Myライブラリまたは電話で、1回延長できます。今日延長すると2026年12月26日（土）までです。（${one.number}）
すでに返却されたときは、行き違いですのでご容赦ください。

詳しくは`);
});

test('that a hold ends soon is not told once it has ended', async () => {
  const { reservationId } = await reserve(service, 112);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await record(reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  await service.sendMails();
  await record(reservationId, { milestone: 'holdEndsSoon', allocation: 1, until: due.date });
  service.setClock('2026-12-16T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.about('holdEndsSoon')).toEqual([]);
});

test('extended today, loans of two libraries are due on different days where one of them is closed: each is named', async () => {
  // 28 December is a Monday.
  const atUto = await reserve(service, 112);
  const atDesk = await reserve(service, 112, { pickupLibrary: 'pref' });
  for (const { reservationId } of [atUto, atDesk])
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  service.setClock('2026-12-14T01:00:00Z');
  for (const { reservationId } of [atUto, atDesk])
    await record(reservationId, { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true });
  await service.sendMails();
  expect(service.mailbox.about('dueSoon')[0]?.text).toContain(`ブックポストも使えます。
Myライブラリまたは電話で、1回延長できます。今日延長すると2026年12月28日（月）までです。（${atDesk.number}）
今日延長すると2026年12月29日（火）までです。（${atUto.number}）
すでに返却されたときは`);
});

test('the mail of an overdue loan says for which of the titles others wait', async () => {
  const [one, two] = [await reserve(service, 12, { recordId: 121 }), await reserve(service, 12)];
  for (const { reservationId } of [one, two]) {
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  }
  const remind = async (notice: number) => {
    for (const { reservationId } of [one, two]) {
      await record(reservationId, { milestone: 'overdue', allocation: 1, due, notice });
    }
    await service.sendMails();
    return service.mailbox.mails.at(-1)?.text;
  };
  service.setClock('2026-12-16T01:00:00Z');
  await hearWaiting(service, 121, true);
  expect(await remind(1)).toContain(`ブックポストも使えます。
次の方がお待ちです。（${one.number}）
返却期限を過ぎた資料がある間は、ほかの資料の延長ができません。
`);
  await hearWaiting(service, 121, false, '2');
  expect(await remind(2)).not.toContain('お待ち');
});

test('the mail of an extension', async () => {
  const { reservationId, number } = await reserve(service, 12);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const later = deadlineOn(calendarDate('2026-12-26'));
  await record(reservationId, { milestone: 'extended', allocation: 1, due: later });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([
    {
      to: 'sakurako@example.jp',
      subject: '【熊本県立図書館】貸出期間を延長しました',
      text: `貸出カード番号 下4桁 ${makeBarcode('card', 12).slice(-4)} の方へ

次の資料の貸出期間を延長しました。
・吾輩は猫である（${number}）
新しい返却期限：2026年12月26日（土）まで

延長は1回だけです。

詳しくは Myライブラリをご覧ください。
http://127.0.0.1:4000/my-library

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`,
    },
  ]);
});

test('a parcel whose arrival is only assumed is announced as expected', async () => {
  const { reservationId } = await reserve(service, 11);
  await record(reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due,
    parcelNumber,
    expectedDate: calendarDate('2026-12-04'),
  });
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain(
    '\n2026年12月4日（金）ごろ到着の予定です。受け取る前に 宇土市立図書館 にご確認ください。\n',
  );
});

test('while the mail service is away the hold has not begun, and then begins with the mail that went out', async () => {
  const { reservationId } = await reserve(service, 11, { pickupLibrary: 'pref' });
  service.mailbox.away = true;
  await record(reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  expect(await service.sendMails()).toBe(0);
  const holdUntil = async () =>
    (await service.db.application.findUniqueOrThrow({ where: { reservationId } })).holdUntil;
  expect(await holdUntil()).toBeNull();
  service.mailbox.away = false;
  expect(await service.sendMails()).toBe(0); // not before its next try
  service.setClock('2026-11-25T01:00:00Z');
  expect(await service.sendMails()).toBe(1);
  expect(await holdUntil()).toEqual(new Date('2026-12-02T00:00:00Z'));
});

test('what was due in the evening waits for the morning where its sender was away until the night; a link goes at once (R19)', async () => {
  service.setClock('2026-11-24T10:59:00Z'); // a minute to eight in the evening
  const { reservationId } = await reserve(service, 119);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  const patronId = await service.patronId(makeBarcode('card', 119));
  await service.deps.db.$transaction((tx) =>
    queueAddressNotice(service.deps, tx, {
      patronId,
      address: 'm@example.jp',
      data: { kind: 'emailChanged' },
    }),
  );
  await service.deps.db.$transaction((tx) =>
    queueAddressNotice(service.deps, tx, { patronId, address: 'm@example.jp', data: { kind: 'cardIssued' } }),
  );
  service.setClock('2026-11-24T17:00:00Z');
  expect(await service.sendMails()).toBe(1);
  expect(service.mailbox.mails.map(({ subject }) => subject)).toEqual([subjectOf('emailChanged')]);
  service.setClock('2026-11-24T23:00:00Z');
  expect(await service.sendMails()).toBe(2);
});

test('two senders at once send a mail once', async () => {
  const { reservationId } = await reserve(service, 11);
  await record(reservationId, { milestone: 'queued', allocation: 0, position: 2, mail: 'accepted' });
  await Promise.all([service.sendMails(), service.sendMails(), service.sendMails()]);
  expect(service.mailbox.mails).toHaveLength(1);
  expect(service.mailbox.mails[0]?.text).toContain('受取館：宇土市立図書館\n順番：2番目\n\n資料が');
});

test('among several in one mail each that waits has its place in the queue', async () => {
  const [prepared, waits] = [await reserve(service, 102), await reserve(service, 102)];
  await record(prepared.reservationId, { milestone: 'allocated', allocation: 1, mail: 'accepted' });
  await record(waits.reservationId, { milestone: 'queued', allocation: 0, position: 4, mail: 'accepted' });
  expect(await service.sendMails()).toBe(1);
  const lines = service.mailbox.mails[0]?.text.split('\n').filter((line) => line.startsWith('・'));
  expect(lines?.map((line) => /）(.*)/.exec(line)?.[1]).toSorted()).toEqual(['', '　順番：4番目']);
});

test('what is being prepared is said to be there on its earliest day, as far as that is known and at no other time', async () => {
  const mailOf = async (pickupLibrary: string, step: Step) => {
    const { reservationId } = await reserve(service, 12, { pickupLibrary });
    await record(reservationId, step);
    await service.sendMails();
    return service.mailbox.mails
      .splice(0)
      .map(({ text }) => text)
      .join('');
  };
  const prepared = { milestone: 'allocated', allocation: 1, mail: 'accepted' } as const;
  expect(await mailOf('uto', prepared)).toContain('受取館：宇土市立図書館\n\n資料が');
  const calendar = { closedWeekdays: [6, 7], closedDates: [], closures: [] };
  const tell = (weekdays: number[], sequence: string) =>
    hearFacts(service.deps)(
      eventOf(
        'shipping.dispatchCalendar.changed',
        DispatchCalendarSchema.parse({ weekdays, cutOff: '14:00', calendar, noDispatch: [] }),
        sequence,
      ),
    );
  await tell([2, 5], '9');
  await tell([4], '3');
  // A copy that leaves today is brought by the post three days later.
  const earliest = '受取館：宇土市立図書館\n早ければ2026年11月27日（金）ごろ受け取れます。\n\n資料が';
  expect(await mailOf('uto', prepared)).toContain(earliest);
  // After today's parcels have left it is counted anew: Friday's come on Tuesday, since 宇土 is closed on Mondays.
  service.setClock('2026-11-24T05:01:00Z');
  expect(await mailOf('uto', prepared)).toContain('早ければ2026年12月1日（火）ごろ');
  expect(await mailOf('uto', { milestone: 'queued', allocation: 0, mail: 'accepted' })).not.toContain(
    '早ければ',
  );
  expect(await mailOf('pref', prepared)).not.toContain('早ければ');
});

test('reserved and cancelled in the same night: one mail in the morning', async () => {
  service.setClock('2026-11-24T12:00:00Z');
  const { reservationId } = await reserve(service, 111);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await record(reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
  service.setClock('2026-11-24T23:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails.map(({ subject }) => subject)).toEqual([subjectOf('cancelledByPatron')]);
});

test('an expiry that a hand-out overtook in the night accuses nobody', async () => {
  const { reservationId } = await reserve(service, 11);
  service.setClock('2026-12-15T15:00:00Z');
  await record(reservationId, { milestone: 'expired', allocation: 1, until: due.date, comesHome: true });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  service.setClock('2026-12-15T23:00:00Z');
  expect(await service.sendMails()).toBe(0);
});

test('at the loan limit the ready mail says that a return comes first', async () => {
  for (let n = 0; n < 10; n += 1) {
    const { reservationId } = await reserve(service, 101);
    await claimLoanSlot(service.deps, { reservationId, at: service.deps.now(), waitForOne: false });
  }
  const { reservationId } = await reserve(service, 101, { pickupLibrary: 'pref' });
  await record(reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain('\n貸出が10点のときは、先に返却が必要です。\n');
});

test.each<[NoticeKind, Step]>([
  ['dueSoon', { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true }],
  ['overdue', { milestone: 'overdue', allocation: 1, due, notice: 1 }],
  ['extended', { milestone: 'extended', allocation: 1, due }],
])('a hand-out taken back in the night: no mail %s in the morning', async (kind, step) => {
  service.setClock('2026-11-24T12:00:00Z');
  const { reservationId } = await reserve(service, 12);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await record(reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  const handedOut = factOf(service, reservationId, 'handedOut', { place: 'uto' });
  await hear(service, handedOut);
  await record(reservationId, step);
  await hear(service, takingBack(service, handedOut));
  service.setClock('2026-11-24T23:00:00Z');
  await service.sendMails();
  expect(service.mailbox.about(kind)).toEqual([]);
});

test('every kind of mail is shown as it would go out now, and nothing of it is left to fill in', async () => {
  const { mails } = await sampleMails(service.deps);
  expect(mails.map(({ kind }) => kind).toSorted()).toEqual(NoticeKindSchema.options.toSorted());
  for (const { kind, subject, text } of mails) {
    expect([kind, `${subject}${text}`.match(/[{}]|undefined|\[\w+\?/g)]).toEqual([kind, null]);
  }
  const ready = mails.find(({ kind }) => kind === 'readyAtMunicipal');
  expect(ready?.text).toContain('取り置き期限・返却期限：2026年12月15日（火）まで');
});

test('a mail tells the numbers of the rules as they are', async () => {
  await keepPolicy(service.db, { version: 1, policy: { ...defaultPolicy, loanPeriod: 'P14D' } });
  const { mails } = await sampleMails(service.deps);
  const ready = mails.find(({ kind }) => kind === 'readyAtPrefectural');
  expect(ready?.text).toContain('貸出期間は、受け取った日から2週間です。');
  await keepPolicy(service.db, { version: 2, policy: defaultPolicy });
});

test('what waits to be sent is counted: what is due and since when, what comes later, what failed before', async () => {
  service.setClock('2026-11-24T12:00:00Z'); // nine in the evening: both wait for the morning
  const before = await mailQueue(service.deps);
  const { reservationId } = await reserve(service, 105);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await record(reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  const evening = await mailQueue(service.deps);
  expect(evening).toMatchObject({ due: 0, since: null, later: before.later + 1 });
  service.setClock('2026-11-24T23:30:00Z');
  const morning = await mailQueue(service.deps);
  expect(morning.due).toBe(evening.later);
  expect(morning.since).toBe('2026-11-24T23:00:00.000Z');
  service.mailbox.away = true;
  await service.sendMails();
  service.mailbox.away = false;
  expect(await mailQueue(service.deps)).toMatchObject({ triedBefore: morning.due });
  service.setClock('2026-11-25T03:00:00Z');
  await service.sendMails();
  expect(await mailQueue(service.deps)).toMatchObject({ due: 0, triedBefore: 0 });
});

test('a mail that goes out on a later day than it was meant to says so to its process (R7); one of the evening does not', async () => {
  const [inTime, late] = [await reserve(service, 103), await reserve(service, 104)];
  const ready = async ({ reservationId }: { reservationId: string }) => {
    await hear(service, factOf(service, reservationId, 'shipped'));
    await record(reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  };
  const sent = async ({ reservationId }: { reservationId: string }) =>
    (await service.published('patron.notice.sent')).filter((event) =>
      JSON.stringify(event).includes(reservationId),
    );
  service.setClock('2026-11-24T12:00:00Z'); // nine in the evening: it waits for the morning
  await ready(inTime);
  service.setClock('2026-11-24T23:30:00Z');
  await service.sendMails();
  expect(await sent(inTime)).toEqual([]);
  await ready(late);
  service.mailbox.away = true;
  await service.sendMails();
  service.mailbox.away = false;
  service.setClock('2026-11-26T01:00:00Z');
  await service.sendMails();
  expect(await sent(late)).toEqual([expect.objectContaining({ late: true, sentOn: '2026-11-26' })]);
});
