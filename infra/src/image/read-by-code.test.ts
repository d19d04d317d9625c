import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../services.ts';
import { readByCode } from './read-by-code.ts';

const below = (pattern: string) => globSync(pattern, { cwd: root });

test('what our code reads beside itself lies in the image', () => {
  const given = new Set(readByCode.flatMap(below));
  const code = below('{services,libs}/*/src/**/*.{ts,tsx}').filter(
    (file) => !/generated|\.test\.|\/(testing|bench)\//.test(file),
  );
  const read = code.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/new URL\(\s*['`](\.[^'`$]+)/g)].map(
      ([, at = '']) => path.join(path.dirname(file), at),
    ),
  );
  const files = read.flatMap((at) => {
    const found = statSync(path.join(root, at), { throwIfNoEntry: false });
    if (found === undefined) return [];
    return found.isFile() ? [at] : below(`${at}/*.*`);
  });
  expect(files.length).toBeGreaterThan(20);
  // Sources and what concerns their types are in the bundles.
  expect(files.filter((file) => !given.has(file) && !/\.tsx?$|tsconfig\.json$/.test(file))).toEqual([]);
});
