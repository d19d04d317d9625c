import { describe, expect, test } from '@jest/globals';
import { staffWebApi } from '@toshobin/contracts';
import type { Visitor } from '@toshobin/web/testing';
import { taskWords } from '../tasks/task-words.ts';
import { taskIds } from '../testing/desk-services.ts';
import { openDesks } from '../testing/open-desks.ts';
import { hanako } from '../testing/patron-desk.ts';
import { closureId } from '../testing/shipping-desk.ts';
import { hanakosCard } from '../testing/stand-ins.ts';

const desks = openDesks();

/** What an account did at 宇土, a deed a minute and its number as the reason, the last one at a moment. */
async function livedThrough(account: string, deeds: number, last: string): Promise<void> {
  await desks.web.database.audit.createMany({
    data: Array.from({ length: deeds }, (_, number) => ({
      ...{ account, role: 'pickupLibrary', library: 'uto', action: 'handIn', outcome: 'done' },
      ...{ at: new Date(Date.parse(last) - (deeds - 1 - number) * 60_000), subject: 'library uto' },
      reason: `${account}の${number}件目`,
    })),
  });
}

const told = (page: string, account: string) =>
  [...page.matchAll(new RegExp(`${account}の(\\d+)件目`, 'g'))].map(([, number]) => Number(number));
const furtherOf = (page: string) =>
  /<a [^>]*href="([^"]+)"[^>]*>さらに前/.exec(page)?.[1]?.replaceAll('&amp;', '&');

/** A page of the record, and those that さらに前 leads to. */
async function allPages(visitor: Visitor, first: string): Promise<{ address: string; text: string }[]> {
  const pages: { address: string; text: string }[] = [];
  for (let address: string | undefined = first; address !== undefined && pages.length < 9; ) {
    const { text } = await visitor.get(address);
    pages.push({ address, text });
    address = furtherOf(text);
  }
  return pages;
}

