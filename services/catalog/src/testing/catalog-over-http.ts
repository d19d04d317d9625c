import { afterAll, beforeAll } from '@jest/globals';
import { createLogger, type RunningService, serviceClient, startService } from '@toshobin/service';
import { tokenOf } from '@toshobin/service/testing';
import { catalogRoutes } from '../http/catalog-routes.ts';
import { catalogOfTests } from './catalog-in-test.ts';

const TOKEN = 'a-token-between-processes';

/** The catalog of a file of tests, and who asks it over HTTP as our other processes do. */
export function catalogOverHttp() {
  const catalog = catalogOfTests();
  let service: RunningService | undefined;
  beforeAll(async () => {
    service = await startService({
      name: 'catalog',
      config: { HOST: '127.0.0.1', PORT: 0 },
      log: createLogger('catalog', 'silent'),
      routes: catalogRoutes(catalog.deps, {
        'patron-web': [TOKEN, tokenOf['patron-web']],
        'staff-web': [TOKEN, tokenOf['staff-web']],
        patron: [TOKEN, tokenOf.patron],
      }),
      signals: false,
    });
  });
  afterAll(() => service?.stop());
  const at = (path: string) => new URL(path, service?.url);
  return {
    catalog,
    client: () => serviceClient(at('/').origin, TOKEN, { name: 'catalog' }),
    at,
    authorization: `Bearer ${TOKEN}`,
  };
}
