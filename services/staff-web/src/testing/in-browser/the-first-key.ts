import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { hanakosCard, outwardParcel } from '../stand-ins.ts';
import { type BrowserStage, read, returned } from './browser-stage.ts';

/** A page hears its first key: what is typed before its scripts run is read by them, or the page says that it was not. */
export function theFirstKey(stage: BrowserStage): void {
  describe('a page whose scripts do not run yet', () => {
    const [first, second] = [makeBarcode('copy', 60), makeBarcode('copy', 61)];

    /** A page of the desk that was asked for, and stands; its scripts come when they are let. */
    async function opened(path: string, ask?: (page: Page) => Promise<void>) {
      const page = await stage.signedIn('desk');
      await page.setViewportSize({ width: 1366, height: 900 });
      await stage.web.database.deskScan.deleteMany({});
      if (ask) {
        await page.goto(`${stage.web.service.url}/returns`);
        await page.waitForSelector('.s-scan__sound');
      }
      let letThem: (come: boolean) => void = () => undefined;
      const come = new Promise<boolean>((resolve) => {
        letThem = resolve;
      });
      await page.route(/\/scripts\/[0-9a-f]+\/(desk|read-anywhere)\.js$/, async (route) =>
        (await come) ? route.continue() : route.abort(),
      );
      const stands = page.waitForURL(`**${path}`, { waitUntil: 'commit' });
      if (ask) await ask(page);
      else await page.goto(`${stage.web.service.url}${path}`, { waitUntil: 'commit' });
      await stands;
      await page.waitForFunction(() => document.body !== null);
      return { page, letThem };
    }
    const said = (page: Page, words: string) => page.locator('main', { hasText: words }).waitFor();

    test.each([0, 5, 10, 20])('a card typed %i ms after the page that F4 opened is read', async (delay) => {
      const { page, letThem } = await opened('/hand-out', (from) => from.keyboard.press('F4'));
      await wait(delay);
      await read(page, hanakosCard);
      letThem(true);
      await page.locator('aside, .s-panel', { hasText: hanakosCard }).first().waitFor();
    });

    test('copies are returned in their order, the last with a digit that was taken back and its end typed later', async () => {
      const { page, letThem } = await opened('/returns');
      await read(page, first);
      await page.keyboard.type(`${second.slice(0, 6)}7`);
      await page.keyboard.press('Backspace');
      letThem(true);
      await returned(page, 1);
      await read(page, second.slice(6));
      await returned(page, 2);
      expect(await stage.carriedOut()).toEqual([first, second]);
    });

    test('a number is read while an input method is on', async () => {
      const { page, letThem } = await opened('/returns');
      const keys = await stage.context.newCDPSession(page);
      for (const code of [...[...first].map((digit) => `Digit${digit}`), 'Enter'])
        await keys.send('Input.dispatchKeyEvent', {
          type: 'rawKeyDown',
          key: 'Process',
          code,
          windowsVirtualKeyCode: 229,
        });
      letThem(true);
      await returned(page, 1);
      expect(await stage.carriedOut()).toEqual([first]);
    });

    test('a parcel is opened where there is no field', async () => {
      const { page, letThem } = await opened('/hold-shelf');
      await read(page, outwardParcel);
      letThem(true);
      await page.waitForURL(`**/parcels/${outwardParcel}`);
    });

    test('what is typed into another field, or with a key held down, is no number', async () => {
      const { page, letThem } = await opened('/returns');
      await page.focus('#find');
      await page.keyboard.type('12');
      await page.evaluate(() => document.getElementById('find')?.blur());
      await page.keyboard.press('Control+1');
      letThem(true);
      await page.waitForSelector('.s-scan__sound');
      expect(await page.inputValue('#find')).toBe('12');
      expect(await page.inputValue('#scan')).toBe('');
    });

    test.each([
      ['/returns', 'K12-07X'],
      ['/phone', 'Abe Sachiko'],
    ])('on %s the field has "%s" in its order', async (path, text) => {
      const { page, letThem } = await opened(path);
      await page.keyboard.type(text);
      letThem(true);
      await page.waitForFunction(() => document.readyState === 'complete');
      expect(await page.inputValue('#scan')).toBe(text);
    });

    test.each(['/returns', '/hold-shelf'])(
      'on %s who goes by keys opens what has the focus',
      async (path) => {
        const { page, letThem } = await opened(path);
        await page.focus('a.skip');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => location.hash === '#main', undefined, { timeout: 5_000 });
        letThem(true);
        await page.waitForFunction(() => document.readyState === 'complete');
        expect(await page.getByText(/番号が足りません|受け取れませんでした/).count()).toBe(0);
      },
    );

    test.each([
      ['/returns', '', '番号が足りません'],
      ['/returns', '0', '番号が足りません'],
      ['/hold-shelf', '0121', '読み取った番号を受け取れませんでした'],
    ])(
      'on %s what is left of a cut number ("%s") answers nothing, and it is said',
      async (path, rest, words) => {
        const { page, letThem } = await opened(path);
        await read(page, rest);
        letThem(true);
        await said(page, words);
        expect(await stage.carriedOut()).toEqual([]);
      },
    );

    test('where the scripts do not come it is said also of a name', async () => {
      const { page, letThem } = await opened('/phone');
      await page.keyboard.type('Eiko');
      letThem(false);
      await said(page, '読み取った番号を受け取れませんでした');
    });

    test('where the scripts do not come it is said, and the form is sent by the browser', async () => {
      const { page, letThem } = await opened('/returns');
      await read(page, first);
      letThem(false);
      await said(page, '読み取った番号を受け取れませんでした');
      await page.focus('#scan');
      await read(page, first);
      await returned(page, 1);
      expect(await stage.carriedOut()).toEqual([first]);
    });
  });
}
