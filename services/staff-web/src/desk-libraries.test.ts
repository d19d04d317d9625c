import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { type ClosingDays, calendarDate, noClosingRules } from '@toshobin/lending-rules';
import { closingChanges, closingDaysBefore, monthlyChoices } from './libraries/closing-days.ts';
import { pauseNow } from './libraries/library-verbs.ts';
import { openDesks } from './testing/open-desks.ts';
import { closureId } from './testing/shipping-desk.ts';

/** A Thursday: libraries close by the day of the week. */
const desks = openDesks({ now: () => new Date('2026-11-26T03:00:00Z') });

const days = { from: '2026-12-10', until: '2026-12-12' };
const reason = '館からの連絡';
/** What is read of a piece of a page. */
const words = (html: string) =>
  html
    .replace(/^[^>]*>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
/** What was written down last, newest first. */
const lastDeeds = (take: number) => desks.web.database.audit.findMany({ orderBy: { id: 'desc' }, take });

test('libraries: a closure is entered and taken back, a library paused and changed', async () => {
  expect((await desks.desk.get('/libraries')).text).toContain('大雪');
  await desks.desk.post('/closures', { factId: randomUUID(), library: 'uto', ...days, reason: '台風' });
  expect((await desks.desk.get('/libraries')).text).toContain('臨時休館を登録しました');
  await desks.desk.post(`/closures/${closureId}/take-back`, { factId: randomUUID(), reason });
  const closed = '臨時休館　2026年12月10日（木）から2026年12月12日（土）まで';
  expect((await lastDeeds(2)).map(({ changed }) => changed)).toEqual([
    `宇土市立図書館　${closed}　あり → なし`,
    `${closed}　なし → あり`,
  ]);
  await desks.desk.post('/dispatch-pauses', { factId: randomUUID(), kind: 'closure', ...days, reason });
  expect((await desks.desk.get('/libraries/uto')).text).toContain('宇土市立図書館');
  const change = {
    factId: randomUUID(),
    phone: '096-000-0002',
    postcode: '０００００１１',
    address1: '例県例市例町11番地',
    address2: '',
    address3: '例会館2階',
    hoursWeekdays: '９:00〜18:00',
    hoursWeekends: '',
    location: '32.61,　130.51',
    guidance: '',
    closedWeekdays: ['1', '2'],
    arrival: 'scan',
    reason,
  };
  await desks.desk.post('/libraries/uto', change);
  await desks.desk.post('/libraries/uto/pause', {
    factId: randomUUID(),
    pausedFrom: '2027-01-10',
    reopens: '',
    reason,
  });
  expect((await desks.desk.get('/libraries/uto')).text).toContain('受取を休止します');
  await desks.desk.post('/libraries/uto/pause', { factId: randomUUID(), reason });
  expect((await desks.desk.get('/libraries/uto')).text).toContain('受取を再開します');
  expect(desks.web.heard.map((word) => word.split(' desk')[0])).toEqual([
    'closure',
    'take back',
    'pause dispatch',
    '{"latitude":32.61,"longitude":130.51}',
    'change library to 000-0011 例県例市例町11番地/例会館2階',
    'pause',
    'pause',
  ]);
  const [, , changed] = await lastDeeds(3);
  expect(changed?.changed).toMatch(/住所　.*例町2番地.* → 〒000-0011　例県例市例町11番地/);
  expect(changed?.changed).toMatch(/開館時間（平日）　\S+ → 09:00-18:00/);
  const page = (await desks.desk.get('/libraries/uto')).text;
  expect(page).toContain('value="例県例市例町2番地"');
  const wrong = await desks.desk.post('/libraries/uto', { ...change, factId: randomUUID(), postcode: '12' });
  expect(wrong.status).toBe(422);
  const late = await desks.desk.post('/libraries/uto', {
    ...change,
    factId: randomUUID(),
    hoursWeekdays: '18:00-9:30',
  });
  expect(late.status).toBe(422);
  expect((await desks.desk.get('/libraries/nowhere')).status).toBe(404);
});

test('the list of the libraries says whom to call where, and on which days nobody answers', async () => {
  const page = (await desks.desk.get('/libraries')).text;
  const [, ...rows] = page.slice(page.indexOf('3館')).split('<tr');
  const uto = rows.find((row) => row.includes('/libraries/uto'));
  expect(words(uto ?? '')).toBe('宇土市立図書館 例地域 096-000-0001 月');
  const [head, ...lines] = (await desks.desk.get('/lists/libraries.csv')).text.split('\r\n');
  expect(head).toContain('"館","地域","電話","休館日"');
  expect(lines[1]).toContain('"宇土市立図書館","例地域","096-000-0001","月"');
  const { now } = desks.web.deps;
  desks.web.deps.now = () => new Date('2026-12-07T03:00:00Z');
  const onMonday = (await desks.desk.get('/libraries')).text;
  desks.web.deps.now = now;
  expect(words(onMonday.slice(onMonday.indexOf('href="/libraries/uto"')))).toMatch(
    /^\S+ 例地域 \S+ 月 今日は休館/,
  );
});

test('a closure is entered only after it was shown what it would move', async () => {
  const asked = `/closures/new?of=uto&from=2099-12-10&until=2099-12-12&reason=${encodeURIComponent('大雪')}`;
  const page = (await desks.desk.get(asked)).text;
  expect(page).toContain('2／2　登録する前に確かめます');
  expect(page).toMatch(/<b>4件<\/b>.*<s>12月10日（木）<\/s>.*12月13日（日）/s);
  expect(page).toContain('期限の動く9件の方');
  expect(page).toContain('name="library" value="uto"');
  expect(desks.web.heard).toEqual([]);
});

test.each([
  ['2099-12-12', '2099-12-10', 'until', 'はじめの日か、それより後の日'],
  ['2025-12-10', '2025-12-12', 'until', '今日か、それより後の日'],
  ['', '2099-12-12', 'from', 'はじめの日を入れてください'],
])(
  'days of a closure that can’t be, from %j until %j, are told at their field',
  async (from, until, field, words) => {
    const asked = `/closures/new?${new URLSearchParams({ of: 'uto', from, until, reason: '大雪' })}`;
    const { status, text } = await desks.desk.get(asked);
    expect(status).toBe(422);
    expect(text.match(/id="\w+-f"/g)).toEqual([`id="${field}-f"`]);
    expect(text).toMatch(new RegExp(`id="${field}-f">.*${words}`));
    expect(text).not.toContain('action="/closures"');
  },
);

test('a pause of pickup is entered only after it was shown how many are asked to choose another library', async () => {
  const shown = (pausedFrom: string, reopens: string) =>
    desks.desk.get(`/libraries/uto/pause?${new URLSearchParams({ pausedFrom, reopens })}`);
  const library = (await desks.desk.get('/libraries/uto')).text;
  expect(library).not.toContain('受取を休止する</button>');
  expect(library).toContain('action="/libraries/uto/pause"');
  const page = (await shown('2099-01-10', '2099-02-01')).text;
  expect(page).toContain('まだ箱に入っていない予約：7件');
  expect(page).toMatch(/「受取館を選び直してください」.*再開は知らせません/s);
  expect(page).toMatch(
    /name="pausedFrom" value="2099-01-10".*name="reopens" value="2099-02-01".*name="reason"/s,
  );
  const open = (await shown('2099-01-10', '')).text;
  expect(open).toMatch(/type="hidden" name="reopens" value\/>/);
  for (const wrong of [await shown('', ''), await shown('2099-01-10', '2099-01-10')]) {
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain('受取を休止する');
  }
  expect(desks.web.heard).toEqual([]);
});

test.each([
  [null, null, ''],
  ['2026-12-15', null, '受取停止の予定　2026年12月15日（火）から'],
  ['2026-12-01', '2027-02-01', '受取停止中　2026年12月1日（火）から、2027年2月1日（月）に再開'],
  ['2026-11-01', '2026-12-01', ''],
])('a pause from %s until %s is on 1 December: %j', (from, until, words) => {
  const day = (date: string | null) => (date === null ? null : calendarDate(date));
  const pause = { pausedFrom: day(from), reopens: day(until) };
  expect(pauseNow(pause, calendarDate('2026-12-01'))).toBe(words);
});

test.each([
  ['2099-05-01', '2099-05-01', '休止する日より後の日'],
  ['2025-02-01', '2025-05-01', '明日か、それより後の日'],
])(
  'a pause of pickup from %s until %s is none, and says so at its field',
  async (pausedFrom, reopens, words) => {
    const pause = { factId: randomUUID(), pausedFrom, reopens, reason };
    const { status, text } = await desks.desk.post('/libraries/uto/pause', pause);
    expect(status).toBe(422);
    expect(text).toMatch(new RegExp(`name="reopens"[^>]*aria-invalid="true".*${words}`, 's'));
    expect(text).toContain(`value="${pausedFrom}"`);
    expect(desks.web.heard).toEqual([]);
  },
);

test('several libraries close at once: each with what it moves, all with one press, and each is written down', async () => {
  const days = { from: '2099-12-10', until: '2099-12-12', reason: '台風' };
  const asked = `/closures/new?${new URLSearchParams({ of: 'uto', also: 'kikuyo', ...days })}`;
  const page = (await desks.desk.get(asked)).text;
  expect(page).toMatch(/2館　12月10日（木）〜12月12日（土）休館/);
  expect(page).toMatch(/宇土市立図書館<\/th><td class="n">9<\/td>.*菊陽町図書館<\/th><td class="n">9<\/td>/s);
  expect(page).toContain('期限の動く18件の方');
  expect(desks.web.heard).toEqual([]);
  const form = { factId: randomUUID(), library: ['uto', 'kikuyo'], ...days };
  await desks.desk.post('/closures/several', form);
  expect(desks.web.heard).toEqual(['closure desk@pref', 'closure desk@pref']);
  expect((await desks.desk.get('/libraries')).text).toContain('2館の臨時休館を登録しました');
  const newest = { orderBy: { id: 'desc' }, take: 2 } as const;
  const deeds = await desks.web.database.audit.findMany({ where: { action: 'enterClosure' }, ...newest });
  expect(deeds.map(({ subject }) => subject).toSorted()).toEqual(['library kikuyo', 'library uto']);
});

test('a prefecture of eighty libraries closes for the end of the year with one press', async () => {
  const days = { from: '2099-12-28', until: '2100-01-04', reason: '年末年始' };
  const library = Array.from({ length: 80 }, (_, at) => `town-${at}`);
  await desks.desk.post('/closures/several', { factId: randomUUID(), library, ...days });
  expect(desks.web.heard).toHaveLength(80);
  expect((await desks.desk.get('/libraries')).text).toContain('80館の臨時休館を登録しました');
});

/** A typhoon for which three libraries close on the same days. */
const [ofPref, ofUto, ofKikuyo] = [randomUUID(), randomUUID(), randomUUID()];
const typhoon = [
  { closureId: ofPref, library: 'pref' },
  { closureId: ofUto, library: 'uto' },
  { closureId: ofKikuyo, library: 'kikuyo' },
].map((closure) => ({ ...closure, reason: '台風', takenBack: false }));
const together = `/closures/${ofUto}/together`;
const takenBackAt = async () =>
  (await desks.deeds('takeBackClosure')).map(({ subject, reason, outcome, changed }) =>
    [subject.split(' ')[1], reason, outcome, changed?.split('　')[0]].filter(Boolean),
  );

test('what several libraries closed for is taken back with one reason, after it was shown what moves, and each is written down', async () => {
  desks.web.world.closures = [...desks.web.world.closures, ...typhoon];
  const listed = (await desks.desk.get('/libraries')).text;
  expect(listed.match(/\/closures\/[^/"]+\/together/g)).toEqual([`/closures/${ofPref}/together`]);
  expect(words(listed)).toContain(
    '3館 2026年12月10日（木）から2026年12月12日（土）まで 台風 まとめて取りやめる',
  );
  const page = words((await desks.desk.get(together)).text);
  expect(page).toContain('3館 12月10日（木）〜12月12日（土）休館 台風');
  expect(page).toContain('県立図書館 9 1 1 2 宇土市立図書館 9 1 1 2 菊陽町図書館 9 1 1 2');
  expect(page).toContain('動いた期限は、合わせて27件です。');
  expect(desks.web.heard).toEqual([]);
  const form = { factId: randomUUID(), closureId: [ofPref, ofUto, ofKikuyo], reason: '進路がそれた' };
  await desks.desk.post(together, form);
  expect(desks.web.heard).toEqual(Array(3).fill('take back desk@pref'));
  expect(words((await desks.desk.get('/libraries')).text)).toContain('3館の休館を取りやめました');
  expect(await takenBackAt()).toEqual([
    [ofPref, '進路がそれた', 'done', '県立図書館'],
    [ofUto, '進路がそれた', 'done', '宇土市立図書館'],
    [ofKikuyo, '進路がそれた', 'done', '菊陽町図書館'],
  ]);
});

test('of several, those that can’t be taken back any more are named with why, and the others are taken back', async () => {
  // Since the page was opened, 宇土's was taken back by somebody else.
  desks.web.world.closures = typhoon.map((closure) => ({
    ...closure,
    ...(closure.library === 'uto' ? { takenBack: true } : {}),
    ...(closure.library === 'kikuyo' ? { refused: 'NOT_FOUND' as const } : {}),
  }));
  const form = { factId: randomUUID(), closureId: [ofPref, ofUto, ofKikuyo], reason: '進路がそれた' };
  await desks.desk.post(together, form);
  expect(desks.web.heard).toEqual(['take back desk@pref']);
  const told = words((await desks.desk.get('/libraries')).text);
  expect(told).toContain('1館の休館を取りやめました');
  expect(told).toContain('もう取りやめてありました：宇土市立図書館');
  expect(told).toContain('取りやめられませんでした：菊陽町図書館（登録がもうありません）');
  expect(await takenBackAt()).toEqual([
    [ofPref, '進路がそれた', 'done', '県立図書館'],
    [ofKikuyo, '進路がそれた', 'NOT_FOUND'],
  ]);
  // Pressed again, nothing more is taken back.
  desks.web.world.closures = typhoon.map((closure) => ({ ...closure, takenBack: true }));
  await desks.desk.post(together, form);
  expect(words((await desks.desk.get('/libraries')).text)).toMatch(/もう取りやめてあります 県立図書館、宇土/);
  expect(await desks.deeds('takeBackClosure')).toHaveLength(2);
});

test('several are not taken back without a reason, or when none is chosen: the page asks again with what was chosen', async () => {
  desks.web.world.closures = typhoon;
  const form = { factId: randomUUID(), closureId: ofUto, reason: ' ' };
  const unsaid = await desks.desk.post(together, form);
  expect(unsaid.status).toBe(422);
  expect(unsaid.text).toMatch(/id="reason-f">.*理由を200文字までで入れてください/);
  expect(unsaid.text.match(/value="[^"]+" checked/g)).toEqual([`value="${ofUto}" checked`]);
  const none = await desks.desk.post(together, { factId: randomUUID(), reason });
  expect([none.status, none.text.includes('取りやめる館を選んでください')]).toEqual([422, true]);
  expect(none.text).toContain(`value="${reason}"`);
  expect(desks.web.heard).toEqual([]);
  expect((await desks.desk.get(`/closures/${randomUUID()}/together`)).status).toBe(404);
});

test('the days of the dispatch and its cut-off are changed once it was shown what moves, and taken back', async () => {
  const page = (await desks.desk.get('/dispatch-calendar?weekdays=2&weekdays=5&cutOff=15:30')).text;
  expect(page).toMatch(
    /月・木 14:00 → <b>火・金 15:30<\/b>.*小包 3個　<s>11月26日（木）<\/s>.*出庫待ち \d+点　<s>11月26日（木）<\/s>.*変わらないもの：2件/s,
  );
  expect(page).not.toContain('休館日です');
  const closed = (await desks.desk.get('/dispatch-calendar?weekdays=1&weekdays=5&cutOff=15:30')).text;
  expect(closed).toContain('月曜日は県立図書館の休館日です');
  expect(desks.web.heard).toEqual([]);
  const form = { factId: randomUUID(), weekdays: '2,5', cutOff: '15:30', reason: '集荷の変更' };
  await desks.desk.post('/dispatch-calendar', form);
  expect(desks.web.heard).toEqual(['change dispatch desk@pref']);
  const [deed] = await lastDeeds(1);
  expect(deed).toMatchObject({ action: 'changeDispatch', subject: 'dispatch', reason: '集荷の変更' });
  expect(deed?.changed).toBe('発送日と締切　月・木 14:00 → 火・金 15:30');
  // The way back is to look at the days as they were.
  expect((await desks.desk.get('/dispatch-calendar')).text).toContain(
    'href="/dispatch-calendar?weekdays=1&amp;weekdays=4&amp;cutOff=14%3A00"',
  );
  expect((await desks.desk.get('/dispatch-calendar?cutOff=25:00')).status).toBe(422);
});

test('a pause of the dispatch is shown with what it moves, has a reason and what was, and so has its end', async () => {
  const pause = { kind: 'noDispatch', from: '2026-12-28', until: '2027-01-04' };
  const shown = (takenBack: string) => `/dispatch-pauses?${new URLSearchParams({ ...pause, takenBack })}`;
  const page = (await desks.desk.get(shown('no'))).text;
  expect(page).toMatch(/なし → <b>あり.*小包 3個　<s>11月26日（木）<\/s>.*変わらないもの：2件/s);
  expect(page).toMatch(/name="from" value="2026-12-28".*name="reason"[^>]* required/s);
  const listed = (await desks.desk.get('/libraries')).text;
  expect(listed).toContain(shown('yes').replaceAll('&', '&amp;'));
  // One that comes every year is not taken back, and nothing offers it.
  expect(listed).toContain('毎年の休みです');
  expect(listed).not.toContain('from=2027-03-28');
  expect((await desks.desk.get(shown('yes'))).text).toMatch(
    /あり → <b>なし.*action="\/dispatch-pauses\/take-back"/s,
  );
  expect((await desks.desk.get('/dispatch-pauses?kind=closure&from=2026-12-28&takenBack=no')).status).toBe(
    422,
  );
  const unsaid = await desks.desk.post('/dispatch-pauses/take-back', { factId: randomUUID(), ...pause });
  expect(unsaid.status).toBe(422);
  expect(desks.web.heard).toEqual([]);
  await desks.desk.post('/dispatch-pauses', { factId: randomUUID(), ...pause, reason });
  await desks.desk.post('/dispatch-pauses/take-back', { factId: randomUUID(), ...pause, reason });
  expect(desks.web.heard).toEqual(['pause dispatch desk@pref', 'dispatch again desk@pref']);
  const days = '発送休止期間　2026年12月28日（月）から2027年1月4日（月）まで';
  expect(await lastDeeds(2)).toMatchObject([
    { action: 'takeBackDispatchPause', reason, changed: `${days}　あり → なし` },
    { action: 'pauseDispatch', reason, changed: `${days}　なし → あり` },
  ]);
});

test('the days on which a library closes are shown with what they move, and the way back is to look at those before', async () => {
  const page = (await desks.desk.get('/libraries/uto/closing-days?closedWeekdays=2&closedWeekdays=4')).text;
  // Nothing else is asked there: what is typed into it would be dropped.
  expect(page).not.toMatch(/name="(postcode|hoursWeekdays|location|guidance)"/);
  expect(page).toMatch(/月 → <b>火・木<\/b>.*小包 3個　<s>11月26日（木）<\/s>.*変わらないもの：2件/s);
  expect(page).toMatch(/name="closedWeekdays" value="2,4"/);
  expect(desks.web.heard).toEqual([]);
  // Neither form carries what the other changes: one that was opened before would put it back.
  expect(page).not.toMatch(/name="(phone|arrival)"/);
  const library = (await desks.desk.get('/libraries/uto')).text;
  expect(library).not.toMatch(/type="hidden" name="closed/);
  expect(library).toContain('href="/libraries/uto/closing-days"');
  const asShown = { closedWeekdays: '2,4', closedOnHolidays: 'no' };
  await desks.desk.post('/libraries/uto', { factId: randomUUID(), ...asShown, reason });
  expect(desks.web.heard).toEqual(['change library desk@pref']);
  const [deed] = await lastDeeds(1);
  expect(deed).toMatchObject({ reason });
  expect(deed?.changed).toContain('休館する曜日　月 → 火・木');
  const later = (await desks.desk.get('/libraries/uto/closing-days')).text;
  expect(later).toContain(
    'href="/libraries/uto/closing-days?closedWeekdays=1&amp;weeklyOnHoliday=closed&amp;',
  );
  // Nobody has asked for anything yet.
  expect(later).not.toContain('変えると、こうなります');
});

test('a library says what it does on a holiday, on a day of each month and at the end of each year', async () => {
  const asked = new URLSearchParams([
    ...[
      ['closedWeekdays', '1'],
      ['weeklyOnHoliday', 'nextDay'],
      ['monthlyDays', 'last'],
      ['monthlyDays', ''],
    ],
    ...[
      ['monthlyOtherwise', 'dayBefore'],
      ['yearlyDays', '１２月２８日～１月４日、8/13'],
    ],
  ]);
  const page = (await desks.desk.get(`/libraries/uto/closing-days?${asked}`)).text;
  const after =
    '月（祝日の場合は次の平日）・毎月末日（土・日・祝日・休館日の場合は前の平日）・12月28日～1月4日・8月13日';
  expect(page).toMatch(new RegExp(`月 → <b>${after}</b>.*小包 3個`, 's'));
  expect(page).toContain('value="12/28-1/4、8/13"');
  expect(page).toMatch(/<option value="last" selected/);
  const asShown = {
    ...{ closedWeekdays: '1', closedOnHolidays: 'no', weeklyOnHoliday: 'nextDay', monthlyDays: 'last' },
    ...{ monthlyOtherwise: 'dayBefore', yearlyDays: '12-28/01-04,08-13/08-13' },
  };
  for (const [name, value] of Object.entries(asShown))
    expect(page).toContain(`name="${name}" value="${value}"`);
  await desks.desk.post('/libraries/uto', { factId: randomUUID(), ...asShown, reason });
  const [deed] = await lastDeeds(1);
  expect(deed?.changed).toBe(
    [
      '曜日と祝日が重なるとき　休館する → 次の平日に休館する',
      '毎月の休館日　なし → 末日',
      '毎月の休館日が休みの日と重なるとき　その日に休館する → 前の平日に休館する',
      '毎年の休館日　なし → 12月28日～1月4日・8月13日',
    ].join('、'),
  );
  const later = (await desks.desk.get('/libraries/uto/closing-days')).text;
  expect(later).toContain(
    'href="/libraries/uto/closing-days?closedWeekdays=1&amp;weeklyOnHoliday=closed&amp;monthlyOtherwise=closed&amp;yearlyDays="',
  );
});

test.each([
  ['12月', 'ある日を'],
  ['2/30-3/1', 'ある日を'],
  ['1/1、2/1、3/1、4/1、5/1', 'ある日を'],
])(
  'days of each year that are none are to be mended where they were typed: %s',
  async (yearlyDays, fault) => {
    const answer = await desks.desk.get(`/libraries/uto/closing-days?${new URLSearchParams({ yearlyDays })}`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`value="${yearlyDays}"`);
    expect(answer.text).toContain(fault);
    expect(answer.text).not.toContain('開館する日を残してください');
  },
);

test('closing days of before are read back from the record, whatever they were', () => {
  const days: ClosingDays = {
    ...{ closedWeekdays: [1, 2], closedOnHolidays: true, weeklyOnHoliday: 'open' },
    ...{
      monthlyDays: ['3-5', '22'],
      monthlyOtherwise: 'dayAfter',
      yearlyDays: ['02-29/02-29', '12-28/01-04'],
    },
  };
  const none: ClosingDays = { ...noClosingRules, closedWeekdays: [] };
  const told = (before: ClosingDays, after: ClosingDays) =>
    closingChanges(before, after)
      .map(([what, was, is]) => `${what}　${was} → ${is}`)
      .join('、');
  expect(closingDaysBefore(told(days, none), none)).toEqual(days);
  expect(closingDaysBefore(told(none, days), days)).toEqual(none);
  expect(closingDaysBefore('開館時間（土・日・祝日）　なし → 09:00-17:00', none)).toBeUndefined();
  for (const day of monthlyChoices) {
    const monthly = { ...none, monthlyDays: [day] };
    expect(closingDaysBefore(told(monthly, none), none)).toEqual(monthly);
  }
});

test('a month of all libraries stands on one page, with the days of the dispatch', async () => {
  const page = (await desks.desk.get('/libraries/month?month=2026-12')).text;
  // Every Monday they are closed; the dispatch goes on Mondays and Thursdays until the pause.
  const rowOf = (name: string) => new RegExp(`${name}(?:</a>)?</th>(.*?)</tr>`, 's').exec(page)?.[1] ?? '';
  expect(rowOf('宇土市立図書館').match(/>休</g)).toHaveLength(4);
  // Nor is the end of each year a closure of this year alone.
  expect(rowOf('菊陽町図書館').match(/>休</g)).toHaveLength(4 + 3);
  expect(rowOf('菊陽町図書館').match(/>臨</g)).toHaveLength(2);
  expect(rowOf('発送').match(/便/g)).toHaveLength(7);
  expect((await desks.desk.get('/libraries/month?month=nonsense')).status).toBe(200);
});
