import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { calendarDate, startOfDay } from '@toshobin/lending-rules';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { deletedHistory, noteDeletedHistory } from './deleted-history.ts';
import { forgetMoments } from './forget-moments.ts';

const catalog = catalogOfTests('2026-12-07T01:23:45Z');

async function noted(): Promise<string[]> {
  const all: string[] = [];
  for (let page = await deletedHistory(catalog.deps.db, { after: null }); page.length > 0; ) {
    all.push(...page);
    page = await deletedHistory(catalog.deps.db, { after: page.at(-1) ?? null });
  }
  return all;
}

test('what patrons deleted of their histories is noted for four weeks, told twice or not', async () => {
  const ids = Array.from({ length: 300 }, () => randomUUID());
  const [early, late] = [ids.slice(0, 200), ids.slice(200)];
  const told = [
    { ids: early, on: calendarDate('2026-12-01') },
    { ids: late, on: calendarDate('2026-12-02') },
  ];
  for (const data of [...told, ...told]) await noteDeletedHistory(catalog.deps.db, data);
  expect(await noted()).toEqual(ids.toSorted());
  await forgetMoments(catalog.deps, { before: startOfDay(calendarDate('2026-12-29')) });
  expect(await noted()).toEqual(ids.toSorted());
  await forgetMoments(catalog.deps, { before: startOfDay(calendarDate('2026-12-30')) });
  expect(await noted()).toEqual(late.toSorted());
});
