import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sentence } from '@toshobin/lending-rules';
import { Device, formOn, Visitor } from '@toshobin/web/testing';
import { press } from '../testing/as-a-browser.ts';
import { newAccount, RIGHT_PASSWORD } from '../testing/fake-patron.ts';
import { signedIn } from '../testing/signed-in.ts';
import { LINK_TOKEN, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

const NEW_PASSWORD = 'ながい合言葉をえらぶ';
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
beforeEach(() => {
  Object.assign(web.account, newAccount());
  Object.assign(web.world, { scope: 'full', cardStatus: 'valid', emailStatus: 'verified' });
});
afterEach(() => web.database.signInAttempt.deleteMany());
afterAll(() => web.stop());

/** Numbers beginning with that digit. */
const madeUp = (count: number, digit: number) =>
  Array.from({ length: count }, (_, n) => `${digit}${String(n).padStart(7, '0')}`);
const tryWrongly = async (cardNumber: string) =>
  (await new Visitor(web.service.url).json('POST', '/api/session', { cardNumber, password: 'wrong' })).status;

const english = async (visitor: Visitor, path: string) =>
  visitor.send('GET', path, { headers: { cookie: `${visitor.cookie}; language=en` } });

describe('signing in (R1, R2)', () => {
  test('whatever is wrong, page, status and words are the same', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/sign-in');
    const attempt = async (cardNumber: string, password: string) => {
      const { status, text } = await visitor.post('/sign-in', { cardNumber, password });
      const token = /name="_token" value="[^"]+"/g;
      return [status, text.replace(`value="${cardNumber}"`, 'value=""').replaceAll(token, '')];
    };
    const [status, page] = await attempt('20012340', 'wrong');
    expect([status, page]).toEqual([
      401,
      expect.stringContaining('カード番号またはパスワードが違うようです'),
    ]);
    expect(page).toContain('何度入れてもログインできないときは');
    expect(await attempt('29999999', 'wrong')).toEqual([status, page]);
    expect(await attempt('12', 'wrong')).toEqual([status, page]);
    expect(await attempt('20012340', '')).toEqual([status, page]);
    web.world.cardStatus = 'replaced';
    expect(await attempt('20012340', 'wrong')).toEqual([status, page]);
    expect((await attempt('20012340', RIGHT_PASSWORD))[1]).toContain(
      'このカードは新しいカードに替わっています',
    );
  });

  test('the card number that was typed is kept, the password never', async () => {
    const visitor = new Visitor(web.service.url);
    await visitor.get('/sign-in');
    const got = await visitor.post('/sign-in', { cardNumber: '20019999', password: 'himitsu-no-kotoba' });
    expect(got.text).toContain('value="20019999"');
    expect(got.text).not.toContain('himitsu');
    expect(got.text).toContain('<title>入力の確認：ログイン｜');
  });

  test('card number and first password are the same in full width, as some keyboards write them', async () => {
    web.account.password = '19610405';
    const visitor = new Visitor(web.service.url);
    await visitor.get('/sign-in');
    const wide = { cardNumber: '２００１２３４０', password: '１９６１０４０５' };
    expect((await visitor.post('/sign-in', wide)).location).toBe('/my-library');
  });

  test('signing out says so, once nobody is signed in any more', async () => {
    const hanako = await signedIn(web);
    expect((await hanako.get('/?done=signedOut')).text).not.toContain('ログアウトしました');
    const { location } = await hanako.post('/sign-out', {});
    expect((await hanako.get(location ?? '')).text).toContain('ログアウトしました');
  });

  test('pressed on a page of an earlier sign-in, signing out ends no other one, but says who is signed in now', async () => {
    const hanako = await signedIn(web);
    const before = await hanako.get('/help');
    await hanako.post('/sign-out', {});
    // In another tab of the same browser her son has signed in.
    hanako.cookie = (await signedIn(web)).cookie;
    await web.database.session.updateMany({ data: { patronId: randomUUID(), cardLast4: '5678' } });
    const pressed = await press(hanako, before, '/sign-out');
    expect([pressed.status, pressed.location]).toEqual([303, '/sign-out']);
    const asked = await hanako.get('/sign-out');
    expect(wordsOf(asked.text)).toContain(
      'まだログアウトしていません。今ログインしているカードは、下4桁 5678 です。',
    );
    expect((await english(hanako, '/sign-out')).text).toContain('Nobody has been signed out yet.');
    expect((await press(hanako, asked, '/sign-out')).location).toBe('/?done=signedOut');
    expect((await hanako.get('/privacy')).location).toContain('/sign-in');
  });

  test('a page of an earlier sign-in says whose card is signed in now, and that what is not found may be another’s', async () => {
    const hanako = await signedIn(web);
    const record = await hanako.get('/records/1');
    await hanako.post('/sign-out', {});
    hanako.cookie = (await signedIn(web)).cookie;
    await web.database.session.updateMany({ data: { patronId: randomUUID(), cardLast4: '5678' } });
    const stale = await press(hanako, record, '/basket/add');
    expect([stale.status, wordsOf(stale.text)]).toEqual([
      403,
      expect.stringMatching(/まだ手続きは済んでいません。.*今ログインしているカードは、下4桁 5678 です。/s),
    ]);
    const ofMother = `/my-library/${randomUUID()}/cancel`;
    const missed = await hanako.get(ofMother);
    expect([missed.status, wordsOf(missed.text)]).toEqual([
      404,
      expect.stringContaining('ほかのカードのもののようです。今ログインしているカードは、下4桁 5678 です。'),
    ]);
    expect(missed.text).not.toContain('資料が一覧からなくなった');
    expect((await english(hanako, ofMother)).text).toContain('The card that is signed in now ends in 5678.');
    expect((await hanako.get('/records/999999')).text).toContain('資料が一覧からなくなった');
    // The header knows it too, as on every page.
    expect((await press(hanako, missed, '/sign-out')).location).toBe('/?done=signedOut');
    expect((await hanako.get('/nowhere')).text).toContain('href="/sign-in"');
  });

  test('pressed when another page has signed out already, signing out is done', async () => {
    const hanako = await signedIn(web);
    const before = await hanako.get('/help');
    await hanako.post('/sign-out', {});
    const pressed = await press(hanako, before, '/sign-out');
    expect((await hanako.get(pressed.location ?? '')).location).toBe('/?done=signedOut');
  });

  test('whoever must wait is told for how long', async () => {
    const visitor = new Visitor(web.service.url);
    for (let n = 0; n < 20; n += 1) {
      await visitor.json('POST', '/api/session', { cardNumber: '20012340', password: 'wrong' });
    }
    await visitor.get('/sign-in');
    const got = await visitor.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
    expect([got.status, got.text]).toEqual([429, expect.stringContaining('しばらくログインできません')]);
    const overApi = await visitor.json('POST', '/api/session', { cardNumber: '20012340', password: 'x' });
    for (const { headers } of [got, overApi])
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(60);
  });

  test('of sixty wrong tries at once no more than twenty are looked at', async () => {
    const before = web.account.tries;
    const seen = await Promise.all(
      madeUp(60, 4).map((cardNumber) => {
        web.account.othersCards.push(cardNumber);
        return tryWrongly(cardNumber);
      }),
    );
    expect(web.account.tries - before).toBe(20);
    expect(seen.filter((status) => status === 401)).toHaveLength(20);
    expect(seen.filter((status) => status === 429)).toHaveLength(40);
  });

  test('numbers that nobody has keep nobody out at the same address, also while they are being tried', async () => {
    const before = web.account.tries;
    for (const cardNumber of madeUp(30, 3)) expect(await tryWrongly(cardNumber)).toBe(401);
    const [flood, hanako] = await Promise.all([
      Promise.all(madeUp(60, 5).map(tryWrongly)),
      new Visitor(web.service.url).json('POST', '/api/session', {
        cardNumber: '20012340',
        password: RIGHT_PASSWORD,
      }),
    ]);
    expect(hanako.status).toBe(200);
    expect(flood).toEqual(Array(60).fill(401));
    expect(web.account.tries - before).toBe(91);
    const shared = new Device(web.service.url);
    await shared.get('/shared-terminal');
    const rightly = { cardNumber: '20012340', password: RIGHT_PASSWORD };
    expect((await shared.json('POST', '/api/session', rightly)).status).toBe(200);
  });

  test('where an address has to wait, a number that nobody has is answered as one of somebody’s', async () => {
    web.account.othersCards = madeUp(21, 4);
    for (const cardNumber of madeUp(20, 4)) expect(await tryWrongly(cardNumber)).toBe(401);
    const before = web.account.tries;
    const answers = await Promise.all(
      [...madeUp(21, 4).slice(20), ...madeUp(1, 3)].map(async (cardNumber) => {
        const visitor = new Visitor(web.service.url);
        const got = await visitor.json('POST', '/api/session', { cardNumber, password: 'wrong' });
        const { requestId, ...problem } = JSON.parse(got.text);
        return [got.status, got.headers.get('retry-after'), problem];
      }),
    );
    expect(answers[0]?.[0]).toBe(429);
    expect(answers[1]).toEqual(answers[0]);
    expect(web.account.tries).toBe(before);
  });

  test('a crowd at the same address keeps nobody out of a browser that their card is known in', async () => {
    const [owner, shared] = [new Device(web.service.url), new Device(web.service.url)];
    await shared.get('/shared-terminal');
    const rightly = { cardNumber: '20012340', password: RIGHT_PASSWORD };
    for (const visitor of [owner, shared]) await visitor.json('POST', '/api/session', rightly);
    web.account.othersCards = madeUp(20, 3);
    for (const cardNumber of web.account.othersCards) await tryWrongly(cardNumber);
    const before = web.account.tries;
    const signIn = async (visitor: Visitor, given = rightly) =>
      (await visitor.json('POST', '/api/session', given)).status;
    await owner.get('/');
    const stranger = new Visitor(web.service.url);
    stranger.cookie = owner.cookie.replace(/(toshobin-known[^=]*=)[^;]+/, `$1${'x'.repeat(22)}`);
    expect(stranger.cookie).not.toBe(owner.cookie);
    expect([await signIn(stranger), web.account.tries - before]).toEqual([429, 0]);
    expect(await signIn(owner, { ...rightly, password: 'wrong' })).toBe(401);
    expect([await signIn(owner), web.account.tries - before]).toEqual([200, 2]);
    expect(web.account.triedFrom).toBe('127.0.0.1');
    expect([await signIn(shared), shared.has('toshobin-known')]).toEqual([429, false]);
  });

  test('who signs in rightly is not counted, and no address is kept of them', async () => {
    for (let n = 0; n < 25; n += 1) await signedIn(web);
    expect(await web.database.signInAttempt.count()).toBe(0);
  });

  test('a cookie that was there before the sign-in opens nothing after it', async () => {
    const planted = new Visitor(web.service.url);
    await planted.get('/sign-in');
    const { cookie } = planted;
    const hanako = new Visitor(web.service.url);
    hanako.cookie = cookie;
    await hanako.get('/sign-in');
    await hanako.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
    expect((await hanako.get('/privacy')).status).toBe(200);
    expect((await planted.get('/privacy')).location).toContain('/sign-in');
  });

  test('whoever signs in after somebody else finds nothing of theirs', async () => {
    const visitor = await signedIn(web);
    const [before] = await web.database.session.findMany({ orderBy: { createdAt: 'desc' }, take: 1 });
    const id = before?.id ?? '';
    await web.database.session.update({ where: { id }, data: { patronId: randomUUID(), answers: [] } });
    await visitor.get('/sign-in');
    const again = await visitor.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
    expect(again.status).toBe(303);
    expect((await visitor.get('/privacy')).status).toBe(200);
    expect(await web.database.session.count({ where: { id } })).toBe(0);
  });

  test.each([
    ['after half an hour of nothing', 'lastSeenAt', 29, 31],
    ['after twelve hours in any case', 'createdAt', 11 * 60 + 59, 12 * 60 + 1],
  ] as const)('a session ends %s', async (_when, column, stillMinutes, endedMinutes) => {
    const hanako = await signedIn(web);
    const goBack = (minutes: number) =>
      web.database.session.updateMany({ data: { [column]: new Date(Date.now() - minutes * 60_000) } });
    await goBack(stillMinutes);
    expect((await hanako.get('/privacy')).status).toBe(200);
    await goBack(endedMinutes);
    expect((await hanako.get('/privacy')).location).toContain('/sign-in');
  });

  test('pages are written in English for whoever asked for it', async () => {
    const visitor = new Visitor(web.service.url);
    expect((await english(visitor, '/sign-in')).text).toContain('Forgotten your password?');
    expect((await english(visitor, '/password/forgotten')).text).toContain('Date of birth');
    const hanako = await signedIn(web);
    for (const path of ['/password', '/email', '/email/test', '/privacy', '/history', '/family']) {
      const { text } = await english(hanako, path);
      const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
      expect([path, main.replaceAll(/<(\w+)[^>]* lang="ja"[^>]*>[^<]*<\/\1>/g, '')]).toEqual([
        path,
        expect.not.stringMatching(/[ぁ-んァ-ヶ]/),
      ]);
    }
  });
});

