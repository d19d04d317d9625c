import { setTimeout as wait } from 'node:timers/promises';
import type { Change, KafkaAt } from '@toshobin/service';
import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs';
import './patient-request-queue.ts';
import { reaching } from './quiet-kafka.ts';

/** Node sees no names of these in the package. */
const { ConfigResourceTypes, ConfigSource } = kafkajs;

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  /** Days an event is kept, at least: a topic that keeps longer is left so. */
  readonly keptDays: number;
}

const DAY_MS = 86_400_000;
/** With fewer brokers each has a copy. */
const COPIES = 3;

/**
 * What the brokers lack of these topics, one change at a time, as they are when it is asked for. With three brokers or more
 * an event is stored by three and counts as stored when two have it, so that one may be away and nothing is lost. What
 * keeps more than is asked for stays so. Waits up to half a minute for a broker.
 */
export async function* topicChanges(at: KafkaAt, topics: readonly TopicDefinition[]): AsyncGenerator<Change> {
  const admin = setUpAdmin(at);
  await admin.connect();
  try {
    const copies = Math.min(COPIES, (await admin.describeCluster()).brokers.length);
    const present = new Set(await admin.listTopics());
    for (const topic of topics) {
      if (present.has(topic.name)) yield* changesOf(admin, topic, copies);
      else yield made(admin, topic, copies);
    }
  } finally {
    await admin.disconnect();
  }
}

/** A client that waits up to half a minute for a broker. */
export function setUpAdmin(at: KafkaAt): Admin {
  return new Kafka({
    ...reaching(at),
    clientId: 'set-up',
    connectionTimeout: 3_000,
    retry: { retries: 15, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.NOTHING,
  }).admin();
}

/** As many as must have an event before it counts as stored: one broker of three may be away. */
const inSync = (copies: number) => (copies >= COPIES ? 2 : 1);

function made(admin: Admin, { name, partitions, keptDays }: TopicDefinition, copies: number): Change {
  const configEntries = Object.entries(wantedSettings(keptDays, copies)).map(([setting, value]) => ({
    name: setting,
    value: String(value),
  }));
  const topic = { topic: name, numPartitions: partitions, replicationFactor: copies };
  return {
    what: `topic ${name}: made, ${partitions} partitions, ${copies} copies, kept ${keptDays} days`,
    carryOut: async () => {
      const cleanup = { name: 'cleanup.policy', value: 'delete' };
      const settings = [...configEntries, cleanup];
      await admin.createTopics({ waitForLeaders: false, topics: [{ ...topic, configEntries: settings }] });
      await untilLed(admin, name);
    },
  };
}

/** A topic that was just made is known to each broker, and has its leaders, a moment later. */
async function untilLed(admin: Admin, name: string): Promise<void> {
  for (let tries = 100; ; tries -= 1) {
    try {
      const [topic] = (await admin.fetchTopicMetadata({ topics: [name] })).topics;
      if (topic?.partitions.every(({ leader }) => leader >= 0)) return;
    } catch (fault) {
      if (tries === 0) throw fault;
    }
    if (tries === 0) throw new Error(`The topic ${name} has no leaders`);
    await wait(300);
  }
}

function wantedSettings(keptDays: number, copies: number): Readonly<Record<string, number>> {
  return { 'retention.ms': keptDays * DAY_MS, 'min.insync.replicas': inSync(copies) };
}

/** What a topic that is there lacks. */
async function* changesOf(admin: Admin, topic: TopicDefinition, meant: number): AsyncGenerator<Change> {
  const { name, partitions, keptDays } = topic;
  const [described] = (await admin.fetchTopicMetadata({ topics: [name] })).topics;
  const copies = Math.min(...(described?.partitions.map(({ replicas }) => replicas.length) ?? [1]));
  const found = described?.partitions.length ?? partitions;
  if (found < partitions) {
    // More partitions would put the next events of a key beside its last ones: nobody does that unasked.
    yield { what: `topic ${name} has ${found} partitions, ${partitions} are meant` };
  }
  if (copies < meant) {
    // Which broker gives up room for it is its operators' to say.
    yield { what: `topic ${name} is stored ${copies} times, ${meant} are meant` };
  }
  const entries = await settingsOf(admin, name);
  for (const [setting, wanted] of Object.entries(wantedSettings(keptDays, copies))) {
    const value = Number(entries.get(setting)?.value);
    // -1: kept for ever.
    if (value >= wanted || value === -1) continue;
    yield {
      what: `topic ${name}: ${setting} from ${value} to ${wanted}`,
      carryOut: () => change(admin, name, setting, wanted),
    };
  }
}

interface Setting {
  readonly value: string;
  /** Said of this topic, not the broker's own. */
  readonly isOwn: boolean;
}

async function settingsOf(admin: Admin, name: string): Promise<Map<string, Setting>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name }],
  });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return new Map(
    entries.map(({ configName, configValue, configSource }) => [
      configName,
      { value: configValue, isOwn: configSource === ConfigSource.TOPIC_CONFIG },
    ]),
  );
}

/** Kafka takes the settings of a topic whole: what somebody else set is said again. */
async function change(admin: Admin, name: string, setting: string, value: number): Promise<void> {
  const own = [...(await settingsOf(admin, name))].filter(([, { isOwn }]) => isOwn);
  const entries = new Map([...own.map(([key, one]) => [key, one.value] as const), [setting, String(value)]]);
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries: [...entries].map(([key, text]) => ({ name: key, value: text })),
      },
    ],
  });
}
