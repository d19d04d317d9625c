import { expect, test } from '@jest/globals';
import { worthShowing } from './logs.ts';

test('the terminal says who is away and who is back, and nothing of what goes well', () => {
  const said = [
    { level: 'warn', service: 'catalog', reason: 'no answer', msg: 'catalog is away' },
    { level: 'info', service: 'catalog', msg: 'catalog is back' },
    { level: 'info', msg: 'it serves' },
    { level: 'info', msg: 'catalog reads no events; it goes on when Kafka answers' },
    { level: 'info', msg: 'catalog reads events again' },
    { level: 'info', msg: 'Kafka answers again' },
    { level: 'info', msg: 'the outbox relay goes on' },
  ].map((line) => worthShowing(JSON.stringify(line)));
  expect(said).toEqual([
    'catalog is away',
    'catalog is back',
    undefined,
    undefined,
    'catalog reads events again',
    'Kafka answers again',
    'the outbox relay goes on',
  ]);
  expect(worthShowing('Listening')).toBeUndefined();
});
