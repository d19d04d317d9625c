import { racePairs } from '@toshobin/database/testing';
import type { CatalogInTest } from './catalog-in-test.ts';

/** Pairs of a race that the design names, and of another one. */
export const PAIRS = racePairs;
export const FEW = 40;
/** So many pairs run at once; the pool has twelve connections. */
const TOGETHER = 10;
/**
 * How many round trips to the database the second side sets off after the first; less than none: before it. Infinite:
 * after the first has ended, so that each side is first in every ten however fast the machine is.
 */
const LEADS = [0, 1, -1, 2, -2, 3, -3, 4, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Runs every pair, ten at a time, one side or the other ahead by a little; answers the outcomes that came. */
export async function race<T>(
  prepare: () => Promise<T>,
  pair: (scene: T, lead: number) => Promise<string>,
  pairs = PAIRS,
): Promise<string[]> {
  const outcomes = new Set<string>();
  for (let done = 0; done < pairs; done += TOGETHER) {
    const scenes = await Promise.all(Array.from({ length: TOGETHER }, prepare));
    for (const outcome of await raceOver(scenes, pair)) outcomes.add(outcome);
  }
  return [...outcomes].sort();
}

/** Runs a race over scenes that were prepared in one go. */
export async function raceOver<T>(
  scenes: readonly T[],
  pair: (scene: T, lead: number) => Promise<string>,
): Promise<string[]> {
  const outcomes = new Set<string>();
  for (let done = 0; done < scenes.length; done += TOGETHER) {
    const some = scenes.slice(done, done + TOGETHER);
    const came = await Promise.all(some.map((one, n) => pair(one, LEADS[n] ?? 0)));
    for (const outcome of came) outcomes.add(outcome);
  }
  return [...outcomes].sort();
}

/** Both sides under way at once; the second one sets off so many round trips after the first, or after its end. */
export async function both<A, B>(
  catalog: CatalogInTest,
  lead: number,
  a: () => Promise<A>,
  b: () => Promise<B>,
): Promise<[A, B]> {
  const after = async <T>(trips: number, side: () => Promise<T>): Promise<T> => {
    for (let n = 0; n < trips; n += 1) await catalog.deps.pool.query('SELECT 1');
    return side();
  };
  if (lead === Number.POSITIVE_INFINITY) return [await a(), await b()];
  if (lead === Number.NEGATIVE_INFINITY) {
    const second = await b();
    return [await a(), second];
  }
  return Promise.all([after(-lead, a), after(lead, b)]);
}

/** Checks what must hold of all titles; each line is a fault. */
export async function faults(catalog: CatalogInTest): Promise<unknown[]> {
  const { rows } = await catalog.deps.pool.query(
    `SELECT allocation.copy_id AS of, 'handed out twice' AS fault FROM allocation
       JOIN scan ON scan.allocation = number WHERE kind = 'handedOut' AND scan.voids IS NULL AND closed_at IS NULL
       AND NOT EXISTS (SELECT FROM scan undone WHERE undone.voids = scan.fact_id)
       GROUP BY allocation.copy_id HAVING count(*) > 1
     UNION ALL SELECT record_id, 'allocated without an open allocation' FROM queue_entry entry WHERE state = 'allocated'
       AND NOT EXISTS (SELECT FROM allocation WHERE allocation.reservation_id = entry.reservation_id AND closed_at IS NULL)
     UNION ALL SELECT allocation.copy_id, 'an open allocation of one who is not allocated' FROM allocation
       JOIN queue_entry entry USING (reservation_id) WHERE closed_at IS NULL AND state <> 'allocated'
     UNION ALL SELECT copy.id, 'free while somebody waits' FROM copy JOIN queue_entry entry USING (record_id)
       WHERE place = 'onShelf' AND condition = 'inService' AND state = 'waiting'
     UNION ALL SELECT record_id, 'nobody can fill it, untold' FROM queue_entry entry
       WHERE state IN ('waiting', 'suspended') AND unservable_at IS NULL
       AND NOT EXISTS (SELECT FROM copy WHERE copy.record_id = entry.record_id AND condition IN ('inService', 'searching'))
     UNION ALL SELECT record.id, 'told wrongly whether anybody waits' FROM bibliographic_record record
       LEFT JOIN title_waiting told ON told.record_id = record.id
       WHERE COALESCE(told.waiting, false)
         <> EXISTS (SELECT FROM queue_entry WHERE record_id = record.id AND state = 'waiting')
     UNION ALL SELECT told.record_id, 'the last word of who waits is not what is known' FROM title_waiting told
       JOIN LATERAL (SELECT data FROM outbox WHERE type = 'catalog.title.waiting'
         AND subject = told.record_id::text ORDER BY sequence DESC LIMIT 1) last ON true
       WHERE (last.data ->> 'waiting')::boolean <> told.waiting`,
  );
  return [...rows, ...(await catalog.untrueStandings())];
}
