import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endpoint } from '@toshobin/contracts';
import { z } from 'zod';
import { serviceClient } from './call-service.ts';
import { createLogger } from './create-logger.ts';
import { serveOpenApi } from './describe-http.ts';
import { requireCaller } from './require-caller.ts';
import { serve } from './serve.ts';
import { ServiceFault } from './service-fault.ts';
import { type RunningService, startService } from './start-service.ts';

const Readiness = z.object({ ready: z.boolean(), away: z.array(z.string()) });
const TOKEN = 'a-token-between-processes';
const Hold = z.strictObject({
  recordId: z.string().min(1),
  note: z.string().optional(),
  more: z.unknown().optional(),
});
const placeHold = endpoint({
  method: 'post',
  path: '/records/:recordId/holds',
  summary: 'Place a hold',
  params: z.strictObject({ recordId: z.string().regex(/^[\w\u3040-\u9fff-]+$/) }),
  query: z.strictObject({ day: z.iso.date().optional() }),
  body: Hold,
  answer: z.strictObject({ recordId: z.string(), note: z.string().optional(), day: z.string().optional() }),
  refusals: ['OTHERS_WAITING', 'NOT_FOUND', 'TRY_AGAIN', 'SIGN_IN_LATER'],
});
const lookUp = endpoint({
  method: 'get',
  path: '/records/:recordId',
  summary: 'Look a record up',
  params: z.strictObject({ recordId: z.string() }),
  answer: z.strictObject({ recordId: z.string() }),
});
const signOut = endpoint({
  method: 'delete',
  path: '/session',
  summary: 'Sign out',
  answer: z.strictObject({ signedOut: z.literal(true) }),
});

const lines = new PassThrough();
let service: RunningService;
let away = true;

beforeAll(async () => {
  service = await startService({
    name: 'catalog',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('catalog', 'warn', lines),
    checks: {
      postgresql: async () => {},
      kafka: async () => {
        if (away) throw new Error('no broker');
      },
    },
    routes: (app) => {
      serveOpenApi(app, { title: 'Catalog', version: '1', endpoints: [placeHold, lookUp] });
      app.use(requireCaller({ 'patron-web': [TOKEN], 'staff-web': [TOKEN], patron: [TOKEN] }, () => true));
      serve(app, placeHold, async ({ params, body, query }) => {
        if (body.note === 'waiting')
          return { ok: false, refusal: { code: 'OTHERS_WAITING', values: { dueDate: '2026-12-08' } } };
        if (body.note === 'in person') return { ok: false, refusal: { code: 'IN_PERSON_ONLY' } };
        if (body.note === 'no date') return { ok: false, refusal: { code: 'OTHERS_WAITING' } };
        if (body.note === 'unknown') return { ok: false, refusal: { code: 'NOT_FOUND' } };
        if (body.note === 'five links')
          return { ok: false, refusal: { code: 'TRY_AGAIN', values: { minutes: 7 } } };
        if (body.note === 'busy') return { ok: false, refusal: { code: 'TRY_AGAIN' } };
        if (body.note === 'broken') throw new Error('the shelf of himitsu fell down');
        return { ok: true, value: { recordId: params.recordId, note: body.note, day: query.day } };
      });
      serve(app, lookUp, async ({ params }) => ({ ok: true, value: params }));
      serve(app, signOut, async () => ({ ok: true, value: { signedOut: true } }));
    },
    sentenceValues: { phone: '096-384-5000' },
    signals: false,
  });
});
afterAll(() => service.stop());

interface Sent {
  method?: string;
  path?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  headers?: Record<string, string>;
}
async function send({
  method = 'POST',
  path = '/records/r-1/holds',
  body,
  type = 'application/json',
  headers = {},
}: Sent) {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    answer: text === '' ? undefined : JSON.parse(text),
  };
}
const json = (value: unknown) => JSON.stringify(value);

