import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Device } from '@toshobin/web/testing';
import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser, BrowserContext } from 'playwright-core';
import { forgetSessions } from '../sessions/forget-sessions.ts';
import { newAccount, RIGHT_PASSWORD } from '../testing/fake-patron.ts';
import { prepareScanner, scanned } from '../testing/scanner.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { KEPT_CARD_DAYS } from './kept-cards.ts';

let web: TestWeb;
let browser: Browser;
beforeAll(async () => {
  web = await startPatronWeb();
  browser = await launchChromium();
  await prepareScanner();
});
beforeEach(async () => {
  Object.assign(web.account, newAccount());
  await web.database.keptCard.deleteMany();
});
afterAll(async () => {
  await browser.close();
  await web.stop();
});

const DAY_MS = 86_400_000;

async function signIn(device: Device): Promise<void> {
  await device.get('/sign-in');
  await device.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
}
/** Somebody's own telephone, asked to keep the card. */
async function keeping(): Promise<Device> {
  const device = new Device(web.service.url);
  await signIn(device);
  await device.get('/card');
  expect((await device.post('/card/keep', {})).location).toBe('/card/kept');
  return device;
}
const notSeenFor = (days: number) =>
  web.database.keptCard.updateMany({ data: { seenAt: new Date(Date.now() - days * DAY_MS) } });

describe('a card that a browser keeps (R14)', () => {
  test('is kept of nobody who did not ask, and offered where one is signed in', async () => {
    const device = new Device(web.service.url);
    await signIn(device);
    expect((await device.get('/card')).text).toContain('action="/card/keep"');
    expect((await device.get('/card/kept')).status).toBe(410);
    expect(await web.database.keptCard.count()).toBe(0);
  });

  test('takes the place of another card of the family only of whoever reads that it does', async () => {
    const device = await keeping();
    const replaces = 'ほかのカードの番号を残しています';
    expect((await device.get('/card')).text).not.toContain(replaces);
    // It was the mother's; now her son is signed in.
    await web.database.keptCard.updateMany({ data: { patronId: randomUUID() } });
    expect((await device.get('/card')).text).toContain(replaces);
    expect((await device.post('/card/keep', {})).location).toBe('/card/kept');
    expect((await device.get('/card')).text).toContain('この端末に残してあります');
    expect(await web.database.keptCard.count()).toBe(1);
  });

  test('opens without a password once the session is over, and opens nothing else', async () => {
    const device = await keeping();
    await device.get('/card');
    await device.post('/sign-out', {});
    const page = await device.get('/card/kept');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('2001 2340')]);
    // The worker keeps it as it is: no form of a session, no menu, nobody's name.
    expect(page.text).not.toContain('_token');
    expect(page.text).not.toContain('site-nav');
    expect(page.text).toContain('rel="manifest"');
    // How it gets to the home screen is said for both kinds of telephones.
    expect(page.text).toMatch(/iPhone.*Android.*ホーム画面に追加/);
    for (const path of ['/card', '/my-library', '/privacy'])
      expect((await device.get(path)).location).toContain('/sign-in');
  });

  test('is gone at once when it is taken off, also for a browser without a worker', async () => {
    const device = await keeping();
    await device.get('/card/kept/forget');
    const got = await device.post('/card/kept/forget', {});
    expect(got.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(device.has('toshobin-card')).toBe(false);
    expect((await device.get('/card/kept')).status).toBe(410);
    expect(await web.database.keptCard.count()).toBe(0);
  });

  test('is gone with every sign-out everywhere: another password, or all devices at once', async () => {
    const [phone, home] = [await keeping(), await keeping()];
    expect((await home.get('/card')).text).toContain('この番号を残した端末：2台');
    await home.get('/card');
    await home.post('/card/kept/forget-everywhere', {});
    expect((await phone.get('/card/kept')).status).toBe(410);
    const again = await keeping();
    await home.get('/password');
    const password = 'ながい合言葉をえらぶ';
    await home.post('/password', { current: RIGHT_PASSWORD, password, again: password });
    expect((await again.get('/card/kept')).status).toBe(410);
  });

  test('lasts for as long as it is used, and ends two weeks after the library saw it last', async () => {
    const device = await keeping();
    for (let n = 0; n < 2; n += 1) {
      await notSeenFor(KEPT_CARD_DAYS - 1);
      expect((await device.get('/card/kept')).status).toBe(200);
    }
    await notSeenFor(KEPT_CARD_DAYS + 1);
    expect((await device.get('/card/kept')).status).toBe(410);
    await forgetSessions(web.database, new Date());
    expect(await web.database.keptCard.count()).toBe(0);
  });

  test('is never offered on a browser that was marked as shared, nor kept there', async () => {
    const desk = await keeping();
    await desk.get('/shared-terminal');
    expect((await desk.get('/card/kept')).status).toBe(410);
    expect((await desk.get('/card')).text).not.toContain('action="/card/keep"');
    expect((await desk.post('/card/keep', {})).status).toBe(403);
  });
});

describe('the installed card', () => {
  /** The telephone as a browser with scripts, on its home screen's page. */
  async function installed(device: Device): Promise<BrowserContext> {
    await device.get('/card/kept');
    const context = await browser.newContext({ viewport: { width: 390, height: 800 }, deviceScaleFactor: 2 });
    const cookies = device.cookie.split('; ').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return { name, value, url: web.service.url };
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${web.service.url}/card/kept`);
    await page.locator('[data-kept]').filter({ visible: true }).waitFor();
    return context;
  }

  test('opens with the network cut, and a scanner reads it off the screen', async () => {
    const context = await installed(await keeping());
    await context.setOffline(true);
    const page = await context.newPage();
    await page.goto(`${web.service.url}/card/kept`);
    expect(await page.locator('[data-without-line]').isVisible()).toBe(true);
    expect(await scanned(await page.screenshot({ fullPage: true }))).toEqual(['A20012340A']);
    await context.close();
  });

  test('lets go at its next connection when the library has, and does not come back without a line', async () => {
    const context = await installed(await keeping());
    await web.database.keptCard.deleteMany();
    const page = await context.newPage();
    expect((await page.goto(`${web.service.url}/card/kept`))?.status()).toBe(410);
    await context.setOffline(true);
    await expect(page.goto(`${web.service.url}/card/kept`)).rejects.toThrow();
    await context.close();
  });

  test('shows nothing any more two weeks after its last connection', async () => {
    const context = await installed(await keeping());
    const page = await context.newPage();
    await page.goto(`${web.service.url}/card/kept`);
    await page.evaluate(
      async (keptAt) => {
        const cache = await caches.open('toshobin-kept-card');
        const html = await (await cache.match('/card/kept'))?.text();
        await cache.put('/card/kept', new Response(html ?? '', { headers: { 'x-kept-at': String(keptAt) } }));
      },
      Date.now() - (KEPT_CARD_DAYS + 1) * DAY_MS,
    );
    await context.setOffline(true);
    await expect(page.reload()).rejects.toThrow();
    await context.close();
  });

  test('is an application of its own, with its icons', async () => {
    const device = new Device(web.service.url);
    const manifest = JSON.parse((await device.get('/card.webmanifest')).text);
    expect(manifest).toMatchObject({ start_url: '/card/kept', scope: '/card/kept', display: 'standalone' });
    for (const { src } of manifest.icons) {
      const got = await device.get(src);
      expect([src, got.status, got.headers.get('content-type')]).toEqual([src, 200, 'image/png']);
    }
  });
});
