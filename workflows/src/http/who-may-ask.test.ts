import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callers, processApi } from '@toshobin/contracts';
import { createLogger, type RunningService, startService } from '@toshobin/service';
import { againstTheTable, tokenOf } from '@toshobin/service/testing';
import { connectTemporal } from '@toshobin/temporal';
import { processRoutes } from './process-routes.ts';

// A caller who is refused, and what is no request, is refused before Temporal is asked: nobody answers at this address.
const temporal = connectTemporal({ address: '127.0.0.1:1', namespace: 'default' });
let service: RunningService;
beforeAll(async () => {
  service = await startService({
    name: 'workflows',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('workflows', 'silent'),
    signals: false,
    routes: processRoutes(temporal, {
      'patron-web': [tokenOf['patron-web']],
      'staff-web': [tokenOf['staff-web']],
      patron: [tokenOf.patron],
    }),
  });
});
afterAll(async () => {
  await service.stop();
  await temporal.close();
});

test.each(callers)('%s may ask exactly what the table gives it, over every address', async (caller) => {
  expect(await againstTheTable(service.url, caller, Object.values(processApi))).toEqual([]);
});
