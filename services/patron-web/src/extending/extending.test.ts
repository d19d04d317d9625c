import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  allow,
  calendarDate,
  deadlineOn,
  type RefusalValues,
  type ReservationState,
  refuse,
  sentence,
} from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

const RESERVATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001';
const EXTEND = `/my-library/${RESERVATION}/extend`;
const present = deadlineOn(calendarDate('2026-11-26'));
const offered = (due: string) => allow({ due: deadlineOn(calendarDate(due)), present });
let web: TestWeb;
let hanako: Visitor;
beforeAll(async () => {
  web = await startPatronWeb();
  hanako = await signedIn(web);
  web.deps.now = () => new Date('2026-11-24T03:00:00Z');
});
beforeEach(() => {
  Object.assign(web.world, {
    process: 'answers',
    rows: [{ ...row(RESERVATION, 'handedOut'), due: present }],
    preview: offered('2026-12-08'),
  });
  web.heard.wishes.length = 0;
});
afterAll(() => web.stop());

const fieldsIn = (page: string) => {
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  return { wishId: field('wishId'), confirmDue: field('confirmDue'), previewedAt: field('previewedAt') };
};

test('the new date is shown beside the old one and in the button, and holds on the next page', async () => {
  const page = await hanako.get(EXTEND);
  const words = wordsOf(page.text);
  expect(words).toContain('今の返却期限\n2026年11月26日（木）まで');
  expect(words).toContain('新しい返却期限\n2026年12月8日（火）まで');
  expect(words).toContain('2026年12月8日（火）までに延長する');
  expect(words).toContain('期間は延長手続日の今日、2026年11月24日（火）から2週間です。');
  const got = await hanako.post(EXTEND, fieldsIn(page.text));
  expect(got.location).toBe(`/my-library?done=extended&of=${RESERVATION}`);
  const next = wordsOf((await hanako.get(got.location ?? '')).text);
  expect(next).toContain('坊っちゃん\n貸出期間を延長しました。新しい返却期限：2026年12月8日（火）まで');
  expect(next).toContain('貸出中（2026年12月8日（火）まで）');
  expect(next).toContain('延長は1回だけです。');
});

test('in English', async () => {
  const { cookie } = hanako;
  hanako.cookie = `${cookie}; language=en`;
  const words = wordsOf((await hanako.get(EXTEND)).text);
  hanako.cookie = cookie;
  expect(words).toContain('Extend until Tue 8 December 2026');
  expect(words).toContain('It is 2 weeks from today, Tue 24 November 2026.');
});

const dueDate = '2026-11-26';
const refusals: readonly [Parameters<typeof refuse>[0], RefusalValues, ReservationState][] = [
  ['EXTENSION_BEFORE_PICKUP', {}, 'ready'],
  ['EXTENSION_USED', { dueDate }, 'handedOut'],
  ['LOAN_PAST_DUE', {}, 'overdue'],
  ['OTHERS_WAITING', { dueDate }, 'handedOut'],
  ['OTHER_LOAN_OVERDUE', {}, 'handedOut'],
  [
    'EXTENSION_WOULD_SHORTEN',
    { newDueDate: '2026-12-08', dueDate: '2026-12-10', firstUsefulDay: '2026-11-27' },
    'handedOut',
  ],
  ['ALREADY_HANDED_IN', {}, 'returning'],
  ['NOT_ON_LOAN', {}, 'queued'],
];

