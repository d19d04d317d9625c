import type { CloudEvent } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { beginStep, inTime, type Logger } from '@toshobin/service';
import type pg from 'pg';
import { z } from 'zod';
import type { OutgoingEvent, Publisher } from './interfaces.ts';

interface RelayOptions {
  pool: pg.Pool;
  publisher: Publisher;
  log: Logger;
  /** CloudEvents source: the service's name, e.g. `catalog`. */
  source: string;
  /** Milliseconds between two looks at the table (default 200). */
  everyMs?: number;
}

export interface OutboxRelay {
  /** Looks at the table at once: call it after a commit that wrote events. */
  wake(): void;
  /** Publishes again what was published since then; answers how many events that is. */
  republishSince(since: Date): Promise<number>;
  /** Finishes the batch in hand (a batch that Kafka does not take stays unpublished) and lets the lock go. */
  stop(): Promise<void>;
}

/** Advisory locks are of one database, so every service's relay may use the same number. */
const LOCK = 7_410_221;
const BATCH = 500;
const EVERY_MS = 200;
const AFTER_FAULT_MS = 1_000;
/** Milliseconds a batch is waited for when the relay is stopped; one that waited longer already is left. */
const LAST_BATCH_MS = 2_000;
/** Days for which what was published can be sent again; the topics keep it as long. */
export const PUBLISHED_KEPT_DAYS = 14;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Publishes a service's outbox in the order of its sequence. One relay at a time for a database: the lock is
 * held by the connection that also reads and marks, so a relay that loses its connection has stopped.
 * An event may be published twice (a crash between publishing and marking), never left out.
 */
export function startRelay(options: RelayOptions): OutboxRelay {
  const { pool, publisher, log, source } = options;
  const everyMs = options.everyMs ?? EVERY_MS;
  const pause = wakeablePause();
  let stopped = false;
  let away = false;

  const holdLock = async (): Promise<void> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    const noteFault = (fault: Error) => {
      broken = fault;
    };
    client.on('error', noteFault);
    try {
      const locked = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
        LOCK,
      ]);
      if (!locked.rows[0]?.locked) return await pause.wait(everyMs * 5);
      await publishOn(client);
      await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    } catch (fault) {
      broken ??= fault instanceof Error ? fault : new Error(String(fault));
      throw fault;
    } finally {
      // The connection goes back to the pool, and comes again a second later while another relay has the lock.
      client.off('error', noteFault);
      // One that failed may still hold the lock: it is closed, not given back.
      client.release(broken);
    }
  };

  const publishOn = async (client: pg.PoolClient): Promise<void> => {
    let cleaned = 0;
    while (!stopped) {
      const rows = await takeUnpublished(client);
      if (rows.length > 0) {
        if (!(await publishUnlessStopped(rows))) return;
        await client.query(markPublished, [rows.map((row) => row.id)]);
      }
      if (away) log.info('the outbox relay goes on');
      away = false;
      if (Date.now() - cleaned > CLEAN_EVERY_MS) {
        cleaned = Date.now();
        await client.query('DELETE FROM outbox WHERE published_at < now() - make_interval(days => $1)', [
          PUBLISHED_KEPT_DAYS,
        ]);
      }
      if (rows.length < BATCH) await pause.wait(everyMs);
    }
  };

  /** A publisher that waits for Kafka must not hold up the end of the process; the events stay unpublished. */
  const publishUnlessStopped = async (rows: readonly OutboxRecord[]): Promise<boolean> => {
    const graceEnds = Date.now() + LAST_BATCH_MS;
    const steps = rows.map(({ type, topic, traceparent }) =>
      beginStep({
        name: `publish ${type}`,
        kind: 'PRODUCER',
        // A trace of its own: what a person asked for at once must not stay together on Kafka.
        partOf: undefined,
        follows: [traceparent],
        words: { 'messaging.destination.name': topic },
      }),
    );
    const events = rows.map((row, n) => outgoing(row, source, steps[n]?.traceparent));
    const published = publisher.publish(events).then(
      () => {
        for (const step of steps) step.end();
        return true;
      },
      (fault: unknown) => {
        for (const step of steps) step.end(fault);
        throw fault;
      },
    );
    const isLeft = () => inTime(graceEnds - Date.now(), published, () => false);
    return Promise.race([published, stopping.then(isLeft)]);
  };

  let endStopping = () => {};
  const stopping = new Promise<void>((resolve) => {
    endStopping = resolve;
  });
  const running = (async () => {
    while (!stopped) {
      try {
        await holdLock();
      } catch (fault) {
        if (!away)
          log.warn({ reason: String(fault) }, 'the outbox relay waits: its database or Kafka is away');
        away = true;
        await pause.wait(AFTER_FAULT_MS);
      }
    }
  })();

  return {
    wake: pause.wake,
    async republishSince(since) {
      const events = await republishSince(pool, since);
      pause.wake();
      return events;
    },
    async stop() {
      stopped = true;
      endStopping();
      pause.wake();
      await running;
    },
  };
}

/**
 * By the end of its day, never before the moment itself: what was published together is most often of one person, and a
 * repetition from a day on has all of that day.
 */
const markPublished = `
  UPDATE outbox SET published_at = date_trunc('day', now(), 'Asia/Tokyo') + interval '1 day', traceparent = NULL
  WHERE id = ANY($1::uuid[])`;

/** Has the running relay publish again what it published since then; answers how many events that is. */
export async function republishSince(pool: pg.Pool, since: Date): Promise<number> {
  const { rowCount } = await pool.query('UPDATE outbox SET published_at = NULL WHERE published_at >= $1', [
    since,
  ]);
  return rowCount ?? 0;
}

const OutboxRecordSchema = z.object({
  id: z.string(),
  sequence: z.string(),
  topic: z.string(),
  key: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.date(),
  data: z.unknown(),
  traceparent: z.string().nullable(),
});
type OutboxRecord = z.infer<typeof OutboxRecordSchema>;

/** Ordered by the column: a bare `sequence` would be the text beside it, and 10 would come before 9. */
async function takeUnpublished(client: pg.PoolClient): Promise<OutboxRecord[]> {
  const { rows } = await client.query(
    `SELECT id, sequence::text AS sequence, topic, key, type, subject, time, data, traceparent
       FROM outbox WHERE published_at IS NULL ORDER BY outbox.sequence LIMIT $1`,
    [BATCH],
  );
  return z.array(OutboxRecordSchema).parse(rows);
}

function outgoing(row: OutboxRecord, source: string, traceparent: string | undefined): OutgoingEvent {
  const { id, sequence, topic, key, type, subject, time, data } = row;
  const event: CloudEvent = {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time: instantFromDate(time),
    datacontenttype: 'application/json',
    sequence,
    data,
  };
  return { topic, key, event, ...(traceparent !== undefined && { traceparent }) };
}

/** A wait that `wake` cuts short; a wake during work makes the next wait none. */
function wakeablePause() {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    wake: () => {
      woken = true;
      end?.();
    },
    wait: async (ms: number): Promise<void> => {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      woken = false;
    },
  };
}
