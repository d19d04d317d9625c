import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { calendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { formOn, Visitor } from '@toshobin/web/testing';
import { readApplication } from './card-application/read-application.ts';
import { readBirthDate } from './pages/read-birth-date.ts';
import { RIGHT_PASSWORD } from './testing/fake-patron.ts';
import { signedIn } from './testing/signed-in.ts';
import { LINK_TOKEN, startPatronWeb, type TestWeb } from './testing/start-patron-web.ts';
import { wordsOf } from './testing/words-of.ts';

const APPLICATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f00ca';
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterEach(() => web.database.signInAttempt.deleteMany());
afterAll(() => web.stop());

const today = calendarDate('2026-11-24');
const draft = {
  applicationId: APPLICATION,
  name: '山田 花子',
  nameReading: 'やまだ はなこ',
  birthDate: '１９６１／４／５',
  postcode: '８６０－０００１',
  address: '熊本市中央区千葉城町1-1',
  phone: '０９６ー３８４ー５０００',
  email: ' hanako@example.jp ',
};
const application = {
  ...draft,
  birthDate: '1961-04-05',
  postcode: '860-0001',
  phone: '096-384-5000',
  email: 'hanako@example.jp',
};

const followed = (visitor: Visitor, { location }: { location: string | null }) => visitor.get(location ?? '');
const sent = async (visitor: Visitor, fields: Record<string, string>) =>
  followed(visitor, await visitor.post('/card-application', fields));

describe('applying for a card (R1)', () => {
  test('numbers are folded, and what is wrong is named by its field', () => {
    expect(readApplication(draft, today)).toEqual({ ok: true, application });
    const read = readApplication(
      { ...draft, name: ' ', birthDate: '19610431', email: '', phone: 'なし' },
      today,
    );
    expect(read.ok ? [] : read.faults.map(({ name }) => name)).toEqual([
      'name',
      'birthDate',
      'phone',
      'email',
    ]);
  });

  test.each(['20261124', '20301231', '19061123'])('nobody who applies is born on %s', (birthDate) => {
    const read = readApplication({ ...draft, birthDate }, today);
    const text = '生年月日を確かめてください。今日より前の、120年以内の日を入れてください。';
    expect(read).toEqual({ ok: false, faults: [{ name: 'birthDate', text }] });
  });

  test.each([
    ['birthDate', '19610431', '入れた年月日は、暦にありません'],
    ['birthDate', '1961年2月29日', '入れた年月日は、暦にありません'],
    ['birthDate', '610431', '西暦8桁の数字で'],
    ['phone', '3845000', '市外局番から'],
    ['phone', '38450001', '市外局番から'],
  ])('what is said of the %s %j says what is wanted', (field, typed, words) => {
    const read = readApplication({ ...draft, [field]: typed }, today);
    expect(read).toEqual({ ok: false, faults: [{ name: field, text: expect.stringContaining(words) }] });
  });

  test.each([
    ['19610405', '1961-04-05'],
    ['1961年4月5日', '1961-04-05'],
    ['20260230', undefined],
    ['20261125', undefined],
    ['昭和36年4月5日', '1961-04-05'],
    ['Ｓ36．4．5', '1961-04-05'],
    ['平成元年1月8日', '1989-01-08'],
    ['昭和36年2月30日', undefined],
    ['昭和36', undefined],
    ['', undefined],
  ])('the birth date %j is read as %j', (typed, date) => {
    expect(readBirthDate(typed, today)).toBe(date);
  });

  test('form, confirmation, number; sent twice it is one application', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/records/1');
    await visitor.post('/basket/add', { recordId: '1' });
    const form = await visitor.get('/card-application');
    const applicationId = /name="applicationId" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    const fields = { ...draft, applicationId };
    const confirm = await sent(visitor, { ...fields, step: 'confirm' });
    expect(confirm.text).toContain('1961年4月5日（水）');
    expect(web.heard.cards.size).toBe(0);
    const back = await sent(visitor, { ...fields, step: 'edit' });
    expect(back.text).toContain('value="山田 花子"');
    const twice = await Promise.all([1, 2].map(() => sent(visitor, { ...fields, step: 'send' })));
    for (const got of twice) expect([got.status, got.text]).toEqual([200, expect.stringContaining('C-1')]);
    expect(twice[0]?.text).toContain('7日ほどかかります');
    // Before she waits a week for a mail that her carrier holds back.
    expect(twice[0]?.text).toContain('差出人は <b>library@example.jp</b> です。');
    expect(twice[0]?.text).toContain('予約かごに入れた資料は、カードが届くころには残っていません。');
    expect([...web.heard.cards.values()]).toEqual([{ ...application, applicationId, mailLanguage: 'ja' }]);
  });

  test.each([
    ['hanako,yamada@example.jp', 'コンマ'],
    ['hanako..yamada@example.jp', '「.」が続くアドレス'],
    ['hanako', '形を確かめてください'],
  ])('an address of mail is refused for its own reason: %s', (email, reason) => {
    const read = readApplication({ ...draft, email }, today);
    expect(read.ok ? [] : read.faults).toEqual([{ name: 'email', text: expect.stringContaining(reason) }]);
  });

  test('the form to print is blank for everybody, and names the library', async () => {
    const visitor = new Visitor(web.service.url);
    expect((await visitor.get('/card-application')).text).toContain('href="/card-application/form"');
    const { status, text } = await visitor.get('/card-application/form');
    expect(status).toBe(200);
    expect(text).toContain('県立図書館 御中');
    expect(text).toContain('096-000-0000');
    const hanako = await signedIn(web);
    const sheet = (page: string) => /<section class="paper"[\s\S]*<\/section>/.exec(page)?.[0];
    expect(sheet((await hanako.get('/card-application/form')).text)).toBe(sheet(text));
    const style = await visitor.get('/style/paper.css');
    expect(style.text).toContain('size: A4 portrait');
  });

  test('in English, its faults too; and its mails are to be in English', async () => {
    const visitor = new Visitor(web.service.url);
    const form = await visitor.get('/card-application');
    const { cookie } = visitor;
    visitor.cookie = `${cookie}; language=en`;
    const got = await sent(visitor, { ...draft, step: 'confirm', postcode: '12' });
    expect(got.text).toContain('<a class="tap" href="#postcode">Enter your postcode, seven digits.</a>');
    const applicationId = formOn(form, '/card-application').get('applicationId') ?? '';
    expect((await sent(visitor, { ...draft, applicationId, step: 'send' })).status).toBe(200);
    expect(web.heard.cards.get(applicationId)?.mailLanguage).toBe('en');
  });

  test('what is missing is listed above the form and at its field, and nothing is sent', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/card-application');
    const before = web.heard.cards.size;
    for (const step of ['confirm', 'send']) {
      const got = await sent(visitor, { ...draft, step, postcode: '12' });
      expect(got.status).toBe(422);
      expect(got.text).toContain(
        '<a class="tap" href="#postcode">郵便番号を、7桁の数字で入れてください。</a>',
      );
      expect(got.text).toMatch(/<input[^>]*id="postcode"[^>]*aria-invalid="true"/);
      expect(got.text).toContain('value="山田 花子"');
    }
    expect(web.heard.cards.size).toBe(before);
  });

  test.each([
    { ...draft, step: 'steal' },
    { ...draft, applicationId: '1' },
    { ...draft, name: ['a', 'b'] },
    { step: 'send' },
  ])('a form of another shape is refused', async (fields) => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/card-application');
    expect((await visitor.post('/card-application', fields)).status).toBe(422);
  });

  test('over the API; the same id with other contents is refused', async () => {
    const visitor = new Visitor(web.service.url);
    const got = await visitor.json('POST', '/api/card-applications', application);
    expect(JSON.parse(got.text)).toMatchObject({ applicationId: APPLICATION });
    const other = await visitor.json('POST', '/api/card-applications', { ...application, name: '別人' });
    expect(JSON.parse(other.text).code).toBe('STATE_CHANGED');
    const none = await visitor.json('POST', '/api/card-applications', { ...application, email: null });
    expect(JSON.parse(none.text).code).toBe('EMAIL_NOT_REGISTERED');
    const wrong = await visitor.json('POST', '/api/card-applications', { ...application, postcode: '1' });
    expect(wrong.status).toBe(422);
    for (const birthDate of ['2999-01-01', dayOf(instantFromDate(new Date())), '1850-02-03']) {
      const unborn = await visitor.json('POST', '/api/card-applications', { ...application, birthDate });
      expect(unborn.status).toBe(422);
    }
  });

  test('more than twenty within the hour from one address have to wait', async () => {
    const visitor = new Visitor(web.service.url);
    const send = () => visitor.json('POST', '/api/card-applications', application);
    const got = [];
    for (let n = 0; n < 21; n += 1) got.push((await send()).status);
    expect([...new Set(got.slice(0, 20)), got[20]]).toEqual([200, 503]);
  });
});

