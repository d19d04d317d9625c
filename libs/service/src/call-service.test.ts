import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { get } from '@toshobin/contracts';
import { ofTheNextRelease } from '@toshobin/lending-rules/testing';
import { z } from 'zod';
import { serviceClient } from './call-service.ts';

const holds = get('/holds', {
  summary: 'What is held',
  answer: z.strictObject({ holds: z.array(z.strictObject({ recordId: z.string() })) }),
});
let answer: unknown;
let hangs = false;
const server = createServer((_request, response) => {
  if (!hangs) response.end(JSON.stringify(answer));
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function client(timeoutMs?: number) {
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('not listening');
  return serviceClient(`http://127.0.0.1:${at.port}`, 'token', timeoutMs === undefined ? {} : { timeoutMs });
}
const ask = () => client().call(holds, {});

test('of an answer of the next release, the fields that this one does not know are passed over', async () => {
  const value = { holds: [{ recordId: '1' }] };
  answer = ofTheNextRelease(value);
  expect(await ask()).toEqual({ ok: true, value });
  answer = ofTheNextRelease({ holds: [{ recordId: 1 }] });
  await expect(ask()).rejects.toThrow('answered something else than was agreed');
});

test('a service that hangs is waited for once, looks after it are told sooner, and it is asked as ever when it answers', async () => {
  answer = { holds: [] };
  const hanging = client(2_000);
  const waited = async (ownMs?: number) => {
    const begun = performance.now();
    const options = ownMs === undefined ? {} : { timeoutMs: ownMs };
    await expect(hanging.call(holds, {}, options)).rejects.toThrow('no answer in');
    return performance.now() - begun;
  };
  hangs = true;
  // Somebody who waits less than others says nothing of it.
  expect(await waited(300)).toBeLessThan(900);
  expect(await waited()).toBeGreaterThan(1_900);
  for (const _page of [1, 2]) {
    const ms = await waited();
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(1_900);
  }
  hangs = false;
  expect(await hanging.call(holds, {})).toMatchObject({ ok: true });
  hangs = true;
  expect(await waited()).toBeGreaterThan(1_900);
});
