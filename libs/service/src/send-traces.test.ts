import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const script = `
  import { createLogger } from './create-logger.ts';
  import { startTracing, stopTracing, traced } from './tracing.ts';
  const config = { OTEL_EXPORTER_OTLP_ENDPOINT: process.argv[1], OTEL_EXPORTER_OTLP_HEADERS: 'x-login=a=b', OTEL_TRACES_SAMPLER_ARG: 1 };
  await startTracing('sender', config, createLogger('sender'));
  const fail = () => Promise.reject(new RangeError('of 見本 花子'));
  await traced({ name: 'greet', kind: 'CLIENT', partOf: 'now', words: { attempt: 2 } }, fail).catch(() => undefined);
  await stopTracing();`;
const run = (endpoint: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, endpoint], { cwd: __dirname });

test('a collector is shown its login and told of each step, and of a fault no more than its class', async () => {
  let sent = '';
  const collector = createServer(async (request, response) => {
    sent += `${request.method} ${request.url} ${request.headers['x-login']} `;
    for await (const part of request.setEncoding('utf8')) sent += part;
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const address = collector.address();
  await run(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  collector.close();
  expect(sent).toMatch(/^POST \/v1\/traces a=b .*"sender".*"greet".*"attempt".*"RangeError"/);
  expect(sent).not.toContain('花子');
});

test('a collector that is away is said in the log, and holds nobody up', async () => {
  const { stdout } = await run('http://127.0.0.1:9');
  expect(stdout.match(/traces are not taken and are lost/g)).toHaveLength(1);
});
