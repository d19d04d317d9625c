import { z } from 'zod';
import type { AttemptStore } from './limit-attempts.ts';

/** What is needed of a front's own database. */
interface Database {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>;
}

const CountSchema = z.array(z.object({ count: z.int() }));

/**
 * Counts of attempts in a front's own table `sign_in_attempt` (key, window_start, count), of which both fronts have
 * one of the same shape.
 */
export function attemptStoreIn(database: Database): AttemptStore {
  return {
    async count(key, windowStart) {
      const rows = await database.$queryRaw`
        SELECT count FROM sign_in_attempt WHERE key = ${key} AND window_start = ${windowStart}`;
      return CountSchema.parse(rows)[0]?.count ?? 0;
    },
    async take(key, windowStart, limit) {
      const rows = await database.$executeRaw`
        INSERT INTO sign_in_attempt (key, window_start, count) VALUES (${key}, ${windowStart}, 1)
        ON CONFLICT (key, window_start) DO UPDATE SET count = sign_in_attempt.count + 1
        WHERE sign_in_attempt.count < ${limit}`;
      return rows === 1;
    },
    async giveBack(key, windowStart) {
      await database.$executeRaw`
        UPDATE sign_in_attempt SET count = count - 1
        WHERE key = ${key} AND window_start = ${windowStart} AND count > 0`;
      // Of whoever only signs in rightly nothing is kept, not even the address.
      await database.$executeRaw`
        DELETE FROM sign_in_attempt WHERE key = ${key} AND window_start = ${windowStart} AND count = 0`;
    },
  };
}
