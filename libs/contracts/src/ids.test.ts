import { expect, test } from '@jest/globals';
import { patronWebApi } from './http/patron-web.ts';
import { staffWebApi } from './http/staff-web/index.ts';
import { reservationWorkflowId } from './ids.ts';

const capitals = '7D4C5F7E-1A2B-4C3D-8E9F-0123456789AB';

test('an id in capitals is the same id, so that nothing is reserved, scanned or wished for twice', () => {
  const form = patronWebApi.reserve.body.parse({
    reservationId: capitals,
    recordId: '1',
    pickupLibrary: 'uto',
  });
  expect(reservationWorkflowId(form.reservationId)).toBe(`reservation-${capitals.toLowerCase()}`);
  expect(patronWebApi.cancel.params.parse({ reservationId: capitals })).toEqual({
    reservationId: capitals.toLowerCase(),
  });
  const scan = staffWebApi.pick.body.parse({
    factId: capitals,
    occurredAt: '2026-11-24T01:00:00.000Z',
    barcode: '1000000019',
  });
  expect(scan.factId).toBe(capitals.toLowerCase());
});