describe('another password (R2)', () => {
  const change = (visitor: Visitor, fields: Partial<Record<string, string>> = {}) =>
    visitor.post('/password', {
      current: RIGHT_PASSWORD,
      password: NEW_PASSWORD,
      again: NEW_PASSWORD,
      ...fields,
    });

  test('it asks for the present one, and ends every other session of the patron', async () => {
    const [hanako, phone] = [await signedIn(web), await signedIn(web)];
    expect((await hanako.get('/password')).text).toContain('今のパスワード');
    const wrong = await change(hanako, { current: 'wrong' });
    expect([wrong.status, wrong.text]).toEqual([
      422,
      expect.stringContaining('今のパスワードが違うようです'),
    ]);
    expect((await change(hanako, { current: '' })).status).toBe(422);
    expect((await phone.get('/privacy')).status).toBe(200);
    expect((await change(hanako)).location).toBe('/password?done=changed');
    expect((await hanako.get('/password?done=changed')).text).toContain('パスワードを変更しました');
    expect((await phone.get('/privacy')).location).toContain('/sign-in');
  });

  test('of two browsers that change it at once one does and stays; the other and every third are signed out', async () => {
    for (const scope of ['full', 'choosePassword', 'full', 'choosePassword'] as const) {
      Object.assign(web.account, { password: RIGHT_PASSWORD });
      const browsers = [await signedIn(web, scope), await signedIn(web, scope)] as const;
      const third = await signedIn(web, scope);
      for (const browser of browsers) await browser.get('/password');
      const wanted = ['toshokan-no-asa', 'toshokan-no-yoru'] as const;
      const got = await Promise.all(
        browsers.map((browser, n) => change(browser, { password: wanted[n], again: wanted[n] })),
      );
      const isMade = ({ location }: { location: string | null }) =>
        location === '/password?done=changed' || location === '/password/chosen';
      const winner = got.findIndex(isMade);
      const loser = winner === 0 ? 1 : 0;
      expect(got.filter(isMade)).toHaveLength(1);
      expect(web.account.password).toBe(wanted[winner === 0 ? 0 : 1]);
      // Told that it was not the present one; or led to the sign-in, where its session has ended while it waited.
      const told = got[loser];
      expect(told?.text).not.toContain('パスワードを変更しました');
      if (told?.status === 422) expect(told.text).toContain('今のパスワードが違うようです');
      const answers = [browsers[winner], browsers[loser], third].map((browser) => browser?.get('/password'));
      const [stays, ...ended] = await Promise.all(answers);
      expect(stays?.status).toBe(200);
      for (const one of ended) expect(one?.location).toContain('/sign-in');
    }
  });

  test.each(['full', 'choosePassword'] as const)(
    'sent twice at once by one browser (%s) it is changed once, and the browser stays signed in',
    async (scope) => {
      for (let times = 0; times < 4; times += 1) {
        Object.assign(web.account, { password: RIGHT_PASSWORD });
        const hanako = await signedIn(web, scope);
        await hanako.get('/password');
        const got = await Promise.all([change(hanako), change(hanako)]);
        expect(web.account.password).toBe(NEW_PASSWORD);
        const done = scope === 'full' ? '/password?done=changed' : '/password/chosen';
        expect(got.filter(({ location }) => location === done)).toHaveLength(1);
        expect((await hanako.get('/my-library')).status).toBe(200);
      }
    },
  );

  test('what is too short, too easy or not twice the same stands at its field; the width is no matter', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/password');
    const faults = async (password: string, again = password, more = {}) => {
      const { status, text } = await change(hanako, { password, again, ...more });
      expect(text).not.toContain(password);
      return [status, /<p class="field-error" id="(\w+)-error">[\s\S]*?<span>([^<]*)/.exec(text)?.slice(1)];
    };
    expect(await faults('みじかい')).toEqual([422, ['password', 'パスワードは10文字以上にしてください。']]);
    expect(await faults('kumamoto12345')).toEqual([
      422,
      ['password', expect.stringContaining('ほかの人が思いつきやすい')],
    ]);
    expect(await faults(NEW_PASSWORD, 'べつのパスワード')).toEqual([422, ['again', expect.any(String)]]);
    const wide = await change(hanako, { password: 'ｔｏｓｈｏｋａｎ－ｎｏ', again: 'toshokan-no' });
    expect(wide.location).toBe('/password?done=changed');
    expect(web.account.password).toBe('toshokan-no');
  });

  test('over the API the present one is asked for too, but not of an initial password', async () => {
    const hanako = await signedIn(web);
    const choose = (visitor: Visitor, body: object) => visitor.json('POST', '/api/password', body);
    expect(JSON.parse((await choose(hanako, { password: NEW_PASSWORD })).text).code).toBe('SIGN_IN_FAILED');
    const wrong = await choose(hanako, { password: NEW_PASSWORD, current: 'wrong' });
    expect(JSON.parse(wrong.text).code).toBe('SIGN_IN_FAILED');
    const right = await choose(hanako, { password: NEW_PASSWORD, current: RIGHT_PASSWORD });
    expect(JSON.parse(right.text)).toEqual({ chosen: true });
    web.account.password = RIGHT_PASSWORD;
    const first = await signedIn(web, 'choosePassword');
    const other = await signedIn(web, 'choosePassword');
    expect(JSON.parse((await choose(first, { password: NEW_PASSWORD })).text)).toEqual({ chosen: true });
    expect((await first.get('/privacy')).status).toBe(200);
    expect((await other.get('/password')).location).toContain('/sign-in');
  });
});

