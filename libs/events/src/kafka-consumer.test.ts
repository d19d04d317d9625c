import { expect, test } from '@jest/globals';
import { createLogger } from '@toshobin/service';
import { startConsumer } from './kafka-consumer.ts';

test('a consumer that has ended by a fault of ours ends its process, which would go on without facts', async () => {
  const written: string[] = [];
  const log = createLogger('shipping', 'info', {
    write(line) {
      if (written.push(line) === 1) throw new Error('no space left on device');
    },
  });
  const consumer: { stop?: () => Promise<void> } = {};
  const reason = await new Promise<string>((exit) => {
    const kafka = { brokers: ['127.0.0.1:1'] };
    consumer.stop = startConsumer({
      kafka,
      group: 'shipping',
      topics: ['catalog'],
      handle: async () => {},
      log,
      exit,
    }).stop;
  });
  expect(reason).toBe('shipping reads no events any more');
  expect(written.at(-1)).toContain('no space left on device');
  await consumer.stop?.();
});
