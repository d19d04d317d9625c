import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { root } from './services.ts';

// infra/production/certify.sh where some of what it makes is there; the trial runs it in an empty folder.

let folder = '';
const file = (name: string) => path.join(folder, 'secrets', name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-certify-'));
  mkdirSync(file('.'));
  for (const name of [
    'ca',
    'postgres',
    'kafka-1',
    'kafka-2',
    'kafka-3',
    'temporal',
    'toshobin',
    'operators',
    'processes',
    'alertmanager',
  ])
    for (const kind of name.startsWith('kafka') ? ['pem'] : ['pem', 'key'])
      writeFileSync(file(`${name}.${kind}`), `${name} of before`);
  // Files of another user are for root alone to make.
  writeFileSync(path.join(folder, 'chown'), '#!/bin/sh\n', { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function certify() {
  const { status, stderr } = spawnSync('sh', [path.join(root, 'infra/production/certify.sh')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  return { status, said: stderr };
}
const text = (name: string) => readFileSync(file(name), 'utf8');

test('without the authority’s key nothing is made, and the key of before stays', () => {
  for (const name of ['ca.key', 'postgres.pem', 'kafka-2.pem']) rmSync(file(name));
  const before = readdirSync(file('.'));
  expect(certify()).toEqual({
    status: 1,
    said: 'no certificate for postgres kafka-2: certify.sh needs secrets/ca.key to make them\n',
  });
  expect(readdirSync(file('.'))).toEqual(before);
  expect(text('postgres.key')).toBe('postgres of before');
});

test('with all of them there it needs no key', () => {
  rmSync(file('ca.key'));
  expect(certify()).toEqual({ status: 0, said: '' });
});

test('with the key what is missing is made anew, by the same authority, and nothing else', () => {
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('ca.key')];
  execFileSync('openssl', ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=x', '-out', file('ca.pem')], {
    stdio: 'pipe',
  });
  rmSync(file('kafka-2.pem'));
  expect(certify().status).toBe(0);
  const verified = execFileSync('openssl', ['verify', '-CAfile', file('ca.pem'), file('kafka-2.pem')]);
  expect(verified.toString()).toContain('OK');
  expect(text('kafka-2.pem')).toContain('PRIVATE KEY');
  expect(text('kafka-1.pem')).toBe('kafka-1 of before');
  expect(text('operators.key')).toBe('operators of before');
});

test('who is only asked has nothing to show at Temporal, and who only asks is nobody’s host', () => {
  for (const name of readdirSync(file('.'))) rmSync(file(name));
  expect(certify().status).toBe(0);
  const mayBe = (purpose: 'sslclient' | 'sslserver') =>
    readdirSync(file('.'))
      .filter((name) => name.endsWith('.pem') && name !== 'ca.pem')
      .filter((name) => {
        const asked = ['verify', '-CAfile', file('ca.pem'), '-purpose', purpose, file(name)];
        return spawnSync('openssl', asked).status === 0;
      })
      .map((name) => name.replace('.pem', ''))
      .sort();
  const brokers = ['kafka-1', 'kafka-2', 'kafka-3'];
  expect(mayBe('sslclient')).toEqual([...brokers, 'operators', 'temporal', 'toshobin']);
  expect(mayBe('sslserver')).toEqual(['alertmanager', ...brokers, 'postgres', 'processes', 'temporal']);
});
