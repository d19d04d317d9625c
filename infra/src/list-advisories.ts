import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Advisory, AdvisorySchema, affectedBy, installedIn } from './advisories.ts';
import { root } from './services.ts';

// npm run advisories -- FILE: what of package-lock.json is told of by advisories that lie on this machine. FILE is OSV's
// export for npm (https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip), unpacked into a folder, or one JSON file
// with one or a list of them. For registries that answer no `npm audit`, and for machines that reach none.
const [place] = process.argv.slice(2);
if (place === undefined) {
  console.error('npm run advisories -- FILE|FOLDER (advisories of OSV, JSON)');
  process.exit(2);
}
const files = statSync(place).isDirectory()
  ? globSync('**/*.json', { cwd: place }).map((file) => path.join(place, file))
  : [place];
const installed = installedIn(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
let read = 0;
const hits = affectedBy(installed, advisories());
for (const { name, version, id, severity, summary, development } of hits)
  console.log(`${name} ${version}  ${id}  ${severity}${development ? ' (development)' : ''}  ${summary}`);
console.log(`advisories: ${installed.length} packages, ${read} advisories, ${hits.length} that concern us`);
if (read === 0) console.error('No advisory was read: nothing is known');
process.exitCode = read === 0 ? 2 : hits.some(({ development }) => !development) ? 1 : 0;

function* advisories(): Generator<Advisory> {
  for (const file of files) {
    const told: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const list = z.union([z.array(AdvisorySchema), AdvisorySchema.transform((one) => [one])]).parse(told);
    read += list.length;
    yield* list;
  }
}
