import { expect, test } from '@jest/globals';
import { letterLines, refusedLine } from './dead-letter-lines.ts';
import { readOrder } from './dead-letter-order.ts';

const order = (line: string) => readOrder(line.split(' ').filter((word) => word !== ''));

test('an operator lists, shows, puts back and has sent again', () => {
  expect(order('')).toEqual({ do: 'list' });
  expect(order('--show 0/3')).toEqual({ do: 'show', position: '0/3' });
  expect(order('--replay 0/3 0/12')).toEqual({ do: 'replay', positions: ['0/3', '0/12'] });
  expect(order('--replay --all')).toEqual({ do: 'replay', positions: 'all' });
  expect(order('--all')).toEqual({ do: 'replay', positions: 'all' });
  expect(order('--dismiss 0/3 0/12')).toEqual({ do: 'dismiss', positions: ['0/3', '0/12'] });
  expect(order('--resend catalog --since 2026-11-20')).toEqual({
    do: 'resend',
    service: 'catalog',
    since: '2026-11-20',
  });
});

test('an order that makes no sense is none', () => {
  for (const line of [
    '0/3',
    '--replay',
    '--replay 3',
    '--replay --all 0/3',
    '--show',
    '--dismiss',
    '--dismiss --all',
    '--show 0/3 0/4',
    '--resend catalog',
    '--resend patron-web --since 2026-11-20',
    '--resend catalog --since yesterday',
    '--since 2026-11-20',
    '--delete 0/3',
  ]) {
    expect({ [line]: order(line) }).toEqual({ [line]: undefined });
  }
});

test('the list tells where, what, when and why, and nothing of the contents', () => {
  const lines = letterLines([
    {
      position: '0/3',
      at: new Date('2026-12-07T05:00:00Z'),
      replayedAt: new Date('2026-12-07T15:30:00Z'),
      settled: undefined,
      parked: undefined,
      reason: `no such\n copy ${'x'.repeat(500)}`,
      group: 'catalog',
      origin: { topic: 'shipping.facts', place: 'shipping.facts/0/7' },
      type: 'shipping.copy.moved',
      id: '00000000-0000-4000-8000-000000000001',
      time: '2026-12-07T04:00:00Z',
      key: 'copy-1',
      value: '{"title":"こころ"}',
    },
  ]);
  expect(lines[0]).toBe(
    '0/3     shipping.facts  shipping.copy.moved  00000000-0000-4000-8000-000000000001  2026-12-07 13:00  ' +
      'put away 2026-12-07 14:00 by catalog  put back 2026-12-08 00:30',
  );
  expect(lines[1]).toMatch(/^ {6}no such copy x+…$/);
  expect(lines[2]).toBe('dead letters: 1, not put back: 0, parked keys: 0');
  expect(lines.join('\n')).not.toMatch(/こころ|copy-1/);
});

test('what can’t be done says why: no such letter, or one that is settled', () => {
  expect(refusedLine({ impossible: ['0/9'] })).toBe('Nothing was done: no letter of ours is at 0/9');
  expect(refusedLine({ settled: ['0/3', '0/4'] })).toBe(
    'Nothing was done: settled already, dismissed or handled: 0/3, 0/4',
  );
});
