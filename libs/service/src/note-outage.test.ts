import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { endpoint } from '@toshobin/contracts';
import { z } from 'zod';
import { serviceClient } from './call-service.ts';
import { createLogger } from './create-logger.ts';
import { serve } from './serve.ts';
import { type RunningService, startService } from './start-service.ts';

const lookUp = endpoint({
  method: 'get',
  path: '/records/:recordId',
  summary: 'Look a record up',
  params: z.strictObject({ recordId: z.string() }),
  answer: z.strictObject({ recordId: z.string() }),
});

const Line = z.object({ level: z.string(), msg: z.string() });

/** A catalogue, on a port of its own or on one it had before. */
function startCatalog(port = 0): Promise<RunningService> {
  return startService({
    name: 'catalog',
    config: { HOST: '127.0.0.1', PORT: port },
    log: createLogger('catalog', 'silent'),
    signals: false,
    routes: (app) =>
      serve(app, lookUp, async ({ params }) => {
        if (params.recordId === 'broken') throw new Error('the shelf fell down');
        return { ok: true, value: params };
      }),
  });
}

test('an outage of the catalogue is a line at its beginning and one at its end, however many ask meanwhile', async () => {
  const kept = new PassThrough();
  const catalog = await startCatalog();
  const client = serviceClient(catalog.url, 'a-token-between-processes', { name: 'catalog' });
  const front = await startService({
    name: 'front',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('front', 'info', kept),
    signals: false,
    routes: (app) => serve(app, lookUp, ({ params }) => client.call(lookUp, { params })),
  });
  const ask = async (recordId = 'r-1') => (await fetch(`${front.url}/records/${recordId}`)).status;
  const lines = () => String(kept.read() ?? '');

  expect(await ask()).toBe(200);
  await catalog.stop();
  lines();
  expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 503]);
  const again = await startCatalog(catalog.port);
  expect([await ask(), await ask()]).toEqual([200, 200]);
  const told = lines();
  expect(levelsAndWords(told)).toEqual(['warn catalog is away', 'info catalog is back']);
  expect(told).not.toContain('stack');

  // A request it breaks over is no outage: its stack is in the log of the one that broke.
  expect(await ask('broken')).toBe(500);
  const broken = lines();
  expect(levelsAndWords(broken)).toEqual(['warn another process failed']);
  expect(broken).not.toContain('stack');

  // The next outage is news again.
  await again.stop();
  expect(await ask()).toBe(503);
  expect(levelsAndWords(lines())).toEqual(['warn catalog is away']);
  await front.stop();
});

function levelsAndWords(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)))
    .map(({ level, msg }) => `${level} ${msg}`);
}
