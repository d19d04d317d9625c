import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../src/chromium.ts';
import { people } from '../src/demo-people.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** The pages, as a phone shows them, with and without scripts. */
export function inABrowser(library: () => WholeLibrary): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 30_000);
  afterAll(() => browser?.close());

  const phones: [string, BrowserContextOptions][] = [
    ['on a phone', { viewport: { width: 390, height: 844 } }],
    ['on a phone without JavaScript', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
  ];

  test.each(phones)(
    '%s a patron signs in, searches, reserves and sees it in My Library',
    async (_, device) => {
      const person = people.mother;
      const record = await library().freeTitle(await library().signIn(person));
      const context = await browser.newContext({
        ...device,
        locale: 'ja-JP',
        baseURL: library().addresses.patronWeb,
      });
      const faults: string[] = [];
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (fault) => faults.push(fault.message));
      page.on('response', (response) => {
        if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
      });
      // Nothing sticks out sideways: the page itself is no wider than the phone.
      const fits = async () => {
        const shot = await page.screenshot({ fullPage: true });
        expect(shot.readUInt32BE(16)).toBe(390);
      };

      await page.goto('/sign-in');
      await page.getByLabel('貸出カード番号').fill(person.cardNumber);
      await page.getByLabel('パスワード').fill(person.password);
      await page.getByRole('button', { name: 'ログイン' }).click();
      await expectHeading(page, 'Myライブラリ');
      await fits();

      await page.goto('/');
      await page.getByRole('searchbox').fill(record.title);
      await page.getByRole('button', { name: '検索する' }).click();
      await fits();
      await page.locator(`a[href="/records/${record.number}"]`).first().click();
      await fits();
      await page.getByRole('button', { name: '予約かごに入れる' }).first().click();
      await page.goto('/basket');
      await page.getByRole('link', { name: '予約申込へ進む' }).click();
      await fits();
      // A library of before stands on top; the others are folded away by region.
      const uto = page.locator('input[name="pickup"][value="uto"]');
      if (!(await uto.isVisible())) await page.locator('details', { has: uto }).locator('summary').click();
      await uto.check();
      await page.getByRole('button', { name: '確認へ進む' }).click();
      await fits();
      await page.getByRole('button', { name: 'この内容で予約する' }).click();
      await expectHeading(page, '1点の予約を受け付けました');

      await page.goto('/my-library');
      await fits();
      expect(await page.locator('main').textContent()).toContain(record.title);
      expect(faults).toEqual([]);
      await context.close();
    },
    60_000,
  );
}

async function expectHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name }).first().waitFor();
}
