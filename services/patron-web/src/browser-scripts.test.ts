import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Visitor } from '@toshobin/web/testing';
import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser, Locator, Page } from 'playwright-core';
import { row, startPatronWeb, type TestWeb } from './testing/start-patron-web.ts';

jest.setTimeout(120_000);

let web: TestWeb;
let browser: Browser;
beforeAll(async () => {
  [web, browser] = await Promise.all([startPatronWeb(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await web?.stop();
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(web.service.url + path);
  return page;
}

test.each(['comfort', 'suggest', 'nearest'])('the script %s is small', (name) => {
  expect(statSync(new URL(`./browser/${name}.js`, import.meta.url)).size).toBeLessThan(5000);
});

test('no label of the menu breaks inside a word at twice the size, nor comes to the edge at once the size', async () => {
  const page = await open('/');
  const labels = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(
        document.querySelector('.site-nav') ?? document.body,
        NodeFilter.SHOW_TEXT,
      );
      const found = [];
      while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        const text = walker.currentNode.textContent ?? '';
        found.push({ text, lines: lines.size, right: range.getBoundingClientRect().right });
      }
      return found.filter(({ text }) => text.trim() !== '');
    });
  for (const { text, right } of await labels()) expect([text, right <= 390 - 4]).toEqual([text, true]);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  for (const { text, lines, right } of await labels())
    expect([text, lines, right <= 390]).toEqual([text, 1, true]);
  await page.close();
});

test('whoever has set letters of twice the size reads words, not letters one above the other', async () => {
  const large = await launchChromium(['--blink-settings=defaultFontSize=32']);
  const page = await large.newPage({ viewport: { width: 390, height: 844 } });
  for (const path of ['/', '/search?q=1', '/records/1', '/basket', '/help/libraries/uto']) {
    await page.goto(web.service.url + path);
    const broken = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent?.trim() ?? '';
        const around = walker.currentNode.parentElement;
        if (text === '' || !around?.checkVisibility() || around.closest('script, .cover')) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        if (lines > 2 && text.length / lines < 1.6) found.push(text);
      }
      return found;
    });
    expect([path, broken]).toEqual([path, []]);
    const add = page.locator('main form[action="/basket/add"] button').first();
    if (path.startsWith('/records/') && (await add.count()) > 0) await add.click();
  }
  await large.close();
});

