import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { hanakosCard } from '../stand-ins.ts';
import { type SlowLine, slowLine } from './a-slow-line.ts';
import type { BrowserStage } from './browser-stage.ts';

/** What is typed or read once a page begins to leave belongs to the page that comes. */
export function keysOnTheWay(stage: BrowserStage): void {
  describe('keys while a page is on its way', () => {
    const [first, second] = [makeBarcode('copy', 60), makeBarcode('copy', 61)];
    let line: SlowLine;
    beforeEach(async () => {
      line = await slowLine(stage.web.service.url);
    });
    afterEach(() => line.close());

    /** The desk on a page, from which every page is long under way. */
    async function on(path: string): Promise<Page> {
      const page = await stage.signedIn('desk');
      await page.setViewportSize({ width: 1366, height: 900 });
      await stage.web.database.deskScan.deleteMany({});
      await page.goto(`${line.url}${path}`);
      line.hold('pages');
      return page;
    }
    async function read(page: Page, code: string) {
      await page.keyboard.type(code);
      await page.keyboard.press('Enter');
    }
    const says = (page: Page, words: string) => page.locator('.s-held', { hasText: words }).waitFor();
    const silent = (page: Page) => page.waitForSelector('.s-held', { state: 'hidden' });
    const returned = async (page: Page, ...codes: string[]) => {
      await page.waitForFunction(
        (n) => document.querySelectorAll('.s-session li').length === n,
        codes.length,
      );
      const rows = await stage.web.database.deskScan.findMany({ orderBy: { sequence: 'asc' } });
      expect(rows.map(({ code }) => code)).toEqual(codes);
      expect(new Set(stage.web.world.facts).size).toBe(codes.length);
    };

    test('a card is read on the page that was asked for before it', async () => {
      const page = await on('/pick-list');
      await page.evaluate(() =>
        addEventListener('pagehide', () =>
          sessionStorage.setItem('said', document.querySelector('.s-held')?.textContent ?? ''),
        ),
      );
      await page.keyboard.press('F4');
      await read(page, hanakosCard);
      line.goOn();
      await page.waitForURL('**/hand-out');
      await page.locator('aside, .s-panel', { hasText: hanakosCard }).first().waitFor();
      await silent(page);
      const said = await page.evaluate(() => sessionStorage.getItem('said'));
      expect(said).toContain('次の画面を待っています');
      expect(said).not.toContain(hanakosCard);
      expect(await stage.web.database.deskScan.count()).toBe(0);
    });

    test('a book is returned after F3, also one of which a part was typed before the page came', async () => {
      const page = await on('/');
      await page.keyboard.press('F3');
      await read(page, first);
      await page.keyboard.type(second.slice(0, 3));
      line.goOn();
      await page.waitForURL('**/returns');
      await page.waitForSelector('.s-scan__sound');
      await read(page, second.slice(3));
      await returned(page, first, second);
    });

    test('a search is begun on the page that comes, and a digit answers nothing there', async () => {
      const page = await on('/returns');
      await page.keyboard.press('F2');
      await read(page, '/100016');
      line.goOn();
      await page.waitForURL('**/find**');
      await page.goto(`${line.url}/returns`);
      line.hold('pages');
      await page.keyboard.press('F6');
      await read(page, '0');
      line.goOn();
      await page.waitForURL('**/pick-list');
      await says(page, '数字は、画面が出てから');
    });

    test('the later place wins, but not over what was read for the one before', async () => {
      const page = await on('/');
      await page.keyboard.press('F6');
      await page.keyboard.press('F3');
      await read(page, first);
      await page.keyboard.press('F4');
      await read(page, hanakosCard);
      line.goOn();
      await page.waitForURL('**/hand-out');
      await page.locator('aside, .s-panel', { hasText: hanakosCard }).first().waitFor();
      await page.goto(`${line.url}/returns`);
      await returned(page, first);
    });

    test('where no page comes, what was read stays and is shown until somebody says where it goes', async () => {
      const page = await on('/');
      await page.keyboard.press('F3');
      await read(page, first);
      const isAway = page.waitForEvent('framenavigated', (at) => at.url().startsWith('chrome-error:'));
      line.breakOff();
      await isAway;
      line.goOn();
      await page.goto(`${line.url}/pick-list`);
      await says(page, `前の画面で読み取ったものが残っています。${first}`);
      await page.goto(`${line.url}/returns`);
      await page.click('text=この画面で受け付ける');
      await returned(page, first);
      await silent(page);
      await page.evaluate(() => addEventListener('keydown', ({ key }) => key === 'Pause' && stop()));
      line.hold('pages');
      await page.keyboard.press('F6');
      await read(page, second);
      await page.keyboard.press('Pause');
      await says(page, `次の画面が開きません。読み取ったものは残っています。${second}`);
      line.goOn();
      await page.click('text=この画面で受け付ける');
      await returned(page, first, second);
    });
  });
}
