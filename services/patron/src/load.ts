import { randomUUID } from 'node:crypto';
import { instantFromDate } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { LoadConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { demoPatrons, loadTestPatrons } from './demo/demo-patrons.ts';
import { loadPatrons } from './demo/load-patrons.ts';
import { writeLogins } from './demo/write-logins.ts';

// One-shot, safe to repeat: the made-up people of a demonstration. A real library's cards come another way.
const config = readConfig(LoadConfigSchema);
if (config.DEMO_DATA === 'off') {
  console.log('no demo people wanted');
} else {
  const { db, close } = openDatabase(config.PATRON_DATABASE_URL);
  try {
    const now = instantFromDate(new Date());
    const written = await loadPatrons(db, [...demoPatrons, ...loadTestPatrons], { now, newId: randomUUID });
    if (config.DEMO_LOGINS_FILE) writeLogins(config.DEMO_LOGINS_FILE, demoPatrons);
    console.log(`${written} demo people written`);
  } finally {
    await close();
  }
}
