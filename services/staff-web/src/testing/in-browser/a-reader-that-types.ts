import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { heavyParcel } from '../shipping-desk.ts';
import { freeCopy, hanakosCopy } from '../stand-ins.ts';
import { type BrowserStage, inField, wedge } from './browser-stage.ts';

/** A barcode reader is a keyboard: what it types is answered, heard, and leaves the focus where the next scan goes. */
export function aReaderThatTypes(stage: BrowserStage): void {
  describe('a reader that types', () => {
    test('one scan after the other is answered, and the focus is in the field after every answer', async () => {
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}/returns`);
      for (const code of [hanakosCopy, freeCopy, makeBarcode('copy', 21)]) {
        await wedge(page, code, /^棚へ/);
        await page.waitForFunction(
          (number) => document.querySelector('.s-answer__foot')?.textContent?.includes(number),
          code,
        );
        expect(await inField(page)).toBe(true);
      }
      expect(await page.locator('.s-session li').count()).toBe(3);
      expect(new Set(stage.web.world.facts).size).toBe(3);
      await wedge(page, '0', /^取り消しました/);
      expect(await inField(page)).toBe(true);
    });

    test('the label of the post is read where it is waited for, though it begins like a copy of ours', async () => {
      const begun = `${makeBarcode('copy', 21)}5`;
      const label = `${begun}${Number(begun) % 7}`;
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}/returns`);
      await page.keyboard.type(label);
      await page.keyboard.press('Enter');
      await page.getByText('番号が長すぎます').first().waitFor();
      await page.goto(`${stage.web.service.url}/dispatch-board`);
      await wedge(page, heavyParcel, /お問い合わせ番号を読む/);
      await wedge(page, label, /^発送しました/);
      expect(await inField(page)).toBe(true);
    });

    test.each([
      [`/parcels/${heavyParcel}`, '#tracking'],
      ['/dispatch-board', `#t-${heavyParcel}`],
    ])('a label that was misread at its own field on %s is read again there', async (path, label) => {
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}${path}`);
      await page.waitForSelector('.s-scan__sound');
      await page.focus(label);
      for (const [read, why] of [
        ['123456789019', /^お問い合わせ番号を読み違えた/],
        ['1234567890', /今のは10桁です/],
        ['123456789013', /^発送しました/],
      ] as const)
        await wedge(page, read, why);
    });

    test('a reason that was sent and refused stands where it was typed', async () => {
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}/parcels/${heavyParcel}`);
      await page.waitForSelector('.s-scan__sound');
      await page.fill('#tracking', '1234');
      await page.fill('#reason', '薄い絵本');
      await page.keyboard.press('Enter');
      await page.locator('#tracking-f').waitFor();
      expect(await page.inputValue('#reason')).toBe('薄い絵本');
    });

    test('a lost focus comes back after five seconds, but not while another field is in use', async () => {
      const page = await stage.signedIn('desk');
      await page.clock.install();
      await page.goto(`${stage.web.service.url}/returns`);
      await page.waitForSelector('.has-scripts');
      await page.evaluate(() => document.querySelector('a')?.focus());
      await page.clock.fastForward(6_000);
      expect(await inField(page)).toBe(true);
      await page.focus('.s-scan__sound select');
      await page.clock.fastForward(60_000);
      expect(await inField(page)).toBe(false);
    });
  });

  test('every answer sounds once in its tone, and not at all when the terminal is silent', async () => {
    const page = await stage.signedIn('desk');
    await page.addInitScript(() => {
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        const heard = JSON.parse(sessionStorage.getItem('sounded') ?? '[]');
        sessionStorage.setItem('sounded', JSON.stringify([...heard, this.frequency.value]));
        start.call(this, when);
      };
    });
    const sounded = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('sounded') ?? '[]'));
    const hears = (count: number) =>
      page.waitForFunction((n) => JSON.parse(sessionStorage.getItem('sounded') ?? '[]').length === n, count);
    await page.goto(`${stage.web.service.url}/returns`);
    await wedge(page, hanakosCopy, /^棚へ/);
    await hears(1);
    await wedge(page, '3005128814', /^受け付けていません/);
    await hears(2);
    await page.reload();
    await page.waitForSelector('.s-scan__sound');
    expect(await sounded()).toEqual([1320, 220]);
    await page.selectOption('.s-scan__sound select', 'off');
    await page.focus('#scan');
    await wedge(page, freeCopy, /^棚へ/);
    await page.waitForSelector('.s-scan__sound');
    expect(await sounded()).toEqual([1320, 220]);
  });
}
