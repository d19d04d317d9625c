import { execFileSync } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import tls from 'node:tls';
import { expect, test } from '@jest/globals';
import { createLogger } from './create-logger.ts';
import { type RunningService, startService } from './start-service.ts';

const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=ending'];
/** A key and its certificate, in one. */
const pem = execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', '-', '-out', '-'], {
  encoding: 'utf8',
  stdio: 'pipe',
});
const insecure = { rejectUnauthorized: false };
const by = {
  http: { certificate: {}, connect: net.connect, request: http.request, Agent: http.Agent },
  https: {
    certificate: { TLS_CERT: pem, TLS_KEY: pem },
    connect: (port: number, host: string) => tls.connect(port, host, insecure),
    request: https.request,
    Agent: https.Agent,
  },
};
type Scheme = keyof typeof by;
const byEach = test.each<Scheme>(['http', 'https']);

/** A process whose `/slow` answers once it is let; all else at once. */
async function open(
  scheme: Scheme,
  drainSeconds: number,
): Promise<{ service: RunningService; letGo: () => void }> {
  let letGo = () => {};
  const isLet = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const service = await startService({
    name: 'ending',
    config: { HOST: '127.0.0.1', PORT: 0, DRAIN_SECONDS: drainSeconds, ...by[scheme].certificate },
    log: createLogger('ending', 'silent'),
    signals: false,
    routes: (app) => {
      app.post('/slow', async (_request, response) => {
        await isLet;
        response.json('slow');
      });
      app.post('/busy', (_request, response) => {
        const until = performance.now() + 15;
        while (performance.now() < until);
        response.json('done');
      });
      app.post('/', (_request, response) => {
        response.json('done');
      });
    },
  });
  return { service, letGo };
}

/** Everything that comes back on a connection of its own. */
function sent(scheme: Scheme, port: number, path = '/'): Promise<string> {
  const socket = by[scheme].connect(port, '127.0.0.1');
  socket.write(`POST ${path} HTTP/1.1\r\nHost: ending\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += String(bytes);
  });
  return new Promise((resolve) => {
    socket.on('error', (fault) => resolve(fault.message));
    socket.on('close', () => resolve(answer));
  });
}

byEach('%s: requests that wait to be taken when a process stops taking any are answered', async (scheme) => {
  const { service } = await open(scheme, 0);
  const answers = Array.from({ length: 20 }, () => sent(scheme, service.port));
  // They are connected, and the process has not come to look.
  await new Promise(process.nextTick);
  await service.stop();
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200 .*"done"$/s);
});

byEach(
  '%s: callers that go on for ever hold no process up: it takes no more in time to answer what it took',
  async (scheme) => {
    const { service } = await open(scheme, 0);
    let isOver = false;
    const goesOn = async () => {
      while (!isOver) await sent(scheme, service.port, '/busy');
    };
    const callers = Array.from({ length: 40 }, goesOn);
    await sent(scheme, service.port);
    const began = performance.now();
    await service.stop();
    isOver = true;
    // Its last requests have 12 s, after which they are cut off.
    expect(performance.now() - began).toBeLessThan(10_000);
    await Promise.all(callers);
  },
  40_000,
);

byEach(
  '%s: a process that is asked to end keeps no connection, also not of a request that was under way',
  async (scheme) => {
    const { service, letGo } = await open(scheme, 0.3);
    const keeping = () => new by[scheme].Agent({ keepAlive: true, ...insecure });
    const caller = keeping();
    const ask = (path: string, agent = caller) =>
      new Promise<http.IncomingMessage>((resolve, reject) => {
        const asked = by[scheme].request({ port: service.port, path, method: 'POST', agent }, (answer) => {
          answer.resume().once('end', () => resolve(answer));
        });
        asked.once('error', reject).end();
      });
    expect((await ask('/')).headers.connection).toBe('keep-alive');
    const slow = ask('/slow');
    await ask('/');
    // By this one nobody asks again.
    await ask('/', keeping());
    const began = performance.now();
    const stopped = service.stop();
    expect((await ask('/')).headers.connection).toBe('close');
    await wait(500);
    letGo();
    expect((await slow).headers.connection).toBe('close');
    expect(Object.keys(caller.freeSockets)).toEqual([]);
    await stopped;
    // And none holds it up.
    expect(performance.now() - began).toBeLessThan(10_000);
  },
);
