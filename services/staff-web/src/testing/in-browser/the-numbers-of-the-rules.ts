import { expect, test } from '@jest/globals';
import type { BrowserStage } from './browser-stage.ts';

/** 決まりの数字: some forty fields, looked through by whoever changes one. */
export function theNumbersOfTheRules(stage: BrowserStage): void {
  test.each([
    ['at a desk', 1366, 3_000],
    ['on a phone', 390, 7_500],
  ])(
    'the numbers of the rules take few screens %s, and each can be read to its end',
    async (_where, width, most) => {
      const page = await stage.signedIn('operator');
      await page.setViewportSize({ width, height: 768 });
      await page.goto(`${stage.web.service.url}/policy`);
      const seen = await page.evaluate(() => ({
        height: document.documentElement.scrollHeight,
        cut: [...document.querySelectorAll('main .input')]
          .filter((field) => field.scrollWidth > field.clientWidth)
          .map(({ id }) => id),
      }));
      expect(seen.height).toBeLessThan(most);
      expect(seen.cut).toEqual([]);
    },
  );
}
