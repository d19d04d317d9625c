import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LibraryCodeSchema, makeBarcode, NoticeKindSchema, type PatronId } from '@toshobin/contracts';
import {
  addDays,
  calendarDate,
  DispatchCalendarSchema,
  deadlineOn,
  defaultPolicy,
  instant,
  LibraryReasonSchema,
} from '@toshobin/lending-rules';
import type { ReservationNotice } from '../notices/notice-data.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import { changePreferences } from '../preferences/preferences.ts';
import {
  openPatronService,
  type PatronTestService,
  subjectOf,
  testLibraries,
} from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { composeNotice } from './compose-notice.ts';
import type { NoticeItem } from './notice-item.ts';
import { sampleMails } from './sample-mails.ts';
import { wordings } from './wordings.ts';
import { writeMail } from './write-mail.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.mailbox.mails.length = 0;
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const parcelNumber = '900000000019';
const JAPANESE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\u3000-\u303f\uff00-\uffef・ー]+/gu;

/** What is Japanese in a mail beside titles, the names of libraries, and what staff have written. */
function japaneseIn(text: string): string[] {
  const kept = ['熊本県立図書館', ...testLibraries.map(({ name }) => name), '見本の本', '台風', '（理由）'];
  const rest = kept.reduce((left, words) => left.replaceAll(words, ''), text);
  // Volumes of the sample: 見本の本 中, 見本の本 下.
  return rest.replaceAll(/^- {2}[中下]$/gm, '').match(JAPANESE) ?? [];
}

