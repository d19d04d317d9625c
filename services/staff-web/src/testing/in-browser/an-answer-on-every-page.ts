import { expect, test } from '@jest/globals';
import { hanakosCard, outwardParcel } from '../stand-ins.ts';
import type { BrowserStage } from './browser-stage.ts';

/** Whoever scans looks at the book, and hears how it was answered. */
export function anAnswerOnEveryPage(stage: BrowserStage): void {
  const ofDesk = [
    '/pick-list',
    '/packing',
    '/returns',
    '/arrivals',
    '/hand-out',
    '/phone',
    '/dispatch-board',
  ];
  test.each([
    ...[...ofDesk, `/parcels/${outwardParcel}`].map((path) => [path, 'desk'] as const),
    ...['/hand-in', '/send-back'].map((path) => [path, 'uto'] as const),
  ])('an answer on %s has a face and a sound at %s', async (path, account) => {
    const page = await stage.signedIn(account);
    await page.addInitScript(() => {
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        document.documentElement.dataset.sounded = 'yes';
        start.call(this, when);
      };
    });
    await page.goto(`${stage.web.service.url}${path}`);
    await page.waitForSelector('.s-scan__sound');
    await page.keyboard.type('3005128814');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#answer:not([data-tone=wait]) .s-answer__face');
    await page.waitForSelector('[data-sounded=yes]');
  });

  test('a page that a form far down leads to is read from its beginning', async () => {
    const page = await stage.signedIn('desk');
    await page.setViewportSize({ width: 1366, height: 500 });
    await page.goto(`${stage.web.service.url}/phone`);
    await page.waitForSelector('.s-scan__sound');
    await page.keyboard.type(hanakosCard);
    await page.keyboard.press('Enter');
    await page.locator('summary', { hasText: 'カードを忘れた方' }).click();
    const form = page.locator('form[action="/cards/release"]');
    await form.locator('[name=reason]').fill('忘れた');
    await form.locator('button').click();
    await page.waitForSelector('#code');
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
}
