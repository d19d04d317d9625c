// Packages, and what is generated with them.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onPath } from './programs.mjs';
import { hashOf, read, root, run, stop } from './steps.mjs';

/** Those that have a database. */
const services = ['catalog', 'patron', 'shipping', 'patron-web', 'staff-web'];

/** What an interrupted install left may make the next one fail, so that one begins from nothing. */
export async function install() {
  const hash = hashOf(['package-lock.json']);
  const stamp = path.join('node_modules', '.installed');
  if (read(stamp) === hash) return;
  console.log('Installing packages');
  fs.rmSync(stamp, { force: true });
  const failed = await installPackages();
  if (failed) {
    fs.rmSync('node_modules', { recursive: true, force: true });
    console.log('That failed; installing packages from nothing');
    stop(await installPackages());
  }
  fs.writeFileSync(stamp, hash);
}

/** A command that only measures takes the packages that are there: installing would change what is measured. */
export function sayIfOtherPackages() {
  if (read(path.join('node_modules', '.installed')) === hashOf(['package-lock.json'])) return;
  console.log('The packages are not those of package-lock.json: measuring with those that are there');
}

/** Answers what went wrong, if anything. Ctrl-C goes to npm, and we end when it has ended: it tidies up after itself. */
function installPackages() {
  // In production too: the commands on a clone need what runs and generates it.
  const npm = npmCommand([
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const child = spawn(npm.command, npm.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  [child.stdout, child.stderr].forEach((stream) => {
    stream.on('data', (text) => {
      said += text;
    });
  });
  let interrupted = false;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => {
    interrupted = true;
    child.kill(signal);
  };
  signals.forEach((signal) => {
    process.on(signal, passOn);
  });
  return new Promise((resolve) => {
    const ended = (failure) => {
      if (interrupted) stop(['Interrupted while installing packages; the next start installs them']);
      signals.forEach((signal) => {
        process.removeListener(signal, passOn);
      });
      resolve(failure);
    };
    child.once('error', (error) => {
      ended([error.message]);
    });
    child.once('close', (status) => {
      ended(status === 0 ? undefined : [said, 'npm ci failed'].filter(Boolean));
    });
  });
}

/** npm with these arguments: the one that called us, on the Node that it came with, where it says so. */
export function npmCommand(args) {
  const npm = process.env.npm_execpath;
  if (!npm || !/\.c?js$/.test(npm)) return { command: 'npm', args: args };
  return { command: process.env.npm_node_execpath || process.execPath, args: [npm].concat(args) };
}

/** Prisma's clients. `generate` needs no engine, but downloads one unless it is named any executable. */
export function generateClients() {
  services.forEach((service) => {
    const schema = path.join('services', service, 'prisma', 'schema.prisma');
    if (!fs.existsSync(schema)) return;
    const client = path.join('services', service, 'src', 'generated', 'prisma');
    const stamp = path.join('services', service, 'src', 'generated', '.schema');
    const hash = hashOf([schema, path.join('node_modules', 'prisma', 'package.json')]);
    if (read(stamp) === hash && fs.existsSync(client)) return;
    const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
    const env = Object.assign({}, process.env, {
      PRISMA_SCHEMA_ENGINE_BINARY: onPath('true') || process.execPath,
    });
    run(process.execPath, [prisma, 'generate'], env, path.join(root, 'services', service));
    fs.writeFileSync(stamp, hash);
  });
}