test.each(NoticeKindSchema.options)(
  'the English mail %s is English, and nothing of it is left to fill in',
  async (kind) => {
    const { mails } = await sampleMails(service.deps);
    const english = mails.find((mail) => mail.kind === kind)?.english;
    const whole = `${english?.subject}\n${english?.text}`;
    expect(whole).toContain('Please do not reply to this mail');
    expect(japaneseIn(whole)).toEqual([]);
    expect(whole.match(/[{}]|undefined|\[\w+\?/g)).toBeNull();
  },
);

test.each(NoticeKindSchema.options)('in English %s says no more than in Japanese, and no less', (kind) => {
  const named = (text: string) =>
    [...new Set(text.match(/\{\w+\}|\[\w+\?/g))].filter((name) => name !== '{libraryName}').toSorted();
  const { ja, en } = wordings;
  expect(named(en.templates[kind].text)).toEqual(named(ja.templates[kind].text));
  expect(en.templates[kind].subject.match(/\{\w+\}/g)).toEqual(['{libraryName}']);
  expect(en.templates[kind].ownLink).toBe(ja.templates[kind].ownLink);
  for (const frame of ['frame', 'linkFrame', 'applicantFrame'] as const)
    expect(named(en[frame])).toEqual(named(ja[frame]));
});

const item = (number: string, data: ReservationNotice, more: Partial<NoticeItem> = {}): NoticeItem => ({
  ...{ data, number, allocation: 7, title: '見本の本', protectiveCover: true, pickupLibrary: 'uto' },
  ...{ state: 'allocated', othersWaiting: false, orderWaits: true },
  ...more,
});
const pickupLibrary = LibraryCodeSchema.parse('uto');
const moved = { kind: 'datesMoved', closureId: '00000000-0000-4000-8000-000000000000' } as const;
const inThreeDays = deadlineOn(calendarDate('2026-11-27'));
const dueSoon = { kind: 'dueSoon', due: inThreeDays, extensionPossible: true, extended: false } as const;
const later = deadlineOn(addDays(due.date, 3));

/** The text of a mail about those items, with a library that has closed days of every kind. */
function englishOf(items: NoticeItem[]): string {
  const closures = [{ from: calendarDate('2026-12-01'), until: calendarDate('2026-12-03') }];
  const calendar = { closedWeekdays: [2, 1], closedDates: [calendarDate('2026-12-11')], closures };
  const context = {
    ...{ settings: service.deps.settings, policy: defaultPolicy, now: instant('2026-11-24T01:00:00Z') },
    ...({ titlesInMail: true, language: 'en', loans: 10 } as const),
    dispatch: DispatchCalendarSchema.parse({ weekdays: [2, 5], cutOff: '14:00', calendar, noDispatch: [] }),
    library: (code: string) => {
      const library = testLibraries.find((one) => one.code === code);
      if (library === undefined) throw new Error(code);
      return { ...library, calendar };
    },
  };
  const { values } = composeNotice(items, context);
  const kind = items[0]?.data.kind;
  if (kind === undefined) throw new Error('a mail needs an item');
  return writeMail(kind, values, { cardLast4: '0000' }, { ...service.deps.settings, language: 'en' }).text;
}

test.each<[string, NoticeItem[], string]>([
  [
    'several accepted, one waits',
    [
      item('11', { kind: 'accepted', pickupLibrary }),
      item('12', { kind: 'accepted', pickupLibrary, position: 4 }),
    ],
    `
- 見本の本 (11)
- 見本の本 (12), place 4 in the queue
Pickup library: 宇土市立図書館 (Uto Shiritsu Toshokan)
You can pick it up around Fri 4 December 2026 at the earliest.
`,
  ],
  [
    'two due, one is waited for',
    [item('11', dueSoon), item('12', dueSoon, { othersWaiting: true })],
    `
Someone is waiting, so it can’t be extended (12).
It can be extended once, in My Library or by telephone. Extended today, it is yours until Wed 9 December 2026 (11).
`,
  ],
  [
    'all due are waited for',
    [item('11', dueSoon, { othersWaiting: true })],
    '\nSomeone is waiting, so it can’t be extended.\n',
  ],
  [
    'two overdue, one is waited for',
    [item('11', { kind: 'overdue', due }), item('12', { kind: 'overdue', due }, { othersWaiting: true })],
    '\nSomeone is waiting (12).\n',
  ],
  [
    'dates that differ',
    [
      item('11', { ...moved, library: pickupLibrary, reason: '台風', due: later }),
      item('12', { ...moved, library: pickupLibrary, reason: '台風', holdUntil: due }),
    ],
    `Dates of the following have changed. Reason at 宇土市立図書館 (Uto Shiritsu Toshokan): 台風
- 見本の本 (11)
  New due date: Fri 18 December 2026
- 見本の本 (12)
  Now held until: Tue 15 December 2026
`,
  ],
  [
    'late after it was told to be ready',
    [item('11', { kind: 'delayed', pickupLibrary, wasReady: true })],
    '\nWe told you that it is ready for pickup, but it can’t be picked up yet.\n',
  ],
  [
    'expected, at a library with closed days of every kind',
    [item('11', { kind: 'readyAtMunicipal', pickupLibrary, due, expectedDate: calendarDate('2026-11-28') })],
    `
Closed days of 宇土市立図書館 (Uto Shiritsu Toshokan): Mondays, Tuesdays, Tue 1 December 2026 to Thu 3 December 2026, Fri 11 December 2026
`,
  ],
  ...LibraryReasonSchema.options.map((reason): [string, NoticeItem[], string] => [
    `cancelled (${reason})`,
    [item('11', { kind: 'cancelledByLibrary', reason })],
    '\nReason: ',
  ]),
  [
    'cancelled (notReservable)',
    [item('11', { kind: 'cancelledByLibrary', reason: 'notReservable' })],
    '\nReason: can’t be reserved\n',
  ],
])('in English too: %s', (_, items, lines) => {
  const text = englishOf(items);
  expect(text).toContain(lines);
  expect(japaneseIn(text)).toEqual([]);
});

const chooses = async (patronId: PatronId, mailLanguage: 'ja' | 'en') =>
  changePreferences(service.deps, { patronId, mailLanguage, at: service.deps.now() });

test('whoever asks for English has the next mail in English, what was gathered before too; and back again', async () => {
  const { reservationId, number, patronId } = await reserve(service, 1);
  await hear(service, factOf(service, reservationId, 'shipped'));
  await record(service, reservationId, { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber });
  expect(await chooses(patronId, 'en')).toMatchObject({
    ok: true,
    value: { mailLanguage: 'en', titlesInMail: true },
  });
  expect(await service.sendMails()).toBe(1);
  expect(service.mailbox.mails.splice(0)).toEqual([
    {
      to: 'hanako@example.jp',
      subject: '[熊本県立図書館] Ready for pickup',
      text: `For the card whose number ends in ${makeBarcode('card', 1).slice(-4)}

Ready for pickup at 宇土市立図書館 (Uto Shiritsu Toshokan):
- 吾輩は猫である (${number}), hold number A-0001

Held until, and due on: Tue 15 December 2026
The loan includes the time in the post. The due date is the same, whenever you pick it up.
Not picked up by then, it is cancelled.

To pick it up, show your card of the prefectural library, or the card-number screen on your phone.
http://127.0.0.1:4000/card
Closed days of 宇土市立図書館 (Uto Shiritsu Toshokan): Mondays
宇土市立図書館 (Uto Shiritsu Toshokan), telephone 000-000-0000
Opening hours and map: http://127.0.0.1:4000/help/libraries/uto

It can’t be extended before you have picked it up. After that, one extension is possible if the conditions are met.

See My Library for more.
http://127.0.0.1:4000/my-library

Please do not reply to this mail: answers are not read.
The prefectural library (熊本県立図書館), telephone 096-000-0000
`,
    },
  ]);

  await service.db.$transaction((tx) =>
    queueAddressNotice(service.deps, tx, {
      ...{ patronId, address: 'hanako@example.jp', data: { kind: 'passwordChanged' } },
    }),
  );
  const extended = { milestone: 'extended', allocation: 1, due: later } as const;
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await record(service, reservationId, extended);
  await service.sendMails();
  expect(
    service.mailbox.mails
      .splice(0)
      .map(({ subject }) => subject)
      .toSorted(),
  ).toEqual(['[熊本県立図書館] Your loan is extended', '[熊本県立図書館] Your password is changed']);

  expect(await chooses(patronId, 'ja')).toMatchObject({ ok: true, value: { mailLanguage: 'ja' } });
  const next = await reserve(service, 1);
  await record(service, next.reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await service.sendMails();
  expect(service.mailbox.mails.map(({ subject }) => subject)).toEqual([subjectOf('accepted')]);
});

test('another setting that is changed leaves the language of the mails as it is', async () => {
  const { patronId } = await reserve(service, 2);
  await chooses(patronId, 'en');
  const at = service.deps.now();
  const changed = await changePreferences(service.deps, { patronId, titlesInMail: false, at });
  expect(changed).toMatchObject({ ok: true, value: { mailLanguage: 'en', titlesInMail: false } });
  const { reservationId, number } = await reserve(service, 2);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, position: 2, mail: 'accepted' });
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain(`\n- ${number}\nPickup library: `);
});
