import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { defaultPolicy } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { signedInAt } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { readTyped, written } from './number-words.ts';
import { fieldsOf } from './policy.page.tsx';
import { groups, mailWindowWords, numberNames, numberWords } from './policy-words.ts';

let web: TestStaffWeb;
let operator: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  operator = await signedInAt(web.service.url, 'operator');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
});

/** The form as it is drawn. */
const fields: Record<string, string | string[]> = { basedOnVersion: '2' };
for (const [name, typed] of Object.entries(fieldsOf(defaultPolicy))) {
  fields[name] = typeof typed === 'string' ? typed : [...typed];
}

test('every number has its Japanese words, and stands under a rule that has a number', () => {
  expect(numberNames.toSorted()).toEqual(Object.keys(defaultPolicy).toSorted());
  const used = new Set(numberNames.map((name) => numberWords[name].group));
  expect(groups.map(({ id }) => id)).toEqual([...used]);
});

test('staff read 21日 and 8:00〜20:00, and no English name, no P21D', async () => {
  const { text } = await operator.get('/policy');
  for (const words of [
    '貸出期間（配送期間を含む）',
    'value="21日"',
    'value="10分"',
    'value="10点"',
    'value="1000g"',
    'value="8:00〜20:00"',
    'value="1日、7日、14日、28日"',
    '貸出の点数に数える',
  ]) {
    expect(text).toContain(words);
  }
  const seen = text.replace(/<[^>]*>/g, ' ');
  expect(seen).not.toMatch(/P\d|PT\d|[a-z]+[A-Z]/);
  expect(text).toMatch(/<input[^>]*name="yuMailNotDeliveredOn"[^>]*value="6"[^>]*checked/);
});

test('beside the hours of mails stands what goes out at any, and what a setting makes of them', async () => {
  expect((await operator.get('/policy')).text).toContain('パスワードのメールは、いつでもすぐに送ります');
  expect(mailWindowWords('always')).toContain('いつでも送ります');
  expect(mailWindowWords({ from: '09:00', until: '17:30' })).toContain('9:00〜17:30に送ります');
});

test('a number is changed as it is spoken, once it was shown what that moves, with a reason', async () => {
  const changed = { ...fields, loanPeriod: '２週間', yuPackNotDeliveredOn: '7' };
  const preview = await operator.post('/policy', changed);
  expect([preview.status, web.heard]).toEqual([200, []]);
  expect(preview.text).toMatch(/<s>21日<\/s>.*<b>2週間<\/b>.*<s>なし<\/s>.*<b>日<\/b>/s);
  expect(preview.text).toMatch(/貸出期間（R7）.*これから発送する資料（今は\d+点）.*発送した小包\d+個/s);
  expect(preview.text).toContain('value="２週間"');
  // Back at the form stands what was typed.
  const back = await operator.post('/policy', { ...changed, reason: '', back: 'yes' });
  expect(back.text).toMatch(/変わるものを確かめる/);
  expect(back.text).toMatch(/name="loanPeriod" value="２週間"/);
  expect(web.heard).toEqual([]);
  expect((await operator.post('/policy', { ...changed, reason: '会議で決定' })).status).toBe(303);
  expect(web.heard).toEqual(['policy P2W']);
  const [deed] = await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 });
  expect(deed).toMatchObject({ action: 'changePolicy', reason: '会議で決定', outcome: 'done' });
  expect(deed?.changed).toBe(
    '貸出期間（配送期間を含む）　21日 → 2週間、ゆうパックの配達がない曜日　なし → 日',
  );
  expect((await operator.get('/audit')).text).toContain('貸出期間（配送期間を含む）　21日 → 2週間');
});

test('how long expired cards are kept is set in years or months, once it was shown how many go, and taken back', async () => {
  const label = '有効期限が切れてから登録を消すまで';
  expect((await operator.get('/policy')).text).toMatch(/name="expiredCardsKeptMonths" value="消さない"/);
  const preview = await operator.post('/policy', { ...fields, expiredCardsKeptMonths: '２年' });
  expect(preview.text).toMatch(/<s>消さない<\/s>.*<b>2年<\/b>/s);
  for (const says of [
    '1晩に300人まで',
    '今は41人',
    '残っている3人',
    '利用停止中の2人',
    '数字を戻しても戻りません',
  ])
    expect(preview.text).toContain(says);
  const reason = '会議で決定';
  await operator.post('/policy', { ...fields, expiredCardsKeptMonths: '1年6か月', reason });
  const [deed] = await web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 });
  expect(deed).toMatchObject({ reason, changed: `${label}　消さない → 1年6か月` });
});

test.each([
  ['24か月', 24, '2年'],
  ['1年6ヶ月', 18, '1年6か月'],
  ['6か月間', 6, '6か月'],
  ['消さない', null, '消さない'],
])('%s is read, and stands there as it is spoken', (typed, months, says) => {
  const kind = { kind: 'months' } as const;
  expect([readTyped(typed, kind), written(months, kind)]).toEqual([months, says]);
});

test.each(['', '0か月', '二年', '21年', '3', 'P2Y', '30日'])(
  'expired cards kept for 「%s」: refused, and never taken for 消さない or for a day',
  async (expiredCardsKeptMonths) => {
    const page = await operator.post('/policy', { ...fields, expiredCardsKeptMonths });
    expect([page.status, web.heard]).toEqual([422, []]);
    expect(page.text).toContain('「2年」「6か月」のように');
  },
);

