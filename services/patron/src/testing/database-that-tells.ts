import { openDatabaseAdapter } from '@toshobin/database';
import { withStates } from '../database.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { PatronTestService } from './open-patron-service.ts';

/** The service's database over a connection of its own, and the statements that were asked over it. */
export async function openDatabaseThatTells({ db: own, postgres }: PatronTestService) {
  const named = await own.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
  const address = new URL(postgres.adminUrl);
  address.pathname = `/${named[0]?.name}`;
  const log = [{ emit: 'event', level: 'query' }] as const;
  const client = new PrismaClient({ adapter: openDatabaseAdapter(address.href), log: [...log] });
  const queries: { query: string; params: string }[] = [];
  client.$on('query', (event) => void queries.push(event));
  return { db: withStates(client), queries };
}
