import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { freeCopy, hanakosCard } from '../stand-ins.ts';
import { type SlowLine, slowLine } from './a-slow-line.ts';
import { type BrowserStage, read, returned } from './browser-stage.ts';

/** A number that is read once a page is being left belongs to the page that opens. */
export function leftForAnotherPage(stage: BrowserStage): void {
  describe('a page that is being left', () => {
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
    const carriedOut = async () => {
      const codes = await stage.carriedOut();
      expect(new Set(stage.web.world.facts).size).toBe(codes.length);
      return codes;
    };

    test.each(['/pick-list', '/returns', '/find'])(
      'from %s a card is read at the counter that was asked for before it',
      async (from) => {
        const page = await on(from);
        await page.keyboard.press('F4');
        await read(page, hanakosCard);
        line.goOn();
        await page.waitForURL('**/hand-out');
        await page.locator('aside, .s-panel', { hasText: hanakosCard }).first().waitFor();
        expect(await carriedOut()).toEqual([]);
      },
    );

    test('books are returned after F3, in their order, and it is said that they wait for the page', async () => {
      const page = await on('/hand-out');
      await page.evaluate(() =>
        addEventListener('pagehide', () =>
          sessionStorage.setItem('said', document.querySelector('.s-waiting')?.textContent ?? ''),
        ),
      );
      await page.keyboard.press('F3');
      await read(page, first, second);
      line.goOn();
      await page.waitForURL('**/returns');
      await returned(page, 2);
      expect(await page.evaluate(() => sessionStorage.getItem('said'))).toBe('2点は次の画面で受け付けます。');
      expect(await carriedOut()).toEqual([first, second]);
    });

    test.each([
      ['F3, its own place in the menu', (page: Page) => page.keyboard.press('F3')],
      ['loading it again', (page: Page) => page.evaluate(() => location.reload())],
    ])('books are returned on the page that is opened anew by %s', async (_, ask) => {
      const page = await on('/returns');
      await page.evaluate(() => Object.assign(window, { isOld: true }));
      await ask(page);
      await read(page, first, second);
      line.goOn();
      await page.waitForFunction(() => !('isOld' in window));
      await returned(page, 2);
      expect(await carriedOut()).toEqual([first, second]);
    });

    test('the page that opens asks the server for no script again, so that it hears its first key', async () => {
      const page = await stage.signedIn('desk');
      const askedFor = async (path: string) => {
        await page.goto(`${stage.web.service.url}${path}`);
        const files = await page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .filter((one) => one instanceof PerformanceResourceTiming && one.transferSize > 0)
            .map(({ name }) => new URL(name).pathname),
        );
        return files.filter((name) => name.startsWith('/scripts/'));
      };
      expect(await askedFor('/hand-out')).not.toEqual([]);
      for (const path of ['/hand-out', '/returns', '/packing']) expect(await askedFor(path)).toEqual([]);
    });

    test.each(['/pick-list', '/'])('a number that the page cuts in two is whole, from %s', async (from) => {
      const page = await on(from);
      await page.keyboard.press('F3');
      await page.keyboard.type(first.slice(0, 4));
      line.goOn();
      await page.waitForURL('**/returns');
      await page.waitForSelector('.s-scan__sound');
      await read(page, first.slice(4));
      await returned(page, 1);
      expect(await carriedOut()).toEqual([first]);
    });

    test('what was typed long before the page is left is no beginning of a number', async () => {
      const page = await on('/hand-out');
      await page.clock.install();
      await page.keyboard.type('1000');
      await page.clock.fastForward(60_000);
      await page.keyboard.press('F3');
      line.goOn();
      await page.waitForURL('**/returns');
      await page.waitForSelector('.s-scan__sound');
      expect(await page.inputValue('#scan')).toBe('');
      await read(page, first);
      await returned(page, 1);
      expect(await carriedOut()).toEqual([first]);
    });

    test('two numbers read at 経過 are not one, and the second is looked for after the first', async () => {
      const page = await on('/timeline');
      await read(page, first, freeCopy);
      line.goOn();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).search));
      await page.waitForURL(/\/stock\b/);
      expect(new URL(page.url()).search + page.url()).toContain(freeCopy);
      expect(asked.filter((search) => search.includes(first + freeCopy))).toEqual([]);
    });

    test('what was under way when its page was left, and was taken, does not wait there', async () => {
      const page = await on('/returns');
      line.hold();
      await read(page, first);
      await page.keyboard.press('F4');
      await page.waitForURL('**/hand-out');
      line.goOn();
      await page.goto(`${line.url}/returns`);
      await returned(page, 1);
      expect(await carriedOut()).toEqual([first]);
      expect(await page.locator('.s-waiting').textContent()).toBe('');
    });

    test('where the page did not come, what was read for it waits there until somebody says that it goes', async () => {
      const page = await on('/');
      await page.keyboard.press('F3');
      await read(page, first);
      const isAway = page.waitForEvent('framenavigated', (at) => at.url().startsWith('chrome-error:'));
      line.breakOff();
      await isAway;
      line.goOn();
      await page.clock.install({ time: Date.now() + 61_000 });
      await page.goto(`${line.url}/hand-out`);
      await page
        .locator('.s-scan__say', { hasText: '前に開いた画面で読み取った1点が残っています' })
        .waitFor();
      await page.click('text=その画面を開く');
      await page.locator('.s-scan__say', { hasText: '1点が待っています' }).waitFor();
      expect(await carriedOut()).toEqual([]);
      await page.keyboard.press('Enter');
      await returned(page, 1);
      expect(await carriedOut()).toEqual([first]);
    });

    test('a page that stays after all takes what is read', async () => {
      const page = await on('/returns');
      await page.evaluate(() => addEventListener('keydown', ({ key }) => key === 'Pause' && stop()));
      await page.keyboard.press('F6');
      await page.keyboard.press('Pause');
      line.goOn();
      await read(page, first);
      await returned(page, 1);
      expect(await carriedOut()).toEqual([first]);
    });
  });
}
