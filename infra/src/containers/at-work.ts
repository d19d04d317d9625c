import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Production } from './production-stack.ts';

type Say = (line: string) => void;

/**
 * Does this while people reserve, fetch, pack, hand out and take back. Throws where one of their requests was lost; those who
 * are patient ask again when they are told to, or when nobody answers.
 */
export async function atWork(
  production: Production,
  say: Say,
  act: () => Promise<void>,
  people: 'strict' | 'patient' = 'strict',
): Promise<void> {
  const enough = path.join(production.at, 'enough');
  rmSync(enough, { force: true });
  const acted = (async () => {
    try {
      await wait(10_000);
      await act();
    } finally {
      writeFileSync(enough, '');
    }
  })();
  const [said] = await Promise.all([production.live('work', enough, people), acted]);
  say(`${said}; load average ${loadavg()[1]?.toFixed(0)}`);
}

/** Types lines, says them with what they said of what they changed; throws where a process ended otherwise than in order. */
export async function typeAndHear(production: Production, say: Say, lines: string): Promise<void> {
  const said = await production.typed(lines);
  if (/ended with (?!0$)\d+$/m.test(said)) throw new Error(`${lines}:\n${said}`);
  const told = [...said.matchAll(/^(?:replay: |.*ended with ).*$/gm)].map(([line]) => `         ${line}`);
  say([lines.replaceAll('\n', '\n         '), ...told].join('\n'));
}
