import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, figure, percentile } from '@toshobin/bench';
import type pg from 'pg';
import { type BenchStack, withClient } from './bench-stack.ts';

/** From the scan's commit in the catalog to that of the row in My Library, two hops later. */
const NEWS_WITHIN_MS = 1000;
const CATCHES_UP_WITHIN_MS = 60_000;

interface Version {
  id: string;
  version: string;
  /** When it was committed, in milliseconds. */
  at: number;
}

/**
 * How long the reservations that changed since a moment took to My Library, by the commits of both databases, which one
 * server times. A row that was written again since then, as for its loan slot, counts with that later time. Loans at the
 * counter are left out: their row stands in My Library before the catalog hears of them. What never came is a fault.
 */
export async function newsDelay(stack: BenchStack, since: Date): Promise<Figure[]> {
  const told = await withClient(stack.databaseUrl('CATALOG'), (catalog) =>
    versions(catalog, 'reservation_state', since, "standing->'state'->>'channel' <> 'counter'"),
  );
  const delays = await withClient(stack.databaseUrl('PATRON'), async (patron) => {
    const begun = performance.now();
    for (;;) {
      const heard = new Map(
        (await versions(patron, 'application', since, "channel <> 'counter'")).map((row) => [row.id, row]),
      );
      const seen = told.flatMap(({ id, version, at }) => {
        const row = heard.get(id);
        return row?.version === version ? [Math.max(0, row.at - at)] : [];
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

async function versions(client: pg.Client, table: string, since: Date, of: string): Promise<Version[]> {
  const { rows } = await client.query<Version>(
    `SELECT reservation_id::text AS id, epoch || ' ' || n AS version,
       (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float AS at
     FROM ${table} WHERE pg_xact_commit_timestamp(xmin) >= $1 AND ${of}`,
    [since],
  );
  return rows;
}