test('no word of a state or of a copy’s way breaks, at twice the size nor on the narrowest phone, in English neither', async () => {
  web.world.rows = [row(randomUUID(), 'allocated'), row(randomUUID(), 'handedOut')];
  const large = await launchChromium(['--blink-settings=defaultFontSize=32']);
  for (const [size, width, at] of [
    ['twice', 390, large],
    ['once', 320, browser],
  ] as const) {
    const context = await at.newContext({ viewport: { width, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${web.service.url}/sign-in`);
    await page.fill('[name=cardNumber]', '20012340');
    await page.fill('[name=password]', '正しいパスワード');
    await page.locator('main form[action="/sign-in"] button[type=submit]').click();
    await page.goto(`${web.service.url}/language/en`);
    await page.goto(`${web.service.url}/my-library`);
    await page.locator('.route').first().waitFor();
    const broken = await page.evaluate(() => {
      const walkers = [...document.querySelectorAll('.route li, .chip')].map((one) =>
        document.createTreeWalker(one, NodeFilter.SHOW_TEXT),
      );
      const found: string[] = [];
      for (const walker of walkers) {
        while (walker.nextNode()) {
          if (walker.currentNode.parentElement?.closest('.visually-hidden')) continue;
          for (const word of (walker.currentNode.textContent ?? '').matchAll(/[a-z]+/gi)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1)
              found.push(word[0]);
          }
        }
      }
      return found;
    });
    expect([size, broken]).toEqual([size, []]);
    expect([size, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([size, width]);
    await context.close();
  }
  web.world.rows = [];
  await large.close();
});

/** On how many lines words stand that are in one place of the page. */
const linesOf = (place: Locator, words: string) =>
  place.evaluate((element, wanted) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + wanted.length);
    }
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  }, words);

test('no button breaks もう一度, nor the foot of a page behind 画面：, on a phone at either size', async () => {
  web.world.emailStatus = 'unverified';
  const large = await launchChromium(['--blink-settings=defaultFontSize=32']);
  for (const at of [browser, large])
    for (const width of [320, 390]) {
      const page = await at.newPage({ viewport: { width, height: 844 } });
      await page.goto(`${web.service.url}/sign-in?next=/my-library`);
      expect([width, await linesOf(page.locator('.credits'), '画面：デジタル庁')]).toEqual([width, 1]);
      await page.fill('[name=cardNumber]', '20012340');
      await page.fill('[name=password]', '正しいパスワード');
      await page.locator('main form[action="/sign-in"] button[type=submit]').click();
      await page.waitForURL('**/my-library');
      const button = page.getByRole('link', { name: '確認メールをもう一度送る' });
      expect([width, await linesOf(button, 'もう一度')]).toEqual([width, 1]);
      await page.close();
    }
  await large.close();
  web.world.emailStatus = 'verified';
});

test('beside the sign-out of a narrow phone the library’s name is one line', async () => {
  const page = await open('/sign-in');
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', '正しいパスワード');
  await page.locator('main form[action="/sign-in"] button[type=submit]').click();
  await page.locator('form[action="/sign-out"]').waitFor();
  for (const width of [320, 360, 374, 390]) {
    await page.setViewportSize({ width, height: 740 });
    const lines = await page.locator('.wordmark b').evaluate((name) => {
      const range = document.createRange();
      range.selectNodeContents(name);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    });
    expect([width, lines]).toEqual([width, 1]);
  }
  await page.close();
});

test('by keyboard the next stop after a region that was opened is its choice of a library', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${web.service.url}/sign-in`);
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', '正しいパスワード');
  await page.locator('main form[action="/sign-in"] button[type=submit]').click();
  await page.goto(`${web.service.url}/records/1`);
  await page.locator('main form[action="/basket/add"] button').first().click();
  await page.goto(`${web.service.url}/reserve`);
  const region = page.locator('details', { has: page.locator('[value=uto]') }).locator('summary');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('value') ?? 'none');
  const isAt = (one: Locator) => one.evaluate((element) => element === document.activeElement);
  await page.locator('[value=pref]').focus();
  for (let stops = 0; stops < 9 && !(await isAt(region)); stops += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('uto');
  // Nothing is chosen by passing through.
  expect(await page.locator('[name=pickup]:checked').count()).toBe(0);
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('[name=pickup]:checked').getAttribute('value')).toBe('uki');
  await region.focus();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('uki');
  await context.close();
});

test('a double tap sends a form once, and the button says that it is on its way', async () => {
  const page = await open('/sign-in');
  let sent = 0;
  // No other page comes: the visitor sees this one as it is while the line is slow.
  await page.route('**/sign-in', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent += 1;
    return route.fulfill({ status: 204 });
  });
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', '正しいパスワード');
  const button = page.locator('main form[action="/sign-in"] button[type=submit]');
  const label = (await button.textContent()) ?? '';
  await button.click();
  await page.getByText('送信中です…').waitFor();
  await page.locator('[name=password]').press('Enter');
  expect(await button.textContent()).toBe('送信中です…');
  // Back on the page it can be sent again.
  await page.evaluate(() => globalThis.dispatchEvent(new Event('pageshow')));
  expect(await button.textContent()).toBe(label);
  expect(sent).toBe(1);
  await page.close();
});

test('what is typed into the fields of a password is shown on demand, and sent as a password', async () => {
  const page = await open('/sign-in');
  await page.route('**/sign-in', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 204 }) : route.continue(),
  );
  await page.fill('[name=cardNumber]', '20012340');
  await page.fill('[name=password]', '19610405');
  const type = () => page.locator('[name=password]').getAttribute('type');
  expect(await type()).toBe('password');
  await page.getByLabel('パスワードを表示する').check();
  expect(await type()).toBe('text');
  await page.locator('main form[action="/sign-in"] button[type=submit]').click();
  await page.getByText('送信中です…').waitFor();
  expect(await type()).toBe('password');
  await page.close();
});