describe('a new last day for the card (R1)', () => {
  test('an expired card leads to it; it is asked for on the page and over the API', async () => {
    const hanako = await signedIn(web);
    web.world.cardStatus = 'expired';
    expect((await hanako.get('/card')).text).toContain('href="/card/renewal"');
    expect((await hanako.get('/card/renewal/done')).location).toBe('/card/renewal');
    expect((await hanako.get('/card/renewal')).text).toContain('更新を申し込む');
    const got = await hanako.post('/card/renewal', {});
    expect(got.location).toBe('/card/renewal/done');
    expect((await hanako.get('/card/renewal/done')).text).toContain('更新の申込みを受け付けました');
    expect((await hanako.get('/card/renewal')).location).toBe('/card/renewal/done');
    const again = await hanako.get('/card/renewal/done');
    expect(again.text).toContain('更新の申込みを受け付けました');
    expect(again.text).toContain('もう一度申し込む必要はありません');
    expect(again.text).not.toContain('action="/card/renewal"');
    for (const path of ['/card', '/my-library']) {
      const { text } = await hanako.get(path);
      expect(text).toContain('更新の申込みを受け付けています');
      expect(text).not.toContain('btn--second" href="/card/renewal"');
    }
    expect(JSON.parse((await hanako.json('POST', '/api/card-renewals', {})).text)).toEqual({ asked: true });
    web.account.renewalAskedAt = null; // the desk has answered
    expect((await hanako.get('/card/renewal')).text).toContain('更新を申し込む');
    web.world.cardStatus = 'valid';
  });
});

