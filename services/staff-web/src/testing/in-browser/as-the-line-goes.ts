import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto } from '../stand-ins.ts';
import { type SlowLine, slowLine } from './a-slow-line.ts';
import { type BrowserStage, kept, read, readyForNoLine, wedge } from './browser-stage.ts';

/** A pickup library hands out while its line goes: every number is kept, each copy on the card that it was read after. */
export function asTheLineGoes(stage: BrowserStage): void {
  async function on(path: string, url = stage.web.service.url): Promise<Page> {
    const page = await stage.signedIn('uto');
    await page.goto(`${url}${path}`);
    await readyForNoLine(page);
    if (path === '/hand-out') await wedge(page, hanakosCard, /^資料を読み取って/);
    return page;
  }

  /** What is sent from that page hangs, until the line is closed. */
  async function whileItHangs(
    path: string,
    story: (page: Page, line: SlowLine) => Promise<void>,
  ): Promise<void> {
    const line = await slowLine(stage.web.service.url);
    try {
      const page = await on(path, line.url);
      line.hold();
      await story(page, line);
    } finally {
      line.goOn();
      await line.close();
    }
  }

  describe('as the line goes', () => {
    test('what is read at a scanner’s pace while the line goes is all kept, in its order and of its card', async () => {
      const page = await on('/hand-out');
      await page.evaluate(() => Object.assign(window, { isStill: 'here' }));
      await stage.context.setOffline(true);
      const [first, other, second] = [1, 2, 3].map((n) => makeBarcode('copy', 50 + n));
      const card = makeBarcode('card', 2);
      for (const code of [hanakosCopyForUto, first, card, other, second]) {
        await page.keyboard.type(code ?? '', { delay: 10 });
        await page.keyboard.press('Enter');
        await page.waitForTimeout(600);
        // It is not left while somebody reads: what is typed between two pages is nobody's.
        expect(await page.evaluate(() => Reflect.get(window, 'isStill'))).toBe('here');
      }
      await page.waitForFunction(() => /^記録しました（未送信4件）/.test(document.title));
      expect(await kept(page)).toMatchObject([
        { code: hanakosCopyForUto, card: hanakosCard },
        { code: first, card: hanakosCard },
        { code: other, card },
        { code: second, card },
      ]);
    });

    test('one scan that is about to be kept is not counted as none that waits', async () => {
      const page = await on('/hand-out');
      await page.evaluate(() => {
        const seen = new Set<string>();
        const look = () => {
          for (const note of document.querySelectorAll('.s-scan__say')) seen.add(note.textContent ?? '');
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        addEventListener('pagehide', () => sessionStorage.setItem('said', JSON.stringify([...seen])));
      });
      await stage.context.setOffline(true);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      const said = await page.evaluate(() => sessionStorage.getItem('said') ?? '');
      expect(said).not.toBe('');
      expect(said).not.toContain('待っています');
    });

    test('what waited behind a scan that hung is kept in its order, each on the card that it was read after', async () => {
      const other = makeBarcode('card', 77);
      const [second, others] = [makeBarcode('copy', 41), makeBarcode('copy', 42)];
      await whileItHangs('/hand-out', async (page, line) => {
        for (const code of [hanakosCopyForUto, second, other, others]) {
          await page.keyboard.type(code);
          await page.keyboard.press('Enter');
        }
        await page.getByText('3点が待っています').waitFor();
        await line.close();
        await page.waitForFunction(() => document.title.includes('未送信3件'));
        expect(await kept(page)).toMatchObject([
          { code: hanakosCopyForUto, card: hanakosCard },
          { code: second, card: hanakosCard },
          { code: others, card: other },
        ]);
      });
    });

    test('a card that is being read when a scan turns out to hang is read whole, and what follows is on it', async () => {
      const [other, others] = [makeBarcode('card', 77), makeBarcode('copy', 42)];
      await whileItHangs('/hand-out', async (page, line) => {
        await read(page, hanakosCopyForUto);
        await page.keyboard.type(other.slice(0, 3));
        await line.close();
        await page.waitForSelector('[data-ready] #without-line');
        await wedge(page, other.slice(3), /^資料を読み取って/);
        await wedge(page, others, /^記録しました（未送信2件）/);
        expect(await kept(page)).toMatchObject([
          { code: hanakosCopyForUto, card: hanakosCard },
          { code: others, card: other },
        ]);
      });
    });

    test('a scan that was under way when its page was opened again is the same one', async () => {
      await whileItHangs('/hand-in', async (page) => {
        for (const code of [hanakosCopy, freeCopy]) {
          await page.keyboard.type(code);
          await page.keyboard.press('Enter');
        }
        await page.getByText('1点が待っています').waitFor();
        await stage.context.setOffline(true);
        await page.reload();
        await page.waitForFunction(() => document.title.includes('未送信2件'));
        expect(stage.web.world.facts).toHaveLength(1);
        const [factId] = stage.web.world.facts;
        expect(await kept(page)).toMatchObject([{ factId, perhapsSent: true }, { code: freeCopy }]);
        await wedge(page, '0', /^取り消しました/);
        await wedge(page, '0', /^県立図書館に届いているかもしれません/);
      });
    });
  });
}
