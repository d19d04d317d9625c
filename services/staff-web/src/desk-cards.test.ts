import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CardApplicationSchema, makeBarcode } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { formOn } from '@toshobin/web/testing';
import { claimedTask, tasksOf } from './testing/desk-services.ts';
import { OTHER, openDesks } from './testing/open-desks.ts';
import {
  application,
  applicationId,
  approvedApplication,
  issuedApplication,
  reissuedApplication,
  renewal,
} from './testing/patron-desk.ts';
import { filledIn, press, pressThrice } from './testing/press.ts';
import { hanakosCard } from './testing/stand-ins.ts';

const desks = openDesks();

const reason = '電話で確認';

test('cards: an application is approved, another declined with a reason; a code is shown once', async () => {
  const applications = (await desks.desk.get('/cards')).text;
  // Without the day of the week, which nobody knows of a birth.
  expect(applications).toMatch(/例川太郎[^<]*　\d{4}年\d+月\d+日生/);
  expect(applications).toMatch(/同じ方かもしれません.*下4桁 \d{4}）　例河 太郎（レイカワ タロウ）/s);
  expect(applications).toMatch(/href="#application-[^"]*">受付番号 10004<\/a>　例川太朗/);
  const theirs = formOn(await desks.desk.get('/cards'), '/phone');
  expect(theirs.get('code')).toBe(makeBarcode('card', 42));
  const check = `/cards/applications/${applicationId}/check`;
  expect((await desks.desk.post(check, { approved: 'no' })).status).toBe(422);
  // No mail goes to who has no address: the desk is told so before what was applied for is gone.
  expect(applications).toMatch(/メールの登録がありません。お断りするときは/);
  expect(applications).not.toContain('理由（メールに入ります）');
  await desks.desk.post(check, { approved: 'no', reason: '住所を確かめられない' });
  expect((await desks.desk.get('/cards')).text).toMatch(
    /お断りしました.*受付番号 C-1.*メールの登録がない方には、封書か/s,
  );
  // What was said is not said again when the page is opened later.
  expect((await desks.desk.get('/cards')).text).not.toContain('お断りしました');
  // A card works at once, and a mail may say so: before it is issued the desk is told that nothing takes it back.
  expect((await desks.desk.get('/cards')).text).toMatch(/「発行する」は、取り消せません.*利用停止/s);
  await desks.desk.post(check, { approved: 'yes' });
  // Of several in a row each says whose it is.
  expect((await desks.desk.get('/cards')).text).toMatch(/発行します.*受付番号 C-1<.*<h2>申込み/s);
  const paper = { ...application, applicationId: randomUUID(), phone: '', email: '' };
  await desks.desk.post('/cards/applications', paper);
  expect((await desks.desk.get('/cards')).text).toContain('受付番号 C-2');
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  expect((await desks.desk.get('/phone')).text).not.toContain('カードがほかにもあるかもしれません');
  desks.web.world.sameCards = [{ cardNumber: '20000077', name: '例山華子', nameReading: null }];
  expect((await desks.desk.get('/phone')).text).toMatch(
    /カードがほかにもあるかもしれません.*例山華子 下4桁 0077/s,
  );
  desks.web.world.sameCards = [];
  const sent = () => ({ card: hanakosCard, factId: randomUUID(), reason });
  expect((await desks.desk.post('/cards/release', { ...sent(), library: 'uto' })).text).toContain('40404040');
  const letter = (await desks.desk.post('/cards/letter', sent())).text;
  expect(letter).toMatch(/p-sheet--letter.*〒862-0001.*例市例町1.*例山花子　様.*KF7MQ2.*1回だけ使えます/s);
  // What only staff are told stands beside the sheet, which is printed alone.
  expect(letter.slice(letter.indexOf('p-sheet--letter'))).not.toContain('もう一度は表示できません');
  await desks.desk.post('/cards/replace', sent());
  expect((await desks.desk.get('/phone')).text).toContain(makeBarcode('card', 13));
  const answers = await desks.web.database.session.findMany({ where: { account: 'desk' } });
  expect(JSON.stringify(answers.map(({ answer }) => answer))).not.toMatch(/40404040|KF7MQ2/);
  await desks.desk.post('/phone/done', {});
});

