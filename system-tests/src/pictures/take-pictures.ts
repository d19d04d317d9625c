import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from '@toshobin/web/testing/chromium';
import { castFor, openDesks } from '../cast.ts';
import { Clerk } from '../clerk.ts';
import { people } from '../demo-people.ts';
import { freeTitle, Journey } from '../journey.ts';
import { PatronBrowser } from '../patron-browser.ts';
import { Reader } from '../reader.ts';
import { addressIn } from './address-in.ts';

// npm run pictures, beside `npm start`: brings three books part of their way and takes the README's four pictures.

const folder = path.resolve(import.meta.dirname, '../../../docs/pictures');
const addresses = {
  patronWeb: addressIn('PATRON_WEB_URL'),
  staffWeb: addressIn('STAFF_WEB_URL'),
  mail: addressIn('SES_ENDPOINT'),
};
const screen = { width: 1280, height: 640 };
type Clip = { x: number; y: number; width: number; height: number };

const person = await someoneWithRoom();
const cast = await castFor(addresses, await openDesks(addresses), person, console.log);
const reserve = async (q: string) =>
  Journey.reserve(cast, { record: await freeTitle(cast.patron, q), pickupLibrary: 'uto' });
const [lent, ready, asked] = [
  await reserve('夏目漱石'),
  await reserve('宮沢賢治'),
  await reserve('芥川龍之介'),
];
for (const journey of [lent, ready]) {
  await journey.fetch();
  await journey.bring();
}
await lent.handOut();
await asked.shown('allocated');

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  const patron = await Reader.open(browser, addresses.patronWeb);
  await patron.signIn(person, '/my-library');
  await take(patron, 'patron');
  const clerk = await Clerk.signIn(await Reader.open(browser, addresses.staffWeb, screen), 'desk');
  await take(clerk.reader, 'desk');
  await clerk.reader.goTo(`/timeline/${lent.reservationId}`);
  await take(clerk.reader, 'timeline');
  const history = await lent.historyAddress();
  const operator = await Reader.open(browser, history, { ...screen, height: 1300 });
  await operator.goTo(history);
  await operator.page.getByText('the loan opens').first().waitFor();
  // Below the head of the page and its input.
  await take(operator, 'temporal-ui', { x: 256, y: 670, width: 1024, height: 480 });
} finally {
  await browser.close();
}

async function take({ page }: Reader, name: string, clip?: Clip): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: path.join(folder, `${name}.png`), ...(clip ? { clip } : {}) });
  console.log(`docs/pictures/${name}.png`);
}

/** Somebody whose list holds nothing yet but these three books. */
async function someoneWithRoom() {
  for (const one of Object.values(people)) {
    const rows = await (await PatronBrowser.signIn(addresses.patronWeb, one)).myLibrary();
    if (rows.every(({ open }) => !open)) return one;
  }
  throw new Error('Every demo patron has something open: npm run reset, npm start, and again');
}
