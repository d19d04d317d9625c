import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '@toshobin/bench';
import { CloudEventSchema } from '@toshobin/contracts';
import { kafkaPublisher } from '@toshobin/events';
import { createLogger } from '@toshobin/service';
import pg from 'pg';
import { z } from 'zod';
import type { ChaosLibrary } from './chaos-library.ts';

const RowsSchema = z.array(
  z.object({
    id: z.string(),
    sequence: z.string(),
    topic: z.string(),
    key: z.string(),
    type: z.string(),
    subject: z.string(),
    time: z.date(),
    data: z.unknown(),
  }),
);
const LATEST = 300;
const TOO_LONG_MS = 8_000;

/** Has the readers hear facts of a service a second time and in any order: all that it published, or the latest of them. */
export async function redeliver(
  { stack }: Pick<ChaosLibrary, 'stack'>,
  {
    database,
    which,
    chance,
  }: { database: 'CATALOG' | 'PATRON' | 'SHIPPING'; which: 'all' | 'latest'; chance: Seeded },
): Promise<void> {
  const pool = new pg.Pool({
    connectionString: stack.env[`${database}_DATABASE_URL`],
    options: '-c TimeZone=UTC',
    max: 1,
    connectionTimeoutMillis: 2_000,
  });
  pool.on('error', () => undefined);
  const publisher = kafkaPublisher(
    { brokers: [stack.env.KAFKA_BROKERS ?? ''] },
    createLogger('chaos', 'silent'),
    'again',
  );
  try {
    const { rows } = await pool.query(
      `SELECT id, sequence::text AS sequence, topic, key, type, subject, time, data FROM outbox
       WHERE published_at IS NOT NULL ORDER BY outbox.sequence DESC LIMIT $1`,
      [which === 'all' ? null : LATEST],
    );
    const events = chance.shuffled(RowsSchema.parse(rows)).map(({ topic, key, time, ...event }) => ({
      topic,
      key,
      event: CloudEventSchema.parse({
        ...event,
        specversion: '1.0',
        source: database.toLowerCase(),
        time: time.toISOString(),
        datacontenttype: 'application/json',
      }),
    }));
    for (let from = 0; from < events.length; from += LATEST)
      await within(TOO_LONG_MS, publisher.publish(events.slice(from, from + LATEST)));
  } finally {
    await pool.end();
    await publisher.stop();
  }
}

/** Kafka may be away for longer than anybody waits here. */
async function within(ms: number, done: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const late = wait(ms, undefined, { signal: given.signal }).then(() => {
    throw new Error('Kafka took too long');
  });
  try {
    await Promise.race([done, late]);
  } finally {
    given.abort();
    late.catch(() => undefined);
  }
}