test.each(['2999-01-01', dayOf(instantFromDate(new Date())), '1850-02-03'])(
  'nobody who applies on paper is born on %s',
  async (birthDate) => {
    const paper = { ...application, applicationId: randomUUID(), birthDate, phone: '', email: '' };
    const form = await desks.desk.post('/cards/applications', paper);
    expect(form.status).toBe(422);
    expect(form.text).toMatch(/name="birthDate"[^>]*aria-invalid="true".*今日より前の、120年以内の日/s);
    expect(form.text).toContain(`value="${paper.name}"`);
    const body = { application: { ...paper, phone: null, email: null } };
    expect((await desks.desk.json('POST', '/api/card-applications', body)).status).toBe(422);
    expect(desks.web.heard).toEqual([]);
  },
);

test('an application on paper is marked at each field that can’t be read, with what is wanted, and the first is gone to', async () => {
  const typed = { postcode: '86', address: ' ', phone: 'なし', email: 'hanako' };
  const form = await desks.desk.post('/cards/applications', {
    ...{ ...application, applicationId: randomUUID(), ...typed },
  });
  expect(form.status).toBe(422);
  const inputs = [...form.text.matchAll(/<input[^>]*class="input"[^>]*>/g)].map(([input]) => input);
  const of = (attribute: string) =>
    inputs.filter((input) => input.includes(attribute)).map((input) => /name="(\w+)"/.exec(input)?.[1]);
  expect(of('aria-invalid="true"')).toEqual(['postcode', 'address', 'phone', 'email']);
  expect(of(' autofocus')).toEqual(['postcode']);
  for (const [field, words] of [
    ['postcode', '7桁の数字で'],
    ['address', '空のままです'],
    ['phone', '市外局番から'],
    ['email', 'メールアドレスの形を'],
  ]) {
    expect(form.text).toMatch(new RegExp(`aria-describedby="misread-${field}-f"`));
    expect(form.text).toMatch(new RegExp(`id="misread-${field}-f"(?:(?!</p>).)*${words}`, 's'));
  }
});

test('a birth date that was written down wrong is put right, with a reason, and nothing of it is written down', async () => {
  const action = '/cards/person';
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const page = await desks.desk.get('/phone');
  expect(page.text).toContain('はじめのパスワードは変わりません');
  const typed = (birthDate: string) => filledIn(page, action, { birthDate, reason: '申込書と照らした' });
  for (const [birthDate, said] of [
    ['', '直すものを入れてください'],
    ['2999-01-01', '今日より前の、120年以内の日'],
  ] as const) {
    const wrong = await press(desks.desk, action, typed(birthDate));
    expect([wrong.status, wrong.text.includes(said)]).toEqual([422, true]);
    expect(wrong.text).toContain(`例山花子　カード ${hanakosCard}`);
    expect(formOn(wrong, action).get('card')).toBe(hanakosCard);
  }
  desks.web.heard.length = 0;
  await press(desks.desk, action, typed('1961-05-04'));
  expect((await desks.desk.get('/phone')).text).toContain('お名前・住所などを直しました');
  expect(desks.web.heard).toContain('correct person desk@pref');
  expect(page.text).toContain('住所 〒862-0001　例市例町1');
  const deed = await desks.lastDeed();
  expect(deed).toMatchObject({ action: 'correctPerson', reason: '申込書と照らした', outcome: 'done' });
  expect(deed?.subject).toMatch(/^patron /);
  expect(String(Object.values(deed ?? {}))).not.toMatch(/1961|例山/);
  // Whoever has moved: one of them is enough.
  for (const moved of [
    { address: '例市例町22' },
    { postcode: '８６２０００９' },
    { phone: '090 9999 0000' },
  ]) {
    const form = filledIn(page, action, { ...moved, reason: '転居' });
    expect((await press(desks.desk, action, form)).location).toBe('/phone');
  }
  expect(desks.web.heard.filter((one) => one === 'correct person desk@pref')).toHaveLength(4);
  await desks.desk.post('/phone/done', {});
});

