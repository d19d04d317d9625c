import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { CDPSession } from 'playwright-core';
import { slowLine } from './a-slow-line.ts';
import type { BrowserStage } from './browser-stage.ts';
import { listen } from './what-is-heard.ts';

/** Types a number as a reader does while a Japanese input method is on: it takes every key, and Enter ends a composition. */
export async function composeNumber(keys: CDPSession, code: string): Promise<void> {
  const key = (name: string) =>
    keys.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code: name,
      windowsVirtualKeyCode: 229,
    });
  const wide = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  // One after the other without waiting, as the keys of one burst.
  const sent = [...code].flatMap((digit, n) => {
    const text = wide(code.slice(0, n + 1));
    const selection = { selectionStart: n + 1, selectionEnd: n + 1 };
    return [key(`Digit${digit}`), keys.send('Input.imeSetComposition', { text, ...selection })];
  });
  sent.push(key('Enter'), keys.send('Input.insertText', { text: wide(code) }));
  await Promise.all(sent);
}

/** Types a number and Enter as a reader does: five milliseconds lie between two keys by their own time, however late they come. */
export async function typeAtOnce(keys: CDPSession, code: string): Promise<void> {
  const began = Date.now() / 1000;
  const sent = [...code, '\r'].map((text, n) => {
    const isEnter = text === '\r';
    const name = isEnter ? 'Enter' : text;
    const windowsVirtualKeyCode = text.charCodeAt(0);
    const timestamp = began + n * 0.005;
    return keys.send('Input.dispatchKeyEvent', {
      ...{ type: 'keyDown', key: name, code: isEnter ? 'Enter' : `Digit${text}` },
      ...{ text, windowsVirtualKeyCode, timestamp },
    });
  });
  await Promise.all(sent);
}

/**
 * Reads so many copies at 返却受付, one every so many milliseconds, over a line on which answers are late; before every
 * fifth scan somebody has pressed where nothing is, and at every seventh the input method is on. Each has to be carried
 * out once, in the order in which it was read, shown, and heard.
 */
export async function readAPile(
  stage: BrowserStage,
  { copies, apartMs, answerMs }: { copies: number; apartMs: number; answerMs: number },
): Promise<void> {
  const line = await slowLine(stage.web.service.url, answerMs);
  try {
    const page = await stage.signedIn('desk');
    await stage.web.database.deskScan.deleteMany({});
    await listen(page);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto(`${line.url}/returns`);
    await page.waitForSelector('.s-scan__sound');
    const keys = await stage.context.newCDPSession(page);
    const pile = Array.from({ length: copies }, (_, n) => makeBarcode('copy', 100 + n));
    const started = Date.now();
    for (const [n, code] of pile.entries()) {
      await wait(Math.max(0, started + n * apartMs - Date.now()));
      if (n % 5 === 4) await page.click('.s-top__name');
      if (n % 7 === 6) {
        await composeNumber(keys, code);
      } else {
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
      }
    }
    // What stays away is told by what is compared below.
    const shown = (count: number) => JSON.parse(sessionStorage.getItem('faces') ?? '[]').length >= count;
    const longest = { timeout: 10_000 + copies * (answerMs + 500) };
    await page.waitForFunction(shown, copies, longest).catch(() => undefined);
    const carriedOut = await stage.web.database.deskScan.findMany({ orderBy: { sequence: 'asc' } });
    expect(carriedOut.map(({ code }) => code)).toEqual(pile);
    expect(new Set(stage.web.world.facts).size).toBe(copies);
    const [faces, sounded] = await page.evaluate(() =>
      ['faces', 'sounded'].map((name) => JSON.parse(sessionStorage.getItem(name) ?? '[]')),
    );
    expect(faces).toEqual(carriedOut.map(({ factId }) => factId));
    expect(sounded).toEqual(pile.map(() => 1320));
  } finally {
    await line.close();
  }
}
