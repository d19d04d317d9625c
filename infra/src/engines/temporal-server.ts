import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../services.ts';

const wanted = path.join(root, 'infra/engines/temporal-server');
const built = path.join(root, '.local/engines/temporal-server');

/** What a production runs in place of the development server; the images of the same names carry them. */
const programs = {
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
  'temporal-ui-server': 'github.com/temporalio/ui-server/v2/cmd/server',
} as const;
type Program = keyof typeof programs;

/** Settings of the server beyond its environment. */
export const dynamicConfig = path.join(root, 'infra/production/temporal.yaml');

/**
 * The programs of a Temporal server that stores in PostgreSQL, compiled from their modules by the hashes of go.sum, where they are
 * not yet: that takes many minutes and needs Go.
 */
export function temporalServerPrograms(say: (line: string) => void): Record<Program, string> {
  const files = ['go.mod', 'go.sum'].map((name) => readFileSync(path.join(wanted, name)));
  const hash = createHash('sha256').update(Buffer.concat(files)).digest('hex');
  const stamp = path.join(built, '.fetched');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
    say('Compiling the Temporal server');
    mkdirSync(built, { recursive: true });
    for (const [name, source] of Object.entries(programs)) {
      const args = ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', path.join(built, name)];
      execFileSync('go', [...args, source], {
        cwd: wanted,
        env: { ...process.env, CGO_ENABLED: '0' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    }
    writeFileSync(stamp, hash);
  }
  const at = (name: Program) => path.join(built, name);
  return {
    'temporal-server': at('temporal-server'),
    'temporal-sql-tool': at('temporal-sql-tool'),
    'temporal-ui-server': at('temporal-ui-server'),
  };
}

/** Where the source of a module of theirs lies. */
export function temporalSource(module: string): string {
  const args = ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module];
  return execFileSync('go', args, { cwd: wanted, encoding: 'utf8' }).trim();
}
