import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { END_MS } from '../../libs/service/src/end-with-signals.ts';
import { databaseVariables, portsFrom } from '../configuration-faults.mjs';
import { root, services } from './services.ts';
import { settingsForTopics, settingsRead, unknownTo } from './testing/settings-read.ts';

// docker-compose.yml as text against what the processes really read; nothing here runs a container.

const Container = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  ports: z.array(z.string()).default([]),
  expose: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.enum(['on-failure:5', 'unless-stopped']),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
});
type Container = z.infer<typeof Container>;
const Compose = z.object({
  services: z.record(z.string(), Container),
  volumes: z.record(z.string(), z.null()),
});

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const compose = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const containers = Object.entries(compose.services);
const prepared = (name: string) => `prepare-${name}`;

function container(name: string): Container {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no ${name}`);
  return found;
}

/** A container's variables as its process sees them, where nobody has set any of those that may be set. */
function environmentOf(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(container(name).environment).map(([variable, value]) => [
      variable,
      String(value).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
}

test('every process of the stack is a container of our image that runs its own entry on its own port', () => {
  const ports = portsFrom(4000);
  for (const { name, folder, port } of services) {
    const { image, build, command, environment } = container(name);
    expect({ name, image, dockerfile: build?.dockerfile }).toEqual({
      name,
      image: 'toshobin:0.1.0',
      dockerfile: 'infra/images/Dockerfile',
    });
    expect(command).toEqual(['node', `compiled/${folder}/src/main.js`]);
    expect(environment.PORT).toBe(ports[port]);
    expect(container(prepared(name)).command?.slice(1)).toEqual(['compiled/infra/src/prepare.js', name]);
  }
  for (const [, { command }] of containers) {
    for (const file of command?.filter((word) => word.endsWith('.js')) ?? []) {
      const source = file.replace(/^compiled\/(.*)\.js$/, '$1.ts');
      expect({ file, exists: existsSync(path.join(root, source)) }).toEqual({ file, exists: true });
    }
  }
});

test('each process is told everything its configuration asks for, rightly, and nothing that nobody reads', () => {
  for (const { name } of services) {
    const main = unknownTo(settingsRead[name].main, environmentOf(name));
    const prepare = unknownTo(settingsRead[name].prepare, environmentOf(prepared(name)));
    expect({ name, main, prepare }).toEqual({ name, main: [], prepare: [] });
  }
  expect(unknownTo(settingsForTopics, environmentOf('topics'))).toEqual([]);
});

test('a missing variable, a wrong one and one too many are found', () => {
  const { SHIPPING_DATABASE_URL: database = '', ...rest } = environmentOf('shipping');
  const schema = settingsRead.shipping.main;
  expect(() => unknownTo(schema, rest)).toThrow('SHIPPING_DATABASE_URL is missing');
  expect(() => unknownTo(schema, { ...rest, SHIPPING_DATABASE_URL: 'shipping' })).toThrow('not a valid url');
  const more = { ...rest, SHIPPING_DATABASE_URL: database, SHIPING_URL: 'http://shipping:4012' };
  expect(unknownTo(schema, more)).toEqual(['SHIPING_URL']);
});

test('nobody is given the address of another’s database', () => {
  for (const { name, database } of services) {
    const given = [name, prepared(name)].map((each) =>
      Object.keys(environmentOf(each)).filter((variable) =>
        databaseVariables.some((known) => known === variable),
      ),
    );
    const own = database === undefined ? [] : [database.variable];
    expect({ name, given }).toEqual({ name, given: [own, own] });
    if (database === undefined) continue;
    for (const each of [name, prepared(name)])
      expect(new URL(environmentOf(each)[database.variable] ?? '').pathname).toBe(`/${database.name}`);
  }
});

test('every address leads to a container that listens there and is waited for', () => {
  for (const [name] of containers.filter(([, { image }]) => image.startsWith('toshobin:'))) {
    for (const { host, port } of addressesIn(environmentOf(name))) {
      if (host === '127.0.0.1') {
        // For the browser of whoever sits at the machine.
        const published = containers.some(([, { ports }]) =>
          ports.some((each) => each.startsWith(`${host}:${port}:`)),
        );
        expect({ name, port, published }).toEqual({ name, port, published: true });
      } else {
        expect({ name, host, listens: listensAt(container(host)) }).toMatchObject({
          listens: expect.arrayContaining([port]),
        });
        // The preparation of staff-web is given the addresses of its services and asks them nothing.
        if (!name.startsWith('prepare-'))
          expect({ name, after: [...startsAfter(name)] }).toMatchObject({
            after: expect.arrayContaining([host]),
          });
      }
    }
  }
});

test('what is waited for is there and can be waited for', () => {
  for (const [name, { depends_on }] of containers) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const { healthcheck, restart } = container(other);
      const can = {
        service_started: true,
        service_healthy: healthcheck !== undefined,
        service_completed_successfully: restart === 'on-failure:5',
      };
      expect({
        name,
        other,
        can: Object.entries(can).some(([each, yes]) => each === condition && yes),
      }).toEqual({
        name,
        other,
        can: true,
      });
    }
  }
  for (const { name } of services) {
    expect(container(name).healthcheck?.test).toEqual(['CMD', './infra/images/is-ready.sh']);
    expect(container(name).depends_on[prepared(name)]?.condition).toBe('service_completed_successfully');
  }
});

test('a process is given longer to end than it takes to be looked away from and to end', () => {
  for (const { name } of services) {
    const grace = Number.parseInt(container(name).stop_grace_period ?? '10', 10);
    const drain = Number(environmentOf(name).DRAIN_SECONDS);
    expect({ name, drains: drain >= 1, ends: grace > drain + END_MS / 1_000 }).toEqual({
      name,
      drains: true,
      ends: true,
    });
  }
});

test('images are pinned, ports are published on loopback only and once, volumes are declared', () => {
  const published = containers.flatMap(([, { ports }]) => ports);
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  const outside = published.map((port) => port.split(':')[1]);
  expect(new Set(outside).size).toBe(outside.length);
  for (const [name, { image, volumes }] of containers) {
    expect({ name, image }).toEqual({ name, image: expect.stringMatching(/^[\w./-]+:\d+(\.\d+)+$/) });
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
  }
});

test('our image is of a pinned Node, does not run as root, writes nowhere, and has no secret in it', () => {
  const dockerfile = read('infra/images/Dockerfile');
  const lines = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
  const of = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `));
  expect(of('FROM').map((line) => line.split(' ')[1])).toEqual([
    'debian:bookworm-slim',
    expect.stringMatching(/^node:\d+\.\d+\.\d+-[\w-]+$/),
    'system',
    'system',
  ]);
  expect(of('FROM')[0]).toMatch(/ AS system$/);
  // A number: who is called root or not is a matter of /etc/passwd, which an orchestrator doesn't read.
  for (const line of of('USER')) expect(line).toBe('USER 10001:10001');
  expect([...of('ENV'), ...of('ARG')]).toEqual([
    'ENV NODE_COMPILE_CACHE=/app/compile-cache NODE_COMPILE_CACHE_PORTABLE=1',
  ]);
  expect(read('infra/images/Dockerfile.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.git', '.env', '.local', '**/node_modules']),
  );
  for (const [name, { user, image, read_only }] of containers) {
    if (name !== 'temporal') expect({ name, user }).toEqual({ name, user: undefined });
    if (image.startsWith('toshobin:')) expect({ name, read_only }).toEqual({ name, read_only: true });
  }
});

/** Hosts and ports in URLs and in `host:port` values. */
function addressesIn(env: Record<string, string>): { host: string; port: number }[] {
  return Object.entries(env).flatMap(([variable, value]) => {
    if (/_(URL|ENDPOINT)$/.test(variable)) {
      const { hostname, port } = new URL(value);
      return [{ host: hostname, port: Number(port) }];
    }
    const pairs = value.matchAll(/(?:^|,)([\w.-]+):(\d+)(?=,|$)/g);
    return [...pairs].map(([, host = '', port]) => ({ host, port: Number(port) }));
  });
}

function listensAt({ ports, expose, environment }: Container): number[] {
  return [...ports.map((port) => port.split(':').at(-1)), ...expose, environment.PORT].map(Number);
}

/** Everything that is up before a container starts. */
function startsAfter(name: string, seen = new Set<string>()): Set<string> {
  for (const other of Object.keys(container(name).depends_on)) {
    if (!seen.has(other)) startsAfter(other, seen.add(other));
  }
  return seen;
}
