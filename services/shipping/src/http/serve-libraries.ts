import { shippingApi } from '@toshobin/contracts';
import { allow, dayOf } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import { enterClosure } from '../closures/enter-closure.ts';
import { listClosures } from '../closures/list-closures.ts';
import { previewClosure } from '../closures/preview-closure.ts';
import { takeBackClosure } from '../closures/take-back-closure.ts';
import { pauseDispatch } from '../dispatch-days/pause-dispatch.ts';
import { addresses } from '../libraries/addresses.ts';
import { changeLibrary } from '../libraries/change-library.ts';
import { listLibraries } from '../libraries/list-libraries.ts';
import { pausePickup } from '../libraries/pause-pickup.ts';
import type { Shipping } from '../shipping.ts';

/** Mounts what is asked and kept of libraries and calendars. */
export function serveLibraries(router: Router, shipping: Shipping): void {
  serve(router, shippingApi.libraries, async () => allow(await listLibraries(shipping)));
  serve(router, shippingApi.addresses, async () => allow({ addresses: await addresses(shipping) }));
  serve(router, shippingApi.closures, async ({ query }) =>
    allow({ closures: await listClosures(shipping, query) }),
  );
  serve(router, shippingApi.closurePreview, ({ query }) => previewClosure(shipping, query));
  serve(router, shippingApi.enterClosure, ({ body }) => enterClosure(shipping, body));
  serve(router, shippingApi.takeBackClosure, ({ params, body }) =>
    takeBackClosure(shipping, { ...params, ...body }),
  );
  serve(router, shippingApi.pausePickup, ({ params, body }) => pausePickup(shipping, { ...params, ...body }));
  serve(router, shippingApi.changeLibrary, ({ params, body }) =>
    changeLibrary(shipping, { ...params, ...body }),
  );
  serve(router, shippingApi.dispatchCalendar, async () =>
    allow(await readDispatchCalendar(shipping.db, dayOf(shipping.now()))),
  );
  serve(router, shippingApi.pauseDispatch, ({ body }) => pauseDispatch(shipping, body));
}
