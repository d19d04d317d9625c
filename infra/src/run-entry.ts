import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError, makePlan } from './plan.ts';
import { root } from './services.ts';
import { spawnBound } from './spawn-bound.ts';
import { watchParent } from './watch-parent.ts';

// npm run demo, npm run reconcile, npm run staff-account, npm run dead-letters: runs an entry with the addresses of the stack that PORT_BASE and
// LOCAL_STATE name, as one of its own processes would be given them.

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined || !existsSync(path.join(root, entry))) {
  console.error(`${entry ?? 'The entry'} is not there`);
  process.exit(1);
}
try {
  const env = { ...process.env, ...makePlan(process.env).env };
  const child = spawnBound(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  watchParent(() => child.kill('SIGTERM'));
  const [status] = await once(child, 'exit');
  process.exitCode = typeof status === 'number' ? status : 1;
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exitCode = 1;
}