test('whoever gives up their card is forgotten only where that was said twice; afterwards nobody is in hand', async () => {
  const action = '/cards/end-registration';
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const page = await desks.desk.get('/phone');
  expect(page.text).toContain('元に戻せません');
  desks.web.heard.length = 0;
  const once = filledIn(page, action, { reason: '転出' });
  once.delete('sure');
  const unsure = await press(desks.desk, action, once);
  expect([unsure.status, unsure.text.includes('印を付けてください')]).toEqual([422, true]);
  expect(unsure.text).toContain(`例山花子　カード ${hanakosCard}`);
  expect(desks.web.heard.filter((one) => one.startsWith('end'))).toEqual([]);
  const sure = filledIn(page, action, { reason: '転出', sure: 'yes' });
  expect((await press(desks.desk, action, sure)).location).toBe('/phone');
  const after = await desks.desk.get('/phone');
  expect(after.text).toContain('利用登録を消しました');
  expect(after.text).not.toContain('例山花子');
  expect(desks.web.heard).toContain('end registration desk@pref');
  const deed = await desks.lastDeed();
  expect(deed).toMatchObject({ action: 'endRegistration', reason: '転出', outcome: 'done' });
  expect(deed?.subject).toMatch(/^patron /);
});

test('one who still has a book is not forgotten, and the desk reads why', async () => {
  const action = '/cards/end-registration';
  await desks.desk.post('/phone', { factId: randomUUID(), code: makeBarcode('card', 13) });
  const form = filledIn(await desks.desk.get('/phone'), action, { reason: '転出', sure: 'yes' });
  await press(desks.desk, action, form);
  const page = await desks.desk.get('/phone');
  expect(page.text).toContain('予約、貸出、または読みたい順予約が残っています');
  expect(formOn(page, action).get('card')).toBe(makeBarcode('card', 13));
  await desks.desk.post('/phone/done', {});
});

test.each([
  ['/cards/person', { nameReading: 'れいやまたろう' }],
  ['/cards/person', { birthDate: '2999-01-01' }],
  ['/cards/suspend', {}],
  ['/cards/end-registration', { sure: 'yes' }],
  ['/cards/replace', {}],
  ['/cards/renew', { expiresOn: '2030-03-31' }],
])('%s is not done to whoever was called up after its form was drawn', async (action, typed) => {
  const callUp = (code: string) => desks.desk.post('/phone', { factId: randomUUID(), code });
  const other = makeBarcode('card', 13);
  await callUp(hanakosCard);
  const because = action === '/cards/renew' ? {} : { reason };
  const form = filledIn(await desks.desk.get('/phone'), action, { ...because, ...typed });
  await callUp(other);
  desks.web.heard.length = 0;
  expect((await press(desks.desk, action, form)).location).toBe('/phone');
  expect(desks.web.heard).toEqual([]);
  const page = await desks.desk.get('/phone');
  expect(page.text).toContain(OTHER);
  expect(formOn(page, action).get('card')).toBe(other);
  await desks.desk.post('/phone/done', {});
});

test('the record tells a suspension from its end, and a card that is issued from one that is declined', async () => {
  for (const suspended of [true, false])
    await desks.desk.json('POST', '/api/cards/suspend', { cardNumber: hanakosCard, suspended, reason });
  for (const answer of [{ approved: 'yes' }, { approved: 'no', reason }])
    await desks.desk.post(`/cards/applications/${applicationId}/check`, answer);
  const deeds = await desks.web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 4 });
  expect(deeds.map(({ changed }) => changed)).toEqual([
    '確認待ち → お断り',
    '確認待ち → 発行',
    '利用停止 → 使えます',
    '使えます → 利用停止',
  ]);
});

test('a card that is to be posted is printed as one, with its letter and its address, and that is written down', async () => {
  const printed = async (sheet: string) =>
    (await desks.desk.get(`/slips/cards/${issuedApplication}/${sheet}`)).text;
  const asked = `/slips/cards/${issuedApplication}/card?print=1`;
  expect((await desks.desk.get('/cards')).text).toContain(`href="${asked}"`);
  // Asked for it is printed without another press, and leads back to its row.
  const atOnce = (await desks.desk.get(asked)).text;
  expect(atOnce).toMatch(new RegExp(`data-at-once.*href="/cards#application-${issuedApplication}"`, 's'));
  expect(await printed('card')).toMatch(/p-sheet--card.*例田次郎　様.*貸出カード番号 \d+/s);
  const letter = await printed('letter');
  // Where it comes back to is seen through the window.
  expect(letter).toMatch(
    /p-window.*〒862-0001.*差出人・返送先　〒000-0000　例県例市例町1番地<br\/><b>[^/]*<\/b><\/p><\/div>.*受付番号 C-3/s,
  );
  expect(letter).toMatch(/西暦8桁.*貸出カード番号画面/s);
  // What can't be delivered comes back.
  expect(await printed('address')).toMatch(
    /p-sheet--address.*例市例町1.*例田次郎　様.*差出人・返送先　〒000-0000　例県例市例町1番地/s,
  );
  const subject = `card application ${issuedApplication}`;
  expect(await desks.web.database.audit.findMany({ where: { action: 'printCard', subject } })).toHaveLength(
    4,
  );
});

