import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLogger } from './create-logger.ts';
import { sharedLook } from './metrics.ts';
import { type RunningService, startService } from './start-service.ts';

const token = 'a-token-of-whoever-watches';
let service: RunningService;
let waiting: number | undefined = 3;
let asked = 0;
let looks = 0;
const look = sharedLook(async () => {
  looks += 1;
  return looks;
});

beforeAll(async () => {
  service = await startService({
    name: 'measured',
    config: { HOST: '127.0.0.1', PORT: 0, METRICS_TOKEN: ['the-next-token-of-who-watches', token] },
    log: createLogger('measured', 'silent'),
    signals: false,
    measures: [
      { name: 'toshobin_seen', help: 'what was seen', read: async () => [{ value: await look() }] },
      { name: 'toshobin_seen_too', help: 'the same', read: async () => [{ value: await look() }] },
      { name: 'toshobin_asked', help: 'what was asked at the same time', read: () => [{ value: asked }] },
      { name: 'toshobin_failing', help: 'what fails', labels: ['command'], read: () => [] },
      {
        name: 'toshobin_waiting',
        help: 'what waits',
        read: async () => {
          asked += 1;
          if (waiting === undefined) throw new Error('its engine is away');
          return [{ value: waiting }];
        },
      },
    ],
    routes: (app) => {
      app.get('/records/:recordId', (_request, response) => {
        response.json({});
      });
    },
  });
});
afterAll(() => service.stop());

const ask = (shown?: string) =>
  fetch(`${service.url}/metrics`, shown ? { headers: { authorization: `Bearer ${shown}` } } : {});
const told = async () => (await ask(token)).text();

test('whoever watches shows a token, of which there may be two; for anybody else there is no such page', async () => {
  expect((await ask()).status).toBe(404);
  expect((await ask('sesame')).status).toBe(404);
  expect((await ask('the-next-token-of-who-watches')).status).toBe(200);
  expect((await ask(token)).headers.get('content-type')).toContain('text/plain');
});

test('how long requests take is told by what they asked for, never by which of them', async () => {
  for (const path of ['/records/12345', '/records/67890', '/.env', '/wp-login.php'])
    await fetch(`${service.url}${path}`);
  const lines = (await told())
    .split('\n')
    .filter((line) => line.startsWith('http_request_duration_seconds_count'));
  expect(lines).toEqual([
    'http_request_duration_seconds_count{method="GET",route="/records/:recordId",status="2xx"} 2',
    'http_request_duration_seconds_count{method="any",route="none",status="4xx"} 2',
  ]);
});

test('the first measure is read before any other has begun', async () => {
  const before = asked;
  expect(await told()).toMatch(new RegExp(`^toshobin_asked ${before}$`, 'm'));
  expect(asked).toBe(before + 1);
});

test('the labels of a number are told where it has nothing to tell', async () => {
  expect(await told()).toMatch(/^# HELP toshobin_failing what fails \(by command\)$/m);
});

test('what two measures are read from is looked at once in a scrape, and again in the next', async () => {
  const before = looks;
  expect(await told()).toMatch(new RegExp(`^toshobin_seen_too ${before + 1}$`, 'm'));
  expect(await told()).toMatch(new RegExp(`^toshobin_seen ${before + 2}$`, 'm'));
  expect(looks).toBe(before + 2);
});

test('what can’t be read just now is said to be missing, and not what it was before', async () => {
  expect(await told()).toMatch(/^toshobin_waiting 3$/m);
  waiting = undefined;
  const without = await told();
  expect(without).not.toMatch(/^toshobin_waiting \d/m);
  expect(without).toContain('measure_failed{measure="toshobin_waiting"} 1');
  waiting = 0;
  expect(await told()).toMatch(/^toshobin_waiting 0$/m);
});
