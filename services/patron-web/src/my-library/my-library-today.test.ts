import { describe, expect, test } from '@jest/globals';
import { type ClosingRules, calendarDate, calendarOf, noClosingRules } from '@toshobin/lending-rules';
import { day, OTHER, openMyLibrary, PREF, past, RESERVATION, soon } from '../testing/open-my-library.ts';
import { row } from '../testing/start-patron-web.ts';

const library = openMyLibrary();
const { read, readInEnglish } = library;

describe('where and when to fetch what is ready', () => {
  const ready = { ...row(RESERVATION, 'ready'), holdUntil: calendarDate('2026-12-15') };
  test('names the library, its telephone, its closed days, and a closure ahead', async () => {
    library.world.calendar = {
      closedWeekdays: [1],
      closedDates: [calendarDate('2026-12-03'), calendarDate('2027-01-11')],
      closures: [{ from: calendarDate('2026-12-10'), until: calendarDate('2026-12-12') }],
      rules: noClosingRules,
    };
    const { text, words } = await read([ready]);
    expect(words).toContain('取り置き番号 A-0042');
    expect(words).toContain('宇土市立図書館');
    expect(words).toContain('休館日：月曜日　電話 0964-00-0000');
    expect(words).toContain('2026年12月3日（木）は休館です。');
    expect(words).toContain('2026年12月10日（木）から2026年12月12日（土）まで休館です。');
    expect(words).not.toContain('2027年1月11日');
    expect(text).toContain('href="tel:0964000000"');
    expect(text).toContain('<time datetime="2026-12-15">');
  });

  test('says that it is open on a Monday that is a holiday, and closed on the day that takes its place', async () => {
    const rules: ClosingRules = {
      ...noClosingRules,
      weeklyOnHoliday: 'nextDay',
      yearlyDays: ['12-28/01-04'],
    };
    const holidays = [calendarDate('2026-11-30'), calendarDate('2027-01-11')];
    library.world.calendar = calendarOf({ ...rules, closedWeekdays: [1] }, [], {
      years: [2026, 2027],
      holidays,
    });
    const { words } = await read([ready]);
    expect(words).toContain('休館日：月曜日（祝日の場合は次の平日）・12月28日～1月4日　電話');
    expect(words).toContain('2026年12月1日（火）は休館です。');
    expect(words).toContain('2026年11月30日（月）は開館します。');
    expect(words).not.toContain('2027年1月');
    const english = await readInEnglish([ready]);
    expect(english).toContain(
      'Closed on Mondays (or, if that is a public holiday, the next day that is not), 28 December to 4 January.',
    );
    expect(english).toContain('Open on Mon 30 November 2026.');
  });

  test('says that it is closed today, and when it opens again', async () => {
    library.world.calendar = { closedWeekdays: [2], closedDates: [calendarDate('2026-11-25')], closures: [] };
    expect((await read([ready])).words).toContain('今日は休館日です。次の開館日は2026年11月26日（木）です。');
    expect(await readInEnglish([ready])).toContain('Closed today. It opens again on Thu 26 November 2026.');
  });

  test('on the last day says so', async () => {
    const { words } = await read([{ ...ready, holdUntil: calendarDate('2026-11-24') }]);
    expect(words).toContain('今日までです。');
  });

  test('what waits in one place until one day stands in one card, which says so once', async () => {
    const second = {
      ...ready,
      reservationId: row(OTHER, 'ready').reservationId,
      holdNumber: 'A-0043',
      title: '三四郎',
    };
    const elsewhere = {
      ...ready,
      reservationId: row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0003', 'ready').reservationId,
      pickupLibrary: PREF,
    };
    const { text, words } = await read([ready, second, elsewhere]);
    expect(text.match(/<article/g)).toHaveLength(2);
    expect(words.match(/受取可能（2026年12月15日（火）まで）/g)).toHaveLength(2);
    for (const number of ['A-0042', 'A-0043']) expect(words).toContain(`取り置き番号 ${number}`);
  });

  test('stands first, above the loans and the reservations', async () => {
    const { words } = await read([row(OTHER, 'handedOut'), row(OTHER, 'queued'), ready]);
    const at = (text: string) => words.lastIndexOf(`\n${text}\n`);
    expect(at('受取可能 1点')).toBeLessThan(at('借りている資料'));
    expect(at('借りている資料')).toBeLessThan(at('予約している資料'));
  });
});