test.each([
  ['nobody has approved', applicationId],
  ['is in the post already', randomUUID()],
])('a card that %s is not printed, and the page says where one is had from', async (_which, id) => {
  for (const sheet of ['card', 'letter', 'address']) {
    const { status, text } = await desks.desk.get(`/slips/cards/${id}/${sheet}`);
    expect(status).toBe(404);
    expect(text).toMatch(/郵送待ちではありません.*href="\/phone".*「新しい番号にする」.*href="\/cards"/s);
  }
});

test('the letter of a reissued card says that the old one ended, and nothing of a first password', async () => {
  expect((await desks.desk.get('/cards')).text).toMatch(/受付番号 <b>C-5<\/b>　郵送待ち　再発行/);
  const letter = (await desks.desk.get(`/slips/cards/${reissuedApplication}/letter`)).text;
  expect(letter).toMatch(/再発行した貸出カード.*前のカードは使えません.*パスワードは変わりません/s);
  expect(letter).not.toMatch(/はじめのパスワード|受付番号|お申し込みいただいた/);
});

test('whoever approved an application is told that its card comes soon, and looks again with one press', async () => {
  const page = (await desks.desk.get('/cards')).text;
  const row = page.slice(page.indexOf(`id="application-${approvedApplication}"`));
  expect(row).toMatch(/発行待ち.*まもなくカードができます。<a href="\/cards">/s);
});

test('a renewal says until when the card is valid, and proposes five years from today', async () => {
  const page = (await desks.desk.get('/cards')).text;
  expect(page).toMatch(/例本三郎.*今の有効期限 2026年12月20日（日）/s);
  const inFiveYears = addDays(dayOf(instantFromDate(new Date())), 5 * 365);
  const proposed = new RegExp(`action="/cards/renew".*?name="expiresOn"[^>]*value="${inFiveYears}"`, 's');
  expect(page).toMatch(proposed);
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  expect((await desks.desk.get('/phone')).text).toMatch(proposed);
  await desks.desk.post('/phone/done', {});
});

test('tasks about cards name what they are about and lead to it, and a card is said to be in the post where it is printed', async () => {
  const posting = { ...claimedTask, kind: 'postCard', taskId: randomUUID() } as const;
  tasksOf.patron.push({ ...posting, subject: { applicationId: issuedApplication } });
  const renewing = { ...claimedTask, kind: 'renewCard', taskId: randomUUID() } as const;
  tasksOf.patron.push({ ...renewing, subject: { applicationId: renewal } });
  const checking = { ...claimedTask, kind: 'checkIdentity', taskId: randomUUID() } as const;
  tasksOf.patron.push({ ...checking, subject: { applicationId } });
  const tasks = (await desks.desk.get('/tasks')).text;
  expect(tasks).toMatch(/data-task="postCard".*受付番号 C-3/s);
  // A check is not settled by a press here: it ends with the decision.
  expect(tasks).toContain(`action="/tasks/patron/${checking.taskId}/notes"`);
  expect(tasks).not.toContain(`action="/tasks/patron/${checking.taskId}"`);
  expect(tasks).toContain(`href="/cards#application-${issuedApplication}"`);
  const last4 = makeBarcode('card', 15).slice(-4);
  expect(tasks).toMatch(new RegExp(`data-task="renewCard".*カード下4桁 ${last4}`, 's'));
  expect(tasks).toContain(`href="/cards#application-${renewal}"`);
  const page = await desks.desk.get('/cards');
  for (const id of [issuedApplication, renewal]) expect(page.text).toContain(`id="application-${id}"`);
  expect(page.text.match(/>郵送しました</g)).toHaveLength(1);
  const action = `/tasks/patron/${posting.taskId}`;
  expect((await press(desks.desk, action, formOn(page, action))).location).toBe('/cards');
  tasksOf.patron.splice(-3);
  expect(desks.web.heard).toContain('patron settled by desk');
  const after = (await desks.desk.get('/cards')).text;
  expect(after).toMatch(/済みにしました.*貸出カードができました　受付番号 C-3/s);
  // Nothing takes it back, which is said before; and afterwards where the address and another card are had from.
  expect(page.text).toMatch(
    /「郵送しました」は、取り消せません.*電話受付.*「新しい番号にする」.*>郵送しました</s,
  );
  expect(after.slice(after.indexOf('済みにしました'), after.indexOf('<h2>'))).toMatch(
    /もう一度要るときは.*電話受付.*「新しい番号にする」/s,
  );
  expect(after).not.toContain('>郵送しました<');
});

