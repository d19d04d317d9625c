import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tablesWithRowsLeft } from '@toshobin/database/testing';
import { Visitor } from '@toshobin/web/testing';
import { forgetSessions, vacuumAtNight } from '../sessions/forget-sessions.ts';
import { press } from '../testing/as-a-browser.ts';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { BASKET_DAYS, BASKET_LIMIT } from './basket.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());
beforeEach(async () => {
  web.world.scope = 'full';
  await web.database.patronBasketItem.deleteMany();
});

/** Somebody who has not signed in, with a page open that has a form. */
async function somebody(): Promise<Visitor> {
  const visitor = new Visitor(web.service.url);
  await visitor.get('/sign-in');
  return visitor;
}
async function inBasket(visitor: Visitor): Promise<string[]> {
  const page = await visitor.get('/basket');
  return [...page.text.matchAll(/name="recordId" value="(\d+)"/g)].map(([, id = '']) => id);
}
const signInAs = (visitor: Visitor, password: string) =>
  visitor.post('/sign-in', { cardNumber: '20012340', password, next: '/basket' });

describe('the basket', () => {
  test('survives failed sign-ins and the sign-in, and waits on the other device of the same patron', async () => {
    const atHome = await somebody();
    await atHome.post('/basket/add', { recordId: '1' });
    expect((await signInAs(atHome, '違うパスワード')).status).toBe(401);
    expect(await inBasket(atHome)).toEqual(['1']);
    await atHome.get('/sign-in');
    await signInAs(atHome, '正しいパスワード');
    expect(await inBasket(atHome)).toEqual(['1']);

    const onTheBus = await somebody();
    await onTheBus.post('/basket/add', { recordId: '2' });
    await onTheBus.post('/basket/add', { recordId: '1' });
    await onTheBus.get('/sign-in');
    await signInAs(onTheBus, '正しいパスワード');
    expect((await inBasket(onTheBus)).sort()).toEqual(['1', '2']);
    expect((await inBasket(atHome)).sort()).toEqual(['1', '2']);
    await onTheBus.get('/basket');
    await onTheBus.post('/basket/remove', { recordId: '1' });
    expect(await inBasket(atHome)).toEqual(['2']);
  });

  test('is still there after signing out and in again, and nobody else sees it meanwhile', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId: '1' });
    await hanako.get('/basket');
    await hanako.post('/sign-out', {});
    expect(await inBasket(hanako)).toEqual([]);
    await hanako.get('/sign-in');
    await signInAs(hanako, '正しいパスワード');
    expect(await inBasket(hanako)).toEqual(['1']);
  });

  test('is not opened by an initial password (R2)', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId: '2' });
    const somebodyElse = await signedIn(web, 'choosePassword');
    expect(await inBasket(somebodyElse)).toEqual([]);
    const items = await web.database.patronBasketItem.findMany();
    expect(items.map((item) => item.recordId)).toEqual(['2']);
  });

  test('two taps at once and two sessions at once put a title in once', async () => {
    const [left, right] = [await signedIn(web), await signedIn(web)];
    for (const visitor of [left, right]) await visitor.get('/basket');
    const taps = [left, left, right, right].map((visitor) => visitor.post('/basket/add', { recordId: '1' }));
    expect((await Promise.all(taps)).map((got) => got.status)).toEqual([303, 303, 303, 303]);
    expect(await inBasket(left)).toEqual(['1']);
  });

  test('that is full says so in the place of the button', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId: '1' });
    const { patronId } = await web.database.patronBasketItem.findFirstOrThrow();
    const more = Array.from({ length: BASKET_LIMIT - 1 }, (_, n) => ({
      patronId,
      recordId: String(100 + n),
      addedAt: new Date(),
    }));
    await web.database.patronBasketItem.createMany({ data: more });
    const page = await hanako.get('/records/2');
    expect(page.text).not.toContain('action="/basket/add"');
    expect(page.text).toContain(`予約かごには${BASKET_LIMIT}点まで入れられます。`);
    expect((await hanako.post('/basket/add', { recordId: '2' })).location).toBe('/basket?full=1');
  });

  test('lists a title that is gone from the catalogue, so that it can be taken out', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId: '1' });
    await web.database.patronBasketItem.updateMany({ data: { recordId: '998' } });
    const page = await hanako.get('/basket');
    expect(page.text).toContain('data-refusal="NOT_FOUND"');
    await hanako.post('/basket/remove', { recordId: '998' });
    expect((await hanako.get('/basket')).text).toContain('予約かごは空です');
  });

  test('forgets what was put in a week ago', async () => {
    const hanako = await signedIn(web);
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId: '1' });
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    await forgetSessions(web.database, days(BASKET_DAYS - 1));
    expect(await web.database.patronBasketItem.count()).toBe(1);
    await forgetSessions(web.database, days(BASKET_DAYS + 1));
    expect(await web.database.patronBasketItem.count()).toBe(0);
    await vacuumAtNight(web.database, new Date('2026-11-30T03:30:00+09:00'));
    const ask = (sql: string) => web.database.$queryRawUnsafe<{ text: string }[]>(sql);
    expect(await tablesWithRowsLeft(ask, ['patron_basket_item', 'session', 'sign_in_attempt'])).toEqual([]);
  });
});

describe('the button of the basket', () => {
  test('leads back to where it stood, with words that say what it did', async () => {
    const hanako = await somebody();
    const got = await hanako.post('/basket/add', { recordId: '1', back: '/records/1?x=%E3%81%82' });
    expect(got.location).toBe('/records/1?x=%E3%81%82&added=1#basket-1');
    const added = await hanako.get('/records/1?added=1');
    // It opens at the title, which stands before the button.
    expect(added.text).toMatch(/<header class="work-head" id="basket-1"[^>]*>.*?<h1>/);
    expect((await hanako.get('/search?q=%E6%BC%B1%E7%9F%B3')).text).toMatch(
      /<li class="item" id="basket-1"[^>]*>.*?<h2/,
    );
    expect(added.text).toContain('予約かごに入れました。');
    const out = await press(hanako, added, '/basket/remove');
    expect(out.location).toContain('removed=1');
    const removed = await hanako.get('/records/1?removed=1');
    expect(removed.text).toContain('予約かごから出しました。');
  });

  test('takes out an issue by its number, not by what ten issues are called', async () => {
    const hanako = await somebody();
    await hanako.post('/basket/add', { recordId: '5' });
    const page = await hanako.get('/basket');
    expect(page.text).toMatch(/かごから出す<span[^>]*>：<span lang="ja">月刊星空案内　2026年 5月号</);
  });

  test('says nothing that is no longer true when the address was kept', async () => {
    const page = await (await somebody()).get('/records/1?added=1');
    expect(page.text).not.toContain('予約かごに入れました');
    expect((await (await somebody()).get('/records/1?added=<b>')).text).not.toContain('&lt;b>');
  });

  test('on the basket offers to put in again what was taken out', async () => {
    const hanako = await somebody();
    await hanako.post('/basket/add', { recordId: '1' });
    const out = await press(hanako, await hanako.get('/basket'), '/basket/remove');
    const page = await hanako.get(out.location ?? '');
    expect(page.text).toContain('予約かごから出しました。');
    await press(hanako, page, '/basket/add');
    expect(await inBasket(hanako)).toEqual(['1']);
  });
});
