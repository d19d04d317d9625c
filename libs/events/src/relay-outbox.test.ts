import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type OwnTestPostgres, startOwnPostgres } from '@toshobin/database/testing';
import { createLogger, startTracing, stopTracing } from '@toshobin/service';
import pg from 'pg';
import type { OutgoingEvent } from './interfaces.ts';
import { type OutboxRelay, startRelay } from './relay-outbox.ts';
import { type InMemoryBus, inMemoryBus } from './testing/in-memory-bus.ts';
import { outboxTableSql } from './testing/outbox-table.ts';

let postgres: OwnTestPostgres;
let pool: pg.Pool;
let bus: InMemoryBus;
let relays: OutboxRelay[] = [];
let lines: PassThrough;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  pool = new pg.Pool({ connectionString: postgres.url('postgres') });
  // A connection that PostgreSQL ends is a fault of nobody's here: one story below is about it.
  pool.on('error', () => undefined);
  await pool.query(outboxTableSql);
});
beforeEach(async () => {
  await pool.query('TRUNCATE outbox RESTART IDENTITY');
  bus = inMemoryBus();
  lines = new PassThrough();
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  relays = [];
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

function relay(publisher = bus.publisher): OutboxRelay {
  const log = createLogger('catalog', 'info', lines);
  const started = startRelay({ pool, publisher, log, source: 'catalog', everyMs: 20 });
  relays.push(started);
  return started;
}

let copies = 0;
async function scan(key: string, client: pg.Pool | pg.PoolClient = pool): Promise<string> {
  copies += 1;
  const id = `00000000-0000-4000-8000-${String(copies).padStart(12, '0')}`;
  await client.query(
    `INSERT INTO outbox (id, topic, key, type, subject, time, data)
     VALUES ($1, 'catalog.facts', $2, 'catalog.copy.scanned', $2, '2026-11-24T01:00:00Z', '{"kind":"picked"}')`,
    [id, key],
  );
  return id;
}

const publishedIds = () => bus.published('catalog.facts').map((event) => event.id);

/** Waits for something the relay does; the test's own time limit ends it. */
async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('scans become CloudEvents, in the order they were written, and are marked as published', async () => {
  const ids = [await scan('copy-1'), await scan('copy-2'), await scan('copy-1')];
  relay();
  await until(
    async () => (await pool.query('SELECT 1 FROM outbox WHERE published_at IS NULL')).rowCount === 0,
  );
  expect(publishedIds()).toEqual(ids);
  expect(bus.published('catalog.facts')[0]).toEqual({
    specversion: '1.0',
    id: ids[0],
    source: 'catalog',
    type: 'catalog.copy.scanned',
    subject: 'copy-1',
    time: '2026-11-24T01:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: '1',
    data: { kind: 'picked' },
  });
});

test('a scan whose transaction was undone is never told, one that committed late is not forgotten', async () => {
  const slow = await pool.connect();
  await slow.query('BEGIN');
  const late = await scan('copy-1', slow);
  const undone = await pool.connect();
  await undone.query('BEGIN');
  await scan('copy-2', undone);
  await undone.query('ROLLBACK');
  undone.release();
  const quick = await scan('copy-3');
  relay();
  await until(() => bus.published('catalog.facts').length === 1);
  await slow.query('COMMIT');
  slow.release();
  await until(() => bus.published('catalog.facts').length === 2);
  expect(publishedIds()).toEqual([quick, late]);
});

test('two relays of one service publish nothing twice, and the second takes over when the first goes', async () => {
  const first = relay();
  relay();
  const before = [];
  for (let i = 0; i < 30; i += 1) before.push(await scan(`copy-${i % 3}`));
  await until(() => publishedIds().length === 30);
  await first.stop();
  const after = await scan('copy-1');
  await until(() => publishedIds().length > 30);
  expect(publishedIds()).toEqual([...before, after]);
});

test('a relay that waits for its turn leaves nothing behind on the connection that it asks with', async () => {
  relay();
  await until(
    async () => (await pool.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).rowCount === 1,
  );
  let tries = 0;
  let listening = 0;
  const watch = (client: pg.PoolClient) => {
    tries += 1;
    listening = Math.max(listening, client.listenerCount('error'));
  };
  pool.on('acquire', watch);
  relay();
  await until(() => tries >= 8);
  pool.off('acquire', watch);
  expect(listening).toBeLessThanOrEqual(2);
});

test('Kafka away: the events wait, the log says so once and once that it is back', async () => {
  let tries = 0;
  const ids = [await scan('copy-1'), await scan('copy-2')];
  const flaky = {
    ...bus.publisher,
    publish: async (events: Parameters<typeof bus.publisher.publish>[0]) => {
      tries += 1;
      if (tries < 3) throw new Error('no broker');
      await bus.publisher.publish(events);
    },
  };
  relay(flaky);
  const said: string[] = [];
  lines.on('data', (line) => said.push(String(JSON.parse(String(line)).msg)));
  await until(() => said.includes('the outbox relay goes on'));
  expect(publishedIds()).toEqual(ids);
  expect(said).toEqual(['the outbox relay waits: its database or Kafka is away', 'the outbox relay goes on']);
});

test('PostgreSQL cuts the connection: the relay takes another and goes on', async () => {
  relay();
  const before = await scan('copy-1');
  await until(() => publishedIds().includes(before));
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()",
  );
  const after = await scan('copy-1');
  await until(() => publishedIds().includes(after));
  expect(new Set(publishedIds())).toEqual(new Set([before, after]));
});

test('what was published since a day can be sent again', async () => {
  const started = relay();
  const id = await scan('copy-1');
  await until(
    async () => (await pool.query('SELECT 1 FROM outbox WHERE published_at IS NOT NULL')).rowCount === 1,
  );
  // Marked by the end of its day, so that a day has all of it and no moment joins what was published together.
  const { rows } = await pool.query(
    `SELECT published_at > now() AS later, published_at = date_trunc('day', published_at, 'Asia/Tokyo') AS "endOfDay"
     FROM outbox`,
  );
  expect(rows).toEqual([{ later: true, endOfDay: true }]);
  expect(await started.republishSince(new Date('2030-01-01'))).toBe(0);
  expect(await started.republishSince(new Date('2020-01-01'))).toBe(1);
  await until(() => publishedIds().length === 2);
  expect(publishedIds()).toEqual([id, id]);
});

test('what was published more than two weeks ago is deleted, what is unpublished never', async () => {
  await scan('copy-1');
  await pool.query("UPDATE outbox SET published_at = now() - interval '15 days'");
  await scan('copy-2');
  await pool.query("UPDATE outbox SET published_at = now() - interval '13 days' WHERE key = 'copy-2'");
  await scan('copy-3');
  await pool.query("UPDATE outbox SET time = now() - interval '30 days' WHERE key = 'copy-3'");
  relay();
  await until(async () => (await pool.query("SELECT 1 FROM outbox WHERE key = 'copy-1'")).rowCount === 0);
  const { rows } = await pool.query('SELECT key FROM outbox ORDER BY sequence');
  expect(rows).toEqual([{ key: 'copy-2' }, { key: 'copy-3' }]);
});

test('a relay whose Kafka never answers still ends when its service does', async () => {
  const id = await scan('copy-1');
  let asked = false;
  const started = relay({
    ...bus.publisher,
    publish: () => {
      asked = true;
      return new Promise<void>(() => undefined);
    },
  });
  await until(() => asked);
  await started.stop();
  const { rows } = await pool.query('SELECT id, published_at FROM outbox');
  expect(rows).toEqual([{ id, published_at: null }]);
});

test('events of one trace go out in traces of their own, and nothing of it stays in their rows', async () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_SAMPLER_ARG: 1 };
  await startTracing('catalog', collector, createLogger('catalog', 'silent'));
  const told = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await Promise.all([scan('copy-1'), scan('copy-2')]);
  await pool.query('UPDATE outbox SET traceparent = $1', [told]);
  const out: OutgoingEvent[] = [];
  relay({ ...bus.publisher, publish: async (events) => void out.push(...events) });
  await until(() => out.length === 2);
  await stopTracing();
  const traces = [told, ...out.map(({ traceparent }) => traceparent)].map((one) => one?.split('-')[1]);
  expect(new Set(traces).size).toBe(3);
  const left = () => pool.query('SELECT FROM outbox WHERE traceparent IS NOT NULL');
  await until(async () => (await left()).rowCount === 0);
});
