import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';

const jars = fileURLToPath(new URL('../../.local/engines/kafka/*', import.meta.url));
const java = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', jars];

/** A broker that is its own controller, or one of the cluster's. */
export interface OwnBroker {
  readonly folder: string;
  readonly node: number;
  /** Which ports its clients and the other controllers find it at. */
  readonly ports: { readonly clients: number; readonly controller: number };
  /** How clients speak to it: the listener's name and protocol. */
  readonly listener: string;
  /** What its settings have beside where it is. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What its storage is formatted with, such as accounts. */
  readonly format?: readonly string[];
}

/** Gives a broker its settings and its storage, to be started any number of times. */
export function prepareBroker({ folder, node, ports, listener, settings, format = [] }: OwnBroker): void {
  mkdirSync(folder, { recursive: true });
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': node,
    'controller.quorum.voters': `${node}@127.0.0.1:${ports.controller}`,
    listeners: `${listener}://127.0.0.1:${ports.clients},CONTROLLER://127.0.0.1:${ports.controller}`,
    'listener.security.protocol.map': `${listener}:${listener},CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': listener,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': path.join(folder, 'data'),
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    ...settings,
  };
  const properties = path.join(folder, 'broker.properties');
  writeFileSync(
    properties,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const formatted = ['kafka.tools.StorageTool', 'format', '-t', 'Lown-brokers-of-tests-A', '-c', properties];
  execFileSync('java', [...java, ...formatted, ...format], { stdio: 'pipe' });
}

/** Starts a broker that was prepared, and ends it with this process. */
export function startBroker({ folder }: Pick<OwnBroker, 'folder'>): ChildProcess {
  const log = openSync(path.join(folder, 'broker.log'), 'a');
  const command = ['java', ...java, 'kafka.Kafka', path.join(folder, 'broker.properties')];
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { stdio: ['ignore', log, log] });
}

export function brokerListens({ ports }: Pick<OwnBroker, 'ports'>): Promise<boolean> {
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(ports.clients, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
    });
  return eventually('Kafka', listens);
}

/** What Kafka's own tool says of the settings of topics, as an operator would ask it or change them. */
export async function askConfigs(brokers: readonly string[], ...args: readonly string[]): Promise<string> {
  const asked = [
    'kafka.admin.ConfigCommand',
    '--bootstrap-server',
    brokers.join(),
    '--entity-type',
    'topics',
    ...args,
  ];
  return (await promisify(execFile)('java', [...java, ...asked])).stdout;
}
