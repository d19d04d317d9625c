import type { Ask, Trace } from './in-common.ts';

/** The tables of which a row was deleted or written otherwise between two looks. */
export function tablesChanged(before: readonly Trace[], after: readonly Trace[]): string[] {
  const still = new Set(after.map(({ where, text }) => `${where} ${text}`));
  const gone = before.filter(({ where, text }) => !still.has(`${where} ${text}`));
  return [...new Set(gone.map(({ where }) => where))].sort();
}

/** Those of the tables in whose pages a row still lies that nobody can read any more. The role of tests may look at pages. */
export async function tablesWithRowsLeft(ask: Ask, tables: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  await ask('CREATE EXTENSION IF NOT EXISTS pageinspect');
  for (const table of tables) {
    const [left] = await ask(`
      SELECT (coalesce(sum(lying), 0) - (SELECT count(*) FROM "${table}"))::text AS text
      FROM generate_series(0, pg_relation_size('"${table}"') / 8192 - 1) page, LATERAL (
        SELECT count(*) AS lying FROM heap_page_items(get_raw_page('"${table}"', page::int)) WHERE lp_len > 0) items`);
    if (left?.text !== '0') found.push(table);
  }
  return found;
}
