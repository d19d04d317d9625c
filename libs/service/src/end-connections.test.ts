import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createLogger } from './create-logger.ts';
import { type RunningService, startService } from './start-service.ts';

/** A process whose `/slow` answers once it is let; all else at once. */
async function open(drainSeconds: number): Promise<{ service: RunningService; letGo: () => void }> {
  let letGo = () => {};
  const isLet = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const service = await startService({
    name: 'ending',
    config: { HOST: '127.0.0.1', PORT: 0, DRAIN_SECONDS: drainSeconds },
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
function sent(port: number, path = '/'): Promise<string> {
  const socket = connect(port, '127.0.0.1');
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

test('requests that wait to be taken when a process stops taking any are answered', async () => {
  const { service } = await open(0);
  const answers = Array.from({ length: 20 }, () => sent(service.port));
  // They are connected, and the process has not come to look.
  await new Promise(process.nextTick);
  await service.stop();
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200 .*"done"$/s);
});

test('callers that go on for ever hold no process up: it takes no more in time to answer what it took', async () => {
  const { service } = await open(0);
  let isOver = false;
  const goesOn = async () => {
    while (!isOver) await sent(service.port, '/busy');
  };
  const callers = Array.from({ length: 40 }, goesOn);
  await sent(service.port);
  const began = performance.now();
  await service.stop();
  isOver = true;
  // Its last requests have 12 s, after which they are cut off.
  expect(performance.now() - began).toBeLessThan(10_000);
  await Promise.all(callers);
}, 40_000);

test('a process that is asked to end keeps no connection, also not of a request that was under way', async () => {
  const { service, letGo } = await open(0.3);
  const agent = new Agent({ keepAlive: true });
  const ask = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request({ port: service.port, path, method: 'POST', agent }, (answer) => {
        answer.resume().once('end', () => resolve(answer));
      });
      asked.once('error', reject).end();
    });
  expect((await ask('/')).headers.connection).toBe('keep-alive');
  const slow = ask('/slow');
  await ask('/');
  const stopped = service.stop();
  expect((await ask('/')).headers.connection).toBe('close');
  await wait(500);
  letGo();
  expect((await slow).headers.connection).toBe('close');
  expect(Object.keys(agent.freeSockets)).toEqual([]);
  await stopped;
});
