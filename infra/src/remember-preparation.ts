import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from './plan.ts';
import { root, type Service } from './services.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What decides, besides the code, what a service's preparation writes. */
const steering = [
  'NODE_ENV',
  'DEMO_DATA',
  'CATALOGUE_SAMPLE',
  'TEMPORAL_NAMESPACE',
  'LIBRARIES',
  'LIBRARIES_FILE',
];
const leftOut = new Set(['generated', 'node_modules', 'testing']);

/** Whether a service has been prepared (migrated, its data loaded) already by exactly this code. */
export interface Preparation {
  readonly done: boolean;
  /** Before preparing: what a half-finished preparation leaves is not known. */
  forget(): void;
  /** After preparing. */
  remember(): void;
}

/**
 * Migrations and one-shot entries find out by themselves that they have nothing to do, but that takes a process
 * each. On an engine of the local stack it is remembered instead, in the state folder, so that the next start is
 * quicker; an engine somewhere else may have been changed by others, so there it is never remembered.
 */
export function preparationOf(plan: Plan, service: Service, inherited: Env): Preparation {
  const engine = service.database === undefined ? 'temporal' : 'postgres';
  if (!plan.local.has(engine)) return { done: false, forget: () => undefined, remember: () => undefined };
  const file = path.join(plan.stateFolder, 'prepared', service.name);
  const code = hashOfCode(service, { ...inherited, ...plan.env });
  // What is published at a start depends on the day (a new year brings new holidays), so a day is remembered.
  const day = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });
  const now = () => `${day} ${code} ${identityOf(plan, engine)}\n`;
  return {
    done: existsSync(file) && readFileSync(file, 'utf8') === now(),
    forget: () => rmSync(file, { force: true }),
    remember: () => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, now());
    },
  };
}

/** The workspace without what is generated or tests it, the libraries it stands on, and the steering variables. */
function hashOfCode(service: Service, env: Env): string {
  const hash = createHash('sha256');
  for (const name of steering) hash.update(`${name}=${env[name] ?? ''}\n`);
  for (const file of ['package-lock.json', ...filesIn('libs'), ...filesIn(service.folder)]) {
    hash.update(`${file}\n`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !leftOut.has(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((entry) => {
      const inside = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(inside);
      return entry.isFile() ? [inside] : [];
    })
    .sort();
}

/** Another file of the engine's is another engine: somebody wiped its data and left the rest of the folder. */
function identityOf(plan: Plan, engine: 'postgres' | 'temporal'): string {
  const file = path.join(plan.stateFolder, engine === 'postgres' ? 'postgres/PG_VERSION' : 'temporal.db');
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'absent' : `${found.ino} ${Math.round(found.birthtimeMs)}`;
}
