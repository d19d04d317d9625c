import type { Seeded } from '@toshobin/bench';
import { CloudEventSchema } from '@toshobin/contracts';
import { kafkaPublisher, republishSince } from '@toshobin/events';
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
const SHUFFLED = 300;

/**
 * Has the readers hear facts of a service a second time: all that it published in their order (as `dead-letters --resend`
 * does), or some of them in any order, the newest before the oldest.
 */
export async function redeliver(
  { stack }: ChaosLibrary,
  database: 'CATALOG' | 'PATRON' | 'SHIPPING',
  chance: Seeded,
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
  );
  try {
    if (chance.chance(0.15)) {
      await republishSince(pool, new Date(0));
      return;
    }
    const { rows } = await pool.query(
      `SELECT id, sequence::text AS sequence, topic, key, type, subject, time, data FROM outbox
       WHERE published_at IS NOT NULL ORDER BY outbox.sequence DESC LIMIT $1`,
      [SHUFFLED],
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
    const late = new Promise<void>((resolve) => setTimeout(resolve, 8_000).unref());
    if (events.length > 0) await Promise.race([publisher.publish(events), late]);
  } finally {
    await pool.end();
    await publisher.stop();
  }
}
