import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topics } from '@toshobin/contracts';
import { topicChanges } from '@toshobin/events';
import { portsFrom } from '@toshobin/infra';
import { carryOut } from '@toshobin/service';
import { eventually } from './src/eventually.ts';
import { MailInbox } from './src/mail-inbox.ts';
import { typeCommand } from './src/operator-command.ts';
import { askConfigs, brokerListens, type OwnBroker, prepareBroker, startBroker } from './src/own-broker.ts';
import { type OwnStack, ownPortBase, startOwnStack } from './src/own-stack.ts';

// A whole stack on a cluster of three brokers: one of them may end at any moment, and while two are away nothing is lost.

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-brokers-'));
const running = new Map<number, ChildProcess>();
let brokers: OwnBroker[] = [];
let addresses: string[] = [];
let own: OwnStack | undefined;

beforeAll(async () => {
  brokers = cluster(Object.values(portsFrom(await ownPortBase())));
  addresses = brokers.map(({ ports }) => `127.0.0.1:${ports.clients}`);
  for (const broker of brokers) prepareBroker(broker);
  for (const broker of brokers) start(broker);
  await Promise.all(brokers.map(brokerListens));
  own = await startOwnStack({ env: { KAFKA_BROKERS: addresses.join(), CATALOGUE_SAMPLE: '800' } });
}, 900_000);
afterAll(async () => {
  await own?.remove();
  await Promise.all(brokers.map(end));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
}, 120_000);

/** Three brokers at six ports of a stack that is not there. */
function cluster(free: readonly number[]): OwnBroker[] {
  const at = [1, 2, 3].map((node) => {
    const [clients = 0, controller = 0] = free.slice(2 * node);
    return { node, ports: { clients, controller } };
  });
  const voters = at.map(({ node, ports }) => `${node}@127.0.0.1:${ports.controller}`).join();
  return at.map(({ node, ports }) => ({
    folder: path.join(folder, `broker-${node}`),
    node,
    ports,
    listener: 'PLAINTEXT',
    settings: { 'controller.quorum.voters': voters, 'offsets.topic.num.partitions': 8 },
  }));
}

function start(broker: OwnBroker): void {
  running.set(broker.node, startBroker(broker));
}

