import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { heavyParcel } from '../shipping-desk.ts';
import { type BrowserStage, read, returned, wedge } from './browser-stage.ts';
import { attention, listen, pass, readOut, sounded, stopTheClock } from './what-is-heard.ts';

/** Answers are there before the next book, and the hand goes on without a look: what needs one stays, once. */
export function anAnswerThatStops(stage: BrowserStage): void {
  describe('an answer that stops the hand', () => {
    const [first, second, third] = [60, 61, 62].map((n) => makeBarcode('copy', n)) as [
      string,
      string,
      string,
    ];
    const notOurs = '3005128814';
    const reservationId = ReservationIdSchema.parse(randomUUID());
    const next = {
      held: { next: 'toHoldShelf', reservationId, holdNumber: 'A-0001' },
      damaged: { next: 'setAside', condition: 'damaged' },
      found: { next: 'toShelf', shelfMark: '913.6 ナツ', found: true },
      claimed: { next: 'toShelf', shelfMark: '913.6 ナツ', claimed: true },
    } as const;

    /** Time stands still on the page. */
    async function at(path: string, account = 'desk'): Promise<Page> {
      const page = await stage.signedIn(account);
      await stage.web.database.deskScan.deleteMany({});
      await listen(page);
      await stopTheClock(page);
      await page.goto(`${stage.web.service.url}${path}`);
      await page.waitForSelector('.s-scan__sound');
      return page;
    }
    const says = (page: Page, words: string) => page.locator('.s-scan__say', { hasText: words }).waitFor();
    async function carriedOut(page: Page, count: number) {
      await returned(page, count);
      return stage.carriedOut();
    }

    test.each([
      ['held for somebody', first, { step: next.held }],
      ['damaged', first, { step: next.damaged }],
      ['lost and found', first, { step: next.found }],
      ['claimed', first, { step: next.claimed }],
      ['with a supplement', first, { supplements: 2 }],
      ['not ours', notOurs, {}],
    ] as const)(
      'one that is %s keeps its answer until it was seen, however soon the next are read',
      async (_what, code, given: { step?: (typeof next)[keyof typeof next]; supplements?: number }) => {
        const { world } = stage.web;
        if (given.step) world.returnsOf.set(code, given.step);
        world.supplements = given.supplements ?? 0;
        try {
          const page = await at('/returns');
          await read(page, code);
          await carriedOut(page, 1);
          world.supplements = 0;
          const before = await sounded(page);
          await read(page, second);
          await says(page, '1点が待っています上の答えを確かめてから');
          await pass(page, 1_000);
          await read(page, third);
          await says(page, '2点が待っています');
          expect(await readOut(page)).toMatch(/^2点が待っています。上の答えを確かめてから/);
          expect(await sounded(page)).toEqual([...before, ...attention, ...attention]);
          expect(await stage.carriedOut()).toEqual([code]);
          expect(await page.locator('#answer.s-answer--old').count()).toBe(0);
          // Enter is heard wherever nothing else takes it.
          await page.click('.s-top__name');
          await page.keyboard.press('Enter');
          expect(await carriedOut(page, 3)).toEqual([code, second, third]);
        } finally {
          world.returnsOf.clear();
          world.supplements = 0;
        }
      },
    );

    test('who saw it scans on, and so does who has pressed Enter or has answered what it asks', async () => {
      const { world } = stage.web;
      try {
        const page = await at('/returns');
        await read(page, notOurs);
        await carriedOut(page, 1);
        await pass(page, 1_500);
        await page.keyboard.press(first.slice(0, 1));
        await page.waitForSelector('#answer.s-answer--old');
        await page.keyboard.press('Backspace');
        await read(page, first);
        await carriedOut(page, 2);
        await read(page, notOurs.replace(/..$/, '22'));
        await carriedOut(page, 3);
        await page.keyboard.press('Enter');
        world.supplements = 1;
        await read(page, second);
        await carriedOut(page, 4);
        world.supplements = 0;
        await read(page, '4');
        await page.locator('#answer', { hasText: '「ない」と記録しました' }).waitFor();
        await read(page, third);
        await carriedOut(page, 5);
        expect(await sounded(page)).toEqual([220, 1320, 220, ...attention, ...attention, 1320]);
      } finally {
        world.supplements = 0;
      }
    });

    test('the page that the first scan of a branch opens with a refusal keeps it too', async () => {
      const page = await at('/', 'uto');
      await read(page, notOurs);
      await page.waitForURL('**/hand-in');
      await page.waitForSelector('.s-scan__sound');
      await read(page, second);
      await says(page, '1点が待っています上の答えを確かめてから');
      expect(await stage.carriedOut()).toEqual([notOurs]);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#answer:not([data-tone=stop])');
      expect(await stage.carriedOut()).toEqual([notOurs, second]);
    });

    test('the number that an answer asks for goes at once', async () => {
      const page = await at('/dispatch-board');
      await wedge(page, heavyParcel, /お問い合わせ番号を読む/);
      await wedge(page, '123456789013', /^発送しました/);
    });
  });
}
