import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './services.ts';

/** Prometheus' own tool for rules: the machine's, or Debian's package unpacked beside the other engines. */
function promtool(): string {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'promtool'))
    .find((file) => existsSync(file));
  if (onPath !== undefined) return onPath;
  const folder = path.join(root, '.local/engines/prometheus');
  const unpacked = path.join(folder, 'usr/bin/promtool');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(folder, { recursive: true });
  execFileSync('apt-get', ['download', 'prometheus'], { cwd: folder, stdio: 'pipe' });
  execFileSync('dpkg', ['-x', ...globSync('prometheus_*.deb', { cwd: folder }), '.'], { cwd: folder });
  return unpacked;
}

test('alerts fire when they are to, and are silent when they are to be', () => {
  const said = execFileSync(promtool(), ['test', 'rules', 'infra/watching/alerts.test.yml'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(said).toContain('SUCCESS');
}, 120_000);
