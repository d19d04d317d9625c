import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { type TopicDefinition, topicChanges } from '@toshobin/events';
import type { Stack } from '@toshobin/infra';
import { carryOut, type KafkaAt } from '@toshobin/service';
import { askConfigs } from '../src/own-broker.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What Kafka and Temporal must have before the services use them, given by one command to any target. */
export function setUpOfEngines(open: () => Stack): void {
  let stack: Stack;
  let kafka: KafkaAt;
  beforeAll(() => {
    stack = open();
    kafka = { brokers: [`127.0.0.1:${stack.ports.kafka}`] };
  });

  /** What `npm run set-up -- …` runs, for a namespace that is not there yet. */
  async function setUp(...args: readonly string[]): Promise<string[]> {
    const { said, status } = await run(args);
    expect(status).toBe(0);
    return said.trimEnd().split('\n');
  }

  async function run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ said: string; status: unknown }> {
    const command = ['--import', './infra/jsx.mjs', 'infra/run.mjs', 'set-up', ...args];
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        KAFKA_BROKERS: kafka.brokers.join(),
        TEMPORAL_ADDRESS: `127.0.0.1:${stack.ports.temporal}`,
        TEMPORAL_NAMESPACE: 'prefecture',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { said, status };
  }

  const settled = ['Kafka: nothing is lacking', 'Temporal: nothing is lacking'];

  test('a dry run says what is lacking and makes nothing; once it is made, nothing is lacking', async () => {
    const lacking = await setUp('--dry-run');
    expect(lacking.slice(0, 2)).toEqual([
      'Kafka: nothing is lacking',
      expect.stringMatching(/^would be done: namespace prefecture: made/),
    ]);
    expect(lacking.filter((line) => line.startsWith('would be done: search attribute '))).toHaveLength(5);
    expect(lacking.filter((line) => line.startsWith('would be done: schedule '))).toHaveLength(5);
    expect(await setUp('--dry-run')).toEqual(lacking);

    const made = await setUp();
    expect(made).toEqual(lacking.map((line) => line.replace('would be done', 'done')));
    expect(await setUp('--dry-run')).toEqual(settled);
    expect(await setUp()).toEqual(settled);

    const connection = await Connection.connect({ address: `127.0.0.1:${stack.ports.temporal}` });
    try {
      const { schedule } = new Client({ connection, namespace: 'prefecture' });
      await schedule.getHandle('nightly-erasure').pause('an operator does');
      await schedule.getHandle('nightly-waiting').delete();
      expect(await setUp()).toEqual([settled[0], 'done: schedule nightly-waiting: made']);
      expect((await schedule.getHandle('nightly-erasure').describe()).state.paused).toBe(true);
    } finally {
      await connection.close();
    }
  }, 120_000);

  test('in production a development server is refused, unless it is a bench', async () => {
    const production = { NODE_ENV: 'production' };
    expect(await run(['--dry-run'], production)).toEqual({ said: `${settled[0]}\n`, status: 1 });
    const bench = { ...production, TEMPORAL_DEVELOPMENT_SERVER: 'allowed' };
    expect(await run(['--dry-run'], bench)).toEqual({ said: `${settled.join('\n')}\n`, status: 0 });
  });

  test('a word that is mistyped makes nothing', async () => {
    expect(await run(['--dryrun'])).toEqual({ said: '', status: 2 });
  });

  test('a topic that keeps less than is meant keeps more from then on, one that keeps more stays', async () => {
    const lines = (topic: TopicDefinition) => saidOf([topic]);
    const topic = { name: 'set-up.facts', partitions: 3, keptDays: 7 };
    expect(await lines(topic)).toEqual([
      'done: topic set-up.facts: made, 3 partitions, 1 copies, kept 7 days',
    ]);
    await configs('set-up.facts', '--alter', '--add-config', 'segment.bytes=1048576');
    expect(await lines({ ...topic, keptDays: 14 })).toEqual([
      'done: topic set-up.facts: retention.ms from 604800000 to 1209600000',
    ]);
    // What somebody else has said of the topic is as it was.
    const settings = await configs('set-up.facts', '--describe');
    expect(settings).toContain('segment.bytes=1048576');
    expect(settings).toContain('retention.ms=1209600000');
    expect(await lines({ ...topic, keptDays: 3 })).toEqual([]);
    expect(await lines({ ...topic, partitions: 6 })).toEqual([
      'left as it is: topic set-up.facts has 3 partitions, 6 are meant',
    ]);
  });

  async function saidOf(topics: readonly TopicDefinition[]): Promise<string[]> {
    const said: string[] = [];
    await carryOut(topicChanges(kafka, topics), { say: (line) => said.push(line) });
    return said;
  }

  function configs(topic: string, ...args: readonly string[]): Promise<string> {
    return askConfigs(kafka.brokers, '--entity-name', topic, ...args);
  }
}