/** At once, as a machine ends that loses its power. */
async function end({ node }: OwnBroker): Promise<void> {
  const child = running.get(node);
  running.delete(node);
  if (child === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function stack() {
  if (own === undefined) throw new Error('There is no stack');
  return own.stack;
}

const livedThrough = { failed: false, said: expect.stringContaining('2 reservations to their end') };

async function expectNoContradiction(): Promise<void> {
  const { said } = await typeCommand(stack().env, 'audit');
  expect(said).toContain(' 0 contradictions');
}

async function mails(): Promise<number> {
  return (await new MailInbox(`http://127.0.0.1:${stack().ports.mail}`).all()).length;
}

/** Facts that wait in the outboxes of the owners. */
async function waiting(): Promise<number> {
  const { env } = stack();
  const headers = { authorization: `Bearer ${env.METRICS_TOKEN}` };
  const owners = ['CATALOG', 'PATRON', 'SHIPPING'];
  const counts = await Promise.all(
    owners.map(async (name) => {
      const text = await (await fetch(`${env[`${name}_URL`]}/metrics`, { headers })).text();
      return Number(/^toshobin_outbox_waiting(?:\{.*\})? (\d+)/m.exec(text)?.[1] ?? Number.NaN);
    }),
  );
  return counts.reduce((sum, count) => sum + count);
}

/** Of how many partitions each broker lacks something, as a service tells it. */
async function short(service: string): Promise<Record<string, number>> {
  const { env } = stack();
  const headers = { authorization: `Bearer ${env.METRICS_TOKEN}` };
  const text = await (await fetch(`${env[`${service}_URL`]}/metrics`, { headers })).text();
  const told = text.matchAll(/^toshobin_partitions_short\{broker="(\d+)".*\} (\d+)$/gm);
  return Object.fromEntries([...told].map(([, broker = '', count]) => [broker, Number(count)]));
}

/** Two reservations that are being lived through, from the first mail on. */
async function begun() {
  const before = await mails();
  const lived = typeCommand(stack().env, 'demo', '--story', 'two-reservations');
  const over = lived.then(({ said }) => {
    throw new Error(`It ended before its first mail: ${said}`);
  });
  await Promise.race([
    over,
    eventually('its first mail', async () => (await mails()) > before, { within: 240_000 }),
  ]);
  return { lived };
}

test('every fact is kept by three brokers, and counts as kept once two have it', async () => {
  expect((await typeCommand(stack().env, 'set-up', '--dry-run')).said).toContain('Kafka: nothing is lacking');
  const facts = { name: 'three-brokers.facts', partitions: 3, keptDays: 1 };
  const said: string[] = [];
  await carryOut(topicChanges({ brokers: addresses }, [facts]), { say: (line) => said.push(line) });
  expect(said).toEqual(['done: topic three-brokers.facts: made, 3 partitions, 3 copies, kept 1 days']);
  const settings = await askConfigs(addresses, '--describe');
  for (const name of [facts.name, ...Object.values(topics)])
    expect(settings).toMatch(new RegExp(`topic ${name} are:\\n(?:  .*\\n)*?  min\\.insync\\.replicas=2 `));
}, 120_000);

test('a topic that was made while a broker was away is named, and left', async () => {
  const topic = { name: 'three-brokers.made-by-two', partitions: 3, keptDays: 14 };
  const lacking = async (dryRun: boolean) => {
    const said: string[] = [];
    await carryOut(topicChanges({ brokers: addresses }, [topic]), { dryRun, say: (line) => said.push(line) });
    return said.join();
  };
  const [, , third] = brokers;
  if (third === undefined) throw new Error('There are fewer than three');
  await end(third);
  // Until its place is free it counts as one of them.
  await eventually('two brokers', async () => (await lacking(true)).includes(', 2 copies,'));
  await lacking(false);
  start(third);
  await brokerListens(third);
  const named = `left as it is: topic ${topic.name} is stored 2 times, 3 are meant`;
  await eventually('three brokers', async () => (await lacking(false)) === named);
}, 240_000);

test('each service that reads facts tells which broker is away, until it has what the others have', async () => {
  const [, second] = brokers;
  if (second === undefined) throw new Error('There are no brokers');
  const readers = ['CATALOG', 'PATRON', 'SHIPPING', 'WORKFLOWS'];
  const told = () => Promise.all(readers.map(short));
  const none = { 1: 0, 2: 0, 3: 0 };
  await eventually('nothing that is lacking', async () =>
    (await told()).every((one) => Object.values(one).join() === '0,0,0'),
  );
  await end(second);
  await eventually('the second that lacks something', async () =>
    (await told()).every((one) => (one[2] ?? 0) > 0),
  );
  for (const one of await told()) expect(one).toEqual({ ...none, 2: one[2] });
  start(second);
  await brokerListens(second);
  await eventually('what it lacked', async () =>
    (await told()).every((one) => Object.values(one).join() === '0,0,0'),
  );
}, 300_000);

test('each of three in turn ends while two reservations are lived through', async () => {
  for (const broker of brokers) {
    const { lived } = await begun();
    await end(broker);
    expect(await lived).toEqual(livedThrough);
    start(broker);
    await brokerListens(broker);
  }
  await expectNoContradiction();
}, 900_000);

test('while two of three are away every fact waits with its owner, and is told once one is back', async () => {
  const [first, second] = brokers;
  if (first === undefined || second === undefined) throw new Error('There are no brokers');
  const { lived } = await begun();
  await Promise.all([end(first), end(second)]);
  await eventually('facts that wait', async () => (await waiting()) > 0);
  start(first);
  expect(await lived).toEqual(livedThrough);
  expect(await waiting()).toBe(0);
  start(second);
  await brokerListens(second);
  await expectNoContradiction();
}, 900_000);
