import { PrismaPg } from '@prisma/adapter-pg';
import { openPool } from './pools.ts';

/**
 * The driver adapter that a service hands to its Prisma client:
 * `new PrismaClient({ adapter: openDatabaseAdapter(config.databaseUrl) })`.
 *
 * @param databaseUrl `postgresql://user:password@host:port/database`
 * @param maxConnections size of the pool; ten unless told
 */
export function openDatabaseAdapter(databaseUrl: string, maxConnections = 10): PrismaPg {
  return new PrismaPg(openPool(databaseUrl, 'desks', { max: maxConnections }), {
    disposeExternalPool: true,
    statementNameGenerator: ({ sql }) => nameOfStatement(sql),
  });
}

/** So many statements are prepared in a connection; lists of many lengths would fill its memory without an end. */
const MOST_NAMED = 500;
const names = new Map<string, string>();

/**
 * Each statement is parsed and planned once in a connection and not each time. An unnamed one (the empty name) is not
 * prepared.
 */
function nameOfStatement(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMED) return '';
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}
