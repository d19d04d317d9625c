import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { versionOf } from '@toshobin/web';
import type { Locator, Page, Request } from 'playwright-core';
import { demoAccounts } from '../../accounts/demo-accounts.ts';
import { SCRIPTS } from '../../pages/script.tsx';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto } from '../stand-ins.ts';
import { slowLine } from './a-slow-line.ts';
import { type BrowserStage, inField, kept, readyForNoLine, wedge } from './browser-stage.ts';

/** A pickup library's phone without a line: scans are kept in the browser, and what it shows is of one version. */
export function withoutALine(stage: BrowserStage): void {
  /** Signed in at a pickup library, and the line goes before the page is opened. */
  async function cutOff(path: string): Promise<Page> {
    const page = await stage.signedIn('uto');
    await readyForNoLine(page);
    await stage.context.setOffline(true);
    await page.goto(`${stage.web.service.url}${path}`);
    await page.waitForSelector('[data-ready]');
    return page;
  }

  describe('without a line', () => {
    test('scans are kept, and each is sent once, in order, when it is back', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await page.goto(`${stage.web.service.url}/hand-out`);
      await wedge(page, hanakosCard, /^資料を読み取って/);
      await stage.context.setOffline(true);
      const second = makeBarcode('copy', 41);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      expect(await inField(page)).toBe(true);
      expect(await page.locator('#due').isVisible()).toBe(true);
      await wedge(page, second, /^記録しました（未送信2件）/);
      // Closed, and opened again.
      await page.goto(`${stage.web.service.url}/hand-in`);
      await page.waitForSelector('[data-ready]');
      await wedge(page, freeCopy, /^記録しました（未送信3件）/);
      expect(await kept(page)).toMatchObject([
        { job: 'handOut', code: hanakosCopyForUto, card: hanakosCard, library: 'uto' },
        { job: 'handOut', code: second, card: hanakosCard },
        { job: 'handIn', code: freeCopy, from: 'counter' },
      ]);
      // The first answer is lost on its way: the scan is sent again, and is the same one; a hand-in needn't wait for it.
      stage.web.world.lostAnswers = 1;
      await stage.context.setOffline(false);
      await page.getByText('未送信だった2件を送りました').waitFor();
      expect(await kept(page)).toEqual([]);
      const { facts } = stage.web.world;
      expect(facts).toHaveLength(4);
      expect(facts[0]).toBe(facts[2]);
      expect(new Set(facts).size).toBe(3);
      expect(stage.web.heard).toEqual(['handed over at uto', 'handed over at uto', 'handed over at uto']);
      await page.goto(`${stage.web.service.url}/`);
      expect(await page.textContent('#line')).toContain('つながっています');
    });

    test('a digit that no button has is said to be none, and nothing is kept', async () => {
      const page = await cutOff('/arrivals');
      for (const [path, digits] of [
        ['/arrivals', '19'],
        ['/hand-in', '29'],
        ['/hand-out', '37'],
      ] as const) {
        await page.goto(`${stage.web.service.url}${path}`);
        await page.waitForSelector('[data-ready]');
        for (const digit of digits)
          await wedge(page, digit, new RegExp(`^数字の ${digit} で選べるものはありません。何もしていません`));
        expect(await page.getAttribute('#answer', 'data-tone')).toBe('stop');
      }
      expect(await kept(page)).toEqual([]);
    });

    test('when the line is back, so is the page, with the card that was read without one', async () => {
      const page = await cutOff('/hand-out');
      await wedge(page, hanakosCard, /^資料を読み取って/);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      await stage.context.setOffline(false);
      await page.getByText('未送信だった1件を送りました').waitFor();
      await page.getByText('この方を終わる').waitFor();
      expect(await page.textContent('main')).toContain(hanakosCard);
      await wedge(page, hanakosCopyForUto, /^お渡しください/);
      await page.locator('#answer').getByText('取り消す').waitFor();
      expect(stage.web.heard).toEqual(['handed over at uto', 'hand out']);
    });

    /** A copy is handed out without a line to somebody whom it is not held for; what the page says of it once that was sent. */
    async function toTheWrongPerson(page: Page, wrongPerson = true): Promise<Locator> {
      await page.goto(`${stage.web.service.url}/hand-out`);
      await wedge(page, hanakosCard, /^資料を読み取って/);
      await stage.context.setOffline(true);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      stage.web.world.wrongPerson = wrongPerson;
      await stage.context.setOffline(false);
      const red = page.locator('main > .s-check[data-tone=stop]');
      await red.waitFor();
      stage.web.world.wrongPerson = false;
      return red;
    }

    test('what went to the wrong person is red with its number and loud, and stays until it was read', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await page.addInitScript(() => {
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (when) {
          document.documentElement.dataset.sounded = String(this.frequency.value);
          start.call(this, when);
        };
      });
      const red = await toTheWrongPerson(page);
      await page.waitForSelector('[data-sounded="220"]');
      expect(await red.textContent()).toContain(hanakosCopyForUto);
      expect(await red.textContent()).toContain('この方の取り置きではありません');
      await wedge(page, makeBarcode('copy', 41), /^お渡しください/);
      expect(await red.count()).toBe(1);
      await page.click('text=確かめました');
      await red.waitFor({ state: 'detached' });
      expect(await kept(page)).toEqual([]);
    });

    test('of two copies that were swapped the slip to be changed stays on the page until it was read', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      stage.web.world.relabel = { barcode: hanakosCopy, holdNumber: 'A-0038' };
      const red = await toTheWrongPerson(page, false);
      stage.web.world.relabel = undefined;
      expect(await red.textContent()).toMatch(
        new RegExp(`取り置き票を取り置き番号 A-0038 に.*${hanakosCopy}`, 's'),
      );
      await page.click('text=確かめました');
      await red.waitFor({ state: 'detached' });
    });

    test('what went to the wrong person need not be read any more once it was handed in', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      const red = await toTheWrongPerson(page);
      await page.goto(`${stage.web.service.url}/hand-in`);
      await red.waitFor();
      await wedge(page, freeCopy, /^受け付けました/);
      expect(await red.count()).toBe(1);
      await wedge(page, hanakosCopyForUto, /^受け付けました/);
      await red.waitFor({ state: 'detached' });
      expect(await kept(page)).toEqual([]);
    });

    test('what went to a card that nobody has names copy and card, that it is not recorded, and whom to call', async () => {
      const page = await cutOff('/hand-out');
      await wedge(page, makeBarcode('card', 987), /^資料を読み取って/);
      await wedge(page, hanakosCopyForUto, /^記録しました（未送信1件）/);
      await stage.context.setOffline(false);
      const words = await page.locator('main > .s-check[data-tone=stop] span').textContent();
      const last4 = makeBarcode('card', 987).slice(-4);
      expect(words).toContain(`${hanakosCopyForUto}　記録していません。下4桁 ${last4} の貸出カードは`);
      expect(words).toMatch(/要確認に入れました。.*県立図書館（[\d-]+）へ電話してください/);
      await page.click('text=確かめました');
    });

    test('a book drop stays one without a line, is shown, and still is one when the page is back', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await page.goto(`${stage.web.service.url}/hand-in?from=bookDrop`);
      await stage.context.setOffline(true);
      await wedge(page, freeCopy, /^記録しました（未送信1件）/);
      await wedge(page, hanakosCopy, /^記録しました（未送信2件）/);
      const chosen = page.locator('.s-from [aria-current]');
      expect(await chosen.allTextContents()).toEqual(['ブックポスト（日中）']);
      expect(await kept(page)).toMatchObject([{ from: 'bookDrop' }, { from: 'bookDrop' }]);
      await stage.context.setOffline(false);
      await page.getByText('未送信だった2件を送りました').waitFor();
      expect(await chosen.allTextContents()).toEqual(['ブックポスト（日中）']);
      expect(page.url()).toContain('from=bookDrop');
    });

    test('what the server refuses is shown until it was read, without the card', async () => {
      const page = await cutOff('/arrivals');
      await wedge(page, makeBarcode('parcel', 88), /^記録しました（未送信1件）/);
      stage.web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
      await stage.context.setOffline(false);
      // The page goes back by itself, and every other shows it too.
      await page.locator('#without-line').waitFor({ state: 'detached' });
      await page.goto(`${stage.web.service.url}/`);
      await page.click('text=確かめました');
      await page.waitForFunction(() => document.querySelector('.s-check[data-tone=stop]') === null);
      await expect(kept(page)).resolves.toEqual([]);
    });

    test('with the server away a scan is kept all the same', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await page.goto(`${stage.web.service.url}/hand-in`);
      // The page asks twice, then the worker.
      stage.web.world.lostAnswers = 3;
      await wedge(page, hanakosCopy, /^記録しました（未送信1件）/);
      await page.getByText('県立図書館のしくみが応答しません。記録は預かっています').waitFor();
      expect(await page.textContent('#line')).toContain('応答がありません');
      await page.getByText('未送信だった1件を送りました').waitFor();
      expect(new Set(stage.web.world.facts).size).toBe(1);
    });

    test('0 takes back nothing that the server may have', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await page.goto(`${stage.web.service.url}/hand-in`);
      stage.web.world.lostAnswers = Number.POSITIVE_INFINITY;
      await wedge(page, hanakosCopy, /^記録しました（未送信1件）/);
      await wedge(page, '0', /^県立図書館に届いているかもしれません/);
      expect(await kept(page)).toMatchObject([{ code: hanakosCopy }]);
      stage.web.world.lostAnswers = 0;
      await page.getByText('未送信だった1件を送りました').waitFor();
      expect(new Set(stage.web.world.facts).size).toBe(1);
    });

    test('the first page has the three jobs, and keeps no copy of which nobody knows what is done', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await stage.context.setOffline(true);
      await page.goto(`${stage.web.service.url}/`);
      await page.waitForSelector('[data-ready]');
      await wedge(page, freeCopy, /^先に「引渡し」か「返却受付」を選んで/);
      expect(await kept(page)).toEqual([]);
      const jobs = page.locator('#jobs a').filter({ visible: true });
      expect(await jobs.locator('b').allTextContents()).toEqual(['到着受付', '引渡し', '返却受付']);
      await jobs.filter({ hasText: '返却受付' }).click();
      await page.waitForURL(/hand-in$/);
      await page.waitForSelector('[data-ready]');
      expect(await jobs.count()).toBe(0);
      await wedge(page, freeCopy, /^記録しました（未送信1件）/);
      expect(await kept(page)).toMatchObject([{ job: 'handIn', code: freeCopy }]);
    });

    test('a number that is asked about is not kept: whoever asks is told to telephone', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await wedge(page, 'A-0001', /^何も記録していません。この番号の取り置きは/);
      expect(new URL(page.url()).pathname).toBe('/look-up');
      expect(await inField(page)).toBe(true);
      await stage.context.setOffline(true);
      const parcel = makeBarcode('parcel', 9);
      for (const code of ['A-0012', parcel, hanakosCopy, '0', hanakosCard]) {
        await wedge(page, code, /^つながるまで調べられません.*電話でお尋ねください/);
        expect(await page.textContent('h1')).toBe('番号を調べる');
        // Each is told anew.
        await page.evaluate(() => {
          document.title = '';
        });
      }
      expect(await kept(page)).toEqual([]);
      await page.goto(`${stage.web.service.url}/look-up`);
      await page.waitForFunction(() => document.title.startsWith('つながるまで調べられません'));
      await page.goto(`${stage.web.service.url}/`);
      await page.waitForSelector('[data-ready]');
      await wedge(page, 'A-0012', /^取り置き番号は、つながるまで調べられません/);
      expect(await kept(page)).toEqual([]);
      await page.goto(`${stage.web.service.url}/look-up`);
      await page.waitForSelector('[data-ready]');
      await stage.context.setOffline(false);
      await page.locator('#without-line').waitFor({ state: 'detached' });
      expect(new URL(page.url()).pathname).toBe('/look-up');
      expect(stage.web.heard).toEqual([]);
    });

    test('0 takes back what was kept last at its own job', async () => {
      const page = await stage.signedIn('uto');
      await readyForNoLine(page);
      await stage.context.setOffline(true);
      const at = async (path: string) => {
        await page.goto(`${stage.web.service.url}${path}`);
        await page.waitForSelector('[data-ready]');
      };
      await at('/hand-in');
      await wedge(page, freeCopy, /^記録しました（未送信1件）/);
      // A date is told with what is handed out alone.
      expect(await page.locator('#due').isVisible()).toBe(false);
      await at('/arrivals');
      await wedge(page, '900000000002', /^小包の番号ではありません/);
      await wedge(page, hanakosCopy, /^小包の番号を/);
      await wedge(page, '0', /^取り消せるものはありません/);
      expect(await kept(page)).toMatchObject([{ code: freeCopy }]);
      await at('/hand-in');
      await wedge(page, '0', /^取り消しました/);
      expect(await kept(page)).toEqual([]);
    });

    test('one that waits is taken back by its button, and the next is read at once', async () => {
      const page = await cutOff('/hand-in');
      await wedge(page, freeCopy, /^記録しました（未送信1件）/);
      await wedge(page, hanakosCopy, /^記録しました（未送信2件）/);
      await page.getByRole('button', { name: `取り消す（${freeCopy}）` }).click();
      await page.waitForFunction(() => document.title.startsWith('取り消しました'));
      expect(await kept(page)).toMatchObject([{ code: hanakosCopy }]);
      expect(await inField(page)).toBe(true);
      await wedge(page, freeCopy, /^記録しました（未送信2件）/);
    });
  });

  test('a sending that broke in the midst is begun again', async () => {
    const page = await cutOff('/hand-in');
    await wedge(page, freeCopy, /^記録しました（未送信1件）/);
    const broken = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      const { locks } = navigator;
      locks.request = () => {
        Reflect.deleteProperty(locks, 'request');
        return Promise.reject(new Error('the store is closed'));
      };
    });
    await broken;
    await stage.context.setOffline(false);
    await page.getByText('未送信だった1件を送りました').waitFor();
    expect(await kept(page)).toEqual([]);
  });

  test('what could not be kept is said, and what is read after it is kept', async () => {
    const page = await cutOff('/hand-in');
    const broken = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      indexedDB.open = () => {
        Reflect.deleteProperty(indexedDB, 'open');
        throw new Error('the store is closed');
      };
    });
    await wedge(page, freeCopy, /^記録できませんでした/);
    await broken;
    await wedge(page, hanakosCopy, /^記録しました（未送信1件）/);
    expect(await kept(page)).toMatchObject([{ code: hanakosCopy }]);
  });

  test('a session that ended without a line is called so, and its scans go after the sign-in', async () => {
    const page = await cutOff('/hand-in');
    expect(await page.textContent('#line')).toContain('電波が届きません');
    await wedge(page, freeCopy, /^記録しました（未送信1件）/);
    await stage.context.clearCookies();
    await stage.context.setOffline(false);
    await page.getByText('ログインが切れています。記録は預かっています').waitFor();
    expect(await page.textContent('#line')).toContain('ログインが切れています');
    await page.click('text=ログインすると送ります');
    await page.waitForURL('**/sign-in');
    expect(await kept(page)).toHaveLength(1);
  });

  test.each([
    ['/hand-in', freeCopy],
    ['/', makeBarcode('parcel', 88)],
  ])(
    'a scan on %s that was under way when the session had ended is kept, sent after the sign-in, and never said to be not recorded',
    async (path, code) => {
      const line = await slowLine(stage.web.service.url);
      try {
        const page = await stage.signedIn('uto');
        await page.goto(`${line.url}${path}`);
        await readyForNoLine(page);
        await stage.web.database.session.updateMany({
          where: { account: 'uto' },
          data: {
            lastSeenAt: new Date(Date.now() - 86_400_000),
            createdAt: new Date(Date.now() - 86_400_000),
          },
        });
        line.hold();
        const sent = page.waitForRequest((request) => request.method() === 'POST');
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
        await sent;
        // The server has it, and has kept that it was not recorded; its answer never comes.
        while ((await stage.web.database.keptForm.count()) === 0) await page.waitForTimeout(20);
        await stage.context.setOffline(true);
        await page.reload();
        await page.waitForFunction(() => document.title.includes('未送信1件'));
        line.goOn();
        await stage.context.setOffline(false);
        await page.click('text=ログインすると送ります');
        await page.waitForURL('**/sign-in');
        await page.fill('[name=account]', 'uto');
        await page.fill(
          '[name=password]',
          demoAccounts.find(({ account }) => account === 'uto')?.password ?? '',
        );
        // The page that it leads to takes its time: what is sent meanwhile nobody would hear of.
        const slowly = (request: Request) => {
          const { pathname } = new URL(request.url());
          if (pathname === '/' && request.isNavigationRequest()) line.hold('pages');
        };
        page.on('request', slowly);
        await page.keyboard.press('Enter');
        await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
        // A page that is being left does not say.
        const isKept = async () => (await kept(page).catch(() => [{}])).length > 0;
        for (let look = 0; look < 20 && (await isKept()); look += 1) await page.waitForTimeout(100);
        page.off('request', slowly);
        line.goOn();
        await page.waitForURL(({ pathname }) => pathname === path);
        await page.getByText('未送信だった1件を送りました').waitFor();
        expect(await page.title()).not.toContain('記録していません');
        expect(await page.textContent('main')).not.toContain('もう一度');
        await page.reload();
        expect(await page.textContent('main')).not.toContain('もう一度');
        expect(await kept(page)).toEqual([]);
      } finally {
        line.goOn();
        await line.close();
      }
    },
  );

  test('another page without a line, or another script of it, is another version, and the one before is let go', async () => {
    expect(new Set([versionOf('a', 'b'), versionOf('c', 'b'), versionOf('a', 'c')]).size).toBe(3);
    await stage.newContext();
    const page = await stage.context.newPage();
    await page.goto(`${stage.web.service.url}/sign-in`);
    await page.evaluate(async () => {
      const before = await caches.open('toshobin-branch-before');
      await before.put('/offline', new Response('the page before'));
    });
    await page.fill('[name=account]', 'uto');
    await page.fill('[name=password]', demoAccounts.find(({ account }) => account === 'uto')?.password ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stage.web.service.url}/`);
    await readyForNoLine(page);
    const { version, names, html } = await page.evaluate(async (path) => {
      const shell = await (await caches.match('/offline'))?.text();
      return { ...(await import(path)), names: await caches.keys(), html: shell };
    }, '/scripts/shell-files.js');
    expect(names).toEqual([`toshobin-branch-${version}`]);
    // The process of another release answers while one is rolled: nothing of it is kept.
    const mixed = {
      script: `${SCRIPTS}/keep-shell.js`,
      paths: ['/offline', '/scripts/0123456789abcdef/desk.js'],
    };
    const keptMixed = page.evaluate(
      async ({ script, paths }) => (await import(script)).keepShell('mixed', paths),
      mixed,
    );
    await expect(keptMixed).rejects.toThrow('is not of this version');
    expect(await page.evaluate(() => caches.has('mixed'))).toBe(false);
    expect(html).toContain('電波が届きません');
  });
}