test('a test mail is sent three times a day, on the page and over the API; then the page says so', async () => {
  const hanako = await signedIn(web);
  web.heard.mails = 0;
  expect((await hanako.get('/email')).text).toContain('試しにメールを送る');
  await hanako.get('/email/test');
  expect((await hanako.post('/email/test', { wishId: randomUUID() })).location).toBe('/email/test?done=sent');
  const sent = await hanako.get('/email/test?done=sent');
  expect(wordsOf(sent.text)).toContain(
    '試しのメールを送りました。件名は「【県立図書館】メールが届くかの確認」です。',
  );
  web.account.preferences.mailLanguage = 'en';
  const english = await hanako.get('/email/test?done=sent');
  expect(wordsOf(english.text)).toContain('件名は「[県立図書館] Test mail」です。');
  web.account.preferences.mailLanguage = 'ja';
  expect(sent.text).toContain('ドメイン指定受信');
  expect(JSON.parse((await hanako.json('POST', '/api/email/test', {})).text)).toEqual({ sent: true });
  await hanako.post('/email/test', { wishId: randomUUID() });
  const refused = await hanako.post('/email/test', { wishId: randomUUID() });
  expect(refused.status).toBe(429);
  expect(refused.text).toContain('試しのメールは1日3回までです');
  expect(refused.text).toContain('明日、またお送りできます');
  expect(refused.text).toContain('<title>お受けできません：試しのメール｜');
  expect(refused.text).not.toMatch(/混み合って|少したってから|action="\/email\/test"/);
  hanako.cookie = `${hanako.cookie}; language=en`;
  const inEnglish = await hanako.post('/email/test', { wishId: randomUUID() });
  expect([inEnglish.status, inEnglish.text]).toEqual([
    429,
    expect.stringContaining('We send three test mails a day'),
  ]);
  expect(inEnglish.text).not.toContain('busy');
});

test('without an address no test mail is offered, and none is spoken of', async () => {
  const hanako = await signedIn(web);
  web.world.emailStatus = 'none';
  const { text } = await hanako.get('/email/test');
  web.world.emailStatus = 'verified';
  expect(text).toContain('href="/email"');
  expect(text).not.toMatch(/登録のアドレス|<b><\/b>|action="\/email\/test"/);
});

