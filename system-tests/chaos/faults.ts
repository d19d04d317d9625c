import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '@toshobin/bench';
import type { ChildName } from '@toshobin/infra';
import pg from 'pg';
import { eventually } from '../src/eventually.ts';
import type { SecondName } from '../src/second-instances.ts';
import type { ChaosLibrary } from './chaos-library.ts';
import { redeliver } from './redeliver.ts';

/** What can be taken away. */
export const processes: readonly ChildName[] = [
  'catalog',
  'patron',
  'shipping',
  'workflows',
  'patron-web',
  'staff-web',
  'kafka',
  'temporal',
  'postgres',
  'mail',
];
const kinds = ['kill', 'kill', 'freeze', 'cut', 'again', 'second'] as const;
type Kind = (typeof kinds)[number];

/** What is done, and to which processes; everything to all of them unless told. */
export interface Harms {
  kinds?: readonly Kind[];
  processes?: readonly ChildName[];
}
/** Each with the database of that name. */
const databases = ['CATALOG', 'PATRON', 'SHIPPING', 'PATRON_WEB', 'STAFF_WEB'] as const;
const publishing = ['CATALOG', 'PATRON', 'SHIPPING'] as const;
/** Who talks to Kafka, by the name that brokers know them by: each owner's relay and its reader, and the bridge. */
const clientsOfKafka = publishing
  .map((owner) => owner.toLowerCase())
  .flatMap((owner) => [`${owner}-relay`, owner])
  .concat('bridge');
/** One harm: of what kind, and to what. */
interface Harm {
  kind: Kind;
  name: string;
  carryOut(): Promise<void>;
}
/** The launcher gives a process up that ends six times within a minute. */
const BETWEEN_KILLS_MS = 16_000;
/** Behind a request's length, what it asks, in which version, and its number. */
const CLIENT_AT = 12;
/** What was answered between two harms: on a machine that others use as well, nothing but starts would come of it. */
const ANSWERS_BETWEEN = 12;

export interface FaultsDone {
  counts: Map<string, number>;
  /** When the last one was over. */
  lastOver: number;
}

interface HarmOrder extends Harms {
  chance: Seeded;
  until: AbortSignal;
  say: (line: string) => void;
}

