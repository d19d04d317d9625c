import { randomUUID } from 'node:crypto';
import { instantFromDate } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { LoadConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { loadLibraries } from './libraries/load-libraries.ts';
import { publishChanges } from './libraries/publish-changes.ts';

// One-shot, safe to repeat: the reference data that is missing, and the events that tell the others of it. The relay of
// the running service publishes them.
const config = readConfig(LoadConfigSchema);
const { db, close } = openDatabase(config.SHIPPING_DATABASE_URL);
try {
  const deps = { db, now: () => instantFromDate(new Date()), newId: randomUUID, committed: () => {} };
  const libraries = await loadLibraries(deps, {
    examples: config.DEMO_DATA === 'on',
    libraries: config.LIBRARIES,
  });
  const told = await publishChanges(deps);
  console.log(`${libraries} libraries written, ${told} changes to publish`);
  const unknown = await db.library.count({ where: { phone: '' } });
  if (unknown > 0) console.log(`${unknown} libraries wait for their telephone and closing days (館と休館)`);
} finally {
  await close();
}