describe('what stands over the page', () => {
  test('something overdue: what to do, and whom to call', async () => {
    const { words } = await read([{ ...row(RESERVATION, 'overdue'), due: past }]);
    expect(words).toContain('お早めに、県立図書館または受取館に返却してください。ブックポストも使えます。');
    expect(words).toContain('見当たらないときは、お電話ください。096-000-0000');
  });

  test('a loan past its due date says so itself', async () => {
    const { text } = await read([{ ...row(RESERVATION, 'overdue'), due: past }]);
    expect(text).toContain('<span class="chip chip--stop" data-state="overdue">');
    expect((await read([{ ...row(RESERVATION, 'handedOut'), due: soon }])).text).not.toContain('chip--stop');
  });

  test.each([
    ['undeliverable', '登録のアドレスにメールが届きませんでした。', 'EMAIL_UNDELIVERABLE'],
    ['unverified', 'メールアドレスの確認がまだです。', 'EMAIL_NOT_VERIFIED'],
    ['none', '予約の前にメールアドレスを登録してください。', 'EMAIL_NOT_REGISTERED'],
  ] as const)('mail that is %s leads to where it is mended', async (emailStatus, sentence, code) => {
    library.world.emailStatus = emailStatus;
    const { text, words } = await read([]);
    expect(words).toContain(sentence);
    expect(text).toMatch(new RegExp(`data-refusal="${code}".*href="/email"`, 's'));
  });

  test.each([
    ['expired', '貸出カードの有効期限が過ぎています。', '/card/renewal'],
    ['suspended', 'ただいま予約をお受けできません。県立図書館（096-000-0000）へ', 'tel:0960000000'],
    ['replaced', 'このカードは新しいカードに替わっています。', undefined],
  ] as const)('a card that is %s', async (cardStatus, sentence, href) => {
    library.world.cardStatus = cardStatus;
    const { text, words } = await read([]);
    expect(words).toContain(sentence);
    if (href) expect(text).toContain(`href="${href}"`);
  });

  test.each([
    ['2026-12-24', true],
    ['2026-12-25', false],
    ['2028-03-31', false],
  ])('a card that ends on %s is to be renewed: %s', async (expiresOn, told) => {
    library.world.expiresOn = calendarDate(expiresOn);
    const { words } = await read([]);
    expect(words.includes('オンラインまたは郵送で更新できます。')).toBe(told);
  });

  test('a magazine comes back in its cover (R13)', async () => {
    const magazine = { ...row(RESERVATION, 'handedOut'), protectiveCover: true };
    expect((await read([magazine])).words).toContain('そのままご返却ください。');
    expect((await read([{ ...magazine, state: 'queued' }])).words).not.toContain('そのままご返却ください。');
  });

  test('nothing at all is said in words', async () => {
    const { words } = await read([]);
    expect(words).toContain('借りている資料はありません。');
    expect(words).toContain('予約している資料はありません。');
  });
});

test('the days that bind as a calendar, each told the day before; none for what was handed in', async () => {
  library.world.rows = [
    {
      ...row(RESERVATION, 'handedOut'),
      title: '城のある町にて、ほか; 三篇、それから長い長い長い題名の続き',
      due: soon,
    },
    { ...row(OTHER, 'returning'), due: soon },
    { ...row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009', 'ready'), holdUntil: day },
  ];
  const got = await library.hanako.get('/my-library/due-dates.ics');
  expect(got.headers.get('content-type')).toContain('text/calendar');
  expect(got.headers.get('cache-control')).toBe('no-store');
  const lines = got.text.split('\r\n');
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const unfolded = got.text.replaceAll('\r\n ', '');
  expect(unfolded.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(unfolded.match(/TRIGGER:-PT12H/g)).toHaveLength(2);
  expect(unfolded).toContain('DTSTART;VALUE=DATE:20261208');
  expect(unfolded).toContain('SUMMARY:取り置き期限: 坊っちゃん');
  expect(unfolded).toContain('DTSTART;VALUE=DATE:20261130');
  expect(unfolded).toContain('SUMMARY:返却期限: 城のある町にて、ほか\\; 三篇');
});

test('the calendar is offered where a day binds, and not where every loan was handed in', async () => {
  const offered = async (state: 'handedOut' | 'returning') => {
    library.world.rows = [{ ...row(RESERVATION, state), due: soon }];
    return (await library.hanako.get('/my-library')).text.includes('href="/my-library/due-dates.ics"');
  };
  expect([await offered('handedOut'), await offered('returning')]).toEqual([true, false]);
});
