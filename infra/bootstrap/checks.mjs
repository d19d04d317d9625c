// npm run check.

import { execFile } from 'node:child_process';
import path from 'node:path';

/** Types, lint and arrows: a line each; answers how many failed. */
export async function runChecks() {
  const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');
  const biome = path.join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const depcruise = path.join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const sources = ['libs', 'services', 'workflows', 'infra', 'system-tests'];
  const failed = await Promise.all([
    check('types', [tsc, '-p', 'tsconfig.json']),
    check('types of the scripts of staff-web', [tsc, '-p', 'services/staff-web/src/browser/tsconfig.json']),
    check('types of the scripts of patron-web', [tsc, '-p', 'services/patron-web/src/browser/tsconfig.json']),
    check('lint', [biome, 'check', '--diagnostic-level=warn', '.']),
    check('arrows', [depcruise, '--config', '.dependency-cruiser.cjs'].concat(sources)),
  ]);
  return failed.reduce((a, b) => a + b);
}

/** One line when it is well; its output and 1 when not. */
function check(name, args) {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 28 }, (fault, stdout, stderr) => {
      console.log(fault ? `${stdout + stderr + name}: failed` : `${name}: ok`);
      resolve(fault ? 1 : 0);
    });
  });
}
