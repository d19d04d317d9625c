import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { allow, calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { Visitor } from '@toshobin/web/testing';
import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser, Page } from 'playwright-core';
import { Prisma } from './generated/prisma/client.ts';
import { forgetSessions } from './sessions/forget-sessions.ts';
import { RIGHT_PASSWORD } from './testing/fake-patron.ts';
import { row, startPatronWeb, type TestWeb } from './testing/start-patron-web.ts';

const RESERVATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001';

jest.setTimeout(120_000);

let web: TestWeb;
let browser: Browser;
beforeAll(async () => {
  [web, browser] = await Promise.all([startPatronWeb(), launchChromium()]);
});
afterEach(() => web.database.signInAttempt.deleteMany());
afterAll(async () => {
  await browser?.close();
  await web?.stop();
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(web.service.url + path);
  return page;
}

const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
const heading = (page: Page) => page.locator('h1').textContent();
const typedName = (page: Page) => page.locator('[name=name]').inputValue();
const ADDRESS = /^\/card-application\/[\da-f-]{36}(\/check|\/done)?$/;

test('back and forward through an application for a card find each page, with what was typed (R1)', async () => {
  const page = await open('/card-application');
  await page.fill('[name=name]', '山田 花子');
  await press(page, '確認へ進む');
  expect(await page.locator('#postcode').getAttribute('aria-invalid')).toBe('true');
  await page.goBack();
  expect(await typedName(page)).toBe('山田 花子');
  await page.goForward();
  expect(await page.locator('#postcode').getAttribute('aria-invalid')).toBe('true');
  const rest = { nameReading: 'やまだ はなこ', birthDate: '19610405', postcode: '8600001' };
  for (const [name, text] of Object.entries({ ...rest, address: '熊本市1-1', email: 'hanako@example.jp' })) {
    await page.fill(`[name=${name}]`, text);
  }
  await press(page, '確認へ進む');
  expect(await heading(page)).toBe('申込みの確認');
  await page.goBack();
  expect([await typedName(page), await page.locator('[name=address]').inputValue()]).toEqual([
    '山田 花子',
    '熊本市1-1',
  ]);
  await page.goForward();
  expect(await page.locator('main').textContent()).toContain('熊本市1-1');
  await page.goto(`${web.service.url}/help`);
  await page.goBack();
  expect(await heading(page)).toBe('申込みの確認');
  await press(page, 'この内容で申し込む');
  const done = '貸出カードの申込みを受け付けました';
  expect(await heading(page)).toBe(done);
  expect(new URL(page.url()).pathname).toMatch(ADDRESS);
  // What was typed is gone from here: whoever goes back finds that it has arrived.
  await page.goBack();
  expect(await heading(page)).toBe(done);
  await page.reload();
  expect(await heading(page)).toBe(done);
  expect(JSON.stringify(await web.database.session.findMany())).not.toContain('花子');
  expect(web.heard.cards.size).toBe(1);
  await page.goto(`${web.service.url}/card-application`);
  expect(await typedName(page)).toBe('');
  await page.close();
});

test('back to a sign-in that was refused finds it, with the card number and no password (R2)', async () => {
  const page = await open('/sign-in?next=/basket');
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', 'wrong');
  await press(page, 'ログイン');
  expect((await page.reload())?.status()).toBe(401);
  await page.getByRole('link', { name: 'パスワードをお忘れの方' }).click();
  await page.waitForURL('**/password/forgotten');
  await page.goBack();
  expect(await page.locator('main').textContent()).toContain('カード番号またはパスワードが違うようです');
  expect([
    await page.locator('[name=cardNumber]').inputValue(),
    await page.locator('[name=password]').inputValue(),
    await page.locator('main [name=next]').inputValue(),
  ]).toEqual(['20012340', '', '/basket']);
  expect(page.url()).not.toContain('2340');
  // Whoever comes anew, by a link, finds nothing of it.
  await page.goto(`${web.service.url}/sign-in`);
  expect(await page.locator('[name=cardNumber]').inputValue()).toBe('');
  await page.close();
});

test.each<[string, string, Record<string, string>, string, string]>([
  ['address', '/email', { email: 'はなこ', password: RIGHT_PASSWORD }, '確認メールを送る', 'はなこ'],
  [
    'password',
    '/password',
    { current: RIGHT_PASSWORD, password: 'toshokan-no', again: 'toshokan-na' },
    'このパスワードに決める',
    '',
  ],
  ['nickname', '/family', { nickname: ' ' }, 'この端末に覚えさせる', ' '],
  ['day', `/my-library/${RESERVATION}/suspend`, { until: '2020-01-01' }, '一時停止する', '2020-01-01'],
  [
    'forgotten password',
    '/password/forgotten',
    { cardNumber: '20012340', birthDate: '1961' },
    'メールを送る',
    '1961',
  ],
])(
  'back to a form with a wrong %s finds what is to be mended, and what was typed',
  async (_what, path, fields, button, kept) => {
    web.world.rows = [row(RESERVATION, 'queued')];
    const page = await open('/sign-in?next=/help');
    await page.fill('[name=cardNumber]', '20012340');
    await page.fill('[name=password]', RIGHT_PASSWORD);
    await press(page, 'ログイン');
    await page.goto(web.service.url + path);
    for (const [name, text] of Object.entries(fields)) await page.fill(`[name=${name}]`, text);
    await page.evaluate(() => {
      for (const form of document.forms) form.noValidate = true;
    });
    await press(page, button);
    const wrong = page.locator('[aria-invalid=true]');
    expect((await page.reload())?.status()).toBe(422);
    await page.goto(`${web.service.url}/help`);
    await page.goBack();
    // As it is drawn: Chromium empties a field of a day when it goes back.
    expect((await wrong.getAttribute('value')) ?? '').toBe(kept);
    expect(
      await page
        .locator('[type=password]')
        .evaluateAll((all) => all.map((one) => 'value' in one && one.value).join('')),
    ).toBe('');
    expect(page.url().replace(web.service.url, '')).toBe(`${path}?again=1`);
    // Whoever comes anew, by a link, finds nothing of it.
    await page.goto(web.service.url + path);
    expect(await wrong.count()).toBe(0);
    expect(JSON.stringify(await web.database.session.findMany())).not.toMatch(/toshokan|パスワード/);
    await page.close();
  },
);

test('back to what several extensions were answered, and to the question before a history is deleted, asks to send nothing again', async () => {
  web.world.rows = [{ ...row(RESERVATION, 'handedOut'), due: deadlineOn(calendarDate('2026-12-10')) }];
  web.world.preview = allow({
    due: deadlineOn(calendarDate('2026-12-24')),
    present: deadlineOn(calendarDate('2026-12-10')),
  });
  web.account.preferences.keepHistory = true;
  web.account.history = [
    { historyId: RESERVATION, recordId: '1', title: '三四郎', returnedOn: '2026-11-24' },
  ];
  const page = await open('/sign-in?next=/my-library/extend');
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', RIGHT_PASSWORD);
  await press(page, 'ログイン');
  await press(page, '選んだ資料を延長する');
  await page.goto(`${web.service.url}/privacy`);
  await page.goBack();
  expect(await heading(page)).toBe('1点のうち1点を延長しました');
  await page.goto(`${web.service.url}/privacy`);
  await page.uncheck('[name=keepHistory]');
  await press(page, 'この設定にする');
  const asks = '履歴に残すのをやめて、すべて消しますか';
  expect(await heading(page)).toBe(asks);
  await page.click('a.site-language');
  expect(await heading(page)).toBe('Stop keeping your history, and delete it?');
  await page.click('a.site-language');
  expect(await heading(page)).toBe(asks);
  await page.goto(`${web.service.url}/help`);
  await page.goBack();
  expect(await heading(page)).toBe(asks);
  await page.close();
});

test('what was typed longer ago than half an hour is shown to nobody, and is taken away', async () => {
  const page = await open('/sign-in');
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', 'wrong');
  await press(page, 'ログイン');
  const before = new Date(Date.now() - 31 * 60_000).toISOString();
  await web.database
    .$executeRaw`UPDATE session SET typed = jsonb_set(typed, '{keptAt}', to_jsonb(${before}::text))`;
  await page.reload();
  expect(await page.locator('[name=cardNumber]').inputValue()).toBe('');
  const typed = () => web.database.session.count({ where: { NOT: { typed: { equals: Prisma.DbNull } } } });
  expect(await typed()).toBeGreaterThan(0);
  await forgetSessions(web.database, new Date(Date.now() + 31 * 60_000));
  expect(await typed()).toBe(0);
  await page.close();
});

test('whoever only opens such an address is given no session, and sees nothing of anybody', async () => {
  const before = await web.database.session.count();
  const { text } = await new Visitor(web.service.url).get('/sign-in?again=1');
  expect(text).not.toContain('違うようです');
  const stranger = new Visitor(web.service.url);
  const form = await stranger.get('/card-application/6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f00ca');
  expect([form.status, form.text.includes('name="name"')]).toEqual([200, true]);
  expect((await stranger.get('/card-application/nobody')).status).toBe(404);
  expect(await web.database.session.count()).toBe(before);
});
