import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, services } from '../services.ts';
import type { Production } from './production-stack.ts';

/**
 * Another release over the running one, with so many of each process and while people reserve, fetch, pack, hand out and take back:
 * what docs/runbook.md says under this heading, line by line; its last line, the audit, once they rest.
 */
export async function changeRelease(
  production: Production,
  heading: string,
  ofEach: number,
  say: (line: string) => void,
): Promise<void> {
  const lines = linesOf(heading);
  const last = lines.pop() ?? '';
  await production.up(...services.flatMap(({ name }) => ['--scale', `${name}=${ofEach}`]));
  say(`${ofEach} of each process: healthy`);
  const enough = path.join(production.at, 'enough');
  rmSync(enough, { force: true });
  const rolled = (async () => {
    try {
      await wait(10_000);
      for (const line of lines) say(`${line}\n${await ended(production, line)}`);
    } finally {
      writeFileSync(enough, '');
    }
  })();
  const [said] = await Promise.all([production.live('work', enough), rolled]);
  say(said);
  say(`${last}\n${await production.typed(last)}`);
}

/** What a line says of what it changed; throws where a process ended otherwise than in order. */
async function ended(production: Production, line: string): Promise<string> {
  const said = await production.typed(line);
  const wrong = /ended with (?!0$)\d+$/m.exec(said);
  if (wrong) throw new Error(`${line}: ${said}`);
  return [...said.matchAll(/^(?:replay: |.*ended with ).*$/gm)]
    .map(([told]) => `         ${told}`)
    .join('\n');
}

function linesOf(heading: string): string[] {
  const page = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
  const [, block] = page.split(`\n## ${heading}\n`)[1]?.split(/^```(?:sh)?\n/m) ?? [];
  if (block === undefined) throw new Error(`docs/runbook.md says nothing to type under ${heading}`);
  return block
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, ''));
}