test.each([
  ['no weekday ticked', { loanPeriod: '20日', yuPackNotDeliveredOn: [] }],
  ['the last weekday taken away', { yuMailNotDeliveredOn: [] }],
])('what the preview holds unseen is the change that was looked at, with %s', async (_, typed) => {
  const preview = await operator.post('/policy', { ...fields, ...typed });
  const held: Record<string, string[]> = {};
  for (const [, name = '', value = ''] of preview.text.matchAll(
    /<input type="hidden" name="([a-z]\w+)"(?: value="([^"]*)")?/g,
  ))
    held[name] = [...(held[name] ?? []), value];
  const changed = await operator.post('/policy', { ...held, reason: '会議で決定' });
  expect([changed.status, web.heard.length]).toEqual([303, 1]);
});

test('an empty text for a list of weekdays is an empty list', () => {
  expect(readTyped('', { kind: 'weekdays' })).toEqual([]);
});

test('a change is taken back by the numbers of the version before it, looked at as any other change', async () => {
  expect((await operator.get('/policy')).text).toMatch(/第2版.*貸出の上限　8点 → 10点.*第1版に戻す/s);
  const earlier = (await operator.get('/policy?version=1')).text;
  expect(earlier).toContain('第1版の数字を入れてあります。まだ何も変わっていません。');
  expect(earlier).toMatch(/name="loanLimit" value="8点"/);
  expect((await operator.post('/policy', fields)).text).toContain('変わる数字がありません');
  expect(web.heard).toEqual([]);
});

test('what makes no sense changes nothing, says how to write it, and is still there', async () => {
  const typed = {
    ...fields,
    loanPeriod: '三週間くらい',
    loanLimit: '0点',
    yuMailAskLibraryOpenDays: 'たくさん',
  };
  const page = await operator.post('/policy', typed);
  expect([page.status, web.heard]).toEqual([422, []]);
  expect(page.text).toContain('3か所、書き方を確かめてください');
  expect(page.text).toContain('「21日」「3週間」「30分」のように、期間を書いてください。');
  expect(page.text).toContain('1点以上の数を書いてください');
  for (const value of ['三週間くらい', '0点', 'たくさん']) expect(page.text).toContain(`value="${value}"`);
});

test.each([
  ['no time at all', 'loanPeriod', '0日'],
  ['a month, which has no fixed length', 'loanPeriod', '1か月'],
  ['a limit that is no number', 'loanLimit', '十'],
  ['notices that go back in time', 'overdueNoticesAfter', '7日、1日'],
  ['mails that end before they begin', 'mailWindow', '20:00〜8:00'],
  ['a time that is none', 'mailWindow', '8:00〜25:00'],
  ['a week without any delivery', 'yuPackNotDeliveredOn', ['1', '2', '3', '4', '5', '6', '7']],
  ['a choice that nobody offers', 'phoneForOtherTitles', 'perhaps'],
])('%s is refused', async (_, name, value) => {
  const page = await operator.post('/policy', { ...fields, [name]: value });
  expect([page.status, web.heard]).toEqual([422, []]);
  expect(page.text).toContain('1か所、書き方を確かめてください（');
  expect(page.text).toContain('aria-invalid="true"');
});

test('a loan that ends before its parcel is there changes nothing; both numbers are named', async () => {
  const page = await operator.post('/policy', { ...fields, loanPeriod: '2日', reason: '会議で決定' });
  expect([page.status, web.heard]).toEqual([422, []]);
  const says = '『貸出期間（配送期間を含む）』は、『ゆうメールが着くまで』より長い日数にしてください。';
  expect(page.text).toMatch(new RegExp(`role="alert".*${says}.*まだ何も変わっていません`, 's'));
  expect(page.text).toMatch(/name="loanPeriod" value="2日"[^>]*aria-invalid="true"/);
  expect(page.text).not.toContain('期間を書いてください');
  const body = { basedOnVersion: 2, policy: { ...defaultPolicy, loanPeriod: 'P2D' }, reason: '会議で決定' };
  const asked = await operator.json('PUT', '/api/policy', body);
  expect([asked.status, web.heard]).toEqual([422, []]);
  expect(asked.text).toContain('must be longer than yuMailDeliveryDays');
});

test.each([
  ['P21D', '21日'],
  ['P3W', '3週間'],
  ['PT1H30M', '1時間30分'],
  ['P1DT2H', '1日2時間'],
  ['PT5S', '5秒'],
])('%s is %s, there and back', (period, words) => {
  const kind = { kind: 'period' } as const;
  expect(written(period, kind)).toBe(words);
  expect(readTyped(words, kind)).toBe(period);
  expect(readTyped(period, kind)).toBe(period);
});

test('the desk reads the numbers and changes none', async () => {
  const desk = await signedInAt(web.service.url, 'desk');
  const { text } = await desk.get('/policy');
  expect(text).toContain('value="21日"');
  expect(text).not.toContain('この数字にする');
  expect(text).toContain('変えられるのは運用担当です');
  expect((await desk.post('/policy', fields)).location).toBe('/?not-allowed=1');
});