describe.each(refusals)('%s', (code, values, state) => {
  const said = sentence({ code, values }, 'ja');

  test('stands in the place of the button, with how the loan stands', async () => {
    web.world.preview = refuse(code, values);
    web.world.rows = [{ ...row(RESERVATION, state), due: present }];
    const got = await hanako.get(EXTEND);
    expect(got.status).toBe(409);
    expect(wordsOf(got.text)).toContain(said);
    expect(got.text).toContain(`data-refusal="${code}"`);
    expect(got.text).toContain('<title>お受けできません：延長の確認｜');
    expect(got.text).toContain(`data-state="${state}"`);
    expect(got.text).not.toContain('name="confirmDue"');
    const leadsToPickedUp = got.text.includes(`href="/my-library/${RESERVATION}/picked-up"`);
    expect(leadsToPickedUp).toBe(code === 'EXTENSION_BEFORE_PICKUP');
  });

  test('that came between the page and its button is told the same way', async () => {
    const fields = fieldsIn((await hanako.get(EXTEND)).text);
    web.world.process = { code, values };
    web.world.preview = refuse(code, values);
    const got = await hanako.post(EXTEND, fields);
    expect(got.status).toBe(409);
    expect(wordsOf(got.text)).toContain(said);
    expect(got.text).not.toContain('name="confirmDue"');
  });
});

test('PREVIEW_CHANGED shows the new date and asks again, as another wish', async () => {
  const fields = fieldsIn((await hanako.get(EXTEND)).text);
  const refusal = { code: 'PREVIEW_CHANGED', values: { newDueDate: '2026-12-09' } } as const;
  web.world.process = refusal;
  web.world.preview = offered('2026-12-09');
  const got = await hanako.post(EXTEND, fields);
  expect(got.status).toBe(409);
  const words = wordsOf(got.text);
  expect(words).toContain(sentence(refusal, 'ja'));
  expect(words).toContain('2026年12月9日（水）までに延長する');
  expect(got.text).toContain('<title>もう一度ご確認ください：延長の確認｜');
  const next = fieldsIn(got.text);
  expect(next.confirmDue).toBe('2026-12-09');
  expect(next.wishId).not.toBe(fields.wishId);
  web.world.process = 'answers';
  expect((await hanako.post(EXTEND, next)).status).toBe(303);
});

test('a date that has changed into a refusal is told as the refusal', async () => {
  const fields = fieldsIn((await hanako.get(EXTEND)).text);
  web.world.process = { code: 'PREVIEW_CHANGED', values: { newDueDate: '2026-12-09' } };
  web.world.preview = refuse('OTHERS_WAITING', { dueDate });
  const got = await hanako.post(EXTEND, fields);
  expect(got.text).toContain('data-refusal="OTHERS_WAITING"');
});

