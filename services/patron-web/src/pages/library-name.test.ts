import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { press } from '../testing/as-a-browser.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

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

test('in English a region is found by its towns, in Japanese nothing is added', async () => {
  const visitor = await signedIn(web);
  const regions = async (path: string) => wordsOf((await visitor.get(path)).text);
  expect(await regions('/help/libraries')).not.toContain('Uto');
  visitor.cookie += '; language=en';
  for (const path of ['/', '/help/libraries'])
    expect(await regions(path)).toContain('宇城地域 (Uto, Uki, Misato)');
});
