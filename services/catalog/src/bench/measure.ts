import { Seeded } from '@toshobin/bench';
import type { Groonga } from './groonga.ts';
import type { BenchQuery } from './make-queries.ts';
import type { SearchServer } from './search-server.ts';

/** A query's times in milliseconds, one of each round. */
export interface MeasuredQuery {
  query: BenchQuery;
  /** The whole request. */
  http: number[];
  /** Groonga's own time; none where there is no groonga. */
  groonga: number[];
}

/**
 * Asks the search over HTTP and Groonga in turn, query by query, all queries once to warm up and then `rounds` times.
 * Any other work of the machine falls on both.
 */
export async function measure(
  queries: readonly BenchQuery[],
  server: SearchServer,
  groonga: Groonga | undefined,
  rounds: number,
): Promise<MeasuredQuery[]> {
  const times = queries.map((query): MeasuredQuery => ({ query, http: [], groonga: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of times) {
      const { ms } = await server.search({ q: one.query.text });
      const other = await groonga?.search(one.query);
      if (round === 0) continue;
      one.http.push(ms);
      if (other !== undefined) one.groonga.push(other.elapsed);
    }
  }
  return times;
}

/** Several clients at once, each going through all queries in an order of its own. */
export async function measureClients(
  queries: readonly BenchQuery[],
  server: SearchServer,
  clients: number,
): Promise<{ slowest: number; perSecond: number }> {
  let slowest = 0;
  const begun = performance.now();
  const client = async (seed: number) => {
    const random = new Seeded(seed);
    const order = queries.map((query) => ({ query, lot: random.next() })).sort((a, b) => a.lot - b.lot);
    for (const { query } of order) {
      const { ms } = await server.search({ q: query.text });
      slowest = Math.max(slowest, ms);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, seed) => client(seed)));
  const seconds = (performance.now() - begun) / 1000;
  return { slowest, perSecond: (clients * queries.length) / seconds };
}
