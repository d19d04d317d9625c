// Steps of infra/bootstrap.mjs, which end it with what went wrong.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Where engines are that were fetched. */
export const engines = path.join(root, '.local', 'engines');

/** Runs Node with these arguments to its end, passing on signals; the child goes too when npm is killed. */
export function handOver(args, env, ended, node) {
  const child = spawn(node || process.execPath, args, { stdio: 'inherit', env: env });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal);
    });
  });
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) child.kill('SIGTERM');
  }, 500).unref();
  child.on('exit', (status, signal) => {
    ended(signal ? 1 : status);
  });
}

/** Our parent; under npm also its parent, for npm puts a shell between itself and us that outlives it. */
function ancestors() {
  const stat = read(`/proc/${process.ppid}/stat`);
  const grandparent = process.env.npm_lifecycle_event && stat ? stat.split(') ').pop().split(' ')[1] : '';
  return `${process.ppid} ${grandparent}`;
}

/** Runs a step to its end; its failure is ours. */
export function run(command, args, env, cwd) {
  const done = spawnSync(command, args, { env: env, cwd: cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status === 0) return;
  const said = done.error ? [done.error.message] : [String(done.stdout), String(done.stderr)].filter(Boolean);
  stop(said.concat(`${path.basename(command)} ${args.slice(0, 2).join(' ')} failed`));
}

export function stop(lines) {
  if (!lines || lines.length === 0) return;
  console.error(lines.join('\n'));
  process.exit(1);
}

export function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

export function hashOf(files) {
  const hash = createHash('sha256');
  files.forEach((file) => {
    hash.update(fs.readFileSync(file));
  });
  return hash.digest('hex');
}
