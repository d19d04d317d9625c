import { expect, test } from '@jest/globals';
import { launchChromium } from '@toshobin/web/testing/chromium';
import { thinTitle } from '../src/bring-about.ts';
import { type Account, Clerk } from '../src/clerk.ts';
import { eventually } from '../src/eventually.ts';
import { invite, playing } from '../src/playing-people.ts';
import { readOff } from '../src/printed-sheet.ts';
import { readNw7 } from '../src/read-barcode.ts';
import { type Device, desktop, phone, Reader } from '../src/reader.ts';
import { putIntoBasket, reserveBasket } from '../src/reserve-on-pages.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

const borrower = playing('よにん');

/** One book and everybody it meets, each before a browser of their own. Every page by itself is for the long tests. */
export function fourPeople(open: () => WholeLibrary): void {
  test('a book goes from the search to its reader and home again; everybody sees at once what they have done themselves', async () => {
    const library = open();
    const { patronWeb, staffWeb } = library.addresses;
    await invite(library.stack.env.PATRON_DATABASE_URL ?? '', [borrower]);
    const cast = await library.castFor(borrower);
    const book = await thinTitle(cast, await library.free(cast.patron));
    const browser = await launchChromium();
    const clerk = async (who: Account, device: Device) =>
      Clerk.signIn(await Reader.open(browser, staffWeb, device), who);
    const [patron, desk, branch, operator] = await Promise.all([
      Reader.open(browser, patronWeb, phone),
      clerk('desk', desktop),
      clerk('kikuyo', phone),
      clerk('operator', desktop),
    ]);

    await patron.goTo('/');
    await patron.page.getByRole('searchbox').fill(book.title);
    await patron.enter();
    expect(await patron.mainText()).toContain(book.title);
    await putIntoBasket(patron, book.recordId);
    await patron.signIn(borrower, '/reserve');
    await reserveBasket(patron, 'kikuyo');
    await sees(patron, '/my-library', book.title);
    const row = (await (await library.signIn(borrower)).myLibrary()).find(
      ({ recordId, open }) => recordId === book.recordId && open,
    );
    if (!row) throw new Error('Nothing was reserved');

    // What waits stands together with what else waits there: the card says so once.
    const own = `[data-reservation="${row.reservationId}"]`;
    const shown = patron.page.locator(`article:has(${own}), li${own}`);
    const shownToThePatron = (words: string) =>
      eventually(`${words} in My Library`, async () => {
        await patron.goTo('/my-library');
        return (await shown.allInnerTexts()).join().includes(words);
      });

    const barcode = await eventually('the copy on the pick list', async () => {
      await desk.reader.goTo('/pick-list');
      const numbers = desk.reader.page.locator(`tr[data-reservation="${row.reservationId}"] .s-num`);
      return (await numbers.allInnerTexts())[0];
    });
    await desk.scanOn(barcode);
    // Read-your-writes: what has just been scanned is off the list.
    const toFetch = desk.reader.page.locator(`tr[data-reservation="${row.reservationId}"]`);
    expect(await toFetch.count()).toBe(0);
    const holdNumber = await eventually('the copy on the packing list', async () => {
      await desk.reader.goTo('/packing');
      const rows = desk.reader.page.locator(`tr[data-reservation="${row.reservationId}"] .s-mark`);
      return (await rows.allInnerTexts())[0];
    });
    // The newest parcel that is open to its library, so that nothing else is in it.
    await library.desks.prefectural.openParcel('outward', 'kikuyo');
    expect(await desk.scanOn(barcode)).toContain('小包に入れました');
    const parcel = desk.reader.path;
    await desk.reader.goTo(`/slips${parcel}/label`);
    const label = await readOff(desk.reader.page.locator('section[aria-label^="小包ラベル"]'));
    await desk.reader.goTo(parcel);
    await desk.reader.page.getByLabel('ゆうメール', { exact: true }).check();
    // On a day that is no dispatch day it is asked whether it leaves all the same.
    const agreed = desk.reader.page.locator('input[name="agreed"]');
    if ((await agreed.count()) > 0) await agreed.check();
    await desk.reader.press('発送する');
    expect(await desk.said()).toContain('発送しました');
    await shownToThePatron('配送中');

    await operator.reader.goTo('/timeline');
    await operator.scan(row.reservationNumber);
    expect(await operator.reader.mainText()).toContain('配送中');
    const timeline = operator.reader.path;

    await branch.reader.goTo('/');
    expect(await branch.scanOn(label ?? '')).toContain('受け付けました');
    await eventuallySees(branch.reader, '/', holdNumber);
    await shownToThePatron('受取可能');
    await patron.goTo('/card');
    const card = await readNw7(await patron.page.screenshot({ fullPage: true, scale: 'device' }));
    await branch.reader.goTo('/hand-out');
    await branch.scanOn(card ?? '');
    expect(await branch.scanOn(barcode)).toBe('お渡しください');
    // Read-your-writes: what was handed out is off the shelf on the first page.
    await seesNot(branch.reader, '/', holdNumber);
    await shownToThePatron('貸出中');

    await branch.reader.goTo('/hand-in');
    expect(await branch.scanOn(barcode)).toContain('返送箱へ');
    await branch.reader.goTo('/send-back');
    await branch.reader.press('返送する小包をつくる');
    await branch.scanOn(barcode);
    const home = branch.reader.path.split('/').at(-1) ?? '';
    await branch.reader.page.getByLabel('ゆうメール', { exact: true }).check();
    await branch.reader.press('発送する');
    await desk.reader.goTo('/arrivals');
    await desk.scanOn(home);
    await desk.reader.goTo('/returns');
    expect(await desk.scanOn(barcode)).toBe('棚へ');
    await eventually('the end of the loan in My Library', async () => {
      await patron.goTo('/my-library');
      return !(await shown.allInnerTexts()).join().includes('貸出中');
    });
    await sees(operator.reader, timeline, '返却処理');
    const readers = [patron, desk.reader, branch.reader, operator.reader];
    expect(readers.flatMap((reader) => reader.faults)).toEqual([]);
    await browser.close();
  });

  async function sees(reader: Reader, path: string, text: string): Promise<void> {
    await reader.goTo(path);
    expect(await reader.mainText()).toContain(text);
  }

  async function seesNot(reader: Reader, path: string, text: string): Promise<void> {
    await reader.goTo(path);
    expect(await reader.mainText()).not.toContain(text);
  }

  async function eventuallySees(reader: Reader, path: string, text: string): Promise<void> {
    await eventually(`「${text}」 on ${path}`, async () => {
      await reader.goTo(path);
      return (await reader.mainText()).includes(text);
    });
  }
}
