import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';
import type { Page } from 'playwright-core';
import { laterParcel, packedParcel } from '../shipping-desk.ts';
import { freeCopy, outwardParcel, thirdCopy } from '../stand-ins.ts';
import { slowLine } from './a-slow-line.ts';
import { type BrowserStage, read, returned, wedge } from './browser-stage.ts';
import { composeNumber, readAPile, typeAtOnce } from './scans-at-a-readers-pace.ts';
import { attention, listen, readOut, sounded } from './what-is-heard.ts';

/** What is read is carried out, wherever the focus is and however late the answers are. */
export function noScanIsLost(stage: BrowserStage): void {
  describe('no scan is lost', () => {
    const [first, second, third] = [60, 61, 62].map((n) => makeBarcode('copy', n)) as [
      string,
      string,
      string,
    ];
    const notOurs = '3005128814';
    /** The desk at 返却受付, with an empty list. */
    async function atReturns(url = stage.web.service.url): Promise<Page> {
      const page = await stage.signedIn('desk');
      await stage.web.database.deskScan.deleteMany({});
      await page.goto(`${url}/returns`);
      await page.waitForSelector('.s-scan__sound');
      return page;
    }
    /** What was carried out, once that is so many. */
    async function carriedOut(page: Page, count: number) {
      await returned(page, count);
      return stage.carriedOut();
    }
    const says = (page: Page, words: string) => page.locator('.s-scan__say', { hasText: words }).waitFor();

    // A tenth of the times of a real line; browser-scans.long.test.ts takes them whole.
    test('a pile is read faster than it is answered', async () => {
      await readAPile(stage, { copies: 20, apartMs: 60, answerMs: 150 });
    });

    test('a refusal holds what was read behind it, which goes on at Enter, and each may be dropped', async () => {
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await atReturns(line.url);
        line.hold();
        for (const code of [notOurs, first, second, third]) await read(page, code);
        line.goOn();
        await page.waitForSelector('#answer[data-tone=stop]');
        await says(page, '3点が待っています上の答えを確かめてから');
        // Digits before them would be taken for answers.
        const waiting = await page.locator('.s-wait li').allTextContents();
        expect(waiting).toEqual([first, second, third].map((code) => `${code}やめる`));
        expect(await carriedOut(page, 1)).toEqual([notOurs]);
        await page.locator('.s-wait li', { hasText: second }).getByText('やめる').click();
        await page.focus('#scan');
        await page.keyboard.press('Enter');
        expect(await carriedOut(page, 3)).toEqual([notOurs, first, third]);
      } finally {
        await line.close();
      }
    });

    test('what waits moves no answer, however much it is, and all of it can be reached', async () => {
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await atReturns(line.url);
        await page.setViewportSize({ width: 1366, height: 900 });
        await read(page, first);
        await carriedOut(page, 1);
        const top = async (of: string) => (await page.locator(of).boundingBox())?.y;
        const before = await top('#answer');
        line.hold();
        for (let n = 0; n < 13; n++) await read(page, makeBarcode('copy', 70 + n));
        await says(page, '12点が待っています');
        expect(await top('#answer')).toBe(before);
        expect(await top('.s-waiting')).toBeGreaterThan(720);
        await page.locator('.s-wait button').last().click();
        await says(page, '11点が待っています');
      } finally {
        line.goOn();
        await line.close();
      }
    });

    test('a copy that goes to somebody holds what was read behind it, until somebody has seen it', async () => {
      const line = await slowLine(stage.web.service.url);
      const held = {
        next: 'toHoldShelf',
        reservationId: ReservationIdSchema.parse(randomUUID()),
        holdNumber: 'A-0001',
      } as const;
      stage.web.world.returns = held;
      try {
        const page = await atReturns(line.url);
        line.hold();
        for (const code of [first, second]) await read(page, code);
        line.goOn();
        await page.waitForSelector('#answer[data-tone=hold][data-stops]');
        await says(page, '1点が待っています');
        expect(await carriedOut(page, 1)).toEqual([first]);
        await page.keyboard.press('Enter');
        expect(await carriedOut(page, 2)).toEqual([first, second]);
      } finally {
        delete stage.web.world.returns;
        await line.close();
      }
    });

    test('a digit that was typed before the answer answers no question, and the old answer is grey meanwhile', async () => {
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await atReturns(line.url);
        await read(page, first);
        await carriedOut(page, 1);
        await page.keyboard.press('1');
        expect(await page.locator('.s-answer--old').count()).toBe(1);
        await page.keyboard.press('Backspace');
        line.hold();
        await read(page, second);
        await read(page, '2');
        await says(page, '答えを待っています');
        line.goOn();
        await carriedOut(page, 2);
        expect(await page.locator('.s-answer--old').count()).toBe(0);
        expect(await page.locator('#answer [name=ask]').count()).toBe(1);
        await read(page, '2');
        await page.locator('#answer').getByText('「ない」と記録しました').waitFor();
      } finally {
        await line.close();
      }
    });

    test('what is not understood is said and sent nowhere; two numbers in one are asked about', async () => {
      const page = await atReturns();
      for (const [text, words] of [
        [first.slice(0, 7), '番号が足りません'],
        [first.slice(3), '番号が足りません'],
        [first.slice(1), '番号が足りません'],
        [`${first.slice(0, 5)}${second}`, '番号が長すぎます'],
        [`${first.slice(0, 6)}あ`, '日本語入力がオンです'],
      ] as const) {
        await read(page, text);
        await says(page, words);
      }
      expect(await stage.web.database.deskScan.count()).toBe(0);
      // Not typed, as by a camera: what was answered before is no answer to it either.
      await read(page, makeBarcode('card', 1));
      await page.waitForSelector('#answer[data-tone=stop]');
      // As long as it takes to see it.
      await page.waitForTimeout(1_500);
      await page.fill('#scan', first.slice(3));
      await page.press('#scan', 'Enter');
      await page.waitForSelector('#answer.s-answer--old');
      await stage.web.database.deskScan.deleteMany({});
      await page.reload();
      await page.waitForSelector('.s-scan__sound');
      // As long as a copy's number: one digit of it is wrong, and none is missing.
      await read(page, first.replace(/^1/, '9'));
      expect(await carriedOut(page, 1)).toEqual([first.replace(/^1/, '9')]);
      await stage.web.database.deskScan.deleteMany({});
      await page.reload();
      await page.waitForSelector('.s-scan__sound');
      await read(page, first + second);
      await says(page, '2点を続けて読みましたか');
      await read(page, third);
      await says(page, 'ほかに1点が待っています');
      expect(await readOut(page)).toContain('ほかに1点が待っています');
      await read(page, '1');
      expect(await carriedOut(page, 3)).toEqual([first, second, third]);
    });

    test('a number cut short stays named behind the next ones until it is read again, or Enter says that it was seen', async () => {
      const page = await atReturns();
      const named = page.locator('.s-scan__say', { hasText: 'まだ読み直していない番号' });
      const cut = first.slice(0, 9);
      for (const text of [cut, second]) await read(page, text);
      await carriedOut(page, 1);
      expect(await named.textContent()).toContain(cut);
      await read(page, first);
      await carriedOut(page, 2);
      expect(await named.count()).toBe(0);
      for (const text of [third.slice(0, 6), third]) await read(page, text);
      expect(await carriedOut(page, 3)).toEqual([second, first, third]);
      // So many copies begin like that: nobody can tell which it was.
      expect(await named.textContent()).toContain(third.slice(0, 6));
      await page.keyboard.press('Enter');
      await named.waitFor({ state: 'detached' });
    });

    test('what the page said of a number is gone once a button is pressed', async () => {
      const page = await atReturns();
      await read(page, first);
      await carriedOut(page, 1);
      await read(page, first);
      await says(page, '同じ番号を続けて読みました');
      await page.locator('#answer button', { hasText: '取り消す' }).click();
      await page.locator('.s-scan__say').waitFor({ state: 'detached' });
    });

    test('the end of a telephone number is no number cut short where a caller is looked for', async () => {
      const page = await stage.signedIn('desk');
      await page.goto(`${stage.web.service.url}/phone`);
      await page.waitForSelector('.s-scan__sound');
      await read(page, '1122');
      await page.locator('#answer', { hasText: '見つかりません' }).waitFor();
    });

    test('what was read while two in one are asked about is asked about in its turn, and is there when the page was left', async () => {
      const page = await atReturns();
      await read(page, first + second);
      await says(page, '2点を続けて読みましたか');
      await read(page, second + third);
      await says(page, 'ほかに2点が待っています');
      await read(page, '1');
      await says(page, `${second}　${third}`);
      expect(await carriedOut(page, 2)).toEqual([first, second]);
      await page.goto(`${stage.web.service.url}/pick-list`);
      await says(page, '2点が残っています');
      await page.click('text=その画面を開く');
      await says(page, '前に読み取ったものが残っています');
      await page.locator('.s-wait li', { hasText: second }).getByText('やめる').click();
      await page.focus('#scan');
      await page.keyboard.press('Enter');
      expect(await carriedOut(page, 3)).toEqual([first, second, third]);
    });

    test('the input method is on and the focus in the list of sounds, or a reader types into another field', async () => {
      const page = await atReturns();
      const keys = await stage.context.newCDPSession(page);
      await composeNumber(keys, first);
      await carriedOut(page, 1);
      await page.focus('.s-scan__sound select');
      await read(page, second);
      await carriedOut(page, 2);
      await page.evaluate(() => {
        const other = document.createElement('input');
        other.value = 'わけ';
        document.querySelector('footer')?.append(other);
        other.focus();
      });
      await typeAtOnce(keys, third);
      expect(await carriedOut(page, 3)).toEqual([first, second, third]);
      expect(await page.inputValue('footer input')).toBe('わけ');
    });

    test('a question that stands when the page is opened again holds what is read until it is answered', async () => {
      const page = await stage.signedIn('desk');
      await listen(page);
      await page.goto(`${stage.web.service.url}/dispatch-board`);
      await wedge(page, laterParcel, /^まだ発送していません/);
      await page.reload();
      await page.waitForSelector('.s-scan__sound');
      const before = await sounded(page);
      await read(page, packedParcel);
      await says(page, '先に、質問に答えてください');
      expect(await readOut(page)).toMatch(/1点が待っています。先に、質問に答えてください。$/);
      expect(await sounded(page)).toEqual([...before, ...attention]);
      expect(stage.web.heard).toEqual([]);
      await wedge(page, '0', /^発送しました/);
      expect(stage.web.heard).toEqual(['dispatch desk@pref']);
    });

    test('what waits behind a question of a parcel waits there too when the parcel is opened by a scan', async () => {
      const page = await stage.signedIn('desk');
      await listen(page);
      await page.goto(`${stage.web.service.url}/parcels/${outwardParcel}`);
      await wedge(page, thirdCopy, /点目です/);
      const before = await sounded(page);
      await read(page, freeCopy);
      await says(page, '1点が待っています');
      expect(await readOut(page)).toMatch(/1点が待っています。先に、質問に答えてください。$/);
      expect(await sounded(page)).toEqual([...before, ...attention]);
      await page.goto(`${stage.web.service.url}/packing`);
      await says(page, '1点が残っています');
      await read(page, outwardParcel);
      await page.waitForURL(`**/parcels/${outwardParcel}`);
      await says(page, '1点が待っています');
      await read(page, notOurs);
      expect(await page.locator('.s-wait li').allInnerTexts()).toEqual([
        expect.stringContaining(freeCopy),
        expect.stringContaining(notOurs),
      ]);
    });

    test('a button that could not be sent is called so, and goes when the line is back', async () => {
      const page = await atReturns();
      await read(page, freeCopy);
      await returned(page, 1);
      await stage.context.setOffline(true);
      await page.locator('#answer').getByRole('button', { name: '取り消す' }).click();
      await says(page, '押したボタンは、まだ送れていませんつながると続けます。もう一度送る');
      expect(await readOut(page)).toMatch(/押したボタンは、まだ送れていません。つながると続けます。$/);
      await stage.context.setOffline(false);
      await page.waitForFunction(() => document.title.startsWith('取り消しました'));
    });

    test('what waits when the page is left waits when it is opened again', async () => {
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await atReturns(line.url);
        line.hold();
        for (const code of [notOurs, first]) await read(page, code);
        line.goOn();
        await page.waitForSelector('#answer[data-tone=stop]');
        await says(page, '1点が待っています');
        await page.goto(`${line.url}/pick-list`);
        await says(page, '1点が残っています');
        await page.click('text=その画面を開く');
        await page.waitForURL('**/returns');
        await says(page, '前に読み取ったものが残っています');
        await page.keyboard.press('Enter');
        expect(await carriedOut(page, 2)).toEqual([notOurs, first]);
      } finally {
        await line.close();
      }
    });
  });
}
