import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoAccounts } from '../../accounts/demo-accounts.ts';
import { startStaffWeb, type TestStaffWeb } from '../start-staff-web.ts';

/** The staff's web and one browser, for every room of its scripts; a context at a time. */
export class BrowserStage {
  #web: TestStaffWeb | undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;

  async open(): Promise<void> {
    [this.#web, this.#browser] = await Promise.all([startStaffWeb(), launchChromium()]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#web?.stop();
  }

  /** Nothing was heard, and no window is open. */
  async clear(): Promise<void> {
    await this.#context?.close();
    const { heard, world } = this.web;
    heard.length = 0;
    world.facts.length = 0;
    world.lostAnswers = 0;
    world.refused.clear();
  }

  get web(): TestStaffWeb {
    return opened(this.#web);
  }

  get browser(): Browser {
    return opened(this.#browser);
  }

  get context(): BrowserContext {
    return opened(this.#context);
  }

  async newContext(options = {}, its: Browser = this.browser): Promise<BrowserContext> {
    this.#context = await its.newContext(options);
    return this.#context;
  }

  /** A window in which an account has signed in, at its first page. */
  async signedIn(account: string, its: Browser = this.browser): Promise<Page> {
    const phone = { viewport: { width: 390, height: 844 }, permissions: ['camera'] };
    const page = await (await this.newContext(phone, its)).newPage();
    await page.goto(`${this.web.service.url}/sign-in`);
    await page.fill('[name=account]', account);
    await page.fill('[name=password]', demoAccounts.find((one) => one.account === account)?.password ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${this.web.service.url}/`);
    return page;
  }

  /** The numbers of the scans that were carried out, in their order. */
  async carriedOut(): Promise<string[]> {
    const rows = await this.web.database.deskScan.findMany({ orderBy: { sequence: 'asc' } });
    return rows.map(({ code }) => code);
  }
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the stage is not open');
  return part;
}

/** What a reader sends: each number and Enter, as fast as keys can be. */
export async function read(page: Page, ...codes: string[]) {
  for (const code of codes) {
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
  }
}

/** 返却受付 lists so many. */
export const returned = (page: Page, count: number) =>
  page.waitForFunction((n) => document.querySelectorAll('.s-session li').length === n, count);

/** A number is read, and a page of this title answers. */
export async function wedge(page: Page, code: string, title: RegExp) {
  await read(page, code);
  await page.waitForFunction(({ source }) => new RegExp(source).test(document.title), {
    source: title.source,
  });
}

/** Is the next scan typed into the field? */
export const inField = (page: Page) => page.evaluate(() => document.activeElement?.id === 'scan');
/** A pickup library's phone whose pages can be shown without a line. */
export async function readyForNoLine(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
/** What the browser still keeps of scans. */
export const kept = (page: Page): Promise<object[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open('toshobin-scans');
        asked.onerror = () => reject(asked.error);
        asked.onsuccess = () => {
          const all = asked.result.transaction('scans').objectStore('scans').getAll();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
