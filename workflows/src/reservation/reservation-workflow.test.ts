import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), bundleWorkflows()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('a book goes to 宇土 by post, is lent, handed in there and travels home', async () => {
  const { catalog, patron, shipping } = library;
  const { recordId } = catalog.addRecord(1);
  const { reservationId, admission } = await library.reserve(recordId, 'uto');
  expect(admission).toEqual({ admitted: true, position: 0, ready: true });

  const copyId = catalog.copyOf(reservationId);
  await library.staff((at) => catalog.scan(copyId, 'picked', at));
  const { allocation } = await catalog.positionOf({ reservationId });
  const parcel = await library.staff((at) => shipping.pack(allocation?.allocation ?? 0, at));
  await library.staff((at) => shipping.dispatch(parcel, at));
  await library.pass('P2D');
  await library.staff((at) => shipping.receive(parcel, at));
  await library.pass('P1D');
  await library.staff((at) => catalog.scan(copyId, 'handedOut', at, 'uto'));
  await library.pass('P16D');
  await library.staff((at) => catalog.scan(copyId, 'handedIn', at, 'uto'));
  await library.pass('P3D');
  await library.staff((at) => catalog.scan(copyId, 'home', at));

  expect(await library.outcomeOf(reservationId)).toBe('returned');
  expect(patron.milestonesOf(reservationId)).toEqual([
    'allocated:accepted',

    'readyAtMunicipal',
    'dueSoon',

    'closed',
  ]);
});
