import { z } from 'zod';
import type { AttemptStore } from './limit-attempts.ts';

/** What is needed of a front's own database. */
interface Database {
  $queryRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>;
}

const Rows = z.array(z.object({ count: z.int() })).max(1);

/**
 * Counts of attempts in a front's own table `sign_in_attempt` (key, window_start, count), of which both fronts have
 * one of the same shape.
 */
export function attemptStoreIn(database: Database): AttemptStore {
  return {
    async add(key, windowStart) {
      const rows = await database.$queryRaw`
        INSERT INTO sign_in_attempt (key, window_start, count) VALUES (${key}, ${windowStart}, 1)
        ON CONFLICT (key, window_start) DO UPDATE SET count = sign_in_attempt.count + 1
        RETURNING count`;
      return Rows.parse(rows)[0]?.count ?? 1;
    },
    async count(key, windowStart) {
      const rows = await database.$queryRaw`
        SELECT count FROM sign_in_attempt WHERE key = ${key} AND window_start = ${windowStart}`;
      return Rows.parse(rows)[0]?.count ?? 0;
    },
  };
}
