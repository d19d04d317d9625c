import { expect, test } from '@jest/globals';
import type { Visitor } from '@toshobin/web/testing';
import { openDesks } from '../testing/open-desks.ts';

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

test('what is no row leads to the newest', async () => {
  for (const before of ['x', '-1', '9'.repeat(30), '999999999', '%00']) {
    const { status, text } = await desks.desk.get(`/audit?before=${before}`);
    expect([before, status, text.includes('ログイン')]).toEqual([before, 200, true]);
  }
});
