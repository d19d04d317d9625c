import { describe, expect, test } from '@jest/globals';
import type { CloudEvent } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { chooseDismissals, chooseReplays } from '../choose-replays.ts';
import { isOpen, openCounts } from '../dead-letter.ts';
import { Busy, NotNow, Poison } from '../interfaces.ts';
import { inMemoryBus } from './in-memory-bus.ts';

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
    onLetter: (letter) => reasons.push(letter.reason),
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

test('an event whose transaction always lasts too long is parked after many tries, and the other keys go on', async () => {
  const bus = inMemoryBus();
  const told: string[] = [];
  let away = true;
  bus.startConsumer({
    group: 'bridge',
    topics: ['catalog.facts'],
    log,
    handle: async (event, place) => {
      if (place.key === 'copy-1')
        throw away ? new NotNow('no database') : new Busy('the transaction lasted too long');
      told.push(event.sequence);
    },
  });
  await bus.publisher.publish([...sent(1), { topic: 'catalog.facts', key: 'copy-2', event: scanned(2) }]);
  for (let tries = 0; tries < 200; tries += 1) await bus.settle();
  expect([told, bus.deadLetters]).toEqual([[], []]);
  away = false;
  for (let tries = 0; tries < 50; tries += 1) await bus.settle();
  expect([told, bus.deadLetters]).toEqual([[], []]);
  for (let tries = 0; tries < 50; tries += 1) await bus.settle();
  expect(told).toEqual(['2']);
  expect(bus.deadLetters).toMatchObject([{ key: 'copy-1', parked: 'failed' }]);
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

describe('an event that meets a fault of ours', () => {
  const copy = (key: string, ...numbers: number[]) =>
    numbers.map((number) => ({ topic: 'catalog.facts', key, event: scanned(number) }));

  /** Facts 1 to 3 of copy 1 and 4 of copy 2; what is in `broken` meets a fault of ours. */
  async function afterTheFault(broken: Set<string>) {
    const bus = inMemoryBus();
    const told: string[] = [];
    const tried: string[] = [];
    const start = () =>
      bus.startConsumer({
        group: 'catalog',
        topics: ['catalog.facts'],
        log,
        handle: async ({ sequence }) => {
          tried.push(sequence);
          if (broken.has(sequence)) throw new RangeError('熊本花子 has no such copy');
          told.push(sequence);
        },
      });
    let consumer = start();
    await bus.publisher.publish([...copy('copy-1', 1, 2, 3), ...copy('copy-2', 4)]);
    for (let times = 0; times < 9; times += 1) await bus.settle();
    return {
      bus,
      told,
      tried,
      open: () =>
        bus
          .letters()
          .filter(isOpen)
          .map(({ value }) => JSON.parse(value).sequence),
      async putBackAll() {
        const chosen = chooseReplays(bus.letters(), 'all');
        for (const replay of 'replays' in chosen ? chosen.replays : []) bus.putBack(replay);
        await bus.settle();
      },
      async dismiss(sequence: string) {
        const letter = bus.letters().find(({ value }) => JSON.parse(value).sequence === sequence);
        const chosen = chooseDismissals(bus.letters(), [letter?.position ?? '']);
        for (const dismissal of 'dismissals' in chosen ? chosen.dismissals : []) bus.dismiss(dismissal);
        await bus.settle();
      },
      async startAnew() {
        await consumer.stop();
        consumer = start();
        await bus.settle();
      },
    };
  }

  test('is tried four times; then its copy is parked, what comes later of it waits behind it, and other copies go on', async () => {
    const { bus, told, tried, open } = await afterTheFault(new Set(['2']));
    expect(tried).toEqual(['1', '2', '2', '2', '2', '4']);
    expect(told).toEqual(['1', '4']);
    expect(open()).toEqual(['2', '3']);
    expect(openCounts(bus.letters())).toEqual({ unreadable: 0, parkedKeys: 1 });
    const [first, behind] = bus.deadLetters;
    expect(first).toMatchObject({ parked: 'failed', key: 'copy-1' });
    expect(first?.reason).toMatch(/^RangeError at .*in-memory-bus\.test\.ts/);
    expect(first?.reason).not.toContain('花子');
    expect(behind).toMatchObject({ parked: 'behind', key: 'copy-1' });
  });

  test('is handled, and what waits behind it in its order, when it is put back after the fault was mended', async () => {
    const broken = new Set(['2']);
    const { bus, told, open, putBackAll } = await afterTheFault(broken);
    broken.clear();
    await putBackAll();
    expect(told).toEqual(['1', '4', '2', '3']);
    expect(open()).toEqual([]);
    await bus.publisher.publish(copy('copy-1', 5));
    await bus.settle();
    expect(told).toEqual(['1', '4', '2', '3', '5']);
  });

  test('put back before that, it stays parked, and nothing overtakes it', async () => {
    const broken = new Set(['2']);
    const { bus, told, open, putBackAll } = await afterTheFault(broken);
    await putBackAll();
    await bus.publisher.publish(copy('copy-1', 5));
    await bus.settle();
    expect(told).toEqual(['1', '4']);
    expect(open()).toEqual(['2', '3', '5']);
    broken.clear();
    await putBackAll();
    expect(told).toEqual(['1', '4', '2', '3', '5']);
  });

  test('is parked still after the consumer was started anew, which reads everything again', async () => {
    const broken = new Set(['2']);
    const { told, tried, open, startAnew, putBackAll } = await afterTheFault(broken);
    tried.length = 0;
    await startAnew();
    expect(tried).toEqual(['1', '4']);
    expect(open()).toEqual(['2', '3']);
    broken.clear();
    await putBackAll();
    expect(told).toEqual(['1', '4', '1', '4', '2', '3']);
  });

  test('is dismissed, and what waited behind it goes on without it', async () => {
    const { bus, told, open, dismiss, putBackAll } = await afterTheFault(new Set(['2']));
    await dismiss('2');
    expect(told).toEqual(['1', '4', '3']);
    expect(open()).toEqual([]);
    await putBackAll();
    expect(told).toEqual(['1', '4', '3']);
    expect(bus.letters().map(({ settled }) => settled?.as)).toEqual(['dismissed', 'heard']);
  });
});
