import { openDatabaseAdapter } from '@toshobin/database';
import type { Pool } from 'pg';
import { z } from 'zod';
import { PrismaClient } from '../generated/prisma/client.ts';

const Step = z.looseObject({
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Shared Hit Blocks': z.number(),
  'Shared Read Blocks': z.number(),
  get Plans() {
    return z.array(Step).default([]);
  },
});
type Step = z.output<typeof Step>;
const Explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.looseObject({ Plan: Step })]) })]);

/** The pages that a statement looked at, and of each table the rows that its steps read, those left out included. */
export interface Read {
  pages: number;
  rows: { table: string; rows: number }[];
}

/** Asks something of a database, and has each of its reading statements explained by running it once more. */
export async function explainAsked(
  { url, pool }: { url: string; pool: Pool },
  ask: (db: PrismaClient) => Promise<unknown>,
): Promise<Read[]> {
  const log = [{ emit: 'event', level: 'query' }] as const;
  const db = new PrismaClient({ adapter: openDatabaseAdapter(url), log: [...log] });
  const asked: { query: string; params: string }[] = [];
  db.$on('query', (event) => void asked.push(event));
  await ask(db);
  await db.$disconnect();
  const read: Read[] = [];
  for (const { query, params } of asked.filter((one) => /^\s*(SELECT|WITH)/.test(one.query))) {
    const explain = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`;
    const { rows } = await pool.query(explain, JSON.parse(params));
    const [{ Plan }] = Explained.parse(rows)[0]['QUERY PLAN'];
    read.push({ pages: Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'], rows: rowsOf(Plan) });
  }
  return read;
}

function rowsOf(step: Step): Read['rows'] {
  const { 'Relation Name': table, 'Actual Rows': kept, 'Rows Removed by Filter': left } = step;
  const own = table === undefined ? [] : [{ table, rows: (kept + left) * step['Actual Loops'] }];
  return [...own, ...step.Plans.flatMap(rowsOf)];
}
