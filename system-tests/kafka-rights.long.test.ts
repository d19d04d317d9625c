import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CloudEvent, topics } from '@toshobin/contracts';
import { deadLetterBox, kafkaPublisher, readerMeasures, startConsumer } from '@toshobin/events';
import { portsFrom, setUpKafka } from '@toshobin/infra';
import { instant } from '@toshobin/lending-rules';
import { createLogger, type KafkaAt } from '@toshobin/service';
import { createTopics } from './src/create-topics.ts';
import { eventually } from './src/eventually.ts';
import { certify, kafkaEnvironment, lockedKafkaAs, startLockedKafka } from './src/locked-engines.ts';
import { ownPortBase } from './src/own-stack.ts';

// A broker that asks each user what it may do, as those of infra/production do (docs/security.md).

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-rights-'));
let broker: ChildProcess | undefined;
let kafkaAs: (user: string) => KafkaAt = () => {
  throw new Error('There is no broker');
};

beforeAll(async () => {
  certify(folder);
  const { kafka, kafkaController } = portsFrom(await ownPortBase());
  broker = await startLockedKafka(folder, kafka, kafkaController);
  kafkaAs = (user) => lockedKafkaAs(user, kafkaEnvironment(folder, kafka));
}, 300_000);
afterAll(async () => {
  broker?.kill('SIGKILL');
  if (broker?.exitCode === null) await once(broker, 'exit');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
});

const setUp = async () => {
  const said: string[] = [];
  await setUpKafka(kafkaAs('toshobin'), { say: (line) => said.push(line) });
  return said;
};

const silent = createLogger('locked', 'silent');

/** Says on a topic, as this user, what nobody knows: all let it pass. */
async function says(user: string, topic: string): Promise<void> {
  const event: CloudEvent = {
    specversion: '1.0',
    id: '00000000-0000-4000-8000-000000000001',
    source: user,
    type: `${user}.picnic.held`,
    subject: 'a picnic',
    time: instant('2026-11-24T01:00:00Z'),
    datacontenttype: 'application/json',
    sequence: '1',
    data: {},
  };
  const publisher = kafkaPublisher(kafkaAs(user), silent, user);
  await publisher.publish([{ topic, key: 'a picnic', event }]).finally(() => publisher.stop());
}

/** Reads as this user until the picnic is heard, or the brokers have said why not. */
async function hears(user: string, group: string, topic: string): Promise<string> {
  let heard = '';
  const log = createLogger(user, 'info', {
    write: (line) => {
      heard = /not authorized[^"]*/i.exec(line)?.[0] ?? heard;
    },
  });
  const consumer = startConsumer({
    kafka: kafkaAs(user),
    group,
    topics: [topic],
    log,
    handle: async ({ type }) => {
      if (type.includes('picnic')) heard = type;
    },
  });
  await eventually(`what ${user} hears`, async () => heard !== '');
  await consumer.stop().catch(() => undefined);
  return heard;
}

/** What a user is told of how far a group has read, and of which brokers lack something. */
async function measured(user: string, group: string, topic: string) {
  const measures = readerMeasures(kafkaAs(user), { group, topics: [topic], log: silent });
  const [lag, short] = await Promise.allSettled(measures.map(async (measure) => measure.read()));
  return { lag, short };
}

test('whoever comes by TLS before 1.3 is not spoken to', async () => {
  const { brokers } = kafkaAs('toshobin');
  const [host = '', port = ''] = (brokers[0] ?? '').split(':');
  const ca = readFileSync(path.join(folder, 'ca.pem'), 'utf8');
  const by = (maxVersion: SecureVersion) =>
    new Promise<string | null>((resolve) => {
      const socket = connect({ host, port: Number(port), ca, servername: host, maxVersion }, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      }).on('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? null));
    });
  expect([await by('TLSv1.3'), await by('TLSv1.2')]).toEqual([
    'TLSv1.3',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  ]);
});

test('each user is given its rights once', async () => {
  expect(await setUp()).toEqual(
    expect.arrayContaining([
      'done: rights of shipping at Kafka: dead-letters, shipping.facts, catalog.facts, shipping, dead-letters-',
    ]),
  );
  expect(await setUp()).toEqual([]);
}, 300_000);

test('each user may do what its process does at Kafka, and nothing else', async () => {
  await setUp();
  const { catalog, patron, shipping } = topics;
  for (const [user, topic] of [
    ['catalog', catalog],
    ['patron', patron],
    ['shipping', shipping],
    ['staff-web', catalog],
  ] as const)
    await says(user, topic);
  expect(await hears('catalog', 'catalog', shipping)).toBe('shipping.picnic.held');
  expect(await hears('patron', 'patron', shipping)).toBe('shipping.picnic.held');
  expect(await hears('workflows', 'bridge', patron)).toBe('patron.picnic.held');
  for (const user of ['catalog', 'patron', 'shipping', 'workflows', 'staff-web']) {
    const box = deadLetterBox(kafkaAs(user), silent);
    expect(await box.list()).toEqual([]);
    await box.close();
  }

  for (const [user, topic] of [
    ['patron', catalog],
    ['patron', shipping],
    ['shipping', catalog],
    ['workflows', catalog],
  ] as const)
    await expect(says(user, topic)).rejects.toThrow('Not authorized');
  expect(await hears('patron', 'patron', patron)).toMatch(/not authorized/i);
  expect(await hears('shipping', 'shipping', patron)).toMatch(/not authorized/i);
  const noneLacks = { status: 'fulfilled', value: [{ labels: { broker: '1' }, value: 0 }] };
  for (const [user, group] of [
    ['catalog', 'catalog'],
    ['patron', 'patron'],
    ['shipping', 'shipping'],
    ['workflows', 'bridge'],
  ] as const)
    expect(await measured(user, group, user === 'shipping' ? catalog : shipping)).toMatchObject({
      lag: { status: 'fulfilled', value: [expect.anything()] },
      short: noneLacks,
    });
  expect(await measured('patron', 'bridge', catalog)).toMatchObject({
    lag: { status: 'rejected' },
    short: noneLacks,
  });
  expect(await measured('shipping', 'shipping', patron)).toMatchObject({ short: { status: 'rejected' } });
  await expect(createTopics(kafkaAs('patron'), ['patron.own'])).rejects.toThrow('Topic creation errors');
}, 300_000);
