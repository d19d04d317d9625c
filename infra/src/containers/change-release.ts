import { services } from '../services.ts';
import { atWork, typeAndHear } from './at-work.ts';
import type { Production } from './production-stack.ts';
import { typedUnder } from './typed-lines.ts';

/**
 * Another release over the running one, with two of each process and while people work: what docs/runbook.md says under this
 * heading, line by line; its last line, the audit, once they rest.
 */
export async function changeRelease(
  production: Production,
  heading: string,
  say: (line: string) => void,
  release = '0.2.0',
): Promise<void> {
  const lines = typedUnder(heading)[0]?.replace('0.2.0', release).split('\n') ?? [];
  const audit = lines.pop() ?? '';
  await production.up(...services.flatMap(({ name }) => ['--scale', `${name}=2`]));
  say('two of each process: healthy');
  await atWork(production, say, async () => {
    for (const line of lines) await typeAndHear(production, say, line);
  });
  say(`${audit}\n${await production.typed(audit)}`);
}
