import { sentence } from '@toshobin/lending-rules';
import { commonConfig, databaseUrl, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { AccountNameSchema } from './accounts/account-name.ts';
import { makeAdministrator, rescue } from './accounts/by-command.ts';
import { prismaKeptAccounts } from './accounts/kept-accounts.ts';
import { prismaAuditTrail } from './audit/audit-trail.ts';
import { openDatabase } from './open-deps.ts';

// node infra/run.mjs staff-account administrator|rescue ACCOUNT: makes the first administrator of a deployment, or gives one who
// can't sign in any more a new beginning. Prints a set-up code; what was done is in the staff's audit.

const USAGE = `node infra/run.mjs staff-account administrator ACCOUNT   makes an administrator, with a set-up code
node infra/run.mjs staff-account rescue ACCOUNT          a new set-up code and second factor for an account that is there`;
const Config = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  STAFF_WEB_DATABASE_URL: databaseUrl,
  STAFF_WEB_URL: z.url(),
});

const [command, name] = process.argv.slice(2);
const account = AccountNameSchema.safeParse(name ?? '');
if ((command === 'administrator' || command === 'rescue') && account.success) {
  await run(command, account.data);
} else {
  console.error(USAGE);
  process.exitCode = 2;
}

async function run(what: 'administrator' | 'rescue', wanted: string): Promise<void> {
  const config = readConfig(Config);
  const database = openDatabase(config.STAFF_WEB_DATABASE_URL);
  const now = () => new Date();
  const deps = { keptAccounts: prismaKeptAccounts(database), audit: prismaAuditTrail(database, now), now };
  try {
    const issued = await (what === 'administrator' ? makeAdministrator : rescue)(deps, wanted);
    if (!issued.ok) {
      console.error(`${issued.refusal.code}: ${sentence(issued.refusal, 'en')}`);
      process.exitCode = 1;
      return;
    }
    const { code, until } = issued.value;
    console.log(`account      ${wanted}`);
    console.log(`set-up code  ${code}`);
    console.log(`once, until  ${until.toISOString()}`);
    console.log(`at           ${new URL('/set-up', config.STAFF_WEB_URL).href}`);
  } finally {
    await database.$disconnect();
  }
}
