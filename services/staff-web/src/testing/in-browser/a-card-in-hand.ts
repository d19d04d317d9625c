import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { SCRIPTS } from '../../pages/script.tsx';
import { hanakosCard, hanakosCopyForUto } from '../stand-ins.ts';
import { type BrowserStage, kept, readyForNoLine, wedge } from './browser-stage.ts';

/** Whose card a phone without a line has in hand, and for how long. */
export function aCardInHand(stage: BrowserStage): void {
  describe('a card in hand without a line', () => {
    const second = makeBarcode('copy', 41);
    const other = makeBarcode('card', 77);
    const lastOfHanako = hanakosCard.slice(-4);
    /** A phone of Uto at its hand-out without a line, with a clock that is turned by hand. */
    async function atHandOut(): Promise<Page> {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await stage.context.setOffline(true);
      await page.clock.install();
      await page.goto(`${stage.web.service.url}/hand-out`);
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

    test('another that was misread is called a card, and takes it out of hand', async () => {
      const page = await atHandOut();
      await wedge(page, hanakosCard, /^資料を読み取って/);
      const misread = hanakosCard.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
      await wedge(page, misread, /このカード番号はありません。番号の下4桁 \d{4}番号を確かめて/);
      expect(await page.locator('#answer[data-tone=stop]:not(.s-answer--old)').count()).toBe(1);
      expect(await inHand(page)).toEqual([]);
      await wedge(page, second, /^はじめに貸出カードを/);
      expect(await kept(page)).toEqual([]);
    });

    test('the number of a release can not be judged, says so, and takes the card before it out of hand', async () => {
      const page = await atHandOut();
      // The second begins like a copy that was cut short.
      for (const release of ['66505775', '12345678']) {
        await wedge(page, hanakosCard, /^資料を読み取って/);
        await wedge(page, release, /カードを忘れた方の番号は、つながるまで使えません/);
        expect(await page.locator('#answer[data-tone=stop]:not(.s-answer--old)').count()).toBe(1);
        expect(await inHand(page)).toEqual([]);
      }
      await wedge(page, second, /^はじめに貸出カードを/);
      expect(await kept(page)).toEqual([]);
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
          path: `${SCRIPTS}/take-scan.js`,
          cards: [hanakosCard, other],
          copies: [hanakosCopyForUto, second],
        },
      );
      expect(card).toBe(other);
      expect(await kept(page)).toMatchObject([{ card: hanakosCard }, { card: other }]);
    });

    test('a number that waits already is one scan, but for another card', async () => {
      const page = await atHandOut();
      await page.clock.pauseAt(Date.now() + 60_000);
      await wedge(page, hanakosCard, /^資料を読み取って/);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      await page.waitForFunction(() => document.querySelector('input')?.value === '');
      await wedge(page, hanakosCopyForUto, /^この番号は記録してあります。1回と数えました/);
      await page.clock.fastForward(1_000);
      await wedge(page, hanakosCopyForUto, /^この番号は記録してあります/);
      await wedge(page, second, /^記録しました（未送信2件）/);
      expect(await kept(page)).toHaveLength(2);
      await page.clock.fastForward(60_000);
      await wedge(page, hanakosCopyForUto, /^この番号は記録してあります/);
      await wedge(page, other, /^資料を読み取って/);
      await wedge(page, second, /^記録しました（未送信3件）/);
    });
  });
}
