import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

// Every test of the rules as one file, for the mutation run alone: a mutant then costs one start, not one a file.
// One seed, so that two runs over the same code give the same score; fewer examples than in `npm test`, for speed.
fc.configureGlobal({ seed: 20261124, numRuns: 30, endOnFailure: true });

const src = new URL('../', import.meta.url);
const tests = readdirSync(fileURLToPath(src), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .sort();
// At once: tests that are there only later are none.
const require = createRequire(import.meta.url);
for (const file of tests) require(fileURLToPath(new URL(file, src)));
