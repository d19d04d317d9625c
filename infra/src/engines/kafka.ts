import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFile, openLog } from '../logs.ts';
import type { Plan } from '../plan.ts';
import { root } from '../services.ts';
import { spawnBound } from '../spawn-bound.ts';
import type { ChildDescription } from '../supervised-child.ts';
import { answers } from './answers.ts';

const jars = path.join(root, '.local/engines/kafka');
/**
 * The classes that the first broker had loaded when it ended: with them a start takes half. Java passes over a file
 * that is half written, or not of this Java and these jars.
 */
const loadedClasses = path.join(jars, 'loaded-classes.jsa');
const logging = `-Dlog4j2.configurationFile=${path.join(root, 'infra/engines/kafka-log.properties')}`;
// A broker of one user's desk: the quick compiler and the simple collector start faster and take less.
const jvm = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  logging,
  '-cp',
  path.join(jars, '*'),
];
const useClasses = `-XX:SharedArchiveFile=${loadedClasses}`;
const keepClasses = `-XX:ArchiveClassesAtExit=${loadedClasses}`;

/** The local Kafka: one node that is broker and controller (KRaft). */
export function kafka(plan: Plan): ChildDescription {
  const folder = path.join(plan.stateFolder, 'kafka');
  const properties = path.join(folder, 'server.properties');
  return {
    name: 'kafka',
    log: logFile(plan.stateFolder, 'kafka'),
    spawn: () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(properties, settings(plan, path.join(folder, 'data')));
      if (!existsSync(path.join(folder, 'data', 'meta.properties'))) format(properties);
      const log = openLog(plan.stateFolder, 'kafka');
      const classes = existsSync(loadedClasses) ? useClasses : keepClasses;
      return spawnBound('java', [classes, ...jvm, 'kafka.Kafka', properties], {
        stdio: ['ignore', log, log],
      });
    },
    probe: () => answers(plan.ports.kafka),
    stopSignal: 'SIGTERM',
    grace: 20,
  };
}

function format(properties: string): void {
  // Any name will do, unless it looks like an option of the tool below.
  const clusterId = `L${randomBytes(16).toString('base64url').slice(1)}`;
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  const classes = existsSync(loadedClasses) ? [useClasses] : [];
  execFileSync('java', [...classes, ...jvm, ...tool], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Rewritten at every start, since the ports may have changed. */
function settings(plan: Plan, dataFolder: string): string {
  const broker = `127.0.0.1:${plan.ports.kafka}`;
  const controller = `127.0.0.1:${plan.ports.kafkaController}`;
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: `PLAINTEXT://${broker},CONTROLLER://${controller}`,
    // Where clients are told to find it, which may be a line to it.
    'advertised.listeners': `PLAINTEXT://${plan.env.KAFKA_BROKERS ?? broker}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': dataFolder,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    // Longer than the topics are kept: a consumer that was away finds its place again.
    'offsets.retention.minutes': 21 * 24 * 60,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 8,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