describe('a forgotten password (R2)', () => {
  test('a link is asked for, and the answer says nothing of the card', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/password/forgotten');
    const got = await visitor.post('/password/forgotten', {
      wishId: randomUUID(),
      cardNumber: '２００１２３４０',
      birthDate: '19610405',
    });
    expect(got.location).toBe('/password/forgotten/sent');
    expect((await visitor.get('/password/forgotten/sent')).text).toContain('ご登録と合うときは');
    const api = await visitor.json('POST', '/api/password-resets', {
      cardNumber: '29999999',
      birthDate: '1961-04-05',
    });
    expect(JSON.parse(api.text)).toEqual({ asked: true });
  });

  test('what can’t be a card or a birth date is named at its field', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/password/forgotten');
    web.heard.mails = 0;
    const got = await visitor.post('/password/forgotten', {
      wishId: randomUUID(),
      cardNumber: ' ',
      birthDate: '1961',
    });
    expect(got.status).toBe(422);
    expect(got.text).toContain('href="#cardNumber"');
    expect(got.text).toContain('href="#birthDate"');
    const body = { cardNumber: '20012340', birthDate: '19610405' };
    expect((await visitor.json('POST', '/api/password-resets', body)).status).toBe(422);
    expect(web.heard.mails).toBe(0);
  });

  test('the link opens a form, a short password may be mended, and it is used once', async () => {
    const visitor = new Visitor(web.service.url);
    const page = await visitor.get(`/password/reset?token=${LINK_TOKEN}`);
    expect(page.text).toContain('新しいパスワード');
    const reset = (password: string, again = password) =>
      visitor.post('/password/reset', { token: LINK_TOKEN, password, again });
    const short = await reset('短い');
    expect([short.status, short.text]).toEqual([422, expect.stringContaining('10文字以上にしてください')]);
    expect((await reset('')).status).toBe(422);
    expect((await reset('ながい合言葉をえらぶ', 'ながい合言葉')).text).toContain(
      '2回の入力が同じではありません',
    );
    const hanako = await signedIn(web);
    expect((await reset('ながい合言葉をえらぶ')).location).toBe('/password/reset/done');
    web.account.password = RIGHT_PASSWORD;
    expect((await visitor.get('/password/reset/done')).text).toContain('パスワードを変更しました');
    // It signs nobody in, and whoever was signed in with the old one is out.
    expect((await hanako.get('/my-library')).location).toContain('/sign-in');
    expect((await visitor.get('/my-library')).status).toBe(303);
  });

  test.each(['', '?token=short', '?token=a&token=b', `?token=${'x'.repeat(43)}`])(
    'a link without its token, or one that was used, has expired and opens no form: %j',
    async (q) => {
      const got = await new Visitor(web.service.url).get(`/password/reset${q}`);
      expect([got.status, got.text]).toEqual([422, expect.stringContaining('このリンクは期限が過ぎたか')]);
      expect(got.text).toContain('いちばん新しいメールのリンクを開いてください');
      expect(got.text).not.toContain('action="/password/reset"');
    },
  );

  test('over the API', async () => {
    const visitor = new Visitor(web.service.url);
    const use = (token: string, password: string) =>
      visitor.json('POST', '/api/password-resets/use', { token, password });
    expect(JSON.parse((await use('x'.repeat(30), 'ながい合言葉をえらぶ')).text).code).toBe('LINK_EXPIRED');
    expect(JSON.parse((await use(LINK_TOKEN, '短い')).text).code).toBe('PASSWORD_TOO_SHORT');
    expect(JSON.parse((await use(LINK_TOKEN, 'ながい合言葉をえらぶ')).text)).toEqual({ chosen: true });
    web.account.password = RIGHT_PASSWORD;
    expect((await use('short', 'x')).status).toBe(422);
  });
});

test('the code of a letter goes through the ordinary sign-in and admits to choosing a password only', async () => {
  const hanako = await signedIn(web, 'choosePassword');
  expect((await new Visitor(web.service.url).get('/sign-in')).text).toContain(
    'お手紙に番号が書いてあるときは、その番号を入れてください',
  );
  expect((await hanako.get('/my-library')).location).toBe('/password');
});