describe('the first visit', () => {
  test('a password that was chosen meanwhile on another device stays: whoever comes after it signs in', async () => {
    const [first, other] = [await signedIn(web, 'choosePassword'), await signedIn(web, 'choosePassword')];
    for (const visitor of [first, other]) await visitor.get('/password');
    Object.assign(web.account, { password: NEW_PASSWORD, passwordSetAt: '2026-11-30T00:00:00.000Z' });
    const fields = { password: 'yoru-no-toshokan', again: 'yoru-no-toshokan' };
    expect((await first.post('/password', fields)).location).toBe('/my-library');
    expect(web.account.password).toBe(NEW_PASSWORD);
    expect((await first.get('/privacy')).location).toContain('/sign-in');
    const answer = await other.json('POST', '/api/password', { password: fields.password });
    expect(JSON.parse(answer.text).code).toBe('SIGN_IN_FAILED');
    expect(web.account.password).toBe(NEW_PASSWORD);
  });

  test('password, address, link, and what was in the basket: one step after the other, without the menu', async () => {
    web.world.emailStatus = 'none';
    const hanako = new Visitor(web.service.url);
    await hanako.get('/sign-in');
    web.world.scope = 'choosePassword';
    const fields = { cardNumber: '20012340', password: RIGHT_PASSWORD, next: '/reserve' };
    expect((await hanako.post('/sign-in', fields)).location).toBe('/password');
    const password = await hanako.get('/password');
    expect(password.text).toMatch(/aria-current="step"[^>]*>1 パスワード/);
    for (const page of [password.text]) {
      expect(page).not.toContain('site-nav');
      expect(page).not.toContain('今のパスワード');
      expect(page).toContain('autocomplete="new-password"');
    }
    const chosen = await hanako.post('/password', { password: NEW_PASSWORD, again: NEW_PASSWORD });
    expect(chosen.location).toBe('/email');
    web.world.scope = 'full';
    const email = await hanako.get('/email');
    expect(email.text).toMatch(/aria-current="step"[^>]*>2 メールアドレス/);
    expect(email.text).not.toContain('site-nav');
    expect(email.text).toContain('あとで登録する');
    expect((await hanako.post('/email', { wishId: randomUUID(), email: 'はなこ' })).status).toBe(422);
    const sent = await hanako.post('/email', { wishId: randomUUID(), email: ' ｈａｎａｋｏ@example.jp ' });
    expect(sent.location).toBe('/email/sent');
    expect(web.account.links).toEqual(['hanako@example.jp']);
    const wait = await hanako.get('/email/sent');
    expect(wait.text).toContain('お送りしたメールのリンクを開いてください');
    expect(wait.text).toContain('hanako@example.jp');
    // What a carrier's filter asks for.
    expect(wait.text).toMatch(
      /差出人は <b>library@example\.jp<\/b> です。「ドメイン指定受信」に <b>example\.jp<\/b>/,
    );
    // The address is known now: she is told what is still to be done, and not that there is none.
    const known = await hanako.get('/email');
    expect(known.text.match(/>確認メールを送る</g)).toHaveLength(1);
    expect(known.text).not.toContain(sentence({ code: 'EMAIL_NOT_REGISTERED' }, 'ja'));
    expect(known.text).toContain('差出人は <b>library@example.jp</b> です。');
    expect((await hanako.post('/email/resend', { wishId: randomUUID() })).location).toBe('/email/sent');
    expect(web.account.links).toHaveLength(2);
    await hanako.get(`/email/verify?token=${LINK_TOKEN}`);
    expect(web.world.emailStatus).toBe('unverified');
    expect((await hanako.post('/email/verify', { token: LINK_TOKEN })).location).toBe('/email/verified');
    expect(web.world.emailStatus).toBe('verified');
    expect((await hanako.get('/email/verified')).text).toContain('これで予約できます');
    // A card that may not reserve is promised nothing.
    web.world.cardStatus = 'expired';
    expect((await hanako.get('/email/verified')).text).not.toContain('これで予約できます');
    web.world.cardStatus = 'valid';
    // Tapped once more, it says that nothing is left to do.
    const again = await hanako.get(`/email/verify?token=${LINK_TOKEN}`);
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('登録は済んでいます')]);
    expect(again.text).not.toMatch(/登録を終える|期限が過ぎた/);
    const over = await hanako.get(`/email/verify?token=${'x'.repeat(43)}`);
    expect([over.status, over.text]).toEqual([422, expect.stringContaining('期限が過ぎたか、使用済みです')]);
    expect(over.text).toContain('いちばん新しいメールのリンクを開いてください');
    // Opened on another device, the page that waits here says nothing more of a link to be opened.
    expect((await hanako.get('/email/sent')).location).toBe('/email');
    const elsewhere = (await new Visitor(web.service.url).get('/email/verified')).text;
    expect(elsewhere).toContain('登録が終わりました');
    expect(elsewhere).not.toContain('これで予約できます');
  });

  test('with an address verified before, the password is the last step: nothing asks for another one', async () => {
    const hanako = new Visitor(web.service.url);
    await hanako.get('/sign-in');
    web.world.scope = 'choosePassword';
    await hanako.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD, next: '/reserve' });
    await hanako.get('/password');
    const fields = { password: NEW_PASSWORD, again: NEW_PASSWORD };
    expect((await hanako.post('/password', fields)).location).toBe('/password/chosen');
    web.world.scope = 'full';
    const { status, text } = await hanako.get('/password/chosen');
    expect([status, text]).toEqual([200, expect.stringContaining('パスワードを決めました。')]);
    expect(text).toContain('メールアドレスの登録は済んでいます。これで予約できます。');
    expect(text).toContain('href="/my-library"');
    expect(text).not.toContain('新しいメールアドレス');
    expect((await english(hanako, '/password/chosen')).text).toContain('Your password is set.');
    web.world.cardStatus = 'suspended';
    expect((await hanako.get('/password/chosen')).text).not.toContain('これで予約できます');
    web.world.cardStatus = 'valid';
    // An address that mail does not reach is still to be mended.
    web.world.emailStatus = 'undeliverable';
    expect((await hanako.get('/password/chosen')).location).toBe('/email');
  });
});

