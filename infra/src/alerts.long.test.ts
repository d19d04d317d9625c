import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
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
  const said = execFileSync(promtool(), ['test', 'rules', 'infra/production/watching/alerts.test.yml'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(said).toContain('SUCCESS');
}, 120_000);

const Dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).default([]) })),
});

test('Prometheus understands what the dashboard asks', () => {
  const dashboard = Dashboard.parse(
    JSON.parse(readFileSync(path.join(root, 'infra/production/watching/dashboard.json'), 'utf8')),
  );
  const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(asked.length).toBeGreaterThan(20);
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-dashboard-'));
  const rules = asked.map((expr, n) => ({ record: `asked:${n}`, expr }));
  const file = path.join(folder, 'asked.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'asked', rules }] }));
  const said = execFileSync(promtool(), ['check', 'rules', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(said).toContain(`SUCCESS: ${asked.length} rules found`);
}, 120_000);
