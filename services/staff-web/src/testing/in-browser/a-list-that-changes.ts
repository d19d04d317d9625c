import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { hanakosReservation } from '../stand-ins.ts';
import type { BrowserStage } from './browser-stage.ts';

/** The pick list in a window that stays open while somebody cancels, or takes that back, at the telephone. */
export function aListThatChanges(stage: BrowserStage): void {
  describe('the pick list in another window', () => {
    const cancelled = (page: Page) => page.locator('#picks', { hasText: 'にキャンセルします（電話）' });
    const mayBeOld = (page: Page) => page.getByText('この一覧は、もう古いかもしれません');
    const cancel = () =>
      stage.web.deps.heldCancellations.hold({
        reservationId: hanakosReservation,
        wishId: randomUUID(),
        askedAt: new Date(),
        by: { account: 'desk', role: 'prefecturalDesk', library: PREFECTURAL_LIBRARY },
      });
    const takeBack = () => stage.web.deps.heldCancellations.takeBack(hanakosReservation);
    /** Somebody comes to the window, so long after it was drawn or looked at last. */
    async function comeTo(page: Page, seconds: number) {
      await page.clock.runFor(seconds * 1000);
      await page.locator('.s-top__name').hover();
    }
    async function opened() {
      const page = await stage.signedIn('desk');
      await page.clock.install();
      await page.goto(`${stage.web.service.url}/pick-list`);
      await page.waitForFunction(() => document.body.classList.contains('has-scripts'));
      return page;
    }

    test('has what was cancelled, and taken back, once somebody comes to it; nothing is asked while nobody does', async () => {
      const page = await opened();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await cancel();
      await page.clock.runFor(120_000);
      expect(asked).toEqual([]);
      expect(await mayBeOld(page).isVisible()).toBe(true);
      await comeTo(page, 20);
      await cancelled(page).waitFor();
      expect(await mayBeOld(page).isVisible()).toBe(false);
      await takeBack();
      await comeTo(page, 20);
      await cancelled(page).waitFor({ state: 'detached' });
    });

    test('moves no row from under a hand, and says that it is old, on paper too', async () => {
      const page = await opened();
      await cancel();
      await page.locator('#picks tr').last().hover();
      await page.clock.runFor(20_000);
      await page.keyboard.press('Shift');
      await mayBeOld(page).waitFor();
      expect(await cancelled(page).count()).toBe(0);
      await page.emulateMedia({ media: 'print' });
      expect(await mayBeOld(page).isVisible()).toBe(true);
      await page.emulateMedia({ media: null });
      await page.getByText('新しい一覧にする').click();
      await cancelled(page).waitFor();
      await takeBack();
    });
  });
}
