import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../services.ts';

/** Where the modules are named that an engine is compiled from. */
export function moduleOf(engine: string): string {
  return path.join(root, 'infra/engines', engine);
}

/**
 * Where the programs of an engine lie, compiled from their modules by the hashes of go.sum, where they are not yet: that takes many
 * minutes and needs Go.
 */
export function compiled<Program extends string>(
  engine: string,
  programs: Readonly<Record<Program, string>>,
  say: (line: string) => void,
): (name: Program) => string {
  const wanted = moduleOf(engine);
  const built = path.join(root, '.local/engines', engine);
  const files = ['go.mod', 'go.sum'].map((name) => readFileSync(path.join(wanted, name)));
  const hash = createHash('sha256').update(Buffer.concat(files)).digest('hex');
  const stamp = path.join(built, '.fetched');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
    say(`Compiling ${engine}`);
    mkdirSync(built, { recursive: true });
    for (const [name, source] of Object.entries<string>(programs)) {
      const args = ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', path.join(built, name)];
      execFileSync('go', [...args, source], {
        cwd: wanted,
        env: { ...process.env, CGO_ENABLED: '0' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    }
    writeFileSync(stamp, hash);
  }
  return (name) => path.join(built, name);
}
