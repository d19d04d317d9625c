import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from '@toshobin/web/testing/chromium';
import { writeContactSheet } from '../contact-sheet.ts';
import { desktop, Reader } from '../reader.ts';
import { addressIn } from './address-in.ts';

// npm run pictures:searches, beside `npm start`: asks what follows on the patrons' page, on a phone's width and on a
// desk's, and keeps a picture of each answer to be looked at.

const searches: Readonly<Record<string, string>> = {
  'title-and-author': 'こころ 夏目',
  author: '夏目漱石',
  'first-volume': '大菩薩峠',
  particle: '太宰治の人間失格',
  brackets: '芥川龍之介『羅生門』',
  'foreign-name': 'フランツ・カフカ',
  'author-in-kana': 'だざいおさむ',
  'title-in-romaji': 'wagahai wa neko de aru',
  'spoken-romaji': 'ningen isu',
  'title-in-kanji': '奥の細道',
  'old-kanji': '銀河鐵道の夜',
  'title-in-kana': '坊ちゃん',
  'wrong-character': '人間失挌',
  'subject-and-class': '江戸時代',
  class: '913',
  translator: '森鴎外 訳 アンデルセン',
  question: '登山についての本',
  wish: '遠野物語を読みたい',
  'short-name': 'ハーン',
  'small-ke': '八ケ岳',
  series: '岩波文庫 夏目漱石',
  'what-it-is-about': '津波',
  'name-in-kana': 'きたおおじろさんじん',
  'nothing-found': 'zzzqqq',
};
const folder = path.resolve('.local/searches');
const address = addressIn('PATRON_WEB_URL');

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  const [phone, desk] = [await Reader.open(browser, address), await Reader.open(browser, address, desktop)];
  for (const [name, q] of Object.entries(searches)) {
    for (const [reader, width] of [
      [phone, 'phone'],
      [desk, 'desk'],
    ] as const) {
      await reader.goTo(`/search?${new URLSearchParams({ q })}`);
      await reader.page.evaluate('document.fonts.ready');
      await reader.page.screenshot({ path: path.join(folder, `${name}.${width}.png`) });
    }
    const first = desk.page.locator('main li.item').first();
    const parts = [first.locator('.item-title'), first.locator('.item-sub')];
    const told = await Promise.all((await first.count()) > 0 ? parts.map((part) => part.textContent()) : []);
    console.log(`${q}: ${told.join(' / ') || (await desk.heading())}`);
  }
  const screens = Object.keys(searches).map((name) => ({ name }));
  await writeContactSheet({ folder, screens }, desk);
} finally {
  await browser.close();
}
