import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { freeCopy, outwardParcel } from '../stand-ins.ts';
import { slowLine } from './a-slow-line.ts';
import { type BrowserStage, read } from './browser-stage.ts';

/** A number that is read where no field waits for it opens what it is. */
export function aPageWithoutAField(stage: BrowserStage): void {
  describe('a page without a scan field', () => {
    const [first, second] = [makeBarcode('copy', 60), makeBarcode('copy', 61)];
    async function open(page: Page, path: string, url = stage.web.service.url) {
      await page.goto(`${url}${path}`);
      await page.locator('#read-anywhere').waitFor({ state: 'attached' });
      expect(await page.locator('#scan').count()).toBe(0);
    }

    test.each(['/', '/hold-shelf', `/slips/parcels/${outwardParcel}/holds`])(
      'the desk at %s opens a parcel',
      async (path) => {
        const page = await stage.signedIn('desk');
        await open(page, path);
        await read(page, outwardParcel);
        await page.waitForURL(`**/parcels/${outwardParcel}`);
      },
    );

    test('what has the focus is not pressed, and a few digits are no number', async () => {
      const page = await stage.signedIn('desk');
      await open(page, '/hold-shelf');
      await page.keyboard.type('12');
      await page.keyboard.press('Escape');
      await page.locator('.s-rail a').last().focus();
      await read(page, freeCopy);
      await page.waitForURL(/\/(stock|timeline)\b/);
    });

    test('what is typed or read at a list of persons is looked for and opens nobody; an arrow leads to the first', async () => {
      const page = await stage.signedIn('desk');
      await page.locator('#find').fill('例山');
      await page.keyboard.press('Enter');
      await page.getByText('カードを開く').waitFor();
      for (const typed of ['2222', '/例山']) {
        // A page that is drawn and not loaded has no script yet that hears its keys.
        await page.waitForLoadState();
        await read(page, typed);
        await page.getByRole('heading', { name: `「${typed.replace('/', '')}」をさがす` }).waitFor();
      }
      await page.waitForLoadState();
      const inFocus = () =>
        page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
      const been = [];
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowDown']) {
        await page.keyboard.press(key);
        been.push(await inFocus());
      }
      const person = expect.stringMatching(/^カードを開く/);
      expect(been).toEqual([person, expect.stringContaining('週刊例誌'), person, 'find', person]);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/phone');
    });

    test('a stroke begins a search in an empty field of numbers, and after a whole one', async () => {
      const page = await stage.signedIn('desk');
      await open(page, '/stock');
      for (const begun of ['', first]) {
        await page.fill('#barcode', begun);
        await page.keyboard.press('/');
        expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
      }
      await page.fill('#barcode', '12');
      await page.keyboard.press('/');
      expect(await page.inputValue('#barcode')).toBe('12/');
      // 経過 takes the letter of a hold number too.
      await open(page, '/timeline');
      await page.focus('#sought');
      await page.keyboard.press('/');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
    });

    test.each(['/returns', '/pick-list', '/hand-out', '/phone'])(
      'a stroke begins a search from the scan field of %s, which takes nothing of it',
      async (path) => {
        const page = await stage.signedIn('desk');
        await page.goto(`${stage.web.service.url}${path}`);
        await page.waitForSelector('.s-scan__sound');
        await page.focus('#scan');
        await page.keyboard.press('/');
        expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
        expect(await page.inputValue('#scan')).toBe('');
      },
    );

    test('back from a parcel that was sent is the list that it was packed from, with its field', async () => {
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}/packing`);
      await page.waitForSelector('.s-scan__sound');
      await read(page, outwardParcel);
      await page.waitForURL(`**/parcels/${outwardParcel}`);
      stage.web.world.parcelRead = { state: 'dispatched' };
      try {
        await read(page, freeCopy);
        await page.locator('#scan').waitFor({ state: 'detached' });
        await page.locator('#read-anywhere').waitFor({ state: 'attached' });
        await page.waitForLoadState();
        await page.goBack();
        await page.locator('form[action="/packing"] #scan').waitFor();
      } finally {
        stage.web.world.parcelRead = {};
      }
    });

    test('copies read at a branch on the page of a parcel are taken in, the second once the first is seen', async () => {
      stage.web.world.place = 'onLoan';
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await stage.signedIn('uto');
        await open(page, `/parcels/${outwardParcel}`, line.url);
        line.hold();
        for (const code of [first, second]) await read(page, code);
        line.goOn();
        await page.waitForURL('**/hand-in?from=counter');
        await page.locator('.s-scan__say', { hasText: '1点が待っています' }).waitFor();
        await page.keyboard.press('Enter');
        await page.waitForFunction(
          (number) => document.querySelector('.s-answer__foot')?.textContent?.includes(number),
          second,
        );
        expect(new Set(stage.web.world.facts).size).toBe(2);
      } finally {
        stage.web.world.place = 'onShelf';
        await line.close();
      }
    });
  });
}
