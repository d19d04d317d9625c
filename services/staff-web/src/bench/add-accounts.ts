import { prismaAccounts } from '../accounts/accounts.ts';
import { openDatabase } from '../open-deps.ts';
import type { Staff } from '../roles.ts';

/** Makes the accounts that are not there yet. */
export async function addAccounts(
  databaseUrl: string,
  accounts: readonly (Staff & { password: string })[],
): Promise<void> {
  const database = openDatabase(databaseUrl);
  try {
    await prismaAccounts(database).add(accounts);
  } finally {
    await database.$disconnect();
  }
}
