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
    catalog: fakeCatalog(world, heard, desk.catalog),
    patron: fakePatron(world, heard, desk.patron),
    shipping: fakeShipping(world, heard, desk.shipping),
    workflows: fakeService('workflows', commandsOf(world, 'workflows'), () =>
      world.away.includes('workflows'),
    ),
  };
}