test('a request that fits is carried out and answered', async () => {
  const { status, answer } = await send({
    path: '/records/r-1/holds?day=2026-11-24',
    body: json({ recordId: 'r-1', note: '吾輩は猫' }),
  });
  expect({ status, answer }).toEqual({
    status: 200,
    answer: { recordId: 'r-1', note: '吾輩は猫', day: '2026-11-24' },
  });
});

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
test.each<[string, number, Sent]>([
  ['a missing field', 422, { body: '{}' }],
  ['an unknown field', 422, { body: json({ recordId: 'r-1', status: 'returned' }) }],
  ['a wrong type', 422, { body: json({ recordId: 1 }) }],
  ['a body that is a list', 422, { body: '[]' }],
  ['a body that is null', 422, { body: 'null' }],
  ['no body at all', 422, {}],
  ['a number without end', 422, { body: '{"recordId":1e999}' }],
  ['a key that names a prototype', 422, { body: '{"recordId":"r-1","__proto__":{"admin":true}}' }],
  [
    'a prototype inside what is not described',
    422,
    { body: '{"recordId":"r-1","more":{"__proto__":{"a":1}}}' },
  ],
  ['a constructor key', 422, { body: '{"recordId":"r-1","constructor":{"prototype":{"a":1}}}' }],
  ['a NUL in a string', 422, { body: '{"recordId":"r-1","note":"a\\u0000b"}' }],
  ['half a surrogate pair', 422, { body: '{"recordId":"r-1","note":"\\ud800"}' }],
  ['JSON nested without end', 422, { body: `{"recordId":"r-1","more":${deep}}` }],
  [
    'a day that does not exist',
    422,
    { path: '/records/r-1/holds?day=2026-02-30', body: json({ recordId: 'r-1' }) },
  ],
  [
    'a parameter given twice',
    422,
    { path: '/records/r-1/holds?day=2026-02-03&day=2026-02-04', body: json({ recordId: 'r-1' }) },
  ],
  [
    'an unknown query parameter',
    422,
    { path: '/records/r-1/holds?__proto__=1', body: json({ recordId: 'r-1' }) },
  ],
  ['a NUL in the path', 422, { path: '/records/%00/holds', body: json({ recordId: 'r-1' }) }],
  ['a wrong id in the path', 422, { path: "/records/';drop/holds", body: json({ recordId: 'r-1' }) }],
  ['a body where none is taken', 422, { method: 'DELETE', path: '/session', body: '{}' }],
  ['a query where none is taken', 422, { method: 'DELETE', path: '/session?again=1' }],
  [
    'broken %-encoding in the path',
    400,
    { path: '/records/%E0%A4%A/holds', body: json({ recordId: 'r-1' }) },
  ],
  ['broken JSON', 400, { body: '{"recordId":' }],
  ['invalid UTF-8', 400, { body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }],
  ['an oversized body', 413, { body: json({ recordId: 'r-1', note: 'x'.repeat(70_000) }) }],
  ['a form instead of JSON', 415, { body: 'recordId=r-1', type: 'application/x-www-form-urlencoded' }],
  ['plain text', 415, { body: json({ recordId: 'r-1' }), type: 'text/plain' }],
  ['a compressed body', 415, { body: json({ recordId: 'r-1' }), headers: { 'content-encoding': 'gzip' } }],
  ['an unknown address', 404, { path: '/nothing/here', body: '{}' }],
  ['an address above the root', 404, { path: '/../../etc/passwd', method: 'GET' }],
  ['a method the address does not take', 405, { method: 'PUT', body: json({ recordId: 'r-1' }) }],
  ['a wrong token', 401, { body: json({ recordId: 'r-1' }), headers: { authorization: 'Bearer sesame' } }],
  ['a refusal of a rule', 409, { body: json({ recordId: 'r-1', note: 'waiting' }) }],
  ['something that is not there', 404, { body: json({ recordId: 'r-1', note: 'unknown' }) }],
  ['a service that is busy', 503, { body: json({ recordId: 'r-1', note: 'busy' }) }],
])('%s is answered with %i and problem+json', async (_case, status, sent) => {
  const got = await send(sent);
  expect(got.status).toBe(status);
  expect(got.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(got.answer).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
});

test('a refusal carries its rule, both sentences and the values', async () => {
  const { answer } = await send({ body: json({ recordId: 'r-1', note: 'waiting' }) });
  expect(answer).toMatchObject({ code: 'OTHERS_WAITING', rule: 'R8', values: { dueDate: '2026-12-08' } });
  expect(answer.sentence.ja).toContain('12月8日（火）までに返却してください');
});

test("a sentence names the library's phone, and one that lacks a value is left out rather than half filled", async () => {
  const { answer } = await send({ body: json({ recordId: 'r-1', note: 'in person' }) });
  expect(answer.sentence.ja).toContain('096-384-5000');
  const lacking = await send({ body: json({ recordId: 'r-1', note: 'no date' }) });
  expect(lacking).toMatchObject({ status: 409, answer: { code: 'OTHERS_WAITING', title: 'OTHERS_WAITING' } });
  expect(lacking.answer.sentence).toBeUndefined();
});

test('faults of input are all named, by place and without the value', async () => {
  const { answer } = await send({
    path: '/records/r 1/holds?day=soon',
    body: json({ recordId: '', note: 5 }),
  });
  expect(answer.faults.map((fault: { where: string }) => fault.where).sort()).toEqual([
    'body.note',
    'body.recordId',
    'params.recordId',
    'query.day',
  ]);
  expect(json(answer)).not.toContain('soon');
});

test('405 names the methods, 503 says when to come back', async () => {
  expect((await send({ method: 'PUT', body: '{}' })).headers.get('allow')).toBe('POST');
  const comesBack = async (note: string) =>
    (await send({ body: json({ recordId: 'r-1', note }) })).headers.get('retry-after');
  expect([await comesBack('busy'), await comesBack('five links')]).toEqual(['5', '420']);
});

test('a fault of ours is logged with the id of the request and tells the caller nothing', async () => {
  lines.read();
  const got = await send({
    body: json({ recordId: 'r-1', note: 'broken' }),
    headers: { 'x-request-id': 'journey-0001' },
  });
  expect(got.status).toBe(500);
  expect(json(got.answer)).not.toMatch(/himitsu|shelf|stack/);
  const line: unknown = JSON.parse(String(lines.read()).trim().split('\n').at(-1) ?? '');
  expect(line).toMatchObject({
    level: 'error',
    requestId: 'journey-0001',
    route: '/records/:recordId/holds',
  });
  expect(json(line)).not.toContain('r-1');
});

test.each([
  ['what is not even HTTP', 'もしもし\r\n\r\n'],
  [
    'a request that names two hosts',
    'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
  ],
])('%s is a 400', async (_what, sent) => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(service.port, '127.0.0.1', () => socket.write(sent));
    let text = '';
    socket.on('data', (bytes) => {
      text += String(bytes);
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1.1 400 [\s\S]*application\/problem\+json/);
});

test('health says alive, readiness names what is away until it is back', async () => {
  expect((await send({ method: 'GET', path: '/healthz' })).status).toBe(200);
  expect(await send({ method: 'GET', path: '/readyz' })).toMatchObject({
    status: 503,
    answer: { away: ['kafka'] },
  });
  away = false;
  expect(await send({ method: 'GET', path: '/readyz' })).toMatchObject({
    status: 200,
    answer: { ready: true },
  });
});

test('a partner that is away is named, and what can be served without it is served', async () => {
  const lonely = await startService({
    name: 'lonely',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('lonely', 'silent'),
    partners: { kafka: () => Promise.reject(new Error('away')) },
    signals: false,
  });
  const answer = await fetch(`${lonely.url}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([200, { ready: true, away: ['kafka'] }]);
  await lonely.stop();
});

test('the OpenAPI document is made from the schemas that validate', async () => {
  const { answer } = await send({ method: 'GET', path: '/openapi.json' });
  const operation = answer.paths['/records/{recordId}/holds'].post;
  expect(answer.openapi).toBe('3.1.0');
  expect(operation.requestBody.content['application/json'].schema.additionalProperties).toBe(false);
  expect(operation.parameters.map((parameter: { name: string }) => parameter.name)).toEqual([
    'recordId',
    'day',
  ]);
  expect(operation.responses['409'].description).toContain('OTHERS_WAITING (R8)');
  expect(Object.keys(operation.responses).sort()).toEqual([
    '200',
    '404',
    '409',
    '422',
    '429',
    '503',
    'default',
  ]);
});

test('the client gives an answer, a refusal as a value, and a fault as an exception', async () => {
  const client = serviceClient(service.url, TOKEN, { name: 'catalog' });
  const hold = (note?: string) =>
    client.call(placeHold, { params: { recordId: '吾輩' }, query: {}, body: { recordId: 'r-1', note } });
  expect(await hold('ok')).toEqual({ ok: true, value: { recordId: '吾輩', note: 'ok' } });
  expect(await hold('waiting')).toMatchObject({ ok: false, refusal: { code: 'OTHERS_WAITING' } });
  expect(await client.call(lookUp, { params: { recordId: 'a/b?c' } })).toEqual({
    ok: true,
    value: { recordId: 'a/b?c' },
  });
  await expect(hold('broken')).rejects.toMatchObject({
    name: 'ServiceFault',
    service: 'catalog',
    status: 500,
  });
  await expect(
    serviceClient(service.url, 'wrong').call(lookUp, { params: { recordId: 'r' } }),
  ).rejects.toMatchObject({ status: 401 });
});

test('a service that is away is a fault without a status', async () => {
  const gone = await startService({
    name: 'gone',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('gone', 'silent'),
    signals: false,
  });
  await gone.stop();
  const fault: unknown = await serviceClient(gone.url, TOKEN, { name: 'gone' })
    .call(lookUp, { params: { recordId: 'r' } })
    .catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(ServiceFault);
  expect(fault).toMatchObject({ status: undefined, message: 'gone: could not be reached' });
});

test('a stop finishes the request under way and runs the hooks in reverse order', async () => {
  const order: string[] = [];
  let arrived = () => {};
  let release = () => {};
  const underWay = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const other = await startService({
    name: 'other',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('other', 'silent'),
    signals: false,
    routes: (app) =>
      serve(app, lookUp, async ({ params }) => {
        arrived();
        await released;
        return { ok: true, value: params };
      }),
  });
  other.onStop('database', () => order.push('database'));
  other.onStop('relay', () => order.push('relay'));
  const answer = serviceClient(other.url, TOKEN).call(lookUp, { params: { recordId: 'last' } });
  await underWay;
  const stopped = other.stop();
  release();
  expect(await answer).toEqual({ ok: true, value: { recordId: 'last' } });
  await stopped;
  expect(order).toEqual(['relay', 'database']);
});

test('who is asked to end says so at once, and still serves until others have looked elsewhere', async () => {
  const catalog = await startService({
    name: 'draining',
    config: { HOST: '127.0.0.1', PORT: 0, DRAIN_SECONDS: 0.3 },
    log: createLogger('draining', 'silent'),
    signals: false,
    routes: (app) => serve(app, lookUp, async ({ params }) => ({ ok: true, value: params })),
  });
  const ready = async () => {
    const answer = await fetch(`${catalog.url}/readyz`);
    return { status: answer.status, ...Readiness.parse(await answer.json()) };
  };
  const lookUpOne = () => serviceClient(catalog.url, TOKEN).call(lookUp, { params: { recordId: 'one' } });
  expect(await ready()).toEqual({ status: 200, ready: true, away: [] });
  const stopped = catalog.stop();
  expect(await ready()).toEqual({ status: 503, ready: false, away: ['ending'] });
  expect(await lookUpOne()).toEqual({ ok: true, value: { recordId: 'one' } });
  await stopped;
  await expect(lookUpOne()).rejects.toThrow('could not be reached');
});
