import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflows } from './bundle-workflows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Made when an image is built (infra/src/image/compile-image.ts). */
const inImage = path.join(root, 'compiled', 'processes.js');
/** What may become part of a bundle. */
const sources = ['workflows/src', 'libs/contracts/src', 'libs/lending-rules/src', 'package-lock.json'];

/** A bundle, or the beginning of one whose writer ended; the folder may hold what is somebody else's. */
const keptHere = /^[0-9a-f]{64}\.js(\.\d+)?$/;

/** The processes' bundle: an image's own, else one that is kept in a folder, else one made now. */
export async function processesBundle(folder?: string): Promise<WorkflowBundle> {
  if (existsSync(inImage)) return { code: readFileSync(inImage, 'utf8') };
  return folder ? keptBundle(folder) : bundleWorkflows();
}

/**
 * The processes' bundle, kept in a folder for as long as nothing changes: making it costs six seconds of processor time,
 * two where all files but some are as they were, and less than one where this process has made it before.
 */
export async function keptBundle(
  folder = path.join(root, '.local', 'workflow-bundle'),
  make: () => Promise<WorkflowBundle> = () => bundleWorkflows(undefined, path.join(folder, 'files')),
): Promise<WorkflowBundle> {
  const hash = hashOfSources();
  const file = path.join(folder, `${hash}.js`);
  if (existsSync(file)) return { code: readFileSync(file, 'utf8') };
  const { code } = await make();
  mkdirSync(folder, { recursive: true });
  // Other processes look, and write theirs, at the same time: of this one nothing is removed, and it is whole or not there.
  for (const old of readdirSync(folder))
    if (keptHere.test(old) && !old.startsWith(hash)) rmSync(path.join(folder, old), { force: true });
  const written = `${file}.${process.pid}`;
  writeFileSync(written, code);
  renameSync(written, file);
  return { code };
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
