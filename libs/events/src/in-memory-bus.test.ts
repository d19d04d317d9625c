import { expect, test } from '@jest/globals';
import type { CloudEvent } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { inMemoryBus } from './in-memory-bus.ts';
import { NotNow, Poison } from './interfaces.ts';

const log = createLogger('bridge', 'silent');

function scanned(number: number): CloudEvent {
  return {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: 'catalog',
    type: 'catalog.copy.scanned',
    subject: 'copy-1',
    time: instant('2026-11-24T01:00:00Z'),
    datacontenttype: 'application/json',
    sequence: String(number),
    data: {},
  };
}
const sent = (...numbers: number[]) =>
  numbers.map((number) => ({ topic: 'catalog.facts', key: 'copy-1', event: scanned(number) }));

test('with Temporal away the facts wait in their order and are told when it is back', async () => {
  const bus = inMemoryBus();
  const told: string[] = [];
  let temporalAway = true;
  bus.startConsumer({
    group: 'bridge',
    topics: ['catalog.facts'],
    log,
    handle: async (event) => {
      if (temporalAway && event.sequence === '2') throw new NotNow('Temporal is away');
      told.push(event.sequence);
    },
  });
  await bus.publisher.publish(sent(1, 2, 3));
  await bus.settle();
  expect(told).toEqual(['1']);
  temporalAway = false;
  await bus.settle();
  expect(told).toEqual(['1', '2', '3']);
});

test('what nobody can understand becomes a dead letter with its reason, and its key goes on', async () => {
  const bus = inMemoryBus();
  const told: string[] = [];
  const reasons: string[] = [];
  bus.startConsumer({
    group: 'bridge',
    topics: ['catalog.facts'],
    log,
    onPoison: (letter) => reasons.push(letter.reason),
    handle: async (event) => {
      if (event.sequence === '2') throw new Poison('a scan of no kind we know');
      told.push(event.sequence);
    },
  });
  bus.inject('catalog.facts', 'copy-1', 'もしもし');
  bus.inject('catalog.facts', 'copy-1', '{"specversion":"1.0"}');
  await bus.publisher.publish(sent(1, 2, 3));
  await bus.settle();
  expect(told).toEqual(['1', '3']);
  expect(bus.deadLetters.map((letter) => letter.key)).toEqual(['copy-1', 'copy-1', 'copy-1']);
  expect(reasons[0]).toBe('not JSON');
  expect(reasons[1]).toContain('id');
  expect(reasons[2]).toBe('a scan of no kind we know');
});

test('a fault of ours loses nothing: the event is tried again', async () => {
  const bus = inMemoryBus();
  let tries = 0;
  bus.startConsumer({
    group: 'bridge',
    topics: ['catalog.facts'],
    log,
    handle: async () => {
      tries += 1;
      if (tries < 3) throw new TypeError('a bug');
    },
  });
  await bus.publisher.publish(sent(1));
  await bus.settle();
  await bus.settle();
  await bus.settle();
  expect(tries).toBe(3);
  expect(bus.deadLetters).toEqual([]);
});

test('every group sees every event from the beginning, each once', async () => {
  const bus = inMemoryBus();
  await bus.publisher.publish(sent(1, 2));
  const seen: Record<string, string[]> = { bridge: [], patron: [] };
  for (const group of ['bridge', 'patron']) {
    bus.startConsumer({
      group,
      topics: ['catalog.facts'],
      log,
      handle: async (event) => void seen[group]?.push(event.sequence),
    });
  }
  await bus.publisher.publish(sent(3));
  await bus.settle();
  expect(seen).toEqual({ bridge: ['1', '2', '3'], patron: ['1', '2', '3'] });
});
