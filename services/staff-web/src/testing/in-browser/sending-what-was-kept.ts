import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import type { Page, Route } from 'playwright-core';
import { SCRIPTS } from '../../pages/script.tsx';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto, outwardParcel } from '../stand-ins.ts';
import { type BrowserStage, kept, readyForNoLine, wedge } from './browser-stage.ts';

/** What becomes of kept scans when the line is back, whatever answers in between. */
export function sendingWhatWasKept(stage: BrowserStage): void {
  describe('sending what was kept', () => {
    const parcel = makeBarcode('parcel', 88);
    const answered = { json: { say: '受け付けました' } };
    const of = (path: string) => `${stage.web.service.url}/api/${path}`;
    /** A phone of Uto that keeps these scans, on the page without a line, which stays until it is left. */
    async function keeping(...scans: [at: string, code: string][]): Promise<Page> {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await stage.context.setOffline(true);
      for (const [n, [at, code]] of scans.entries()) {
        await page.goto(`${stage.web.service.url}${at}`);
        await page.waitForSelector('[data-ready]');
        await wedge(page, code, new RegExp(`未送信${n + 1}件`));
      }
      // The page has tried to send the last one.
      await page.evaluate(() => navigator.locks.request('toshobin-scans', () => undefined));
      const isPage = ({ pathname }: URL) => ['/arrivals', '/hand-in', '/hand-out'].includes(pathname);
      await stage.context.route(isPage, (route) => route.fulfill({ status: 503 }));
      return page;
    }
    /** One go at sending, as the page does it; done when it is. */
    async function sendNow(page: Page) {
      await stage.context.setOffline(false);
      await page.evaluate(async (path) => (await import(path)).send(), `${SCRIPTS}/queue.js`);
    }

    /** What is asked of the server, none of it answered until `answer` says how. */
    async function unanswered(page: Page) {
      const paths: string[] = [];
      let answer = (_how: Parameters<Route['fulfill']>[0]): void => undefined;
      const met = new Promise<Parameters<typeof answer>[0]>((resolve) => {
        answer = resolve;
      });
      await stage.context.route(of('**'), async (route) => {
        paths.push(new URL(route.request().url()).pathname);
        await route.fulfill(await met);
      });
      const asked = page.waitForRequest(of('**'));
      await stage.context.setOffline(false);
      await asked;
      return { paths, answer };
    }

    test('0 takes back nothing that is under way', async () => {
      const page = await keeping(['/hand-in', freeCopy]);
      const { answer } = await unanswered(page);
      await wedge(page, '0', /^県立図書館に届いているかもしれません/);
      expect(await kept(page)).toMatchObject([{ code: freeCopy }]);
      answer(answered);
      await page.getByText('未送信だった1件を送りました').waitFor();
      expect(await kept(page)).toEqual([]);
    });

    test('what was taken back while another was under way neither goes nor comes back', async () => {
      const page = await keeping(['/arrivals', parcel], ['/hand-in', freeCopy]);
      const { paths, answer } = await unanswered(page);
      await wedge(page, '0', /^取り消しました/);
      expect(await kept(page)).toMatchObject([{ code: parcel }]);
      answer({ status: 503 });
      await page.evaluate(() => navigator.locks.request('toshobin-scans', () => undefined));
      expect(await kept(page)).toMatchObject([{ code: parcel }]);
      expect(new Set(paths)).toEqual(new Set([`/api/parcels/${parcel}/arrival`]));
    });

    test('what was sent late is taken back in the list of its page, which was drawn before', async () => {
      const page = await stage.signedIn('uto');
      await page.goto(`${stage.web.service.url}/hand-in`);
      const keptHere = { store: `${SCRIPTS}/scan-store.js`, code: freeCopy };
      await page.evaluate(async ({ store, code }) => {
        const { keep } = await import(store);
        const [factId, occurredAt] = [crypto.randomUUID(), new Date().toISOString()];
        await keep({ factId, occurredAt, job: 'handIn', code, from: 'counter' });
      }, keptHere);
      await page.reload();
      const list = page.locator('#earlier');
      await list.locator('summary').click();
      await list.getByText(`取り消す（${freeCopy}）`).click();
      await list.locator('.s-session__undone').waitFor({ state: 'attached' });
      expect(stage.web.heard).toEqual(['void uto@uto']);
    });

    test('what came in a parcel that was read without a line is asked to be looked at once that is sent', async () => {
      const page = await keeping(['/arrivals', outwardParcel]);
      await stage.context.setOffline(false);
      await page.goto(`${stage.web.service.url}/`);
      const note = page.locator('.s-check[data-tone=ask]', { hasText: outwardParcel });
      await note.waitFor();
      // Until somebody has seen it.
      await page.reload();
      await note.waitFor();
      await stage.context.unrouteAll();
      await note.getByText('中身の一覧を見る').click();
      // Its number is read once more, where the list is.
      await page.waitForURL('**/arrivals');
      await page.locator('#answer', { hasText: /1点足りません|受け付け済み/ }).waitFor();
      await page.goto(`${stage.web.service.url}/`);
      await page.waitForSelector('#line');
      await page.evaluate(() => navigator.locks.request('toshobin-scans', () => undefined));
      expect(await note.count()).toBe(0);
    });

    test('a refusal is shown in Japanese', async () => {
      const page = await keeping(['/arrivals', parcel]);
      stage.web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
      await sendNow(page);
      await page.goto(`${stage.web.service.url}/`);
      await page.waitForSelector('.s-check[data-tone=stop]');
      expect(await kept(page)).toMatchObject([{ refused: expect.stringMatching(/[ぁ-ん]/) }]);
    });

    test('of a hand-out that is refused late it is said whose card it was, by its last digits alone', async () => {
      const page = await keeping();
      await page.goto(`${stage.web.service.url}/hand-out`);
      await page.waitForSelector('[data-ready]');
      await wedge(page, hanakosCard, /^資料を読み取ってください/);
      await wedge(page, hanakosCopy, /未送信1件/);
      stage.web.world.handOutRefused = true;
      await sendNow(page);
      const told = `引渡し　資料番号 ${hanakosCopy}　カード下4桁 ${hanakosCard.slice(-4)}　記録していません。`;
      // On the page without a line, and on any other.
      await stage.context.setOffline(true);
      await page.goto(`${stage.web.service.url}/hand-in`);
      await page.locator('#unsent', { hasText: `カード下4桁 ${hanakosCard.slice(-4)}` }).waitFor();
      await stage.context.setOffline(false);
      await page.goto(`${stage.web.service.url}/`);
      await page.locator('.s-check[data-tone=stop]', { hasText: told }).waitFor();
      expect(JSON.stringify(await kept(page))).not.toContain(hanakosCard);
      stage.web.world.handOutRefused = false;
    });

    test('a hand-in of a copy that is held waits for an answer, and is recorded once it is said that it was lent', async () => {
      const held = [hanakosCopyForUto, hanakosCopy] as const;
      for (const copy of held) stage.web.world.stillHeld.add(copy);
      const page = await keeping(['/hand-in', held[0]], ['/hand-in', held[1]]);
      await stage.context.setOffline(false);
      await page.goto(`${stage.web.service.url}/`);
      const asked = page.locator('.s-check[data-tone=ask]');
      await asked.nth(1).waitFor();
      expect(stage.web.world.facts).toEqual([]);
      const lent = asked.filter({ hasText: held[0] }).getByText('貸し出したものが返ってきた');
      // Beside its question it would stand in a column of three letters.
      expect((await lent.boundingBox())?.height).toBeLessThan(80);
      await lent.click();
      await page.waitForSelector('.s-check[data-tone=ok]');
      expect(stage.web.world.facts).toHaveLength(1);
      expect(await asked.allTextContents()).toEqual([expect.stringContaining(held[1])]);
      // The page without a line asks the same.
      await stage.context.setOffline(true);
      await page.goto(`${stage.web.service.url}/hand-in`);
      await page.waitForSelector('[data-ready]');
      await page.click('text=貸していません');
      await page.waitForFunction(() => document.querySelector('#unsent li') === null);
      expect(await kept(page)).toEqual([]);
      expect(stage.web.world.facts).toHaveLength(1);
      stage.web.world.stillHeld.clear();
    });

    test.each([
      ['a 404 of something between', { status: 404, body: '<p>Not found' }],
      ['a 429 of something between', { status: 429, json: { code: 1 } }],
      ['a fault of input', { status: 400, contentType: 'application/problem+json', json: { title: 'Bad' } }],
      ['a page to sign in to the network', { status: 200, body: '<p>Welcome' }],
    ])('%s neither refuses nor deletes a scan', async (_what, met) => {
      const page = await keeping(['/arrivals', parcel]);
      await stage.context.route(of('**'), (route) => route.fulfill(met));
      await sendNow(page);
      expect(await kept(page)).toMatchObject([{ code: parcel }]);
      expect(await kept(page)).not.toMatchObject([{ refused: expect.anything() }]);
      await stage.context.unroute(of('**'));
      await sendNow(page);
      expect(await kept(page)).toEqual([]);
    });

    test('a scan of another library waits for that library, which the page names', async () => {
      const page = await keeping(['/arrivals', parcel]);
      expect(await kept(page)).toMatchObject([{ library: 'uto', libraryName: '宇土市立図書館' }]);
      await page.evaluate(async (path) => {
        const { change, kept } = await import(path);
        const [{ order }] = await kept();
        const kikuyos = { library: 'kikuyo', libraryName: '菊陽町図書館' };
        await change(order, (scan: object) => ({ ...scan, ...kikuyos }));
      }, `${SCRIPTS}/scan-store.js`);
      await stage.context.route(of('**'), (route) => route.fulfill(answered));
      await sendNow(page);
      expect(await kept(page)).toMatchObject([{ code: parcel, library: 'kikuyo' }]);
      await page.goto(`${stage.web.service.url}/`);
      await page.getByText('未送信1件（菊陽町図書館がログインすると送ります）').waitFor();
    });

    test('what can not be taken in holds back neither the other jobs nor, for ever, its own', async () => {
      const other = makeBarcode('parcel', 89);
      const page = await keeping(['/arrivals', parcel], ['/arrivals', other], ['/hand-in', freeCopy]);
      await stage.context.route(of('**'), (route) => route.fulfill(answered));
      await stage.context.route(of(`parcels/${parcel}/**`), (route) => route.fulfill({ status: 500 }));
      await sendNow(page);
      expect(await kept(page)).toMatchObject([{ code: parcel }, { code: other }]);
      for (let tries = 2; tries <= 6; tries++) await sendNow(page);
      expect(await kept(page)).toMatchObject([{ code: parcel, job: 'arrival' }]);
      await page.click('#send');
      await page.waitForFunction(() =>
        document.querySelector('#unsent')?.textContent?.includes('送れません'),
      );
      await page.goto(`${stage.web.service.url}/`);
      await page.waitForSelector('.s-check[data-tone=ask]');
      expect(await page.textContent('.s-check[data-tone=ask]')).toContain(parcel);
      // It goes when it can.
      await stage.context.unroute(of(`parcels/${parcel}/**`));
      await page.reload();
      // The page is drawn with the line there; only what the script tells is said after the sending.
      expect(await page.textContent('.s-check[data-tone=ok]')).toContain('未送信だった1件を送りました');
      expect(await kept(page)).toEqual([]);
    });
  });
}
