import { accounts } from './demo-people.ts';
import type { Reader } from './reader.ts';

/** Somebody who hears an answer that stops the hand looks up before the next number; what is read earlier waits (decision 45). */
const LOOKS_UP_MS = 1_600;

/** Who works at a desk. */
export type Account = keyof typeof accounts;

/**
 * Somebody of the staff in front of a browser, with a reader that types what it reads (a keyboard wedge). Nobody tells
 * it where: it types into whatever has the focus.
 */
export class Clerk {
  readonly reader: Reader;

  private constructor(reader: Reader) {
    this.reader = reader;
  }

  /** Signs in on the page of that name. */
  static async signIn(reader: Reader, who: Account): Promise<Clerk> {
    const { account, password } = accounts[who];
    await reader.goTo('/sign-in');
    await reader.fill({ アカウント: account, パスワード: password });
    await reader.press('ログイン');
    return new Clerk(reader);
  }

  /** The reader reads a number: its digits as fast as they can be typed, and Enter. Answers what the page then says. */
  async scan(read: string): Promise<string> {
    const { page } = this.reader;
    // A page takes the focus a moment after it is drawn; nobody pulls the trigger before.
    await page.locator(':focus').waitFor();
    const stops = page.locator('#answer:is([data-stops], [data-tone=stop], [data-tone=ask])');
    const isNumber = read.length > 1;
    if (isNumber && (await stops.count()) > 0) await page.waitForTimeout(LOOKS_UP_MS);
    await page.keyboard.type(read);
    await this.reader.enter();
    return this.said();
  }

  /** The same, and the field waits for the next number, so that nobody needs a mouse between two copies. */
  async scanOn(read: string): Promise<string> {
    const said = await this.scan(read);
    const focused = String(await this.reader.page.evaluate('document.activeElement?.id'));
    if (focused !== 'scan')
      throw new Error(`After the scan the focus is on 「${focused}」, not in the field`);
    return said;
  }

  /** The large answer. */
  async said(): Promise<string> {
    const [answer] = await this.reader.page.locator('#answer-text').allInnerTexts();
    return (answer ?? '').replaceAll(/\s+/g, ' ').trim();
  }

  /** Which kind of answer it is, by its colour and icon. */
  async tone(): Promise<string | null> {
    return this.reader.page.locator('[data-tone]:has(#answer-text)').first().getAttribute('data-tone');
  }
}

/** As a Japanese keyboard types digits while its input method is on. */
export function fullWidth(number: string): string {
  return number.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
}

/** As a reader sends NW-7 whose start and stop it was told to send. */
export function withStartAndStop(number: string): string {
  return `A${number}A`;
}
