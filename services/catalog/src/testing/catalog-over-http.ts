import { PassThrough } from 'node:stream';
import { afterAll, beforeAll } from '@jest/globals';
import { createLogger, type RunningService, serviceClient, startService } from '@toshobin/service';
import { tokenOf } from '@toshobin/service/testing';
import { ClassCounts } from '../classification/class-counts.ts';
import { catalogRoutes } from '../http/catalog-routes.ts';
import { catalogOfTests } from './catalog-in-test.ts';

const TOKEN = 'a-token-between-processes';

/** The catalog of a file of tests, and who asks it over HTTP as our other processes do. */
export function catalogOverHttp() {
  const catalog = catalogOfTests();
  const lines = new PassThrough();
  let service: RunningService | undefined;
  beforeAll(async () => {
    const log = createLogger('catalog', 'warn', lines);
    const { deps } = catalog;
    const callers = {
      'patron-web': [TOKEN, tokenOf['patron-web']],
      'staff-web': [TOKEN, tokenOf['staff-web']],
      patron: [TOKEN, tokenOf.patron],
    };
    service = await startService({
      ...{ name: 'catalog', config: { HOST: '127.0.0.1', PORT: 0 }, log },
      routes: catalogRoutes(deps, callers, new ClassCounts(deps.pool, deps.now, log), log),
      signals: false,
    });
  });
  afterAll(() => service?.stop());
  const at = (path: string) => new URL(path, service?.url);
  return {
    catalog,
    client: () => serviceClient(at('/').origin, TOKEN, { name: 'catalog', timeoutMs: 30_000 }),
    at,
    /** The warnings and faults logged since this was last asked. */
    logged: () => String(lines.read() ?? ''),
    authorization: `Bearer ${TOKEN}`,
  };
}
