import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';
import type { CDPSession } from 'playwright-core';
import { slowLine } from './a-slow-line.ts';
import type { BrowserStage } from './browser-stage.ts';
import { faces, listen, readWhileHeld, sounded } from './what-is-heard.ts';

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

/** Of each twenty-five one is held for somebody, and of each twenty one is none of ours. */
const isHeld = (n: number) => n % 25 === 1;
const isRefused = (n: number) => n % 20 === 5;
/** So many are read behind an answer that stops the hand before somebody looks up. */
const BEFORE_THE_LOOK = 3;

/**
 * Reads so many copies at 返却受付, one every so many milliseconds, over a line on which answers are late; before every
 * fifth scan somebody has pressed where nothing is, and at every seventh the input method is on. Some are refused or go to
 * somebody: those hold what was read, until Enter. Each has to be carried out once, in the order in which it was read,
 * shown, and heard, and so has each that is held. Answers how many were read while others were held.
 */
export async function readAPile(
  stage: BrowserStage,
  { copies, apartMs, answerMs }: { copies: number; apartMs: number; answerMs: number },
): Promise<number> {
  const line = await slowLine(stage.web.service.url, answerMs);
  const pile = Array.from({ length: copies }, (_, n) =>
    isRefused(n) ? String(3_005_128_800 + n) : makeBarcode('copy', 100 + n),
  );
  const reservationId = ReservationIdSchema.parse(randomUUID());
  for (const code of pile.filter((_, n) => isHeld(n)))
    stage.web.world.returnsOf.set(code, { next: 'toHoldShelf', reservationId, holdNumber: 'A-0001' });
  try {
    const page = await stage.signedIn('desk');
    await stage.web.database.deskScan.deleteMany({});
    await listen(page);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto(`${line.url}/returns`);
    await page.waitForSelector('.s-scan__sound');
    const keys = await stage.context.newCDPSession(page);
    const stops = page.locator('.s-waiting', { hasText: '上の答えを確かめてから' });
    const started = Date.now();
    let behind = 0;
    for (const [n, code] of pile.entries()) {
      await wait(Math.max(0, started + n * apartMs - Date.now()));
      if (n % 5 === 4) await page.click('.s-top__name');
      behind = (await stops.isVisible()) ? behind + 1 : 0;
      if (behind > BEFORE_THE_LOOK) await page.keyboard.press('Enter');
      if (n % 7 === 6) {
        await composeNumber(keys, code);
      } else {
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
      }
    }
    const isShown = (count: number) => JSON.parse(sessionStorage.getItem('faces') ?? '[]').length >= count;
    // What stays away is told by what is compared below.
    const longest = Date.now() + 10_000 + copies * (answerMs + 500);
    while (!(await page.evaluate(isShown, copies)) && Date.now() < longest) {
      if (await stops.isVisible()) await page.keyboard.press('Enter');
      await wait(apartMs);
    }
    const carriedOut = await stage.web.database.deskScan.findMany({ orderBy: { sequence: 'asc' } });
    expect(carriedOut.map(({ code }) => code)).toEqual(pile);
    const [held, refused] = [isHeld, isRefused].map((is) => pile.filter((_, n) => is(n)).length) as [
      number,
      number,
    ];
    expect(new Set(stage.web.world.facts).size).toBe(copies);
    expect(await faces(page)).toEqual(carriedOut.map(({ factId }) => factId));
    const heard = await sounded(page);
    const times = (frequency: number) => heard.filter((one) => one === frequency).length;
    expect([times(220), times(1320)]).toEqual([refused, copies - refused - held]);
    // An answer that holds sounds as each that is read behind it does.
    const behindOnes = await readWhileHeld(page);
    expect(times(880) / 2 - held).toBeGreaterThanOrEqual(behindOnes);
    return behindOnes;
  } finally {
    stage.web.world.returnsOf.clear();
    await line.close();
  }
}
