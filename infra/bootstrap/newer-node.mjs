// The Node that runs everything.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { npmCommand } from './packages.mjs';
import { engines, handOver, hashOf, read, root, run, stop } from './steps.mjs';

export const nodeMajor = 24;

/** A binary of the Node that is wanted, fetched if need be: npm's lock file beside its package says which, by its hash. */
export function newerNode() {
  const askFor = `Node ${process.versions.node} is too old: install ${nodeMajor} or newer (https://nodejs.org)`;
  if (process.platform !== 'linux') stop([askFor]);
  const wanted = path.join(root, 'infra', 'engines', 'node');
  const files = ['package.json', 'package-lock.json'];
  const hash = hashOf(files.map((file) => path.join(wanted, file)));
  const folder = path.join(engines, 'node');
  const binary = path.join(folder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (read(path.join(folder, '.fetched')) !== hash) {
    console.log(`Fetching Node ${nodeMajor}, since the machine's is ${process.versions.node}`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    files.forEach((file) => {
      fs.copyFileSync(path.join(wanted, file), path.join(folder, file));
    });
    const npm = npmCommand(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    run(npm.command, npm.args, process.env, folder);
    if (spawnSync(binary, ['--version']).status !== 0) stop([askFor]);
    fs.writeFileSync(path.join(folder, '.fetched'), hash);
  }
  return binary;
}

/** The same command on another Node, which everything below it finds on the PATH too. */
export function beginAgainWith(binary) {
  const env = Object.assign({}, process.env, {
    PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH || ''}`,
  });
  handOver(process.argv.slice(1), env, process.exit, binary);
}
