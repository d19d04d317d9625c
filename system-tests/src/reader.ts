import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import type { Person } from './demo-people.ts';

/** What somebody reads our pages with. */
export interface Device {
  width: number;
  height: number;
  /** Whether scripts run. */
  scripts: boolean;
  language: 'ja' | 'en';
}

export const phone: Device = { width: 390, height: 844, scripts: true, language: 'ja' };
export const phoneWithoutScripts: Device = { ...phone, scripts: false };
export const desktop: Device = { width: 1280, height: 900, scripts: true, language: 'ja' };
/** What the desks have. */
export const widest: Device = { ...desktop, width: 1366, height: 768 };

/** What Chromium says of a page that was answered with 4xx or 5xx: the status says it already. */
const announcedStatus = /^Failed to load resource: the server responded with a status of [45]\d\d/;

/** What it says of a request that got no answer. */
const noAnswer = /^Failed to load resource: net::ERR_|Failed to fetch/;

/** Somebody in front of a browser. What must not happen while they read is noted. */
export class Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors on the console, requests to elsewhere, parts of a page that were not found. */
  readonly faults: string[] = [];
  /** Their line has been cut: a page that asks again by itself gets no answer. */
  lineIsCut = false;
  /** How the page in front of them was answered. */
  answer: { method: string; status: number } = { method: 'GET', status: 200 };
  /** The page in front of them as it was sent. */
  drawn: Promise<string | undefined> = Promise.resolve(undefined);
  readonly #origin: string;

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.#origin = new URL(url).origin;
    page.on('console', (message) => {
      if (message.type() === 'error' && !announcedStatus.test(message.text()))
        this.#noteFault(message.text());
    });
    page.on('pageerror', (fault) => this.#noteFault(fault.message));
    page.on('request', (request) => this.#noteElsewhere(request));
    page.on('response', (response) => {
      const request = response.request();
      const status = response.status();
      if (request.isNavigationRequest()) {
        this.answer = { method: request.method(), status };
        // What was redirected, or is there no more, has no text.
        this.drawn = response.text().catch(() => undefined);
      } else if (status >= 400) this.faults.push(`${status} ${request.url()}`);
    });
  }

  #noteFault(said: string): void {
    if (!this.lineIsCut || !noAnswer.test(said)) this.faults.push(said);
  }

  /** A phone unless told. */
  static async open(browser: Browser, url: string, device: Partial<Device> = {}): Promise<Reader> {
    const { width, height, scripts, language } = { ...phone, ...device };
    const context = await browser.newContext({
      viewport: { width, height },
      javaScriptEnabled: scripts,
      locale: 'ja-JP',
      reducedMotion: 'reduce',
      baseURL: url,
    });
    context.setDefaultTimeout(30_000);
    const reader = new Reader(context, await context.newPage(), url);
    if (language === 'en') await reader.readIn('en');
    return reader;
  }

  /** Sets the language as the switch on every page does. */
  async readIn(language: 'en' | 'ja'): Promise<void> {
    await this.context.addCookies([{ name: 'language', value: language, url: this.#origin }]);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** Presses a button of the page, and is on the page that follows. */
  press(name: string | RegExp): Promise<void> {
    return this.andThen(() => this.page.getByRole('button', { name }).first().click());
  }

  /** The form of the page that is sent there. */
  formTo(action: string): Locator {
    return this.page.locator(`main form[action="${action}"]`).first();
  }

  /** Presses the first button of a form, and is on the page that follows. */
  pressIn(form: Locator): Promise<void> {
    return this.andThen(() => form.locator('button[type=submit]').first().click());
  }

  /** Follows a link of the page, and is on the page it leads to. */
  follow(name: string | RegExp): Promise<void> {
    return this.andThen(() => this.page.getByRole('link', { name }).first().click());
  }

  /** Follows the first link whose address matches a CSS attribute selector, and is on the page it leads to. */
  followTo(selector: string): Promise<void> {
    return this.andThen(() => this.page.locator(`a${selector}`).first().click());
  }

  /** Presses Enter where the focus is, and is on the page that follows. */
  enter(): Promise<void> {
    return this.andThen(() => this.page.keyboard.press('Enter'));
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.page.getByLabel(label).first().fill(text);
  }

  /** Signs in on the page of that name. */
  async signIn(
    { cardNumber, password }: Pick<Person, 'cardNumber' | 'password'>,
    next?: string,
  ): Promise<void> {
    await this.goTo(next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
    await this.page.locator('#cardNumber').fill(cardNumber);
    await this.page.locator('#password').fill(password);
    await this.andThen(() => this.page.locator('main button[type=submit]').first().click());
  }

  /** Has a field hold what nobody could type there, as a page of yesterday does. */
  async tamper(selector: string, value: string): Promise<void> {
    await this.page.evaluate(
      `document.querySelector(${JSON.stringify(selector)}).value = ${JSON.stringify(value)}`,
    );
  }

  /** Lets the forms of the page be sent as they are, as an old browser does. */
  async withoutChecking(): Promise<void> {
    await this.page.evaluate('for (const form of document.forms) form.noValidate = true');
  }

  /** Opens everything that is folded away. */
  async openFolds(): Promise<void> {
    await this.page.evaluate(
      "for (const fold of document.querySelectorAll('main details')) fold.open = true",
    );
  }

  /** What the page is about: its first heading. */
  async heading(): Promise<string> {
    return ((await this.page.locator('h1').first().textContent()) ?? '').trim();
  }

  async mainText(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? '';
  }

  get path(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** What is done has led to another page, or the page with a scan field has drawn its answer. */
  async andThen(act: () => Promise<void>): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => undefined);
    // It listens before anything is done: a page that answers by itself has drawn before a busy machine would.
    const listening = await this.page
      .evaluateHandle(
        "({ drawn: new Promise((done) => document.addEventListener('drawn', () => done(), { once: true })) })",
      )
      .catch(() => undefined);
    const drawn = listening === undefined ? loaded : listening.evaluate(({ drawn }) => drawn);
    // A page that is left draws nothing any more; one that stays is not loaded.
    await Promise.all([Promise.race([loaded, drawn.catch(() => loaded)]), act()]);
  }

  #noteElsewhere(request: Request): void {
    const url = request.url();
    if (!url.startsWith('data:') && new URL(url).origin !== this.#origin) this.faults.push(`asked ${url}`);
  }
}
