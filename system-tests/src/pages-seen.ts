import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type RefusalCode, refusals } from '@toshobin/lending-rules';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { desktop, phone, type Reader, widest } from './reader.ts';

const read = (file: string) => readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8');
const lookAtPage = read('./in-page/look-at-page.js');
const lookAtFocus = read('./in-page/look-at-focus.js');
const lookAtWidth = read('./in-page/look-at-width.js');
const lookAtLines = read('./in-page/look-at-lines.js');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const Faults = z.array(z.string());
const Facts = z.object({
  title: z.string(),
  path: z.string(),
  lang: z.string(),
  text: z.string(),
  help: z.string(),
  faults: Faults,
});
type Facts = z.infer<typeof Facts>;

/** Each sentence with anything in its gaps; where its lines break says nothing. */
const sentences = refusals.map(({ code, ja, staffOnly }) => ({
  code,
  pattern: new RegExp(patternOf(ja)),
  whose: staffOnly ? 'staff' : 'patron',
}));
function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function patternOf(sentence: string): string {
  return withoutSpace(sentence)
    .split(/\{\w+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+?');
}

/** Which pages are looked at. */
export interface Pages {
  /** Whether they can be read in English, too. */
  english: boolean;
  /** Whose refusals are read on them. */
  whose: 'patron' | 'staff';
}

/** One screen as it was seen. */
interface Seen {
  name: string;
  title: string;
  address: string;
  help: string;
  /** How it was answered: a refused form is drawn again at the address it was sent to. */
  status: number;
}

/**
 * Every screen that the tests have looked at: whether anybody could read it, and which refusals stood on it. What is
 * wrong is collected and told together, so that one look finds everything.
 */
export class PagesSeen {
  readonly folder: string;
  readonly pages: Pages;
  readonly screens: Seen[] = [];
  /** Which refusal was read where. */
  readonly refusals = new Map<RefusalCode, string>();
  /** On which screens a fault was. */
  readonly #faults = new Map<string, Set<string>>();

  constructor(folder: string, pages: Pages) {
    this.folder = folder;
    this.pages = pages;
    mkdirSync(folder, { recursive: true });
  }

  /** What is wrong on any screen, `kind: what — where`. */
  faults(): string[] {
    return [...this.#faults].map(([fault, where]) => {
      const screens = [...where];
      const more = screens.length > 3 ? ` and ${screens.length - 3} more` : '';
      return `${fault} — ${screens.slice(0, 3).join(', ')}${more}`;
    });
  }

  /** Notes what stands on the page without judging how it looks: for browsers without scripts. */
  async glance(reader: Reader, name: string): Promise<Facts> {
    // A page without its style yet has other sizes.
    await reader.page.waitForLoadState('load');
    const facts = Facts.parse(await reader.page.evaluate(lookAtPage));
    this.#note(name, facts.faults);
    this.#note(name, await sticksOut(reader.page, 'width'));
    if (this.pages.whose === 'patron') this.#note(name, await tooHeavy(reader));
    this.#noteRefusals(name, facts.text);
    this.#noteBehaviour(reader, name);
    return facts;
  }

  /**
   * Looks at the page in front of a reader on a phone: axe; what axe cannot see; at 320 px, with text of 200 %; in the
   * dark, and in English when there is one and the page can be asked for again. Its pictures on a phone and a desktop
   * are kept; that no line is broken there is seen on a wider desktop, too.
   */
  async look(reader: Reader, name: string): Promise<void> {
    const { title, path: address, help } = await this.glance(reader, name);
    const { status } = reader.answer;
    this.screens.push({ name, title, address, help, status });
    await this.#keepPictures(reader.page, name);
    // Side by side: each page has a process of its own in the browser.
    await Promise.all([
      this.#lookOnAPhone(reader.page, name).then(() => this.#lookInTheDark(reader.page, name)),
      ...(this.pages.english && reader.answer.method === 'GET' ? [this.#lookInEnglish(reader, name)] : []),
    ]);
  }

  async #lookOnAPhone(page: Page, name: string): Promise<void> {
    const own = page.viewportSize() ?? phone;
    await page.setViewportSize(phone);
    await page.evaluate(axe);
    this.#note(name, await axeFaults(page, axeTags));
    await page.keyboard.press('Shift');
    this.#note(name, Faults.parse(await page.evaluate(lookAtFocus)));

    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    this.#note(name, await sticksOut(page, 'text of 200 %'));
    // A page that stays to draw its answer must not keep it; what was never read as an attribute is not removed as one.
    await page.evaluate(
      "document.documentElement.getAttribute('style'); document.documentElement.removeAttribute('style')",
    );
    await page.setViewportSize({ width: 320, height: 568 });
    this.#note(name, await sticksOut(page, '320 px'));
    await page.setViewportSize(own);
  }

  /** On the phone that has been looked at, with axe in its page. */
  async #lookInTheDark(page: Page, name: string): Promise<void> {
    const own = page.viewportSize() ?? phone;
    await page.setViewportSize(phone);
    await page.emulateMedia({ colorScheme: 'dark' });
    this.#note(name, await axeFaults(page, ['color-contrast'], 'dark'));
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(own);
  }

  async #keepPictures(page: Page, name: string): Promise<void> {
    const own = page.viewportSize() ?? phone;
    for (const [device, size] of Object.entries({ phone, desktop })) {
      await page.setViewportSize(size);
      // A hidden caret would leave an empty `style` on each field of a page that stays.
      await page.screenshot({
        path: path.join(this.folder, `${name}.${device}.png`),
        fullPage: true,
        caret: 'initial',
      });
      this.#note(name, await brokenLines(page, size.width));
    }
    await page.setViewportSize(widest);
    this.#note(name, await brokenLines(page, widest.width));
    await page.setViewportSize(own);
  }

  /** The same address for the same visitor, in English. */
  async #lookInEnglish(reader: Reader, name: string): Promise<void> {
    const { page } = reader;
    await reader.readIn('en');
    const twin = await reader.context.newPage();
    try {
      await twin.goto(page.url());
      const facts = Facts.parse(await twin.evaluate(lookAtPage));
      const faults = facts.lang === 'en' ? facts.faults : ['language: it stays Japanese', ...facts.faults];
      await twin.evaluate(axe);
      this.#note(
        name,
        [...faults, ...(await axeFaults(twin, axeTags)), ...(await sticksOut(twin, 'width'))].map(
          (fault) => `(en) ${fault}`,
        ),
      );
    } finally {
      await twin.close();
      await reader.readIn('ja');
    }
  }

  #note(name: string, faults: readonly string[]): void {
    for (const fault of faults) this.#faults.set(fault, (this.#faults.get(fault) ?? new Set()).add(name));
  }

  #noteBehaviour(reader: Reader, name: string): void {
    this.#note(
      name,
      reader.faults.splice(0).map((fault) => `browser: ${fault}`),
    );
  }

  #noteRefusals(name: string, shown: string): void {
    const text = withoutSpace(shown);
    for (const { code, pattern, whose } of sentences) {
      if (whose === this.pages.whose && !this.refusals.has(code) && pattern.test(text))
        this.refusals.set(code, name);
    }
  }
}

const Found = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe says of the page, by tags or by single rules. */
async function axeFaults(page: Page, only: readonly string[], when?: string): Promise<string[]> {
  const violations = Found.parse(
    await page.evaluate(`axe.run(${JSON.stringify({ runOnly: only, resultTypes: ['violations'], selectors: false })}).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `axe: ${id}${when ? ` (${when})` : ''}: ${html.slice(0, 120)}`),
  );
}

/** What a page may weigh as it is sent, gzipped, so that a phone far from a mast has it at once. */
const MOST_KILOBYTES = 20;

async function tooHeavy({ drawn }: Reader): Promise<string[]> {
  const kilobytes = gzipSync((await drawn) ?? '').length / 1024;
  return kilobytes <= MOST_KILOBYTES ? [] : [`weight: ${kilobytes.toFixed(1)} KB of HTML`];
}

async function brokenLines(page: Page, width: number): Promise<string[]> {
  return Faults.parse(await page.evaluate(lookAtLines)).map((fault) => `${width} px: ${fault}`);
}

async function sticksOut(page: Page, when: string): Promise<string[]> {
  return Faults.parse(await page.evaluate(lookAtWidth)).map((fault) => `${when}: ${fault}`);
}
