import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Answer {
  readonly failed: boolean;
  readonly said: string;
}

/** Types an operator's command for the stack that the environment names; answers what it said, also of one that fails. */
export function typeCommand(env: Readonly<Record<string, string>>, ...words: string[]): Promise<Answer> {
  const command = ['--import', './infra/jsx.mjs', 'infra/run.mjs', ...words];
  const typed = { cwd: root, env: { ...process.env, ...env, NODE_OPTIONS: '' } };
  return promisify(execFile)(process.execPath, command, typed).then(
    ({ stdout }) => ({ failed: false, said: stdout }),
    (fault: { stdout?: string; stderr?: string }) => ({
      failed: true,
      said: `${fault.stdout}${fault.stderr}`,
    }),
  );
}
