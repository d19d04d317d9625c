import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const names = z.record(z.string(), z.string()).default({});
const Package = z.object({ dependencies: names, devDependencies: names });
const workspaces = z
  .object({ workspaces: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')))
  .workspaces.flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((folder) => existsSync(path.join(root, folder, 'package.json')));

test.each(workspaces)('%s names no package that none of its files imports', (folder) => {
  const at = path.join(root, folder);
  const { dependencies, devDependencies } = Package.parse(
    JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')),
  );
  const texts = globSync('**/*.{ts,tsx,mjs,cjs,js}', {
    cwd: at,
    exclude: ['**/node_modules'],
  }).map((file) => readFileSync(path.join(at, file), 'utf8'));
  const isImported = (name: string) => texts.some((text) => new RegExp(`['"]${name}['"/]`).test(text));
  const inVain = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !isImported(name.replace(/^@types\//, '')),
  );
  expect(inVain).toEqual([]);
});
