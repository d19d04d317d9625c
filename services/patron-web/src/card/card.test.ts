import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { calendarDate } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser, Page } from 'playwright-core';
import { prepareScanner, scanned } from '../testing/scanner.ts';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

let web: TestWeb;
let hanako: Visitor;
let browser: Browser;
beforeAll(async () => {
  web = await startPatronWeb();
  hanako = await signedIn(web);
  browser = await launchChromium();
  await prepareScanner();
});
beforeEach(() => {
  Object.assign(web.world, { cardStatus: 'valid', expiresOn: null });
});
afterAll(async () => {
  await browser.close();
  await web.stop();
});

interface Screen {
  width: number;
  /** Device pixels a CSS pixel. */
  density?: number;
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active';
}

async function open<T>(path: string, screen: Screen, look: (page: Page) => Promise<T>): Promise<T> {
  const { width, density = 2, colorScheme = 'light', forcedColors = 'none' } = screen;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    deviceScaleFactor: density,
    colorScheme,
    forcedColors,
    extraHTTPHeaders: { cookie: hanako.cookie },
  });
  try {
    const page = await context.newPage();
    await page.goto(web.service.url + path);
    return await look(page);
  } finally {
    await context.close();
  }
}

/** R14: NW-7 with start and stop A around the number. */
const CARD = 'A20012340A';

describe('the barcode on the screen is read back by a decoder (R14)', () => {
  test.each([
    ['a phone', { width: 390 }],
    ['a phone in the dark', { width: 390, colorScheme: 'dark' }],
    ['a narrow phone', { width: 320 }],
    ['an old screen', { width: 390, density: 1 }],
    ['forced colours', { width: 390, forcedColors: 'active', colorScheme: 'dark' }],
    ['a large screen', { width: 1280, density: 1 }],
  ] as const)('%s', async (_what, screen) => {
    const picture = await open('/card', screen, (page) => page.screenshot({ fullPage: true }));
    expect(await scanned(picture)).toEqual([CARD]);
  });

  test('black on white with its quiet zone, whatever the colours around it', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const colours = await open('/card', { width: 390, colorScheme }, (page) =>
        page.locator('.barcode').evaluate((box) => {
          const { backgroundColor, color } = getComputedStyle(box);
          return { backgroundColor, color };
        }),
      );
      expect(colours).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(0, 0, 0)' });
    }
  });

  test('on a narrow phone a narrow bar is at least one and a half pixels, and nothing scrolls sideways', async () => {
    const seen = await open('/card', { width: 320 }, (page) =>
      page.evaluate(() => {
        const svg = document.querySelector('.barcode svg');
        const units = Number(svg?.getAttribute('viewBox')?.split(' ')[2]);
        return {
          module: ((svg?.getBoundingClientRect().width ?? 0) / units) * 2,
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        };
      }),
    );
    expect(seen.module).toBeGreaterThanOrEqual(1.5);
    expect(seen.overflow).toBe(0);
  });

  test('stays once it is open, without a connection', async () => {
    const picture = await open('/card', { width: 390 }, async (page) => {
      await page.context().setOffline(true);
      return page.screenshot({ fullPage: true });
    });
    expect(await scanned(picture)).toEqual([CARD]);
  });
});

describe('the card on paper', () => {
  test('is the card alone, in the size of a wallet, and is read back', async () => {
    const seen = await open('/card/print', { width: 800, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const box = await page.locator('.paper-card').boundingBox();
      const around = page.locator('header, footer, h1, .actions, .skip').filter({ visible: true });
      const text = await page.locator('.paper-card').textContent();
      return { box, text, around: await around.count(), picture: await page.screenshot({ fullPage: true }) };
    });
    // 85.6 by 54 mm at 96 pixels an inch.
    expect(seen.box?.width).toBeCloseTo(323.5, 0);
    expect(seen.box?.height).toBeCloseTo(204, 0);
    expect(seen.text?.replaceAll(/\s+/g, ' ')).toBe('県立図書館 貸出カード 2001 2340電話 096-000-0000');
    expect(seen.around).toBe(0);
    expect(await scanned(seen.picture)).toEqual([CARD]);
  });
});

describe('what the screen says', () => {
  test('the digits, what to do, and its last day; it is kept nowhere', async () => {
    web.world.expiresOn = calendarDate('2028-03-31');
    const got = await hanako.get('/card');
    const words = wordsOf(got.text);
    expect(words).toContain('2001 2340');
    expect(words).toContain('受け取りのとき、この画面をカウンターでお見せください。');
    expect(words).toContain('有効期限 2028年3月31日（金）');
    expect(words).toContain('読み取れないときは、画面を明るくしてください。');
    expect(got.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['expired', '受け取りと返却は今までどおりできます。', 'href="/card/renewal"'],
    ['suspended', 'ただいま予約をお受けできません。', 'data-refusal="CARD_SUSPENDED"'],
    ['replaced', '新しいカードをお使いください。', 'data-refusal="CARD_REPLACED"'],
  ] as const)('a card that is %s', async (cardStatus, sentence, markup) => {
    web.world.cardStatus = cardStatus;
    const { text } = await hanako.get('/card');
    expect(wordsOf(text)).toContain(sentence);
    expect(text).toContain(markup);
  });

  test('the renewal says until when the card is valid, or that it has no last day', async () => {
    const words = async () => wordsOf((await hanako.get('/card/renewal')).text);
    expect(await words()).toContain('この貸出カードに有効期限はありません。更新しなくても使えます。');
    web.world.expiresOn = calendarDate('2028-03-31');
    expect(await words()).toContain('今の有効期限：2028年3月31日（金）まで');
  });

  test.each(['/card', '/card/print', '/my-library', '/basket', '/privacy', '/email'])(
    'a card that was reissued while its session is open is named by its new number from %s on',
    async (path) => {
      const visitor = await signedIn(web);
      await visitor.post('/family/remember', { nickname: 'わたし' });
      const said = async (at: string) => /カード下4桁 (\d{4})/.exec((await visitor.get(at)).text)?.[1];
      expect(await said(path)).toBe('2340');
      web.account.cardNumber = '20012357';
      try {
        expect([await said(path), await said('/help')]).toEqual(['2357', '2357']);
        // So does the browser that was asked to remember the card.
        expect(wordsOf((await visitor.get('/family')).text)).not.toContain('2340');
      } finally {
        web.account.cardNumber = '20012340';
      }
    },
  );

  test('in English', async () => {
    const { cookie } = hanako;
    hanako.cookie = `${cookie}; language=en`;
    const words = wordsOf((await hanako.get('/card')).text);
    const renewal = wordsOf((await hanako.get('/card/renewal')).text);
    hanako.cookie = cookie;
    expect(words).toContain('Show this screen at the desk when you pick something up.');
    expect(renewal).toContain('Ask for a renewal');
  });
});
