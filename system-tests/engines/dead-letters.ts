import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { type CloudEvent, topics } from '@toshobin/contracts';
import { startOwnPostgres } from '@toshobin/database/testing';
import { kafkaPublisher, Poison, startConsumer, startRelay } from '@toshobin/events';
import { outboxTableSql } from '@toshobin/events/testing';
import type { Stack } from '@toshobin/infra';
import { addDays, dayOf, instant, instantFromDate, startOfDay } from '@toshobin/lending-rules';
import { createLogger, type KafkaAt } from '@toshobin/service';
import pg from 'pg';

const log = createLogger('letters', 'silent');
const root = fileURLToPath(new URL('../..', import.meta.url));

function moved(number: number, copy = 'copy-1'): { topic: string; key: string; event: CloudEvent } {
  const event: CloudEvent = {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: 'shipping',
    type: 'shipping.copy.moved',
    subject: copy,
    time: instant('2026-12-07T05:00:00Z'),
    datacontenttype: 'application/json',
    sequence: String(number),
    data: { secret: 'こころ' },
  };
  return { topic: topics.shipping, key: copy, event };
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What `npm run dead-letters` does about facts that nobody understood. First of all: it counts every letter there is. */
export function deadLetterCommands(open: () => Stack): void {
  let stack: Stack;
  let kafka: KafkaAt;
  beforeAll(() => {
    stack = open();
    kafka = { brokers: [`127.0.0.1:${stack.ports.kafka}`] };
  });

  /** What `npm run dead-letters -- …` runs. */
  async function deadLetters(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['infra/src/dead-letters.ts', ...args], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        KAFKA_BROKERS: kafka.brokers.join(),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { lines: out.trimEnd().split('\n'), err, status };
  }

  test('an event that two services could not understand is listed, and heard by both once it was put back', async () => {
    const heard: Record<string, string[]> = { catalog: [], patron: [] };
    const letters: string[] = [];
    let mended = false;
    const read = (group: string) =>
      startConsumer({
        kafka,
        group,
        topics: [topics.shipping],
        log,
        onLetter: () => letters.push(group),
        handle: async ({ sequence }) => {
          if (sequence === '2' && !mended) throw new Poison(`${group} has no such copy`);
          heard[group]?.push(sequence);
        },
      });
    const consumers = ['catalog', 'patron'].map(read);
    const publisher = kafkaPublisher(kafka, log, 'plumbing');
    expect((await deadLetters([])).lines).toEqual(['dead letters: 0, not put back: 0, parked keys: 0']);
    await publisher.publish([1, 2, 3].map((number) => moved(number)));
    await until(() => letters.length === 2 && heard.catalog?.length === 2 && heard.patron?.length === 2);

    const listed = await deadLetters([]);
    expect(listed.lines).toHaveLength(5);
    expect(listed.lines[0]).toMatch(
      /^0\/0 {5}shipping\.facts {2}shipping\.copy\.moved {2}00000000-\S+ {2}2026-12-07 14:00/,
    );
    expect(listed.lines.join('\n')).toContain('catalog has no such copy');
    expect(listed.lines.join('\n')).not.toContain('こころ');
    expect((await deadLetters(['--show', '0/0'])).lines.join('\n')).toContain('こころ');
    expect(await deadLetters(['--replay', '0/0', '0/99'])).toMatchObject({ status: 1 });

    mended = true;
    const put = await deadLetters(['--replay', '0/1']);
    expect(put).toMatchObject({ status: 0 });
    expect(put.lines).toEqual([
      '0/0 goes back to shipping.facts, and 0/1 with it',
      'events and keys put back: 1',
    ]);
    await until(() => heard.catalog?.length === 3 && heard.patron?.length === 3);
    expect(heard).toEqual({ catalog: ['1', '3', '2'], patron: ['1', '3', '2'] });

    await stack.kill('kafka');
    await stack.ready('kafka');
    await until(() => stack.pid('kafka') !== undefined);
    await publisher.publish([moved(4)]);
    await until(() => heard.catalog?.includes('4') === true);
    expect((await deadLetters([])).lines.at(-1)).toBe('dead letters: 2, not put back: 0, parked keys: 0');
    expect((await deadLetters(['--all'])).lines).toEqual(['events and keys put back: 0']);
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await publisher.stop();
  }, 120_000);

  test('a fault of ours parks its copy alone, through a restart, until it was put back, and a stranger’s message is dismissed', async () => {
    const heard: string[] = [];
    const parked: string[] = [];
    let broken = true;
    const read = () =>
      startConsumer({
        kafka,
        group: 'shipping',
        topics: [topics.shipping],
        log,
        onLetter: (letter) => parked.push(letter.parked ?? 'unreadable'),
        handle: async ({ sequence }) => {
          if (sequence === '12' && broken) throw new RangeError('a bug');
          if (Number(sequence) > 10) heard.push(sequence);
        },
      });
    let consumer = read();
    const publisher = kafkaPublisher(kafka, log, 'plumbing');
    // In any partition: what meets the fault holds its own for some seconds, and no key for longer.
    const others = Array.from({ length: 12 }, (_, number) => moved(20 + number, `copy-${number + 2}`));
    await publisher.publish([moved(11), moved(12), moved(13), ...others]);
    await until(() => heard.length === 13 && parked.length === 2);
    expect(heard.filter((sequence) => Number(sequence) < 20)).toEqual(['11']);
    expect(parked).toEqual(['failed', 'behind']);

    await consumer.stop();
    consumer = read();
    await publisher.publish([moved(14), moved(40, 'copy-2')]);
    await until(() => heard.includes('40') && parked.length === 3);
    expect((await deadLetters([])).lines.at(-1)).toMatch(/, not put back: 0, parked keys: 1$/);

    broken = false;
    expect(await deadLetters(['--replay', '--all'])).toMatchObject({ status: 0 });
    await until(() => heard.includes('14'));
    expect(heard.slice(-3)).toEqual(['12', '13', '14']);
    await publisher.publish([moved(15)]);
    await until(() => heard.includes('15'));
    expect((await deadLetters([])).lines.at(-1)).toMatch(/, not put back: 0, parked keys: 0$/);

    const { event } = moved(16);
    await publisher.publish([{ topic: topics.shipping, key: 'copy-1', event: { ...event, id: 'もしもし' } }]);
    await until(() => parked.at(-1) === 'unreadable');
    const [position = ''] = (await deadLetters([])).lines.at(-3)?.split(' ') ?? [];
    expect((await deadLetters(['--dismiss', position])).lines).toEqual([`${position} is dismissed`]);
    expect((await deadLetters([])).lines.at(-1)).toMatch(/, not put back: 0, parked keys: 0$/);
    expect((await deadLetters(['--replay', '--all'])).lines).toEqual(['events and keys put back: 0']);
    for (const order of ['--replay', '--dismiss']) {
      const refused = await deadLetters([order, position]);
      expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('settled already')]);
    }
    await consumer.check();
    await consumer.stop();
    await publisher.stop();
  }, 120_000);

  test('a service publishes again what it published since a day', async () => {
    const postgres = await startOwnPostgres();
    const databaseUrl = postgres.url('postgres');
    const pool = new pg.Pool({ connectionString: databaseUrl });
    pool.on('error', () => undefined);
    await pool.query(outboxTableSql);
    // What was published is kept for fourteen days.
    const day = addDays(dayOf(instantFromDate(new Date())), -5);
    const began = Date.parse(startOfDay(day));
    await pool.query(
      `INSERT INTO outbox (id, topic, key, type, subject, time, data, published_at)
     SELECT gen_random_uuid(), 'catalog.facts', 'copy-1', 'catalog.copy.scanned', 'copy-1', published, '{}', published
     FROM unnest($1::timestamptz[]) AS published ORDER BY published`,
      [[-60_000, 0, 30 * 3_600_000].map((after) => new Date(began + after))],
    );
    const publisher = kafkaPublisher(kafka, log, 'plumbing');
    const relay = startRelay({ pool, publisher, log, source: 'catalog', everyMs: 20 });
    const heard: string[] = [];
    const consumer = startConsumer({
      kafka,
      group: 'again',
      topics: [topics.catalog],
      log,
      handle: async ({ sequence }) => void heard.push(sequence),
    });
    const done = await deadLetters(['--resend', 'catalog', '--since', day], {
      CATALOG_DATABASE_URL: databaseUrl,
    });
    expect(done.lines).toEqual([
      `events that catalog publishes again: 2 (those published since ${day} began in Tokyo)`,
    ]);
    await until(() => heard.length === 2);
    expect(heard).toEqual(['2', '3']);
    await consumer.stop();
    await relay.stop();
    await publisher.stop();
    await pool.end();
    await postgres.stop();
  }, 60_000);

  test('with Kafka away the command says so and ends', async () => {
    const away = await deadLetters([], { KAFKA_BROKERS: '127.0.0.1:9' });
    expect(away).toMatchObject({ status: 1 });
    expect(away.err).toMatch(/Kafka/);
  });
}
