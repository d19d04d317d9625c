import { setTimeout as wait } from 'node:timers/promises';
import { whyNoLocalPostgres } from '@toshobin/database/local-postgres';
import { kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import { openDesk } from '@toshobin/service/check-settings';
import { z } from 'zod';
import { type EngineName, engineNames, type Ports } from '../configuration-faults.mjs';
import { kafka } from './engines/kafka.ts';
import { mail } from './engines/mail.ts';
import { postgres } from './engines/postgres.ts';
import { temporal } from './engines/temporal.ts';
import { yielding } from './let-others-first.ts';
import { ConfigurationError, makePlan, type Plan } from './plan.ts';
import { portsInUse } from './ports.ts';
import { createExternalDatabases, prepareDatabase } from './prepare-databases.ts';
import { preparationOf } from './remember-preparation.ts';
import { type Development, runOneShot, runService } from './run-service.ts';
import { type Service, type ServiceName, services } from './services.ts';
import { setUpKafka } from './set-up-kafka.ts';
import { takeState } from './state-lock.ts';
import { type ChildDescription, SupervisedChild } from './supervised-child.ts';
import { tryAgain } from './try-again.ts';

/** A process of the stack: an engine or a service. */
export type ChildName = EngineName | ServiceName;

type Lines = Readonly<Partial<Record<'KAFKA_BROKERS' | 'TEMPORAL_ADDRESS' | 'SES_ENDPOINT', string>>>;

export interface StackOptions {
  /** The first port; PORT_BASE of `env` or 4000 unless told. */
  readonly portBase?: number;
  /** Where everything is kept, from the repository's root; LOCAL_STATE of `env` or `.local` unless told. */
  readonly stateFolder?: string;
  /** Laid over the environment of this process, for the launcher and for every service. */
  readonly env?: Readonly<Record<string, string>>;
  /** Addresses that services are told of engines which are started here, in place of the engines' own: lines to them. */
  readonly lines?: Lines;
  /** The same of one service alone. */
  readonly linesOf?: Readonly<Partial<Record<ServiceName, Lines>>>;
  /** Only these engines and services; all unless told. */
  readonly only?: readonly ChildName[];
  /** Whether what nobody at a desk waits for yields the processors, as a machine for all of it is best set up. */
  readonly desksFirst?: boolean;
  /** Services are being written: one that ends stays away until its next restart, and the others go on. */
  readonly development?: Development | undefined;
  /** Takes what is worth a line on the terminal. */
  readonly say?: (line: string) => void;
  /** Gives up the start: what was started is stopped, and the start throws. */
  readonly signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  readonly plan: Plan;
  readonly ports: Ports;
  /** Every address and secret of the stack by its variable's name, the five databases included. */
  readonly env: Readonly<Record<string, string>>;
  /** What runs. */
  readonly names: readonly ChildName[];
  /** The process's number; undefined while it is not there. */
  pid(name: ChildName): number | undefined;
  /** Ends a process with a signal (SIGKILL unless told) and returns when it has ended; it is started again by itself. */
  kill(name: ChildName, signal?: NodeJS.Signals): Promise<void>;
  /** Stops a process gracefully and leaves it away, as an engine that is down. */
  takeAway(name: ChildName): Promise<void>;
  /** Starts a process that was taken away, and waits until it can serve. */
  bringBack(name: ChildName): Promise<void>;
  /** Stops a process gracefully, starts it again and waits until it can serve. */
  restart(name: ChildName): Promise<void>;
  /** Freezes a process and what it has begun (SIGSTOP): they hold their connections and do nothing. */
  pause(name: ChildName): void;
  /** Lets a frozen process go on. */
  resume(name: ChildName): void;
  /** Waits until a process can serve. */
  ready(name: ChildName): Promise<void>;
  /** Stops the services, then the engines. */
  stop(): Promise<void>;
  /** Settles, with the reason, when a process was given up; the stack should then be stopped. */
  readonly broken: Promise<string>;
}

const portsOf: Record<EngineName, readonly (keyof Ports)[]> = {
  postgres: ['postgres'],
  kafka: ['kafka', 'kafkaController'],
  temporal: ['temporal', 'temporalUi', 'temporalMetrics'],
  mail: ['mail'],
};

/**
 * Brings up a stack and returns when every process can serve. Throws {@link ConfigurationError} before
 * anything is started when something is wrong or a port is taken; when a step fails, whatever was started
 * is stopped again.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const inherited = {
    ...process.env,
    ...options.env,
    ...(options.portBase === undefined ? {} : { PORT_BASE: String(options.portBase) }),
    ...(options.stateFolder === undefined ? {} : { LOCAL_STATE: options.stateFolder }),
  };
  const say = options.say ?? console.log;
  const wanted = (name: ChildName) => options.only?.includes(name) ?? true;
  const made = makePlan(inherited);
  const plan: Plan = { ...made, env: { ...made.env, ...options.lines } };
  const warning = openDesk(inherited);
  if (warning !== undefined) say(warning);
  const engines = engineNames.filter((name) => plan.local.has(name) && wanted(name));
  const ours = services.filter(({ name }) => wanted(name));
  const impossible = engines.includes('postgres') ? whyNoLocalPostgres() : undefined;
  if (impossible !== undefined) throw new ConfigurationError([impossible]);

  const lock = takeState(plan.stateFolder);
  const children = new Map<ChildName, SupervisedChild>();
  let givenUp = (_why: string) => {};
  const broken = new Promise<string>((resolve) => {
    givenUp = resolve;
  });
  const stopping = new AbortController();
  const supervise = (name: ChildName, description: ChildDescription) => {
    stopping.signal.throwIfAborted();
    const yields = options.desksFirst === true && yielding.some((one) => one === name);
    const described = { ...description, yields };
    const child = new SupervisedChild(described, say, (why) => givenUp(why));
    children.set(name, child);
    return child;
  };
  options.signal?.addEventListener('abort', () => givenUp('The start was given up'));
  const stop = async () => {
    stopping.abort();
    await stopAll([...children].filter(([name]) => !isEngine(name)));
    await stopAll([...children].filter(([name]) => isEngine(name)));
    lock.release();
  };

  try {
    await requireFreePorts(plan, engines, ours, lock.crashed);
    if (!plan.local.has('postgres')) await createExternalDatabases(plan, ours, say, stopping.signal);
    const descriptions = { postgres, kafka, temporal, mail };
    const engineReady = new Map<EngineName, Promise<void>>(
      engines.map((name) => [name, supervise(name, descriptions[name](plan)).start()]),
    );
    // Independent steps side by side: the data are loaded while the slower engines are still coming up.
    const kafkaReady = (engineReady.get('kafka') ?? Promise.resolve()).then(async () => {
      if (wanted('kafka')) {
        const at = kafkaAt(readConfig(z.object(kafkaConfig), plan.env));
        await setUpKafka(at, { say: () => undefined });
      }
    });
    const enginesReady = Promise.all([...engineReady.values(), kafkaReady]);
    const servicesReady = ours.map(async (service) => {
      await engineReady.get(service.database === undefined ? 'temporal' : 'postgres');
      const preparation = preparationOf(plan, service, inherited);
      if (!preparation.done) {
        preparation.forget();
        const databaseUrl = service.database && plan.env[service.database.variable];
        const prepare = async () => {
          if (databaseUrl !== undefined) await prepareDatabase(service, databaseUrl);
          await runOneShot(plan, service, inherited, say, stopping.signal);
        };
        await tryAgain(prepare, { what: service.name, say, stopping: stopping.signal });
        preparation.remember();
      }
      // What was prepared once knows its topics: it starts beside Kafka, and serves when that is there.
      await (preparation.done ? engineReady.get('temporal') : enginesReady);
      const told = { ...plan, env: { ...plan.env, ...options.linesOf?.[service.name] } };
      const description = runService(told, service, inherited, say, options.development);
      if (description !== undefined) await supervise(service.name, description).start();
    });
    await allOrFirstFailure([enginesReady, ...servicesReady], broken);
  } catch (error) {
    await stop();
    throw error;
  }

  const child = (name: ChildName) => {
    const found = children.get(name);
    if (found === undefined) throw new Error(`${name} is not part of this stack`);
    return found;
  };
  return {
    plan,
    ports: plan.ports,
    env: plan.env,
    names: [...children.keys()],
    pid: (name) => child(name).pid,
    kill: (name, signal = 'SIGKILL') => child(name).kill(signal),
    takeAway: (name) => child(name).stop(),
    bringBack: (name) => child(name).start(),
    restart: async (name) => {
      await child(name).stop();
      await child(name).start();
    },
    pause: (name) => child(name).pause(),
    resume: (name) => child(name).resume(),
    ready: (name) => child(name).ready(),
    stop,
    broken,
  };
}

function isEngine(name: ChildName): name is EngineName {
  return engineNames.some((engine) => engine === name);
}

async function stopAll(children: readonly [ChildName, SupervisedChild][]): Promise<void> {
  await Promise.all(children.map(([, child]) => child.stop()));
}

async function allOrFirstFailure(steps: readonly Promise<unknown>[], broken: Promise<string>): Promise<void> {
  const failed = broken.then((why) => Promise.reject(new Error(why)));
  await Promise.race([Promise.all(steps), failed]);
}

/** After a crash the last stack's processes may still be ending: then a port gets ten seconds to become free. */
async function requireFreePorts(
  plan: Plan,
  engines: readonly EngineName[],
  ours: readonly Service[],
  crashed: boolean,
): Promise<void> {
  const names = [...engines.flatMap((name) => portsOf[name]), ...ours.map(({ port }) => port)];
  const wanted: Partial<Record<keyof Ports, number>> = {};
  for (const name of names) wanted[name] = plan.ports[name];
  const giveUp = performance.now() + (crashed ? 10_000 : 0);
  for (;;) {
    const taken = await portsInUse(wanted);
    if (taken.length === 0) return;
    if (performance.now() >= giveUp) {
      throw new ConfigurationError(
        taken.map(
          ({ purpose, port }) =>
            `Port ${port} (${purpose}) is in use: free it, or set PORT_BASE to another first port`,
        ),
      );
    }
    await wait(200);
  }
}
