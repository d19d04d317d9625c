import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { formOn } from '@toshobin/web/testing';
import { press } from '../testing/as-a-browser.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';
import { townsIn } from './library-name.tsx';

const UTO = '宇土市立図書館 (Uto Shiritsu Toshokan)';
const RESERVATION = randomUUID();

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

async function inEnglish() {
  const visitor = await signedIn(web);
  visitor.cookie += '; language=en';
  return visitor;
}

test.each([
  '/',
  '/help/libraries',
  '/help/libraries/uto',
  '/my-library',
  '/reserve',
  '/reserve/confirm?pickup=uto',
  '/reserve/done',
  `/my-library/${RESERVATION}/pickup`,
  `/my-library/${RESERVATION}/pickup/confirm?pickup=pref`,
])('in English %s calls a library by its name and how that is read', async (path) => {
  const waits = { ...row(RESERVATION, 'queued'), due: null, recordId: '3' };
  const held = { ...row(randomUUID(), 'ready'), due: deadlineOn(calendarDate('2026-12-08')), recordId: '3' };
  Object.assign(web.world, { rows: [waits, held], pausedFrom: null });
  const reader = await inEnglish();
  await reader.get('/basket');
  await reader.post('/basket/add', { recordId: '1' });
  if (path === '/reserve/done')
    await press(reader, await reader.get('/reserve/confirm?pickup=uto'), '/reserve');
  const page = await reader.get(path);
  expect([path, page.status]).toEqual([path, 200]);
  expect(wordsOf(page.text)).toContain(UTO);
  expect(page.text).toContain('<span lang="ja">宇土市立図書館</span>');
});

test('a town is named whole, by which its readers find their library', () => {
  const names = [
    '大町市立大町図書館',
    '下諏訪町立図書館',
    '東村山市立中央図書館',
    '生坂村図書館',
    'まつかわ図書館',
  ];
  const named = names.map((name) => ({ name, reading: 'まち りつ' }));
  expect(townsIn('ja', named)).toBe('大町市・下諏訪町・東村山市・生坂村・まつかわ図書館');
});

/** A paused library as others name it, and as an English page does. */
const PAUSED = '美里町図書館';
const PAUSED_IN_ENGLISH = `${PAUSED} (Misato-machi Toshokan)`;
const refused = {
  code: 'PICKUP_LIBRARY_PAUSED',
  values: { pickupLibrary: PAUSED, reopenDate: '2099-04-01' },
} as const;

test.each([
  '/help/libraries',
  '/help/libraries/misato',
  '/reserve',
  '/reserve/confirm?pickup=misato',
  '/my-library',
  `/my-library/${RESERVATION}/pickup`,
  `/my-library/${RESERVATION}/pickup/confirm?pickup=misato`,
])('in English %s calls a library that is paused as any other', async (path) => {
  const waits = { ...row(RESERVATION, 'queued'), due: null, recordId: '3', pickupLibrary: 'misato' };
  Object.assign(web.world, { rows: [waits], lastPickupLibrary: 'misato' });
  const reader = await inEnglish();
  await reader.get('/basket');
  await reader.post('/basket/add', { recordId: '1' });
  saysThatItIsPaused((await reader.get(path)).text);
});

test('in English a refusal calls the library so too, whoever refused', async () => {
  const waits = { ...row(RESERVATION, 'queued'), due: null };
  Object.assign(web.world, { rows: [waits], process: refused });
  const reader = await inEnglish();
  const path = `/my-library/${RESERVATION}/pickup`;
  const confirm = await reader.get(`${path}/confirm?pickup=uki`);
  saysThatItIsPaused((await press(reader, confirm, path)).text);
  await reader.get('/basket');
  await reader.post('/basket/add', { recordId: '2' });
  await press(reader, await reader.get('/reserve/confirm?pickup=uki'), '/reserve');
  saysThatItIsPaused((await reader.get('/reserve/done')).text);
  const openOrder = async () => {
    const form = formOn(await reader.get('/reading-order?of=7&v=7&v=6'), '/reading-order');
    form.set('pickup', 'uki');
    form.set('when', 'handedOut');
    return reader.send('POST', '/reading-order', { body: form.toString() });
  };
  saysThatItIsPaused((await openOrder()).text);
  web.world.process = 'answers';
  expect((await openOrder()).location).toBe('/my-library?ordered=1#orders');
  const change = `/reading-orders/${web.account.readingOrders[0]?.orderId}/pickup`;
  await reader.get(change);
  saysThatItIsPaused((await reader.post(change, { pickup: 'misato' })).text);
});

function saysThatItIsPaused(page: string): void {
  const words = wordsOf(page);
  expect(words).toContain(
    `${PAUSED_IN_ENGLISH} can't be used until it reopens on Wed 1 April 2099. Please choose another.`,
  );
  expect(words.replaceAll(PAUSED_IN_ENGLISH, '')).not.toContain(PAUSED);
}

test('in English a region is found by its towns, in Japanese nothing is added', async () => {
  const visitor = await signedIn(web);
  const regions = async (path: string) => wordsOf((await visitor.get(path)).text);
  expect(await regions('/help/libraries')).not.toContain('Uto');
  visitor.cookie += '; language=en';
  for (const path of ['/', '/help/libraries'])
    expect(await regions(path)).toContain('宇城地域 (Uto, Uki, Misato)');
});
