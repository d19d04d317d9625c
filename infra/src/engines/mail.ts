import { createRequire } from 'node:module';
import path from 'node:path';
import { logFile, openLog } from '../logs.ts';
import type { Plan } from '../plan.ts';
import { spawnBound } from '../spawn-bound.ts';
import type { ChildDescription } from '../supervised-child.ts';
import { answers } from './answers.ts';

/** The local SES emulator; its inbox is the page at its address, and is empty again after a restart. */
export function mail(plan: Plan): ChildDescription {
  const command = path.join(
    path.dirname(createRequire(import.meta.url).resolve('aws-ses-v2-local')),
    'cli.js',
  );
  return {
    name: 'mail',
    log: logFile(plan.stateFolder, 'mail'),
    spawn: () => {
      const log = openLog(plan.stateFolder, 'mail');
      const args = [command, '--host', '127.0.0.1', '--port', String(plan.ports.mail)];
      return spawnBound(process.execPath, args, { stdio: ['ignore', log, log] });
    },
    probe: () => answers(plan.ports.mail),
    stopSignal: 'SIGTERM',
    grace: 5,
  };
}
