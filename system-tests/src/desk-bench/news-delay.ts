import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, figure, percentile } from '@toshobin/bench';
import type pg from 'pg';
import { type BenchStack, withClient } from './bench-stack.ts';

/** From the scan's commit in the catalog to that of the row in My Library, two hops later. */
const NEWS_WITHIN_MS = 1000;
const CATCHES_UP_WITHIN_MS = 60_000;

/** When a reservation stood like that for the first time, in milliseconds. */
interface Version {
  id: string;
  epoch: number;
  n: number;
  at: number;
}

/**
 * Has both databases note each version of a reservation's state in the transaction that writes it first: rows are
 * written again for other reasons.
 */
export async function noteNews(stack: BenchStack): Promise<void> {
  const note = (client: pg.Client, table: string) =>
    client.query(`
      CREATE TABLE IF NOT EXISTS bench_news (id uuid, epoch int, n int, PRIMARY KEY (id, epoch, n));
      TRUNCATE bench_news;
      CREATE OR REPLACE FUNCTION note_news() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO bench_news VALUES (NEW.reservation_id, NEW.epoch, NEW.n) ON CONFLICT DO NOTHING;
          RETURN NULL;
        END $$;
      CREATE OR REPLACE TRIGGER note_news AFTER INSERT OR UPDATE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION note_news()`);
  await withClient(stack.databaseUrl('CATALOG'), (client) => note(client, 'reservation_state'));
  await withClient(stack.databaseUrl('PATRON'), (client) => note(client, 'application'));
}

/**
 * How long each change of a reservation since then took to My Library, by the commits of both databases, which one server
 * times. Where the row follows something newer at once, that counts. Loans at the counter are left out: their row stands
 * in My Library before the catalog hears of them. What never came is a fault.
 */
export async function newsDelay(stack: BenchStack): Promise<Figure[]> {
  const told = await withClient(stack.databaseUrl('CATALOG'), (catalog) =>
    versions(
      catalog,
      `JOIN reservation_state ON reservation_id = id AND standing->'state'->>'channel' <> 'counter'`,
    ),
  );
  const delays = await withClient(stack.databaseUrl('PATRON'), async (patron) => {
    const begun = performance.now();
    for (;;) {
      const heard = new Map<string, Version[]>();
      for (const one of await versions(patron)) heard.set(one.id, [...(heard.get(one.id) ?? []), one]);
      const seen = told.flatMap(({ id, epoch, n, at }) => {
        const since = (heard.get(id) ?? []).filter((one) => one.epoch === epoch && one.n >= n);
        return since.length === 0 ? [] : [Math.max(0, Math.min(...since.map((one) => one.at)) - at)];
      });
      if (seen.length === told.length) return seen;
      if (performance.now() - begun > CATCHES_UP_WITHIN_MS)
        throw new Error(`${told.length - seen.length} of ${told.length} changes are not in My Library`);
      await pause(200);
    }
  });
  return [
    figure('desk.toMyLibrary.p50', 'ms', percentile(delays, 50), null),
    figure('desk.toMyLibrary.p95', 'ms', percentile(delays, 95), NEWS_WITHIN_MS),
    figure('desk.toMyLibrary.changes', 'changes', delays.length, null),
  ];
}

async function versions(client: pg.Client, of = ''): Promise<Version[]> {
  const { rows } = await client.query<Version>(
    `SELECT news.id::text AS id, news.epoch, news.n,
       (extract(epoch FROM pg_xact_commit_timestamp(news.xmin)) * 1000)::float AS at
     FROM bench_news AS news ${of}`,
  );
  return rows;
}
