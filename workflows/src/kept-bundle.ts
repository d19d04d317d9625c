import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflows } from './bundle-workflows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The bundle that an image is built with (infra/src/image/compile-image.ts). */
const inImage = path.join(root, 'compiled', 'processes.js');
/** The folders whose files may become part of a bundle. */
const sources = ['workflows/src', 'libs/contracts/src', 'libs/lending-rules/src', 'package-lock.json'];

/** The name of a bundle, or of one that a process is making or left unfinished; the folder may hold others' files. */
const keptHere = /^[0-9a-f]{64}\.js(\.\d+)?$/;

/** No bundle takes that long to make: its process has ended, and another has its number. */
const LONGEST_MAKING_MS = 120_000;

/** The processes' bundle: an image's own, else one that is kept in a folder, else one made now. */
export async function processesBundle(folder?: string): Promise<WorkflowBundle> {
  if (existsSync(inImage)) return { code: readFileSync(inImage, 'utf8') };
  return folder ? keptBundle(folder) : bundleWorkflows();
}

/**
 * The processes' bundle, kept in a folder for as long as nothing changes: making it costs six seconds of processor
 * time, two where all files but some are as they were, and about one where this process has made it before. A bundle
 * that another process is making is waited for.
 */
export async function keptBundle(
  folder = path.join(root, '.local', 'workflow-bundle'),
  make: () => Promise<WorkflowBundle> = () => bundleWorkflows(undefined, path.join(folder, 'files')),
): Promise<WorkflowBundle> {
  const hash = hashOfSources();
  const file = path.join(folder, `${hash}.js`);
  while (isBeingMade(file)) await wait(50);
  if (existsSync(file)) return { code: readFileSync(file, 'utf8') };
  mkdirSync(folder, { recursive: true });
  const begun = `${file}.${process.pid}`;
  writeFileSync(begun, '');
  try {
    const { code } = await make();
    // Other processes look at the same time: nothing of this bundle is removed, and it is whole or not there.
    for (const old of readdirSync(folder))
      if (keptHere.test(old) && !old.startsWith(hash)) rmSync(path.join(folder, old), { force: true });
    writeFileSync(begun, code);
    renameSync(begun, file);
    return { code };
  } finally {
    rmSync(begun, { force: true });
  }
}

/** Whether another process that still runs is making the bundle: two at once take twice as long as one alone. */
function isBeingMade(file: string): boolean {
  const folder = path.dirname(file);
  if (existsSync(file) || !existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const [, pid] = name.split(`${path.basename(file)}.`);
    if (pid === undefined || Number(pid) === process.pid) return false;
    const begun = statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - begun < LONGEST_MAKING_MS && goesOn(Number(pid));
  });
}

function goesOn(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const at = path.join(root, source);
    const files = source.endsWith('.json')
      ? [at]
      : readdirSync(at, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
          .sort()
          .map((name) => path.join(at, name));
    for (const name of files) hash.update(name).update(readFileSync(name));
  }
  return hash.digest('hex');
}