test('さらに前 leads to every deed once, the newest first, and looks on for what was typed', async () => {
  await livedThrough('tsubame', 450, '2026-11-20T01:00:00Z');
  // Of one moment, and written down later.
  await livedThrough('hibari', 1, '2026-11-20T01:00:00Z');
  const pages = await allPages(desks.desk, encodeURI('/audit?subject=館 uto'));
  expect(pages.map(({ text }) => told(text, 'tsubame').length)).toEqual([199, 200, 51]);
  const numbers = pages.flatMap(({ text }) => told(text, 'tsubame'));
  expect(numbers).toEqual(Array.from({ length: 450 }, (_, at) => 449 - at));
  expect(pages.map(({ text }) => told(text, 'hibari').length)).toEqual([1, 0, 0]);
  for (const { text } of pages) expect(text).toContain('value="館 uto"');
  // The file has the rows of its page.
  const file = /href="([^"]+\.csv[^"]*)"/.exec(pages[1]?.text ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(told((await desks.desk.get(file)).text, 'tsubame')).toEqual(told(pages[1]?.text ?? '', 'tsubame'));
});

test('who asks over the interface is led from 200 to the 200 before them, as the page is', async () => {
  await livedThrough('enaga', 450, '2026-11-21T01:00:00Z');
  const reasons: string[] = [];
  for (let address: string | null = '/api/audit?subject=library%20uto'; address !== null; ) {
    const { status, text } = await desks.desk.json('GET', address);
    expect(status).toBe(200);
    const { deeds, further } = staffWebApi.audit.answer.parse(JSON.parse(text));
    expect(deeds.length).toBeLessThanOrEqual(200);
    reasons.push(...deeds.flatMap(({ account, reason }) => (account === 'enaga' ? (reason ?? '') : [])));
    address = further && `/api/audit?subject=library%20uto&before=${further}`;
  }
  expect(reasons).toEqual(Array.from({ length: 450 }, (_, at) => `enagaの${449 - at}件目`));
  expect((await desks.desk.json('GET', '/api/audit?before=x')).status).toBe(422);
});

test('what is no row leads to the newest', async () => {
  for (const before of ['x', '-1', '9'.repeat(30), '999999999', '%00']) {
    const { status, text } = await desks.desk.get(`/audit?before=${before}`);
    expect([before, status, text.includes('ログイン')]).toEqual([before, 200, true]);
  }
});

test('the deeds of some days and of one account are found, and stay chosen on the way back and in the file', async () => {
  await livedThrough('misosazai', 1, '2026-10-31T14:59:59.999Z');
  await livedThrough('suzume', 230, '2026-11-02T03:00:00Z');
  await livedThrough('mozu', 1, '2026-11-01T15:00:00Z');
  await livedThrough('kakesu', 2, '2026-11-02T15:00:00Z');
  const sought = { subject: '', account: '', from: '2026-11-01', until: '2026-11-02' };
  const { location } = await desks.desk.post('/audit', sought);
  const pages = await allPages(desks.desk, location ?? '');
  const foundOf = (account: string) => pages.flatMap(({ text }) => told(text, account));
  // 11月1日 begins at midnight in Tokyo, as 11月3日 does, to which the last of kakesu belongs.
  expect(foundOf('misosazai')).toEqual([]);
  expect(foundOf('suzume')).toHaveLength(230);
  expect(foundOf('mozu')).toEqual([0]);
  expect(foundOf('kakesu')).toEqual([0]);
  for (const { text } of pages)
    expect([text.includes('value="2026-11-01"'), text.includes('value="2026-11-02"')]).toEqual([true, true]);

  const { location: one } = await desks.desk.post('/audit', {
    ...sought,
    subject: '館 uto',
    account: 'ｓｕｚｕｍｅ',
  });
  const [newest, older] = await allPages(desks.desk, one ?? '');
  expect([newest, older].map((page) => told(page?.text ?? '', 'suzume').length)).toEqual([200, 30]);
  expect(told(newest?.text ?? '', 'mozu')).toEqual([]);
  expect(older?.text).toContain('value="suzume"');
  expect(older?.text).toContain('value="館 uto"');
  const file = /href="([^"]*\.csv[^"]*)"/.exec(older?.text ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
  const saved = (await desks.desk.get(file)).text;
  expect([told(saved, 'suzume').length, told(saved, 'mozu').length]).toEqual([30, 0]);
});

test('what is no day of the calendar chooses none, and a card read into the wrong field stands in no address', async () => {
  await livedThrough('hototogisu', 1, '2026-11-02T03:00:00Z');
  const odd = await desks.desk.get('/audit?from=2026-02-31&until=x&account=hototogisu');
  expect([odd.status, told(odd.text, 'hototogisu')]).toEqual([200, [0]]);
  const far = await desks.desk.get('/audit?from=0001-01-01&until=9999-12-31&account=hototogisu');
  expect([far.status, told(far.text, 'hototogisu')]).toEqual([200, [0]]);
  const read = await desks.desk.post('/audit', { subject: '', account: hanakosCard, from: '2026-11-01' });
  expect(read.location).toBe(`/audit?subject=patron+${hanako}&from=2026-11-01`);
});

describe('in 何に', () => {
  const staff = { account: 'desk', role: 'prefecturalDesk', library: 'pref' } as const;
  const settledBefore = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0599';
  const unheardOf = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0598';
  const doneTo = (action: string, subject: string, changed?: string, library = 'pref') =>
    desks.web.deps.audit.write({ ...staff, library }, { action, subject, outcome: 'done', changed });
  /** What the lines of an action were done to, by the page and by the file. */
  async function toWhat(action: string): Promise<string[]> {
    const { text } = await desks.desk.get('/audit');
    const lines = text.split('<tr>').filter((line) => line.includes(`data-label="何を">${action}<`));
    return lines.map((line) =>
      (/data-label="何に"[^>]*>(.*?)<\/td>/s.exec(line)?.[1] ?? '').replace(/<[^>]*>/g, ''),
    );
  }

  test('a closure is named by its library and days, and not by the reason that was typed', async () => {
    await doneTo('takeBackClosure', `closure ${closureId}`);
    const words = '休館 宇土市立図書館　2026年12月10日（木）から2026年12月12日（土）まで';
    expect(await toWhat('臨時休館の取りやめ')).toEqual([words]);
    const saved = (await desks.desk.get('/lists/audit.csv')).text;
    expect([saved.includes(words), saved.includes(closureId), saved.includes('大雪')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a task is named by its kind: while it is open, and as it was settled', async () => {
    await doneTo('noteTask', `task ${taskIds.searchCopy}`);
    await doneTo('noteTask', `task ${taskIds.sendBackOfUto}`, undefined, 'uto');
    await doneTo('settleTask', `task ${settledBefore}`, '小包の中身が合いません');
    await doneTo('noteTask', `task ${settledBefore}`);
    await doneTo('noteTask', `task ${unheardOf}`);
    expect(await toWhat('要確認にメモを書いた')).toEqual([
      '要確認',
      '要確認 小包の中身が合いません',
      `要確認 ${taskWords.sendBack.title}`,
      `要確認 ${taskWords.searchCopy.title}`,
    ]);
  });

  test('of a person nothing stands there; what else was done to the same one is a press away', async () => {
    await doneTo('replaceCard', `patron ${hanako}`);
    expect(await toWhat('カードの再発行')).toEqual(['利用者']);
    const { text } = await desks.desk.get('/audit');
    expect(text).toContain(`<a href="/audit?subject=patron+${hanako}">利用者</a>`);
    expect((await desks.desk.get(`/audit?subject=patron+${hanako}`)).text).toContain('カードの再発行');
  });

  test('while no service answers the words alone stand there', async () => {
    desks.web.world.away = ['catalog', 'patron', 'shipping'];
    await doneTo('takeBackClosure', `closure ${closureId}`);
    expect((await toWhat('臨時休館の取りやめ'))[0]).toBe('休館');
    expect((await toWhat('要確認にメモを書いた')).at(-1)).toBe('要確認');
  });
});
