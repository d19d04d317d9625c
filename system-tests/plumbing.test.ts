import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CloudEvent } from '@toshobin/contracts';
import { ensureTopics, kafkaPublisher, NotNow, Poison, startConsumer } from '@toshobin/events';
import { type Stack, startStack } from '@toshobin/infra';
import { instant } from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import {
  connectTemporal,
  NOT_YET,
  signalOnce,
  signalWithStartOnce,
  updateWithStart,
} from '@toshobin/temporal';

const TOPIC = 'plumbing.facts';
const log = createLogger('plumbing', 'silent');
const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-plumbing-'));
let stack: Stack;
let brokers: string[];

beforeAll(async () => {
  stack = await startStack({
    portBase: 17_400,
    stateFolder: folder,
    only: ['kafka', 'temporal'],
    say: () => undefined,
  });
  brokers = [`127.0.0.1:${stack.ports.kafka}`];
  await ensureTopics(brokers, [TOPIC, 'dead-letters']);
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function scan(number: number) {
  const key = `copy-${number % 5}`;
  const event: CloudEvent = {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: 'catalog',
    type: 'catalog.copy.scanned',
    subject: key,
    time: instant('2026-11-24T01:00:00Z'),
    datacontenttype: 'application/json',
    sequence: String(number),
    data: {},
  };
  return { topic: TOPIC, key, event };
}
const scans = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => scan(from + at));

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('the broker is killed in the middle of a day of scans: none is lost, and each copy keeps its order', async () => {
  const heard: number[] = [];
  const letters: string[] = [];
  const exits: string[] = [];
  let away = false;
  const publisher = kafkaPublisher(brokers, log);
  const consumer = startConsumer({
    brokers,
    group: 'plumbing',
    topics: [TOPIC],
    log,
    exit: (reason) => exits.push(reason),
    onPoison: (letter) => letters.push(letter.reason),
    handle: async (event) => {
      if (away) throw new NotNow('Temporal is away');
      if (event.sequence === '13') throw new Poison('a scan of no kind we know');
      heard.push(Number(event.sequence));
    },
  });
  await consumer.ready();
  await publisher.publish(scans(0, 100));
  await until(() => heard.length >= 99);
  away = true;
  await publisher.publish(scans(100, 200));
  await stack.kill('kafka');
  const sent = publisher.publish(scans(200, 300));
  away = false;
  await sent;
  await until(() => new Set(heard).size >= 299);
  expect(letters).toEqual(['a scan of no kind we know']);
  for (const copy of [0, 1, 2, 3, 4]) {
    // A repetition is allowed, a step back to something new is not.
    const first = [...new Set(heard.filter((number) => number % 5 === copy))];
    expect(first).toEqual(first.toSorted((a, b) => a - b));
  }
  expect(exits).toEqual([]);
  await consumer.stop();
  await publisher.stop();
}, 120_000);

test('a fact told twice is one signal, also when the Temporal server was killed in between', async () => {
  const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
  const workflowId = 'plumbing-1';
  const fact = (requestId: string) =>
    signalOnce(link.client, { workflowId, signalName: 'fact', input: { requestId }, requestId });
  const start = {
    workflowId,
    workflowType: 'nobodyRunsIt',
    taskQueue: 'nobody',
    startInput: {},
    signalName: 'fact',
    input: {},
    requestId: 'fact-0',
  };
  expect(await fact('fact-1')).toBe('unknown');
  expect(await signalWithStartOnce(link.client, start)).toBe('delivered');
  expect(await fact('fact-1')).toBe('delivered');
  expect(await fact('fact-1')).toBe('delivered');
  await stack.kill('temporal');
  await stack.ready('temporal');
  await until(() => stack.pid('temporal') !== undefined);
  while (!(await link.isUp())) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await fact('fact-1')).toBe('delivered');
  expect(await fact('fact-2')).toBe('delivered');
  const { events } = await link.client.workflow.getHandle(workflowId).fetchHistory();
  expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(3);
  await link.client.workflow.getHandle(workflowId).terminate();
  expect(await fact('fact-3')).toBe('closed');
  expect(await signalWithStartOnce(link.client, { ...start, requestId: 'fact-4' })).toBe('closed');
  await link.close();
}, 60_000);

test('without a worker an admission answers "not yet" in its time', async () => {
  const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
  const answer = await updateWithStart(link.client, {
    workflowType: 'nobodyRunsIt',
    workflowId: 'plumbing-2',
    taskQueue: 'nobody',
    input: {},
    updateName: 'admission',
    updateId: 'plumbing-2',
    timeoutMs: 800,
  });
  expect(answer).toBe(NOT_YET);
  await link.close();
});
