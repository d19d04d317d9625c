import { describe, expect, test } from '@jest/globals';
import { freeCopy } from '../stand-ins.ts';
import type { BrowserStage } from './browser-stage.ts';

/** Every place of the menu without a mouse. */
export function keysOfTheMenu(stage: BrowserStage): void {
  describe('keys of the menu', () => {
    test('a function key opens its place from everywhere, but not while an input method needs it', async () => {
      const page = await stage.signedIn('desk');
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.goto(`${stage.web.service.url}/returns`);
      await page.waitForSelector('.has-keys');
      const keys = await stage.context.newCDPSession(page);
      const key = { type: 'rawKeyDown', key: 'F6', code: 'F6', windowsVirtualKeyCode: 229 } as const;
      await keys.send('Input.dispatchKeyEvent', key);
      await page.keyboard.press('F6');
      await page.waitForURL('**/pick-list');
      await page.waitForSelector('.has-keys');
      await page.keyboard.press('F3');
      await page.waitForURL('**/returns');
      const menu = page.locator('.s-rail');
      // A page as long as a day's list.
      await page.evaluate(() => {
        const main = document.querySelector('main');
        if (main) main.style.minHeight = '3000px';
        scrollTo(0, 1500);
      });
      expect((await menu.boundingBox())?.y).toBeGreaterThanOrEqual(0);
      // What the day needs, with its numbers, is in view without moving the menu.
      for (const label of ['要確認', '止まっているもの', '返却受付', '電話受付']) {
        const place = await menu.getByRole('link', { name: label }).boundingBox();
        expect([label, place !== null && place.y >= 0 && place.y + place.height <= 768]).toEqual([
          label,
          true,
        ]);
      }
    });

    test('the sheet has a key for every place, and what is read while it is open is not lost', async () => {
      const page = await stage.signedIn('desk');
      await page.setViewportSize({ width: 1366, height: 768 });
      await stage.web.database.deskScan.deleteMany({});
      await page.goto(`${stage.web.service.url}/returns`);
      await page.waitForSelector('.has-keys');
      await page.keyboard.press('?');
      const shown = page.locator('.s-keys a');
      await shown.first().waitFor();
      const keys = await shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-key')));
      expect(keys).toHaveLength(await page.locator('.s-rail a').count());
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain('');
      const here = page.locator('.s-keys__here');
      expect(await here.allInnerTexts()).toEqual(['/\nさがす', 'Enter\n答えを確かめて、続ける']);
      await page.keyboard.type(freeCopy);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('.s-session li').length === 1);
      // What the answer has keys for, once the sheet is opened again.
      await page.keyboard.press('Escape');
      await shown.first().waitFor({ state: 'detached' });
      await page.keyboard.press('F1');
      await shown.first().waitFor();
      const ofAnswer = ['1\nある', '2\nない', '0\n取り消す'];
      expect((await here.allInnerTexts()).slice(2)).toEqual(ofAnswer);
      await page.getByText('数字は、続けて Enter を押します').waitFor();
      const [letter = '', href = ''] = await page
        .locator('.s-keys a[data-key="b"]')
        .evaluate((link) => [link.getAttribute('data-key') ?? '', link.getAttribute('href') ?? '']);
      await page.keyboard.press(letter);
      await page.waitForURL(href);
      await page.keyboard.press('F1');
      await shown.first().waitFor();
      await page.keyboard.press('Escape');
      await shown.first().waitFor({ state: 'detached' });
    });
  });
}
