import { expect, test } from '@jest/globals';
import { writeContactSheet } from '../src/contact-sheet.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import type { Reader } from '../src/reader.ts';

/** Addresses of pages that only lead on, or send a file; a page that a script gives another address at once is seen there. */
const withoutScreen = new Set([
  '/language/:language',
  '/books/isbn/:isbn',
  '/my-library/due-dates.ics',
  '/card-application',
]);

/** What axe cannot see; and after every other story, what was wrong on any screen. */
export function everyoneCanRead(stage: () => PageStage): void {
  test('a book is reserved with Tab, Space and Enter alone', async () => {
    const { scene } = stage();
    const [book] = scene.take();
    if (!book) throw new Error('There is no book');
    const reader = await stage().reader();
    const { keyboard } = reader.page;
    await reader.goTo('/');
    await keyboard.press('Tab');
    expect(await focused(reader)).toBe('本文へ進む');
    await keyboard.press('Enter');
    await tabTo(reader, 'input[type=search]');
    await keyboard.type(book.title);
    await reader.enter();
    await tabTo(reader, `main a[href^="/records/${book.number}"]`, 120);
    await reader.enter();
    await tabTo(reader, 'form[action="/basket/add"] button');
    await reader.enter();
    await reader.goTo('/basket');
    await tabTo(reader, 'a[href^="/sign-in"], a[href="/reserve"]');
    await reader.enter();
    await tabTo(reader, '#cardNumber');
    await keyboard.type(pagePeople.byKeyboard.cardNumber);
    await keyboard.press('Tab');
    await tabTo(reader, '#password', 3);
    await keyboard.type(pagePeople.byKeyboard.password);
    await reader.enter();
    if (!reader.path.startsWith('/reserve')) await reader.goTo('/reserve');
    await tabTo(reader, 'input[name=pickup]');
    await keyboard.press('Space');
    await tabTo(reader, 'main form[action="/reserve/confirm"] button[type=submit]');
    await reader.enter();
    await tabTo(reader, 'form[action="/reserve"] button[type=submit]');
    await reader.enter();
    expect(await reader.heading()).toBe('1点の予約を受け付けました');
  });

  test('with forced colours the focus, the borders of fields and the place in the menu are still there', async () => {
    const reader = await stage().reader();
    await reader.page.emulateMedia({ forcedColors: 'active' });
    await reader.goTo('/sign-in');
    await reader.page.keyboard.press('Tab');
    await reader.page.locator('#cardNumber').focus();
    const lineOf = (selector: string, line: string) =>
      reader.page.evaluate(
        `(({ ${line}Style, ${line}Width }) => ${line}Style + ' ' + ${line}Width)(getComputedStyle(document.querySelector('${selector}')))`,
      );
    expect(await lineOf('#cardNumber', 'borderTop')).toMatch(/^solid [1-9]/);
    expect(await lineOf('#cardNumber', 'outline')).toMatch(/^(solid|auto|dashed) [1-9]/);
    expect(await lineOf('main button[type=submit]', 'borderTop')).toMatch(/^solid [1-9]/);
  });

  test('every page of the table has been looked at, and no two of them have the same title', async () => {
    const { routes } = await stage().sideWeb();
    const { screens } = stage().seen;
    const pages = routes
      .filter(({ kind, path }) => kind === 'page' && !withoutScreen.has(path))
      .map(({ path }) => ({ path, shape: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }));
    const pageOf = (address: string) =>
      pages.find(({ path }) => path === address) ?? pages.find(({ shape }) => shape.test(address));
    const seen = new Set(screens.map(({ address }) => pageOf(address)?.path));
    expect(pages.map(({ path }) => path).filter((path) => !seen.has(path))).toEqual([]);

    const ofTitle = new Map<string, Set<string>>();
    for (const { title, address } of screens.filter(({ status }) => status < 400)) {
      const page = pageOf(address)?.path;
      if (page) ofTitle.set(title, (ofTitle.get(title) ?? new Set()).add(page));
    }
    const shared = [...ofTitle]
      .filter(([, where]) => where.size > 1)
      .map(([title, where]) => [title, ...where]);
    expect(shared).toEqual([]);
  });

  test('help is in the same place on every screen', () => {
    const places = new Map<string, string[]>();
    for (const { help, name } of stage().seen.screens) places.set(help, [...(places.get(help) ?? []), name]);
    expect([...places]).toHaveLength(1);
  });

  test('nothing was wrong on any screen, narrow, with large text, in the dark or in English', async () => {
    const { seen } = stage();
    await writeContactSheet(seen, await stage().reader());
    expect(seen.faults()).toEqual([]);
  });

  async function focused(reader: Reader): Promise<string> {
    return String(await reader.page.evaluate('document.activeElement.textContent.trim()'));
  }

  /** Presses Tab until the focus is on what the selector names. */
  async function tabTo(reader: Reader, selector: string, atMost = 60): Promise<void> {
    const isThere = `document.activeElement.matches(${JSON.stringify(selector)})`;
    for (let times = 0; times < atMost; times += 1) {
      if (await reader.page.evaluate(isThere)) return;
      await reader.page.keyboard.press('Tab');
    }
    throw new Error(`No Tab leads to ${selector} on ${reader.path}`);
  }
}
