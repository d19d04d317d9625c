import { type KafkaAt, type Logger, type Measure, sharedLook, within } from '@toshobin/service';
import type pg from 'pg';
import { z } from 'zod';
import { openCounts } from './dead-letter.ts';
import type { DeadLetterBox } from './dead-letter-box.ts';
import { quietKafka } from './quiet-kafka.ts';

const First = z.object({ waiting: z.coerce.number(), first: z.string().nullable() });

/**
 * How many events wait to be published, and for how long the first of them has been seen waiting. Its own time would not
 * do: a scan that was kept in a browser happened long before it was written.
 */
export function outboxMeasures(pool: pg.Pool): Measure[] {
  let seen: { first: string; since: number } | undefined;
  const look = sharedLook(async () => {
    const { rows } = await pool.query(
      'SELECT count(*) AS waiting, min(sequence)::text AS first FROM outbox WHERE published_at IS NULL',
    );
    const { waiting, first } = First.parse(rows[0]);
    if (first === null) seen = undefined;
    else if (seen?.first !== first) seen = { first, since: Date.now() };
    return { waiting, seconds: seen === undefined ? 0 : (Date.now() - seen.since) / 1_000 };
  });
  return [
    {
      name: 'toshobin_outbox_waiting',
      help: 'events that wait to be published',
      read: async () => [{ value: (await look()).waiting }],
    },
    {
      name: 'toshobin_outbox_oldest_seconds',
      help: 'how long the first of them has been seen to wait, from one look to another',
      read: async () => [{ value: (await look()).seconds }],
    },
  ];
}

/** What a group of consumers has not read yet of its topics, and which brokers lack something of these. */
export function readerMeasures(
  kafka: KafkaAt,
  { group, topics, log }: { group: string; topics: readonly string[]; log: Logger },
): Measure[] {
  const look = sharedLook(async () => {
    const admin = quietKafka(kafka, 'measures', log, 'impatient').admin();
    try {
      await admin.connect();
      // Either is told without the other.
      const [lag, short] = await Promise.allSettled([lagOf(admin, group, topics), shortOf(admin, topics)]);
      return { lag, short };
    } finally {
      void admin.disconnect().catch(() => undefined);
    }
  });
  const asked = () => within(2_500, 'asking Kafka', look());
  return [
    {
      name: 'toshobin_consumer_lag',
      help: 'events that the group has not read yet',
      labels: ['group', 'topic'],
      read: async () => outcomeOf((await asked()).lag),
    },
    {
      name: 'toshobin_partitions_short',
      help: 'partitions of which that broker lacks something that the others have',
      labels: ['broker'],
      read: async () => outcomeOf((await asked()).short),
    },
  ];
}

function outcomeOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** What waits for an operator: letters that nobody can understand, and keys that wait for their consumer to be mended. */
export function letterMeasure(box: Pick<DeadLetterBox, 'list'>): Measure {
  return {
    name: 'toshobin_dead_letters',
    help: 'letters and parked keys that wait for an operator',
    labels: ['what'],
    async read() {
      const { unreadable, parkedKeys } = openCounts(await box.list());
      return [
        { labels: { what: 'unreadable' }, value: unreadable },
        { labels: { what: 'parkedKeys' }, value: parkedKeys },
      ];
    },
  };
}

type Admin = ReturnType<ReturnType<typeof quietKafka>['admin']>;

async function lagOf(admin: Admin, group: string, topics: readonly string[]) {
  const read = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
  return Promise.all(
    read.map(async ({ topic, partitions }) => {
      const ends = new Map(
        (await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end] as const),
      );
      const lag = partitions.map(({ partition, offset }) => {
        const end = ends.get(partition);
        if (end === undefined) return 0;
        // -1: nothing was read of it yet; what is no longer kept is no longer to be read.
        const next = Math.max(Number(offset), Number(end.low));
        return Math.max(0, Number(end.high) - next);
      });
      return { labels: { group, topic }, value: lag.reduce((sum, each) => sum + each, 0) };
    }),
  );
}

/** Of each broker that is to have them, whether or not it is there. */
async function shortOf(admin: Admin, topics: readonly string[]) {
  const { topics: described } = await admin.fetchTopicMetadata({ topics: [...topics] });
  const partitions = described.flatMap((topic) => topic.partitions);
  const brokers = [...new Set(partitions.flatMap(({ replicas }) => replicas))].toSorted((a, b) => a - b);
  return brokers.map((broker) => ({
    labels: { broker: String(broker) },
    value: partitions.filter(({ replicas, isr }) => replicas.includes(broker) && !isr.includes(broker))
      .length,
  }));
}
