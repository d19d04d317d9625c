import { afterEach, expect, test } from '@jest/globals';
import { endpoint } from '@toshobin/contracts';
import { z } from 'zod';
import { serviceClient } from './call-service.ts';
import { createLogger } from './create-logger.ts';
import { startService } from './start-service.ts';
import { beginStep, startTracing, stopTracing, traced, traceparentNow, untraced } from './tracing.ts';

const log = createLogger('traced', 'silent');
const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_SAMPLER_ARG: 1 };
// The library that sends imports what a test's own modules can't; send-traces.test.ts has a process do it.
afterEach(stopTracing);

const hello = endpoint({
  method: 'get',
  path: '/hello/:name',
  summary: 'Say of what this request is a part',
  params: z.strictObject({ name: z.string() }),
  answer: z.strictObject({ partOf: z.string().optional() }),
  refusals: [],
});
const now = { name: 'greet', kind: 'CLIENT', partOf: 'now' } as const;
const traceOf = (traceparent: string | undefined) => traceparent?.split('-')[1];
const isTold = (traceparent: string | undefined) => traceparent?.split('-')[3] === '01';

test('where no collector is named nothing is traced', async () => {
  await startTracing('traced', { OTEL_TRACES_SAMPLER_ARG: 1 }, log);
  expect(await traced(now, async () => traceparentNow())).toBeUndefined();
  expect(beginStep(now).traceparent).toBeUndefined();
});

test('a request goes on in the process that is asked, and begins anew where strangers ask', async () => {
  await startTracing('traced', settings, log);
  const serving = (isPublic: boolean) =>
    startService({
      name: 'traced',
      config: { HOST: '127.0.0.1', PORT: 0 },
      log,
      signals: false,
      isPublic,
      routes: (app) => {
        app.get(hello.path, (_request, response) => void response.json({ partOf: traceparentNow() }));
      },
    });
  const [inner, web] = await Promise.all([serving(false), serving(true)]);
  const ask = async (url: string) => {
    const answer = await serviceClient(url, 'a-token').call(hello, { params: { name: '見本 花子' } });
    return answer.ok ? traceOf(answer.value.partOf) : undefined;
  };
  await traced(now, async () => {
    const own = traceOf(traceparentNow());
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    expect(await ask(inner.url)).toBe(own);
    expect(await ask(web.url)).not.toBe(own);
    expect(untraced(traceparentNow)).toBeUndefined();
  });
  await Promise.all([inner.stop(), web.stop()]);
});

test('what follows from a trace is told where that one is, whatever share is told', async () => {
  await startTracing('traced', { ...settings, OTEL_TRACES_SAMPLER_ARG: 0 }, log);
  const begun = beginStep({ ...now, partOf: undefined }).traceparent;
  expect(isTold(begun)).toBe(false);
  const following = (traceparent: string | undefined) =>
    beginStep({ ...now, partOf: undefined, follows: [traceparent] }).traceparent;
  expect(isTold(following(begun))).toBe(false);
  const elsewhere = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(isTold(following(elsewhere))).toBe(true);
  expect(traceOf(following(elsewhere))).not.toBe(traceOf(elsewhere));
  expect(isTold(following('what a stranger wrote'))).toBe(false);
});
