import { writeFileSync } from 'node:fs';
import { prismaAccounts } from './accounts/accounts.ts';
import { demoAccounts } from './accounts/demo-accounts.ts';
import { readStaffWebConfig, type StaffWebConfig } from './config.ts';
import { openDatabase } from './open-deps.ts';

await load(readStaffWebConfig());

/** Makes the demo accounts of a local stack (never in production: the configuration refuses it). Idempotent. */
async function load(config: StaffWebConfig): Promise<void> {
  if (config.DEMO_DATA !== 'on') {
    console.log('no demo accounts are wanted');
    return;
  }
  const database = openDatabase(config.STAFF_WEB_DATABASE_URL);
  try {
    const made = await prismaAccounts(database).add(demoAccounts.map(({ who: _who, ...account }) => account));
    console.log(`${made} demo accounts of staff made, ${demoAccounts.length - made} were there`);
  } finally {
    await database.$disconnect();
  }
  if (config.DEMO_LOGINS_FILE === undefined) return;
  const logins = demoAccounts.map(({ who, account, password }) => ({
    where: 'staff',
    who,
    login: account,
    password,
  }));
  writeFileSync(config.DEMO_LOGINS_FILE, JSON.stringify(logins, null, 2), { mode: 0o600 });
}