test('whoever asks has a receipt of all that they have borrowed, without a name', async () => {
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const action = '/slips/receipt/loans';
  const form = filledIn(await desks.desk.get('/phone'), action, { paper: 'a6' });
  const receipt = await press(desks.desk, action, form);
  expect(receipt.text).toMatch(/p-sheet--a6.*カード下4桁 0121　1点.*まで<\/b>/s);
  expect(receipt.text).not.toContain('例山');
  expect(formOn(receipt, action).get('paper')).toBe('roll');
  await desks.desk.post('/phone', { factId: randomUUID(), code: makeBarcode('card', 13) });
  for (const old of [form, formOn(receipt, action)]) {
    expect((await press(desks.desk, action, old)).location).toBe('/phone');
    expect((await desks.desk.get('/phone')).text).toContain(OTHER);
  }
  await desks.desk.post('/phone/done', {});
  expect((await press(desks.desk, action, form)).location).toBe('/phone');
});

test('the library where something waits for the caller is the one that hands out without the card', async () => {
  const chosen = async () => {
    const page = (await desks.desk.get('/phone')).text;
    return /action="\/cards\/release".*?<option value="([^"]*)" selected/s.exec(page)?.[1];
  };
  desks.web.world.moreRows = [
    { reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0005', state: 'ready', pickupLibrary: 'uto' },
  ];
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  expect(await chosen()).toBe('uto');
  await desks.desk.post('/phone/done', {});
});

test.each([
  ['a new card number', '/cards/replace', { reason }, 'replace card'],
  ['a code in place of the card', '/cards/release', { library: 'uto', reason }, 'release'],
  ['a code for a letter', '/cards/letter', { reason }, 'letter code'],
])('%s is given once, however often its button is pressed', async (_what, action, typed, word) => {
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const form = filledIn(await desks.desk.get('/phone'), action, typed);
  const answers = await pressThrice(desks.desk, action, form);
  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
  expect(desks.web.heard.filter((heard) => heard.startsWith(word))).toHaveLength(1);
  await press(desks.desk, action, filledIn(await desks.desk.get('/phone'), action, typed));
  expect(desks.web.heard.filter((heard) => heard.startsWith(word))).toHaveLength(2);
  await desks.desk.get('/phone');
  await desks.desk.post('/phone/done', {});
});

test('an application on paper is taken in full width, and what can’t be read is named in a form that keeps the rest', async () => {
  const action = '/cards/applications';
  const typed = {
    ...application,
    applicationId: randomUUID(),
    email: '',
    phone: '０９０−１２３４ー５６７８',
  };
  const wrong = await desks.desk.post(action, { ...typed, postcode: '８６２−０９' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('「郵便番号」を確かめてください');
  expect(wrong.text).toMatch(/name="name"[^>]* value="例川太郎".*name="address"[^>]* value="例市例町1"/s);
  const { applicationId, ...fields } = { ...typed, postcode: '８６２−０９５６' };
  const kept = filledIn(wrong, action, fields);
  expect(kept.get('applicationId')).toBe(applicationId);
  desks.web.heard.length = 0;
  await press(desks.desk, action, kept);
  expect((await desks.desk.get('/cards')).text).toContain('申込みを受け付けました');
  expect(desks.web.heard).toContain('paper application');
  const folded = CardApplicationSchema.parse({ ...typed, postcode: '８６２−０９５６', email: null });
  expect([folded.postcode, folded.phone]).toEqual(['862-0956', '090-1234-5678']);
});
