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
const server = createServer((_request, response) => response.end(JSON.stringify(answer)));
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

const ask = () => {
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('not listening');
  return serviceClient(`http://127.0.0.1:${at.port}`, 'token').call(holds, {});
};

test('of an answer of the next release, the fields that this one does not know are passed over', async () => {
  const value = { holds: [{ recordId: '1' }] };
  answer = ofTheNextRelease(value);
  expect(await ask()).toEqual({ ok: true, value });
  answer = ofTheNextRelease({ holds: [{ recordId: 1 }] });
  await expect(ask()).rejects.toThrow('answered something else than was agreed');
});
