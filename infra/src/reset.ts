import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './services.ts';
import { runningOn } from './state-lock.ts';

// npm run reset: wipes the data, secrets and logs of the local stack. What was downloaded stays.

const stateFolder = path.resolve(root, process.env.LOCAL_STATE ?? '.local');
const owner = runningOn(stateFolder);
if (owner !== undefined) {
  console.error(`A stack is running on ${stateFolder} (process ${owner}): stop it first`);
  process.exit(1);
}
const entries = existsSync(stateFolder) ? readdirSync(stateFolder).filter((name) => name !== 'engines') : [];
for (const name of entries) rmSync(path.join(stateFolder, name), { recursive: true, force: true });
console.log(entries.length === 0 ? 'Nothing to wipe' : `Wiped ${stateFolder}`);
