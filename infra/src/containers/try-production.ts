import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { changeRelease } from './change-release.ts';
import type { Daemon } from './daemon.ts';
import { makeProductionFolder } from './production-folder.ts';
import { Production } from './production-stack.ts';
import { watchProduction } from './watch-production.ts';

type Say = (line: string) => void;

/** The last release, which the library is founded with, and what is in the working tree; as docs/runbook.md names them. */
export const releases = { before: 'toshobin:0.1.0', next: 'toshobin:0.2.0' };

/**
 * What docs/deploy.md has an operator do, from an empty folder to a library that lends: infra/production with its own engines, TLS
 * and credentials at every door, a first administrator, a reservation and its mails; a new release rolled in while people work,
 * and back; backed up, and restored elsewhere. SES is an emulator behind TLS here.
 */
export async function tryProduction(daemon: Daemon, folder: string, say: Say): Promise<void> {
  const at = path.join(folder, 'production');
  makeProductionFolder(at);
  const production = new Production(daemon, at);
  const elsewhere = path.join(folder, 'elsewhere');
  const begun = [production];
  try {
    say('up, in production');
    await production.up();
    say('every service is healthy, on engines that let nobody in who does not say who it is');
    await lookAround(production, say);

    const made = await production.run(
      'staff-web',
      'node',
      'infra/run.mjs',
      'staff-account',
      'administrator',
      'first',
    );
    const code = /set-up code +(\S+)/.exec(made)?.[1];
    if (code === undefined) throw new Error(`No administrator was made:\n${made}`);
    say(await production.live('found', code));

    say(await production.live('begin'));
    await changeRelease(production, 'A new release', 2, say);
    say(await production.live('end'));
    say(await production.live('begin'));
    await changeRelease(production, 'Back to the release before', 1, say);
    say(await production.live('end'));

    production.set('RELEASE', '0.2.0');
    await production.up();
    say('the new release is back, at once and with a pause');
    say(await production.live('begin'));
    const kept = await production.run('operator', 'backup', '--to', '/backups/trial');
    if (!kept.includes('backup.json: whole')) throw new Error(`No backup was made:\n${kept}`);
    await production.run('operator', 'backup', '--note', '/backups/trial');
    say('backed up, while it runs');
    await watchProduction(production, say);
    await production.stop();
    say('everything ended in order');
    await production.down();

    rmSync(elsewhere, { recursive: true, force: true });
    execFileSync('cp', ['-a', at, elsewhere]);
    const another = new Production(daemon, elsewhere);
    another.set('COMPOSE_PROJECT_NAME', 'elsewhere');
    begun.push(another);
    await another.upWithoutServices();
    await another.run('operator', 'restore', '--from', '/backups/trial');
    say('restored into the empty engines of another folder');
    await another.up();
    await another.run('operator', 'reconcile', '--all');
    await another.run('operator', 'audit');
    say('the audit finds no contradiction');
    say(await another.live('end'));
    await another.stop();
  } finally {
    for (const one of begun) await one.down().catch((fault: unknown) => console.error(String(fault)));
  }
}

/** What is to be had from outside, and what is not. */
async function lookAround(production: Production, say: Say): Promise<void> {
  await production.page('https://desk.library.example.jp/set-up');
  for (const hidden of ['metrics', 'readyz'])
    await production.page(`https://library.example.jp/${hidden}`).then(
      () => {
        throw new Error(`/${hidden} is there for everybody`);
      },
      () => undefined,
    );
  const topics = await production.run(
    '--entrypoint',
    'node',
    'topics',
    'compiled/infra/src/prepare.js',
    'topics',
  );
  if (topics.includes('made')) throw new Error(`The topics were made again:\n${topics}`);
  const asked = ['curl', '-sS', '--max-time', '10', 'http://127.0.0.1:8233/api/v1/namespaces/toshobin'];
  const namespace = await production.daemon.inside(asked);
  if (!namespace.includes('toshobin')) throw new Error(`The operators see no namespace:\n${namespace}`);
  say('the operators see the processes, at the machine alone');
}
