import { expect, test } from '@jest/globals';
import { worthShowing } from './logs.ts';

test('the terminal says who is away and who is back, and nothing of what goes well', () => {
  const said = [
    { level: 'warn', service: 'catalog', reason: 'no answer', msg: 'catalog is away' },
    { level: 'info', service: 'catalog', msg: 'catalog is back' },
    { level: 'info', msg: 'it serves' },
  ].map((line) => worthShowing(JSON.stringify(line)));
  expect(said).toEqual(['catalog is away', 'catalog is back', undefined]);
  expect(worthShowing('Listening')).toBeUndefined();
});
