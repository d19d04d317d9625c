import { describe, expect, test } from '@jest/globals';
import type { BrowserStage } from './browser-stage.ts';

/** The clock in the head of the desk's pages. */
export function theClock(stage: BrowserStage): void {
  describe('the clock', () => {
    test('goes on while a page stands, by the server’s time and not by the terminal’s', async () => {
      const page = await stage.signedIn('desk');
      await page.clock.install({ time: new Date('2020-02-29T03:04:05Z') });
      await page.goto(`${stage.web.service.url}/returns`);
      const clock = page.locator('.s-top__time');
      const drawn = await clock.textContent();
      expect(drawn).toMatch(/^\d{1,2}月\d{1,2}日（.） \d{1,2}:\d\d$/);
      const at = Date.parse((await clock.locator('time').getAttribute('datetime')) ?? '');
      await page.clock.runFor(3 * 60_000);
      const words = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', timeStyle: 'short' });
      const later = await clock.textContent();
      expect([3, 4].map((minutes) => words.format(at + minutes * 60_000))).toContain(
        (later ?? '').split(' ')[1],
      );
      expect(later).not.toBe(drawn);
    });
  });
}
