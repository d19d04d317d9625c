import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { plants } from './plants.mjs';

test('each fault that `npm run chaos -- --prove` plants has its place in the code as it is', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const nowhere = Object.entries(plants).flatMap(([name, { places }]) =>
    places
      .filter(({ file, right }) => !readFileSync(path.join(root, file), 'utf8').includes(right))
      .map(({ file }) => `${name} in ${file}`),
  );
  expect(nowhere).toEqual([]);
});