describe('another address (R2)', () => {
  test('where one is registered the password is asked for, on the page and over the API', async () => {
    const hanako = await signedIn(web);
    const page = await hanako.get('/email');
    expect(page.text).toContain('hanako@example.jp');
    const wrong = await hanako.post('/email', {
      wishId: randomUUID(),
      email: 'new@example.jp',
      password: 'wrong',
    });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('パスワードが違うようです')]);
    expect(wrong.text).toContain('value="new@example.jp"');
    const api = (body: object) => hanako.json('POST', '/api/email', body);
    expect(JSON.parse((await api({ email: 'new@example.jp' })).text).code).toBe('SIGN_IN_FAILED');
    expect(web.account.links).toEqual([]);
    const sent = await hanako.post('/email', {
      wishId: randomUUID(),
      email: 'new@example.jp',
      password: RIGHT_PASSWORD,
    });
    expect(sent.location).toBe('/email/sent');
    const waits = /new@example\.jp<\/b>（リンクは.*2026年12月2日（水）.*午後0時4分まで使えます/s;
    const told = (await hanako.get('/email/sent')).text;
    expect(told).toContain('それまでは今のアドレスにお知らせします');
    expect(told).toMatch(waits);
    expect((await hanako.get('/email')).text).toMatch(waits);
    expect(JSON.parse((await api({ email: 'b@example.jp', password: RIGHT_PASSWORD })).text)).toEqual({
      sent: true,
    });
    // Nothing to send again: the address that is verified needs no link.
    expect((await hanako.post('/email/resend', { wishId: randomUUID() })).location).toBe('/email');
    expect(web.account.links).toEqual(['new@example.jp', 'b@example.jp']);
  });

  test('a button of a mail pressed twice sends one', async () => {
    web.world.emailStatus = 'none';
    const hanako = await signedIn(web);
    const twice = async (page: string, action: string, typed: Record<string, string> = {}) => {
      const body = formOn(await hanako.get(page), action);
      for (const [name, value] of Object.entries(typed)) body.set(name, value);
      const send = () => hanako.send('POST', action, { body: body.toString() });
      return [...(await Promise.all([send(), send()])), await send()].map(({ location }) => location);
    };
    const sent = await twice('/email', '/email', { email: 'hanako@example.jp' });
    expect(sent).toEqual(['/email/sent', '/email/sent', '/email/sent']);
    expect(web.account.links).toHaveLength(1);
    await twice('/email/sent', '/email/resend');
    expect(web.account.links).toHaveLength(2);
    web.world.emailStatus = 'verified';
    web.heard.mails = 0;
    await twice('/email/test', '/email/test');
    await twice('/password/forgotten', '/password/forgotten', {
      cardNumber: '20012340',
      birthDate: '19610405',
    });
    expect(web.heard.mails).toBe(2);
  });

  test('after five links in an hour the page says so, and when there may be another, and keeps what was typed', async () => {
    web.world.emailStatus = 'none';
    const hanako = await signedIn(web);
    await hanako.get('/email');
    for (let n = 0; n < 5; n += 1)
      await hanako.post('/email', { wishId: randomUUID(), email: 'hanako@example.jp' });
    const sixth = await hanako.post('/email', { wishId: randomUUID(), email: 'hanako@example.jp' });
    expect([sixth.status, sixth.text]).toEqual([
      429,
      expect.stringContaining('しばらく送れません。42分後にもう一度お試しください。'),
    ]);
    expect(sixth.text).toContain('value="hanako@example.jp"');
  });

  test('an address that mails came back from is said so', async () => {
    web.world.emailStatus = 'undeliverable';
    const hanako = await signedIn(web);
    const { text } = await hanako.get('/email');
    expect(text).toContain('登録のアドレスにメールが届きませんでした');
    expect(text).not.toContain('試しにメールを送る');
  });
});