test('the switch of languages takes along what is typed into a search, but no password', async () => {
  const page = await open('/search/advanced?title=坊っちゃん');
  await page.fill('[name=author]', '夏目');
  await page.fill('[name=title]', '');
  const asked = page.waitForRequest('**/language/en*');
  await page.click('a.site-language');
  const typed = new URL((await asked).url()).searchParams;
  expect([typed.get('author'), typed.get('title'), typed.has('go')]).toEqual(['夏目', '', false]);
  await page.goto(`${web.service.url}/sign-in`);
  await page.fill('[name=password]', 'ひみつ');
  const again = page.waitForRequest('**/language/ja*');
  await page.click('a.site-language');
  expect((await again).url()).not.toContain(encodeURIComponent('ひみつ'));
  await page.close();
});

test('the page in the other language has what was typed in place of what it was opened with', async () => {
  const visitor = new Visitor(web.service.url);
  const switched = (from: string, typed: Record<string, string>) =>
    visitor.send('GET', `/language/en?${new URLSearchParams(typed)}`, {
      headers: { referer: `http://127.0.0.1:4000${from}` },
    });
  const from = '/search/advanced?title=x&kind=book';
  const got = await switched(from, { title: '', author: '夏目' });
  expect(got.location).toBe(`/search/advanced?${new URLSearchParams({ kind: 'book', author: '夏目' })}`);
  expect((await switched('/sign-in', {})).location).toBe('/sign-in');
  expect((await switched('/search?q=x', { q: 'あ'.repeat(299) })).location).toBe('/search?q=x');
});

test('below the search box is offered what begins so; the keys reach it, and without a line the box searches as ever', async () => {
  const page = await open('/');
  const suggestions = [
    { kind: 'author', text: '夏目 漱石', by: '' },
    { kind: 'title', text: '夏目漱石', by: '赤木 桁平' },
    { kind: 'subject', text: '夏', by: '' },
  ];
  await page.route('**/api/suggestions*', (route) => route.fulfill({ json: { suggestions } }));
  await page.locator('#q').pressSequentially('夏目');
  await page.getByText('候補が3件あります').waitFor();
  expect(await page.locator('.suggestions a').allTextContents()).toEqual([
    '夏目 漱石著者',
    '夏目漱石書名　赤木 桁平',
    '夏主題',
  ]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  expect(await focused()).toBe('夏目漱石書名　赤木 桁平');
  await page.keyboard.press('Escape');
  expect([await page.locator('.suggestions a').count(), await page.locator('#q:focus').count()]).toEqual([
    0, 1,
  ]);
  await page.unroute('**/api/suggestions*');
  await page.route('**/api/suggestions*', (route) => route.abort());
  await page.locator('#q').pressSequentially('漱石');
  const searched = page.waitForRequest('**/search?q=*');
  await page.keyboard.press('Enter');
  expect(new URL((await searched).url()).searchParams.get('q')).toBe('夏目漱石');
  await page.close();
});

test('libraries come nearest first once it is asked for; where the device is leaves it by no way', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    geolocation: { latitude: 32.65, longitude: 130.69 },
    permissions: ['geolocation'],
  });
  const page = await context.newPage();
  await page.goto(`${web.service.url}/help/libraries`);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const names = () => page.locator('[data-nearest] li:visible a[href^="/help/libraries/"]').allTextContents();
  expect((await names())[0]).toBe('県立図書館');
  await page.getByRole('button', { name: '近い順' }).click();
  await page.getByText('近い順に並べました').waitFor();
  expect(await names()).toEqual(['宇城市立図書館', '宇土市立図書館', '県立図書館', '美里町図書館']);
  expect(await page.locator('.far').first().textContent()).toBe('約1km');
  expect(asked).toEqual([]);
  expect(page.url()).not.toContain('32.');
  // Nobody is there to allow it: the browser refuses.
  await context.clearPermissions();
  await page.reload();
  await page.getByRole('button', { name: '近い順' }).click();
  await page.getByText('地域からお選びください').waitFor();
  expect((await names())[0]).toBe('県立図書館');
  await context.close();
});