test('two taps are one extension, and the second is no refusal', async () => {
  const fields = fieldsIn((await hanako.get(EXTEND)).text);
  const twice = await Promise.all([1, 2].map(() => hanako.post(EXTEND, fields)));
  expect(twice.map(({ status }) => status)).toEqual([303, 303]);
  expect(new Set(web.heard.wishes).size).toBe(1);
  // From a page of another tab, whose wish has another id: it is extended to that date already.
  web.world.process = { code: 'EXTENSION_USED', values: { dueDate } };
  const other = await hanako.post(EXTEND, { ...fields, wishId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0077' });
  expect(other.status).toBe(303);
});

test('with the process away the same wish is offered again, word for word', async () => {
  const fields = fieldsIn((await hanako.get(EXTEND)).text);
  web.world.process = 'away';
  const busy = await hanako.post(EXTEND, fields);
  expect(busy.status).toBe(503);
  expect(wordsOf(busy.text)).toContain('もう受け付けられていることもあります。');
  expect(fieldsIn(busy.text)).toEqual(fields);
  web.world.process = 'late';
  expect((await hanako.post(EXTEND, fieldsIn(busy.text))).status).toBe(303);
});

test('a loan that has ended meanwhile shows how it stands', async () => {
  const fields = fieldsIn((await hanako.get(EXTEND)).text);
  web.world.process = 'STATE_CHANGED';
  web.world.preview = refuse('NOT_ON_LOAN');
  web.world.rows = [{ ...row(RESERVATION, 'returned'), open: false }];
  const got = await hanako.post(EXTEND, fields);
  expect([got.status, wordsOf(got.text)]).toEqual([409, expect.stringContaining('返却処理済')]);
  expect(got.text).toContain('data-refusal="STATE_CHANGED"');
});

/** The answer to several at once, at its own address. */
const extended = async (form: Readonly<Record<string, string | string[]>>) =>
  hanako.get((await hanako.post('/my-library/extend', form)).location ?? '');

test('several loans are extended with one press, each with its own answer', async () => {
  const other = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002';
  web.world.rows = [
    { ...row(RESERVATION, 'handedOut'), due: present },
    { ...row(other, 'handedOut'), title: '三四郎', due: present },
  ];
  expect((await hanako.get('/my-library')).text).toContain('2点をまとめて延長する');
  const page = await hanako.get('/my-library/extend');
  const boxes = [...page.text.matchAll(/name="loan" value="([^"]+)"/g)].map(([, value = '']) => value);
  expect(boxes.map((box) => box.split(' ')[2])).toEqual(['2026-12-08', '2026-12-08']);
  const { previewedAt } = fieldsIn(page.text);
  expect((await hanako.post('/my-library/extend', { previewedAt })).status).toBe(422);
  const sent = await hanako.post('/my-library/extend', { previewedAt, loan: boxes });
  // At an address of its own, which the browser's back finds, and where the language can be switched.
  expect(sent.location).toBe('/my-library/extend/done');
  const answer = await hanako.get(sent.location ?? '');
  expect(answer.text).toContain('href="/language/en"');
  const done = wordsOf(answer.text);
  expect(done).toContain('2点のうち2点を延長しました');
  expect(done).toMatch(/三四郎\n新しい返却期限：2026年12月8日（火）まで/);
  expect(new Set(web.heard.wishes).size).toBe(2);
  // The other reader's book is asked for meanwhile: the one that can be extended is, the other says why not.
  web.world.rows = [
    { ...row(RESERVATION, 'handedOut'), due: deadlineOn(calendarDate('2026-12-08')), extended: true },
    { ...row(other, 'handedOut'), title: '三四郎', due: present },
  ];
  web.world.process = { code: 'OTHERS_WAITING', values: { dueDate } };
  const half = await extended({ previewedAt, loan: boxes });
  expect(wordsOf(half.text)).toContain('2点のうち1点を延長しました');
  expect(half.text).toContain('data-refusal="OTHERS_WAITING"');
  expect(half.text).not.toContain('もう一度延長する');
});

test('of several loans, one that is over is told; those that may be asked for again are, with one press', async () => {
  const other = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002';
  web.world.rows = [{ ...row(RESERVATION, 'handedOut'), due: present }];
  const previewedAt = '2026-11-24T03:00:00Z';
  const box = `${RESERVATION} 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009 2026-12-08`;
  const loan = [box, `${other} 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0010 2026-12-08`];
  const boxesIn = (page: string) =>
    [...page.matchAll(/name="loan" value="([^"]+)"/g)].map(([, value = '']) => value);
  web.world.process = 'away';
  const busy = (await extended({ previewedAt, loan })).text;
  expect(wordsOf(busy)).toContain('2点のうち0点を延長しました');
  expect(wordsOf(busy)).toContain('ほかの1点は、返却の処理が済んで');
  // The same wish: should it have been carried out, it is answered so.
  expect([wordsOf(busy), boxesIn(busy)]).toEqual([expect.stringContaining('もう一度延長する（1点）'), [box]]);
  web.world.process = { code: 'PREVIEW_CHANGED', values: { newDueDate: calendarDate('2026-12-09') } };
  const changed = (await extended({ previewedAt, loan: [box] })).text;
  expect(boxesIn(changed)).toEqual([expect.stringMatching(/ 2026-12-09$/)]);
  expect(boxesIn(changed)[0]).not.toContain('8f0009');
});

test('whoever opens the address of such an answer without one comes to My Library, and no title is kept for it', async () => {
  const anew = await signedIn(web);
  expect((await anew.get('/my-library/extend/done')).location).toBe('/my-library');
  web.world.rows = [{ ...row(RESERVATION, 'handedOut'), due: present }];
  const loan = `${RESERVATION} 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009 2026-12-08`;
  await extended({ previewedAt: '2026-11-24T03:00:00Z', loan });
  expect(JSON.stringify(await web.database.session.findMany())).not.toContain('坊っちゃん');
});
