import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '@toshobin/bench';
import type { ChildName } from '@toshobin/infra';
import pg from 'pg';
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

/** What is done, and to which processes; everything to all of them unless told. */
export interface Harms {
  kinds?: readonly (typeof kinds)[number][];
  processes?: readonly ChildName[];
}
const databases = ['CATALOG', 'PATRON', 'SHIPPING'] as const;
/** The launcher gives a process up that ends six times within a minute. */
const BETWEEN_KILLS_MS = 16_000;
/** What was answered between two harms: on a machine that others use as well, nothing but starts would come of it. */
const ANSWERS_BETWEEN = 12;

export interface FaultsDone {
  counts: Map<string, number>;
  /** When the last one was over. */
  lastOver: number;
}

export interface HarmOrder extends Harms {
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
  const note = (what: string) => {
    done.counts.set(what, (done.counts.get(what) ?? 0) + 1);
    say(`  ${what}`);
  };
  const mayEnd = (name: ChildName) =>
    performance.now() - (killed.get(name) ?? -BETWEEN_KILLS_MS) >= BETWEEN_KILLS_MS;

  const harm = async (name: ChildName, kind = chance.of(among.kinds)): Promise<void> => {
    switch (kind) {
      case 'kill': {
        if (!mayEnd(name)) return;
        killed.set(name, performance.now());
        note(`kill ${name}`);
        // What PostgreSQL calls immediate: as if the power had failed, and no child of it is left behind.
        await library.stack.kill(name, name === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
        return;
      }
      case 'freeze': {
        const ms = chance.between(500, 9_000);
        if (library.stack.pid(name) === undefined) return;
        note(`freeze ${name}`);
        library.stack.pause(name);
        await wait(ms);
        library.stack.resume(name);
        return;
      }
      case 'cut': {
        if (chance.chance(0.5)) {
          const { name: end, line } = chance.of(library.lines);
          note(`cut the line to ${end}`);
          line.cut();
          await wait(chance.between(500, 5_000));
          line.mend();
        } else {
          const database = chance.of(databases);
          note(`cut every connection to ${database.toLowerCase()}'s database`);
          await cutConnections(library.stack.env[`${database}_DATABASE_URL`] ?? '');
        }
        return;
      }
      case 'again': {
        const database = chance.of(databases);
        note(`every fact of ${database.toLowerCase()} again, shuffled`);
        await redeliver(library, database, chance);
        return;
      }
      case 'second': {
        const { names } = library.seconds;
        if (names.length === 0) return;
        const second = chance.of(names);
        if (chance.chance(0.5)) {
          note(`kill the second ${second}`);
          await library.seconds.kill(second);
          return;
        }
        note(`freeze the second ${second}`);
        library.seconds.signal(second, 'SIGSTOP');
        await wait(chance.between(500, 9_000));
        library.seconds.signal(second, 'SIGCONT');
      }
    }
  };

  // A walk that may do everything kills each of them once before it leaves the rest to chance.
  const toKill = Object.keys(harms).length > 0 ? [] : chance.shuffled(among.processes);
  while (!until.aborted) {
    const answered = library.memory.answered + ANSWERS_BETWEEN;
    await wait(chance.between(1_500, 5_000), undefined, { signal: until }).catch(() => undefined);
    while (!until.aborted && library.memory.answered < answered) await wait(200);
    if (until.aborted) break;
    const names = Array.from({ length: chance.chance(0.35) ? 2 : 1 }, () => chance.of(among.processes));
    const first = toKill.find((name) => !killed.has(name));
    const harmed = names.map((name, n) => (n === 0 && first ? harm(first, 'kill') : harm(name)));
    // What can't be done at this moment (its database is away) is no harm.
    await Promise.all(harmed.map((one) => one.catch(() => undefined)));
    done.lastOver = performance.now();
  }
  for (const { line } of library.lines) line.mend();
  return done;
}

async function cutConnections(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  } finally {
    await client.end();
  }
}
