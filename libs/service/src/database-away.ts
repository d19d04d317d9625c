import { z } from 'zod';
import { ServiceFault } from './service-fault.ts';

/**
 * What Prisma, its driver adapter and node-postgres say of a database that is away, that goes away, or that has no
 * connection left: by their codes, and by the two messages that come without one.
 */
const CODES: ReadonlySet<string> = new Set([
  // Prisma: not reachable, timed out, too many connections, closed; no connection of the pool, no transaction in time.
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'],
  // The kinds of its driver adapter.
  ...['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections'],
  // Node.
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'],
  // PostgreSQL: stopping, starting, gone; too many connections; a server that only reads, after a change of leader.
  ...['57P01', '57P02', '57P03', '08000', '08003', '08006', '53300', '25006'],
]);
const WORDS =
  /connection error and is not queryable|Connection terminated|timeout exceeded when trying to connect|Can't reach database/;

/** A fault as those write it, one in the other. */
const FaultSchema = z.object({
  code: z.string().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  meta: z.object({ driverAdapterError: z.unknown().optional() }).optional().catch(undefined),
});

/** Deep enough for an adapter's fault within Prisma's within ours. */
const DEPTH = 5;

/** Whether a process's own database is away: worth asking again, and no fault of the request. */
export function isDatabaseAway(thrown: unknown, depth = DEPTH): boolean {
  // What another process said is its own word.
  if (thrown instanceof ServiceFault) return false;
  if (typeof thrown !== 'object' || thrown === null || depth === 0) return false;
  const { data } = FaultSchema.safeParse(thrown);
  if (data === undefined) return false;
  const { code, kind, originalCode, message, cause, meta } = data;
  if ([code, kind, originalCode].some((said) => said !== undefined && CODES.has(said))) return true;
  if (message !== undefined && WORDS.test(message)) return true;
  return isDatabaseAway(cause, depth - 1) || isDatabaseAway(meta?.driverAdapterError, depth - 1);
}