/** Does one harm after another, alone and in pairs, until told; whatever was frozen or cut goes on again at its end. */
export async function doHarm(
  library: ChaosLibrary,
  { chance, until, say, ...harms }: HarmOrder,
): Promise<FaultsDone> {
  const among = { processes, kinds, ...harms };
  const done: FaultsDone = { counts: new Map(), lastOver: performance.now() };
  const killed = new Map<ChildName, number>();
  const count = (what: string) => done.counts.set(what, (done.counts.get(what) ?? 0) + 1);
  const mayEnd = (name: ChildName) =>
    performance.now() - (killed.get(name) ?? -BETWEEN_KILLS_MS) >= BETWEEN_KILLS_MS;

  const kill = (name: ChildName): Harm => ({
    kind: 'kill',
    name: `kill ${name}`,
    async carryOut() {
      killed.set(name, performance.now());
      // What PostgreSQL calls immediate: as if the power had failed, and no child of it is left behind.
      await library.stack.kill(name, name === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
    },
  });
  const freeze = (name: ChildName): Harm => ({
    kind: 'freeze',
    name: `freeze ${name}`,
    async carryOut() {
      library.stack.pause(name);
      await wait(chance.between(500, 9_000));
      library.stack.resume(name);
    },
  });
  const cutLine = ({ name, line }: (typeof library.lines)[number]): Harm => ({
    kind: 'cut',
    name: `cut the line to ${name}`,
    async carryOut() {
      line.cut();
      await wait(chance.between(500, 5_000));
      line.mend();
    },
  });
  const cutClient = (client: string): Harm => ({
    kind: 'cut',
    name: `cut ${client} alone off Kafka`,
    async carryOut() {
      const kafka = library.lines.find(({ name }) => name === 'kafka')?.line;
      const ended = kafka?.cutOff((opening) => clientOf(opening) === client);
      await wait(chance.between(500, 9_000));
      kafka?.mend();
      if (ended === 0) throw new Error(`${client} had no connection to Kafka`);
    },
  });
  const cutDatabase = (database: (typeof databases)[number]): Harm => ({
    kind: 'cut',
    name: `cut off ${database.toLowerCase()}'s database`,
    carryOut: () => cutOff(library.stack.env[`${database}_DATABASE_URL`] ?? '', chance.between(0, 5_000)),
  });
  const again = (database: (typeof publishing)[number], which: 'all' | 'latest'): Harm => ({
    kind: 'again',
    name: `${which === 'all' ? 'every fact' : 'the latest facts'} of ${database.toLowerCase()} again, shuffled`,
    carryOut: () => redeliver(library, { database, which, chance }),
  });
  const second = (name: SecondName, how: 'kill' | 'freeze'): Harm => ({
    kind: 'second',
    name: `${how} the second ${name}`,
    async carryOut() {
      if (how === 'kill') return library.seconds.kill(name);
      library.seconds.signal(name, 'SIGSTOP');
      await wait(chance.between(500, 9_000));
      library.seconds.signal(name, 'SIGCONT');
    },
  });
  const byLot = (name: ChildName): Harm | undefined => {
    switch (chance.of(among.kinds)) {
      case 'kill':
        return mayEnd(name) ? kill(name) : undefined;
      case 'freeze':
        return library.stack.pid(name) === undefined ? undefined : freeze(name);
      case 'cut':
        return chance.of([
          () => cutLine(chance.of(library.lines)),
          () => cutDatabase(chance.of(databases)),
          () => cutClient(chance.of(clientsOfKafka)),
        ])();
      case 'again':
        return again(chance.of(publishing), chance.chance(0.15) ? 'all' : 'latest');
      case 'second': {
        const { names } = library.seconds;
        if (names.length === 0) return undefined;
        return second(chance.of(names), chance.chance(0.5) ? 'kill' : 'freeze');
      }
    }
  };

  // A walk that may do everything does each of these once before it leaves the rest to chance, kills first.
  const assured =
    Object.keys(harms).length > 0
      ? []
      : [
          ...chance.shuffled(processes.map(kill)),
          ...chance.shuffled([
            ...processes.map(freeze),
            ...library.lines.map(cutLine),
            ...databases.map(cutDatabase),
            ...clientsOfKafka.map(cutClient),
            ...publishing.map((database) => again(database, 'all')),
          ]),
        ];
  while (!until.aborted) {
    const answered = library.memory.answered + ANSWERS_BETWEEN;
    await wait(chance.between(1_500, 5_000), undefined, { signal: until }).catch(() => undefined);
    while (!until.aborted && library.memory.answered < answered) await wait(200);
    if (until.aborted) break;
    const [one, other] = chance.shuffled(among.processes).map((name) => () => byLot(name));
    const drawn = [assured.shift() ?? one?.(), chance.chance(0.35) ? other?.() : undefined];
    const together = drawn.flatMap((harm) => harm ?? []);
    if (together.length > 1) count('two at once');
    await Promise.all(
      together.map(async ({ name, carryOut }) => {
        say(`  ${name}`);
        // What can't be done at this moment (its database is away) is no harm.
        await carryOut().then(
          () => count(name),
          () => undefined,
        );
      }),
    );
    done.lastOver = performance.now();
  }
  for (const { line } of library.lines) line.mend();
  return done;
}

/** Who begins a connection to a broker so: the client's name stands in the head of each request. */
function clientOf(opening: Buffer): string | undefined {
  if (opening.length < CLIENT_AT + 2) return undefined;
  return opening.toString('utf8', CLIENT_AT + 2, CLIENT_AT + 2 + opening.readInt16BE(CLIENT_AT));
}

/** A database whose connections end, and that lets nobody in for a while; what else is on that server goes on. */
async function cutOff(databaseUrl: string, ms: number): Promise<void> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  const database = pg.escapeIdentifier(name);
  url.pathname = '/postgres';
  const inPostgres = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  try {
    await inPostgres(
      `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = ${pg.escapeLiteral(name)}`,
    );
    await wait(ms);
  } finally {
    const mend = async () => {
      await inPostgres(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
      return true;
    };
    await eventually(`${database} lets its service in`, mend, { every: 300 });
  }
}
