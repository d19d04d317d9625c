import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeBarcode, withStartAndStop } from '@toshobin/contracts';
import { toSVG } from 'bwip-js/node';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { demoAccounts } from './accounts/demo-accounts.ts';
import { versionOfShell } from './offline/mount-scripts.ts';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto } from './testing/fake-services.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

jest.setTimeout(120_000);

const launch = (...args: string[]) =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...args],
  });
let web: TestStaffWeb;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  [web, browser] = await Promise.all([startStaffWeb(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await web?.stop();
});
beforeEach(async () => {
  await context?.close();
  web.heard.length = 0;
  web.world.facts.length = 0;
  web.world.refused.clear();
});

/** A window in which an account has signed in, at its first page. */
async function signedIn(account: string, its: Browser = browser): Promise<Page> {
  context = await its.newContext({ viewport: { width: 390, height: 844 }, permissions: ['camera'] });
  const page = await context.newPage();
  await page.goto(`${web.service.url}/sign-in`);
  await page.fill('[name=account]', account);
  await page.fill('[name=password]', demoAccounts.find((one) => one.account === account)?.password ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${web.service.url}/`);
  return page;
}

/** What a reader sends: the number and Enter, as fast as keys can be. */
async function wedge(page: Page, code: string, title: RegExp) {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.waitForFunction(({ source }) => new RegExp(source).test(document.title), {
    source: title.source,
  });
}

const inField = (page: Page) => page.evaluate(() => document.activeElement?.id === 'scan');
/** A pickup library's phone whose pages can be shown without a line. */
async function readyForNoLine(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
/** What the browser still keeps of scans. */
const kept = (page: Page): Promise<object[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open('toshobin-scans');
        asked.onerror = () => reject(asked.error);
        asked.onsuccess = () => {
          const all = asked.result.transaction('scans').objectStore('scans').getAll();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );

test('every script is small', () => {
  const folder = new URL('./browser/', import.meta.url);
  const large = readdirSync(folder).filter(
    (name) => name.endsWith('.js') && statSync(new URL(name, folder)).size > 5_000,
  );
  expect(large).toEqual([]);
});

describe('a reader that types', () => {
  test('one scan after the other is answered, and the focus is in the field after every answer', async () => {
    const page = await signedIn('desk');
    await page.goto(`${web.service.url}/returns`);
    for (const code of [hanakosCopy, freeCopy, makeBarcode('copy', 21)]) {
      await wedge(page, code, /^棚へ/);
      await page.waitForFunction(
        (number) => document.querySelector('.s-answer__foot')?.textContent?.includes(number),
        code,
      );
      expect(await inField(page)).toBe(true);
    }
    expect(await page.locator('.s-session li').count()).toBe(3);
    expect(new Set(web.world.facts).size).toBe(3);
    await wedge(page, '0', /^取り消しました/);
    expect(await inField(page)).toBe(true);
  });

  test('a lost focus comes back after five seconds, but not while another field is in use', async () => {
    const page = await signedIn('desk');
    await page.clock.install();
    await page.goto(`${web.service.url}/returns`);
    await page.waitForSelector('.has-scripts');
    await page.evaluate(() => document.querySelector('a')?.focus());
    await page.clock.fastForward(6_000);
    expect(await inField(page)).toBe(true);
    await page.focus('.s-scan__sound select');
    await page.clock.fastForward(60_000);
    expect(await inField(page)).toBe(false);
  });
});

test('every answer sounds once in its tone, and not at all when the terminal is silent', async () => {
  const page = await signedIn('desk');
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      const heard = JSON.parse(sessionStorage.getItem('sounded') ?? '[]');
      sessionStorage.setItem('sounded', JSON.stringify([...heard, this.frequency.value]));
      start.call(this, when);
    };
  });
  const sounded = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('sounded') ?? '[]'));
  const hears = (count: number) =>
    page.waitForFunction((n) => JSON.parse(sessionStorage.getItem('sounded') ?? '[]').length === n, count);
  await page.goto(`${web.service.url}/returns`);
  await wedge(page, hanakosCopy, /^棚へ/);
  await hears(1);
  await wedge(page, '3005128814', /^受け付けていません/);
  await hears(2);
  await page.reload();
  await page.waitForSelector('.s-scan__sound');
  expect(await sounded()).toEqual([1320, 220]);
  await page.selectOption('.s-scan__sound select', 'off');
  await page.focus('#scan');
  await wedge(page, freeCopy, /^棚へ/);
  await page.waitForSelector('.s-scan__sound');
  expect(await sounded()).toEqual([1320, 220]);
});

describe('without a line', () => {
  test('scans are kept, and each is sent once, in order, when it is back', async () => {
    const page = await signedIn('uto');
    await readyForNoLine(page);
    await page.goto(`${web.service.url}/hand-out`);
    await wedge(page, hanakosCard, /^資料を読み取って/);
    await context.setOffline(true);
    const second = makeBarcode('copy', 41);
    await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
    expect(await inField(page)).toBe(true);
    await wedge(page, second, /^記録しました（未送信2件）/);
    // Closed, and opened again.
    await page.goto(`${web.service.url}/hand-in`);
    await page.waitForSelector('[data-ready]');
    await wedge(page, freeCopy, /^記録しました（未送信3件）/);
    expect(await kept(page)).toMatchObject([
      { job: 'handOut', code: hanakosCopyForUto, card: hanakosCard, library: 'uto' },
      { job: 'handOut', code: second, card: hanakosCard },
      { job: 'handIn', code: freeCopy, from: 'counter' },
    ]);
    // The first answer is lost on its way: the scan is sent again, and is the same one; a hand-in needn't wait for it.
    web.world.lostAnswers = 1;
    await context.setOffline(false);
    await page.click('#send');
    await page.waitForFunction(() => document.title.startsWith('未送信だった2件を送りました'));
    expect(await kept(page)).toEqual([]);
    const { facts } = web.world;
    expect(facts).toHaveLength(4);
    expect(facts[0]).toBe(facts[2]);
    expect(new Set(facts).size).toBe(3);
    expect(web.heard).toEqual(['handed over at uto', 'handed over at uto', 'handed over at uto']);
    await page.goto(`${web.service.url}/`);
    expect(await page.textContent('#line')).toContain('つながっています');
  });

  test('what the server refuses is shown until it was read, without the card', async () => {
    const page = await signedIn('uto');
    await readyForNoLine(page);
    await context.setOffline(true);
    await page.goto(`${web.service.url}/arrivals`);
    await page.waitForSelector('[data-ready]');
    await wedge(page, makeBarcode('parcel', 88), /^記録しました（未送信1件）/);
    web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    await context.setOffline(false);
    await page.goto(`${web.service.url}/`);
    await page.click('text=確かめました');
    await page.waitForFunction(() => document.querySelector('.s-check[data-tone=stop]') === null);
    await expect(kept(page)).resolves.toEqual([]);
  });

  test('with the server away a scan is kept all the same', async () => {
    const page = await signedIn('uto');
    await readyForNoLine(page);
    await page.goto(`${web.service.url}/hand-in`);
    web.world.lostAnswers = 1;
    await wedge(page, hanakosCopy, /^記録しました（未送信1件）/);
    await page.click('#send');
    await page.waitForFunction(() => document.title.startsWith('未送信だった1件を送りました'));
    expect(new Set(web.world.facts).size).toBe(1);
  });
});

test('another page without a line, or another script of it, is another version, and the one before is let go', async () => {
  expect(new Set([versionOfShell('a', 'b'), versionOfShell('c', 'b'), versionOfShell('a', 'c')]).size).toBe(
    3,
  );
  context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${web.service.url}/sign-in`);
  await page.evaluate(async () => {
    const before = await caches.open('toshobin-branch-before');
    await before.put('/offline', new Response('the page before'));
  });
  await page.fill('[name=account]', 'uto');
  await page.fill('[name=password]', demoAccounts.find(({ account }) => account === 'uto')?.password ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${web.service.url}/`);
  await readyForNoLine(page);
  const { version, names, html } = await page.evaluate(async (path) => {
    const shell = await (await caches.match('/offline'))?.text();
    return { ...(await import(path)), names: await caches.keys(), html: shell };
  }, '/scripts/shell-files.js');
  expect(names).toEqual([`toshobin-branch-${version}`]);
  expect(html).toContain('電波が届きません');
});

describe('a card in hand without a line', () => {
  const second = makeBarcode('copy', 41);
  const other = makeBarcode('card', 77);
  const lastOfHanako = hanakosCard.slice(-4);
  /** A phone of Uto at its hand-out without a line, with a clock that is turned by hand. */
  async function atHandOut(): Promise<Page> {
    const page = await signedIn('uto');
    await readyForNoLine(page);
    await context.setOffline(true);
    await page.clock.install();
    await page.goto(`${web.service.url}/hand-out`);
    await page.waitForSelector('[data-ready]');
    return page;
  }
  const inHand = (page: Page) => page.locator('#in-hand').filter({ visible: true }).allTextContents();

  test('its last four digits are shown until 9 ends it', async () => {
    const page = await atHandOut();
    expect(await inHand(page)).toEqual([]);
    await wedge(page, hanakosCard, /^資料を読み取って/);
    expect(await inHand(page)).toEqual([expect.stringContaining(lastOfHanako)]);
    await wedge(page, hanakosCopyForUto, /^記録しました/);
    expect(await inHand(page)).toEqual([expect.stringContaining(lastOfHanako)]);
    await wedge(page, '9', /^はじめに貸出カードを/);
    expect(await inHand(page)).toEqual([]);
    await wedge(page, second, /^はじめに貸出カードを/);
    expect(await kept(page)).toHaveLength(1);
  });

  test('it is forgotten after ten minutes', async () => {
    const page = await atHandOut();
    await wedge(page, hanakosCard, /^資料を読み取って/);
    await page.clock.fastForward(10 * 60_000 + 16_000);
    expect(await inHand(page)).toEqual([]);
    await wedge(page, second, /^はじめに貸出カードを/);
    expect(await kept(page)).toEqual([]);
  });

  test('the card of the form that could not be sent takes the place of the one before', async () => {
    const page = await atHandOut();
    const card = await page.evaluate(
      async ({ path, cards, copies }) => {
        const { takeScan } = await import(path);
        const hand: { card?: string } = {};
        const occurredAt = new Date().toISOString();
        const read = { job: 'handOut', occurredAt };
        await takeScan(hand, { ...read, code: copies[0], card: cards[0], factId: crypto.randomUUID() });
        await takeScan(hand, { ...read, code: copies[1], card: cards[1], factId: crypto.randomUUID() });
        return hand.card;
      },
      {
        path: '/scripts/take-scan.js',
        cards: [hanakosCard, other],
        copies: [hanakosCopyForUto, second],
      },
    );
    expect(card).toBe(other);
    expect(await kept(page)).toMatchObject([{ card: hanakosCard }, { card: other }]);
  });

  test('a number read twice at once is one scan', async () => {
    const page = await atHandOut();
    await page.clock.pauseAt(Date.now() + 60_000);
    await wedge(page, hanakosCard, /^資料を読み取って/);
    for (let times = 0; times < 2; times++) {
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      await page.waitForFunction(() => document.querySelector('input')?.value === '');
    }
    await page.clock.fastForward(1_000);
    await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
    await wedge(page, second, /^記録しました（未送信2件）/);
    expect(await kept(page)).toHaveLength(2);
    await page.clock.fastForward(3_000);
    await wedge(page, second, /^記録しました（未送信3件）/);
  });
});

describe('sending what was kept', () => {
  const parcel = makeBarcode('parcel', 88);
  const answered = { json: { say: '受け付けました' } };
  const of = (path: string) => `${web.service.url}/api/${path}`;
  /** A phone of Uto that keeps these scans, on the page without a line. */
  async function keeping(...scans: [at: string, code: string][]): Promise<Page> {
    const page = await signedIn('uto');
    await readyForNoLine(page);
    await context.setOffline(true);
    for (const [n, [at, code]] of scans.entries()) {
      await page.goto(`${web.service.url}${at}`);
      await page.waitForSelector('[data-ready]');
      await wedge(page, code, new RegExp(`未送信${n + 1}件`));
    }
    return page;
  }
  /** One go at sending, as the page does it; done when it is. */
  async function sendNow(page: Page) {
    await context.setOffline(false);
    await page.evaluate(async (path) => (await import(path)).send(), '/scripts/queue.js');
  }

  test('a refusal is shown in Japanese', async () => {
    const page = await keeping(['/arrivals', parcel]);
    web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    await sendNow(page);
    await page.reload();
    await page.waitForSelector('.s-check[data-tone=stop]');
    expect(await kept(page)).toMatchObject([{ refused: expect.stringMatching(/[ぁ-ん]/) }]);
  });

  test.each([
    ['a 404 of something between', { status: 404, body: '<p>Not found' }],
    ['a 429 of something between', { status: 429, json: { code: 1 } }],
    ['a fault of input', { status: 400, contentType: 'application/problem+json', json: { title: 'Bad' } }],
    ['a page to sign in to the network', { status: 200, body: '<p>Welcome' }],
  ])('%s neither refuses nor deletes a scan', async (_what, met) => {
    const page = await keeping(['/arrivals', parcel]);
    await context.route(of('**'), (route) => route.fulfill(met));
    await sendNow(page);
    expect(await kept(page)).toMatchObject([{ code: parcel }]);
    expect(await kept(page)).not.toMatchObject([{ refused: expect.anything() }]);
    await context.unroute(of('**'));
    await sendNow(page);
    expect(await kept(page)).toEqual([]);
  });

  test('a scan of another library waits for that library', async () => {
    const page = await keeping(['/arrivals', parcel]);
    await context.route(of('**'), (route) => route.fulfill(answered));
    await page.evaluate(async (path) => {
      const { rememberLibrary } = await import(path);
      await rememberLibrary({ library: 'kikuyo', name: '菊陽町図書館' });
    }, '/scripts/scan-store.js');
    await sendNow(page);
    expect(await kept(page)).toMatchObject([{ code: parcel, library: 'uto' }]);
  });

  test('what can not be taken in holds back neither the other jobs nor, for ever, its own', async () => {
    const other = makeBarcode('parcel', 89);
    const page = await keeping(['/arrivals', parcel], ['/arrivals', other], ['/hand-in', freeCopy]);
    await context.route(of('**'), (route) => route.fulfill(answered));
    await context.route(of(`parcels/${parcel}/**`), (route) => route.fulfill({ status: 500 }));
    await sendNow(page);
    expect(await kept(page)).toMatchObject([{ code: parcel }, { code: other }]);
    for (let tries = 2; tries <= 6; tries++) await sendNow(page);
    expect(await kept(page)).toMatchObject([{ code: parcel, job: 'arrival' }]);
    await page.click('#send');
    await page.waitForFunction(() => document.querySelector('#unsent')?.textContent?.includes('送れません'));
    await page.goto(`${web.service.url}/`);
    await page.waitForSelector('.s-check[data-tone=ask]');
    expect(await page.textContent('.s-check[data-tone=ask]')).toContain(parcel);
    // It goes when it can.
    await context.unroute(of(`parcels/${parcel}/**`));
    await page.reload();
    // The page is drawn with the line there; only what the script tells is said after the sending.
    expect(await page.textContent('.s-check[data-tone=ok]')).toContain('未送信だった1件を送りました');
    expect(await kept(page)).toEqual([]);
  });
});

test('the camera reads a label where there is no reader', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'label-'));
  const parcel = makeBarcode('parcel', 9);
  let withCamera: Browser | undefined;
  try {
    const picture = await browser.newPage({ viewport: { width: 640, height: 480 } });
    const svg = toSVG({
      bcid: 'rationalizedCodabar',
      text: withStartAndStop(parcel),
      height: 20,
      paddingwidth: 10,
    });
    await picture.setContent(
      `<body style="margin:80px 40px;background:#fff">${svg.replace('<svg', '<svg width="560"')}`,
    );
    const jpeg = await picture.screenshot({ type: 'jpeg', quality: 95 });
    const file = path.join(folder, 'label.mjpeg');
    writeFileSync(file, Buffer.concat(Array.from({ length: 5 }, () => jpeg)));
    withCamera = await launch(
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    );
    const page = await signedIn('uto', withCamera);
    await page.goto(`${web.service.url}/arrivals`);
    await page.click('text=カメラで読み取る');
    await page.waitForSelector('.s-answer__foot');
    expect(await page.textContent('.s-answer__foot')).toContain(parcel);
    expect(web.heard).toEqual(['arrival uto@uto']);
  } finally {
    await withCamera?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
