import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../services.ts';
import { compiled, moduleOf } from './compiled.ts';

/** What a production runs in place of the development server; the images of the same names carry them. */
const programs = {
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
  'temporal-ui-server': 'github.com/temporalio/ui-server/v2/cmd/server',
} as const;
type Program = keyof typeof programs;

/** Settings of the server beyond its environment. */
export const dynamicConfig = path.join(root, 'infra/production/temporal.yaml');

/** The programs of a Temporal server that stores in PostgreSQL. */
export function temporalServerPrograms(say: (line: string) => void): Record<Program, string> {
  const at = compiled('temporal-server', programs, say);
  return {
    'temporal-server': at('temporal-server'),
    'temporal-sql-tool': at('temporal-sql-tool'),
    'temporal-ui-server': at('temporal-ui-server'),
  };
}

/** Where the source of a module of theirs lies. */
export function temporalSource(module: string): string {
  const args = ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module];
  return execFileSync('go', args, { cwd: moduleOf('temporal-server'), encoding: 'utf8' }).trim();
}
