import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { until } from './containers/daemon.ts';
import { quickened } from './containers/watch-production.ts';
import { freePortBase } from './ports.ts';
import { root } from './services.ts';

/** A program of what watches: the machine's, or of Debian's packages, unpacked beside the other engines. */
function program(name: string): string {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (onPath !== undefined) return onPath;
  const folder = path.join(root, '.local/engines/prometheus');
  const unpacked = path.join(folder, 'usr/bin', name);
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(folder, { recursive: true });
  const packages = ['prometheus', 'prometheus-alertmanager'];
  execFileSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'pipe' });
  for (const one of globSync('*.deb', { cwd: folder }))
    execFileSync('dpkg', ['-x', one, '.'], { cwd: folder });
  return unpacked;
}

test('alerts fire when they are to, and are silent when they are to be', () => {
  const said = execFileSync(
    program('promtool'),
    ['test', 'rules', 'infra/production/watching/alerts.test.yml'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
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
  const said = execFileSync(program('promtool'), ['check', 'rules', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(said).toContain(`SUCCESS: ${asked.length} rules found`);
}, 120_000);

const Watching = z.object({
  services: z.record(z.string(), z.object({ command: z.array(z.string()), volumes: z.array(z.string()) })),
});

/** infra/production as watching.yml has it, without containers: certificates, files, and what each program is told. */
function watchingIn(folder: string, alertmanagerAt: string) {
  const file = (name: string) => path.join(folder, name);
  for (const name of ['watching', 'night.sh', 'certify.sh'])
    cpSync(path.join(root, 'infra/production', name), file(name), { recursive: true });
  mkdirSync(file('secrets'));
  // No other certificate is asked for here, and files of another user are for root alone to make.
  const [, names = ''] =
    /for name in (.*) alertmanager; do/.exec(readFileSync(file('certify.sh'), 'utf8')) ?? [];
  for (const name of names.split(' '))
    for (const kind of ['pem', 'key']) writeFileSync(file(`secrets/${name}.${kind}`), '');
  writeFileSync(file('secrets/watching-token'), '');
  writeFileSync(file('chown'), '#!/bin/sh\n', { mode: 0o755 });
  const PATH = `${folder}:${process.env.PATH}`;
  execFileSync('sh', ['certify.sh'], { cwd: folder, env: { PATH }, stdio: 'pipe' });

  const compose = readFileSync(path.join(root, 'infra/production/watching.yml'), 'utf8');
  const { services } = Watching.parse(parse(compose, { merge: true }));
  const mounts = Object.values(services).flatMap(({ volumes }) =>
    volumes.map((volume) => volume.split(':')).filter(([from]) => from?.startsWith('./')),
  );
  const here = (text: string) =>
    mounts
      .reduce((placed, [from = '', to = '']) => placed.replaceAll(to, file(from)), text)
      .replaceAll('/run/secrets', file('secrets'))
      .replaceAll('path=/', `path=${folder}/`)
      .replaceAll('alertmanager:9093', alertmanagerAt)
      // Still asked by its name.
      .replaceAll('ca.pem }', 'ca.pem, server_name: alertmanager }');
  for (const name of globSync('*.yml', { cwd: file('watching') })) {
    const at = file(`watching/${name}`);
    writeFileSync(at, here(quickened(name, readFileSync(at, 'utf8'))));
  }
  const [, asks = ''] = /^asks='(.*)'$/m.exec(readFileSync(file('night.sh'), 'utf8')) ?? [];
  return { command: (name: string) => (services[name]?.command ?? []).map(here), asks: here(asks) };
}

test('Prometheus and the night tell Alertmanager by https, by the name of its certificate', async () => {
  // Debian's Alertmanager reads its templates where its package would have put them: laid there for it alone.
  const apart = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--mount'];
  if (spawnSync('unshare', [...apart, 'true']).status !== 0)
    return console.warn('NOT SEEN: this machine lets unshare lay nothing beside /usr/share');
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-watching-'));
  const port = await freePortBase();
  const at = `127.0.0.1:${port}`;
  const { command, asks } = watchingIn(folder, at);
  const file = (name: string) => path.join(folder, 'watching', name);
  for (const [tool, ...words] of [
    ['promtool', 'check', 'config', file('prometheus.yml')],
    ['promtool', 'check', 'web-config', file('alertmanager-web.yml')],
    ['amtool', 'check-config', file('alertmanager.yml')],
  ])
    execFileSync(program(tool ?? ''), words, { stdio: 'pipe' });

  let said = '';
  const begin = (name: string, words: readonly string[]) => {
    const share = path.join(root, '.local/engines/prometheus/usr/share');
    const there = existsSync(share) ? `mount --bind ${share} /usr/share; ` : '';
    const shell = ['sh', '-c', `${there}exec "$0" "$@"`, program(name), ...words];
    const child = spawn('unshare', [...apart, ...shell], { cwd: folder });
    child.stderr.on('data', (bytes) => (said += String(bytes)));
    return child;
  };
  const running = [
    begin('prometheus-alertmanager', [
      `--config.file=${file('alertmanager.yml')}`,
      ...command('alertmanager'),
      `--web.listen-address=${at}`,
    ]),
    begin('prometheus', [...command('prometheus'), `--web.listen-address=127.0.0.1:${port + 1}`]),
  ];
  const amtool = `${program('amtool')} ${asks}`;
  const alerts = () => spawnSync('sh', ['-c', `${amtool} alert query`], { encoding: 'utf8' });
  try {
    await until(
      () => alerts().stdout.includes('catalog:4010 does not answer'),
      () => `${said}\n${alerts().stderr}`,
      60,
    );
    const night = spawnSync('sh', ['night.sh'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, OPERATOR: 'false', AMTOOL: amtool },
    });
    expect(night.stderr).not.toContain('Alertmanager was not told');
    expect(alerts().stdout).toMatch(/NightFailed .*no backup was made/);
    expect((await fetch(`http://${at}/api/v2/alerts`)).status).toBe(400);
  } finally {
    for (const child of running) {
      child.kill();
      if (child.exitCode === null) await once(child, 'close');
    }
    rmSync(folder, { recursive: true });
  }
}, 120_000);
