import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { openOrder } from '../applications/open-order.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeOrder } from '../reading-orders/change-order.ts';
import { readOrders } from '../reading-orders/volumes-of.ts';

/** 読みたい順予約. */
export function serveReadingOrders(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.openReadingOrder, ({ params, body }) => openOrder(deps, { ...params, ...body }));
  serve(router, patronApi.readingOrders, async ({ params }) => {
    const orders = await readOrders(deps.db, params);
    return allow({
      orders: orders.map(({ id, pickupLibrary, early, volumes }) => ({
        ...{ orderId: id, pickupLibrary, early },
        volumes: volumes.map(({ recordId, title, stands, reservationId, refusal }) => ({
          ...{ recordId: String(recordId), title, stands, reservationId, refusal },
        })),
      })),
    });
  });
  serve(router, patronApi.changeReadingOrder, ({ params, body }) =>
    changeOrder(deps, { ...params, ...body }),
  );
}
