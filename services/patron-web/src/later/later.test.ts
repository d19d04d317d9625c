import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Visitor } from '@toshobin/web/testing';
import { press } from '../testing/as-a-browser.ts';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

test('a title is kept for later from its page, stands on the list, goes into the basket by one press, and is erased', async () => {
  const hanako = await signedIn(web);
  const kept = await press(hanako, await hanako.get('/records/1'), '/later/add');
  expect([kept.status, kept.location]).toEqual([303, '/records/T000000001']);
  expect((await hanako.get('/records/1')).text).toContain('あとで読むに入っています');
  expect((await hanako.get('/search?q=%E6%BC%B1%E7%9F%B3')).text).toContain('あとで読むに入っています');
  expect((await hanako.get('/my-library')).text).toContain('href="/later"');
  const list = await hanako.get('/later');
  expect(list.text).toContain('1点あります');
  expect(list.text).toContain('図書館の職員には見えません');
  expect((await press(hanako, list, '/basket/add')).location).toBe('/later?added=1#basket-1');
  const after = await hanako.get('/later?added=1');
  expect(after.text).toContain('予約かごに入れました。');
  expect((await press(hanako, after, '/later/remove')).location).toBe('/later?done=removed');
  expect(web.account.later).toEqual([]);
  web.account.later = ['1', '998'];
  const gone = await hanako.get('/later');
  expect(gone.text).toContain('目録からなくなりました');
  await press(hanako, gone, '/later/clear');
  expect(web.account.later).toEqual([]);
});

test('the list needs its patron: a visitor signs in, an initial password opens nothing of it', async () => {
  const visitor = new Visitor(web.service.url);
  expect((await visitor.get('/later')).location).toBe('/sign-in?next=%2Flater');
  expect((await visitor.get('/search?q=%E6%BC%B1%E7%9F%B3')).text).not.toContain('/later/add');
  expect((await (await signedIn(web, 'choosePassword')).get('/later')).location).toBe('/password');
});
