import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callers, shippingApi } from '@toshobin/contracts';
import { createLogger, type RunningService, startService } from '@toshobin/service';
import { againstTheTable, tokenOf } from '@toshobin/service/testing';
import { openTestShipping, type TestShipping } from '../testing/open-test-shipping.ts';
import { shippingRoutes } from './shipping-routes.ts';

let here: TestShipping;
let service: RunningService;
beforeAll(async () => {
  here = await openTestShipping();
  service = await startService({
    name: 'shipping',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: createLogger('shipping', 'silent'),
    signals: false,
    routes: shippingRoutes(here.shipping, {
      'patron-web': [tokenOf['patron-web']],
      'staff-web': [tokenOf['staff-web']],
      patron: [tokenOf.patron],
    }),
  });
});
afterAll(async () => {
  await service.stop();
  await here.stop();
});

test.each(callers)('%s may ask exactly what the table gives it, over every address', async (caller) => {
  expect(await againstTheTable(service.url, caller, Object.values(shippingApi))).toEqual([]);
});
