import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { makeBarcode, withStartAndStop } from '@toshobin/contracts';
import { launchChromium } from '@toshobin/web/testing/chromium';
import { toSVG } from 'bwip-js/node';
import type { Browser } from 'playwright-core';
import type { BrowserStage } from './browser-stage.ts';

/** The camera of a phone in place of a reader. */
export function theCamera(stage: BrowserStage): void {
  test('the camera reads a label where there is no reader', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'label-'));
    const parcel = makeBarcode('parcel', 9);
    let withCamera: Browser | undefined;
    try {
      const picture = await stage.browser.newPage({ viewport: { width: 640, height: 480 } });
      const svg = toSVG({
        bcid: 'rationalizedCodabar',
        text: withStartAndStop(parcel),
        height: 20,
        paddingwidth: 10,
      });
      await picture.setContent(
        `<body style="margin:80px 40px;background:#fff">${svg.replace('<svg', '<svg width="560"')}`,
      );
      const jpeg = await picture.screenshot({ type: 'jpeg', quality: 95 });
      const file = path.join(folder, 'label.mjpeg');
      writeFileSync(file, Buffer.concat(Array.from({ length: 5 }, () => jpeg)));
      withCamera = await launchChromium([
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ]);
      const page = await stage.signedIn('uto', withCamera);
      await page.goto(`${stage.web.service.url}/arrivals`);
      await page.click('text=カメラで読み取る');
      await page.waitForSelector('.s-answer__foot');
      expect(await page.textContent('.s-answer__foot')).toContain(parcel);
      expect(stage.web.heard).toEqual(['arrival uto@uto']);
    } finally {
      await withCamera?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
