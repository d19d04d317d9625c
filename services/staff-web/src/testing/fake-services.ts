import { catalogApi, patronApi, shippingApi } from '@toshobin/contracts';
import { operationsOf } from '@toshobin/service';
import { fakeService } from '@toshobin/web/testing';
import { commandsOf } from './commands-given.ts';
import { deskServices } from './desk-services.ts';
import { fakeCatalog } from './fake-catalog.ts';
import { fakePatron } from './fake-patron.ts';
import { fakeShipping } from './fake-shipping.ts';
import type { World } from './world.ts';

/** The services in the same process, as small as the pages need them. */
export function fakeServices(world: World, heard: string[]) {
  const desk = deskServices(world, heard);
  return {
    catalog: operationsOf(fakeCatalog(world, heard, desk.catalog), catalogApi),
    patron: operationsOf(fakePatron(world, heard, desk.patron), patronApi),
    shipping: operationsOf(fakeShipping(world, heard, desk.shipping), shippingApi),
    workflows: fakeService('workflows', commandsOf(world, 'workflows'), () =>
      world.away.includes('workflows'),
    ),
  };
}
