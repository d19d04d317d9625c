import { expect, test } from '@jest/globals';
import { DatabaseMissing } from '@toshobin/database';
import { sentenceOf, tryAgain } from './try-again.ts';

function trying(failures: readonly Error[], stopping = new AbortController().signal) {
  const lines: string[] = [];
  let times = 0;
  const work = async () => {
    const fault = failures[times];
    times += 1;
    if (fault !== undefined) throw fault;
    return times;
  };
  const say = (line: string) => void lines.push(line);
  return { done: tryAgain(work, { what: 'shipping', say, stopping, firstDelay: 5 }), lines };
}
const away = () => new Error('the database is starting up');

test('a preparation that an engine broke is done again, and that is said', async () => {
  const { done, lines } = trying([away(), away()]);
  expect(await done).toBe(3);
  expect(lines).toEqual([
    'shipping: the database is starting up; trying again in 0.005 s',
    'shipping: the database is starting up; trying again in 0.01 s',
  ]);
});

test('after the fourth time its fault is told', async () => {
  const { done, lines } = trying([away(), away(), away(), away()]);
  await expect(done).rejects.toThrow('the database is starting up');
  expect(lines).toHaveLength(3);
});

test('what no second time would mend is told at once, and nothing is tried while the stack is stopped', async () => {
  await expect(trying([new DatabaseMissing('night', 'desk')]).done).rejects.toThrow('CREATE DATABASE');
  await expect(trying([away()], AbortSignal.abort()).done).rejects.toThrow('starting up');
});

test('a server that is nowhere has no words, but a code', () => {
  expect(sentenceOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
});
