import { shippingApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { addressesOf } from '../libraries/places.ts';
import { sendFile } from '../pages/csv.ts';
import { orFault } from '../pages/draw-page.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { carrierFile, carrierRows } from './carrier-file.ts';

/** The open Yu-Pack parcels and those that left today, for the carrier's own label program. */
export function mountCarrierFile(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/slips/yu-pack.csv', 'dispatchBoard', async (call) => {
    const board = orFault(await deps.shipping.call(shippingApi.dispatchBoard, {}));
    const { open, left, today } = board;
    const rows = carrierRows([...open, ...left], await deps.libraries.all(), await addressesOf(deps));
    const file = { name: `yu-pack-${today}.csv`, charset: 'Shift_JIS', body: carrierFile(rows) };
    sendFile(call.response, file);
  });
}
