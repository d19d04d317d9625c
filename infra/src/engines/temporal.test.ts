import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../services.ts';
import { settings } from './temporal.ts';

const Dynamic = z.record(z.string(), z.tuple([z.object({ value: z.union([z.string(), z.number()]) })]));
const inProduction = Dynamic.parse(
  parse(readFileSync(path.join(root, 'infra/production/temporal.yaml'), 'utf8')),
);

test('a process whose workers were killed several times waits half a minute for another, here as in production', () => {
  expect(inProduction['history.workflowTaskRetryMaxInterval']).toEqual([{ value: '30s' }]);
  const lines = Object.entries(inProduction).map(([name, [{ value }]]) => `${name}=${JSON.stringify(value)}`);
  expect(settings).toEqual(expect.arrayContaining(lines));
});
