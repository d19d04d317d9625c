import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream';
import {
  connect as connectByTls,
  getCACertificates,
  type SecureVersion,
  setDefaultCACertificates,
} from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endpoint } from '@toshobin/contracts';
import { z } from 'zod';
import { serviceClient } from './call-service.ts';
import { createLogger } from './create-logger.ts';
import { serve } from './serve.ts';
import { type RunningService, startService } from './start-service.ts';

// A process that has a certificate, as infra/production gives each of ours.

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-tls-'));
const file = (name: string) => path.join(folder, name);
const pem = (name: string) => readFileSync(file(name), 'utf8');
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
let loopback = 0;

const lend = endpoint({
  method: 'post',
  path: '/loans',
  summary: 'Lend',
  body: z.strictObject({}),
  answer: z.strictObject({ lent: z.int() }),
});
let lent = 0;
let catalog: RunningService;
beforeAll(async () => {
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-subj', '/CN=ca', '-days', '2', '-out', 'ca.pem');
  openssl('req', ...key, '-keyout', 'catalog.key', '-subj', '/CN=catalog', '-out', 'catalog.csr');
  writeFileSync(file('names'), 'subjectAltName=DNS:catalog,IP:127.0.0.1\n');
  const signed = ['-in', 'catalog.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl('x509', '-req', ...signed, '-days', '2', '-extfile', 'names', '-out', 'catalog.pem');
  const free = createServer();
  loopback = await listening(free);
  free.close();
  const certificate = { TLS_CERT: pem('catalog.pem'), TLS_KEY: pem('catalog.key') };
  catalog = await startService({
    name: 'catalog',
    config: { HOST: '127.0.0.1', PORT: 0, LOOPBACK_PORT: loopback, ...certificate },
    log: createLogger('catalog', 'silent'),
    signals: false,
    routes: (app) =>
      serve(app, lend, async () => {
        lent += 1;
        return { ok: true, value: { lent } };
      }),
  });
});
afterAll(async () => {
  setDefaultCACertificates(getCACertificates('bundled'));
  await catalog.stop();
  rmSync(folder, { recursive: true });
});

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** What is answered to somebody who believes that authority, and asks by that name; or why nothing is. */
function asked(ca: string | undefined, servername = 'catalog'): Promise<string> {
  return new Promise((resolve) => {
    https
      .get(`${catalog.url}/readyz`, { ca, servername, agent: false }, ({ statusCode }) =>
        resolve(`${statusCode}`),
      )
      .on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? fault.message));
  });
}

test('it is asked by https, by the name of its certificate', async () => {
  expect(catalog.url).toMatch(/^https:/);
  expect(await asked(pem('ca.pem'))).toBe('200');
  expect(await asked(pem('ca.pem'), 'patron')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await asked(undefined)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test('it is asked by TLS 1.3 or 1.2, and by nothing before', async () => {
  const by = (version: SecureVersion) =>
    new Promise<string | null>((resolve) => {
      const versions = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      const to = { host: '127.0.0.1', port: catalog.port, ca: pem('ca.pem'), servername: 'catalog' };
      const socket = connectByTls({ ...to, ...versions }, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      }).on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? fault.message));
    });
  const refused = 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION';
  const versions = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'] as const;
  expect(await Promise.all(versions.map(by))).toEqual(['TLSv1.3', 'TLSv1.2', refused, refused]);
});

test('nothing is told by http, but at the door on loopback', async () => {
  const plain = catalog.url.replace('https:', 'http:');
  await expect(fetch(`${plain}/readyz`)).rejects.toThrow();
  expect((await fetch(`http://127.0.0.1:${loopback}/readyz`)).status).toBe(200);
});

/** The way to the catalog, on which the first connections are lost. */
async function withLosses(losses: number, act: (url: string) => Promise<unknown>): Promise<unknown> {
  let connections = 0;
  const way = createServer((socket) => {
    connections += 1;
    if (connections <= losses) return socket.destroy();
    const on = connect(catalog.port, '127.0.0.1');
    pipeline(socket, on, socket, () => undefined);
  });
  try {
    return await act(`https://127.0.0.1:${await listening(way)}`);
  } finally {
    way.close();
  }
}

test('what the other side has not heard is sent once more, and no oftener', async () => {
  setDefaultCACertificates([pem('ca.pem')]);
  const ask = (url: string) => serviceClient(url, 'any').call(lend, { body: {} });
  expect(await withLosses(1, ask)).toEqual({ ok: true, value: { lent: 1 } });
  await expect(withLosses(2, ask)).rejects.toThrow('could not be reached');
  expect(lent).toBe(1);
});
