import { shippingApi } from '@toshobin/contracts';
import { allow, dayOf } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { pausesOfEveryYear, readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import { enterClosure } from '../closures/enter-closure.ts';
import { listClosures } from '../closures/list-closures.ts';
import { previewClosingDays } from '../closures/preview-closing-days.ts';
import { previewClosure } from '../closures/preview-closure.ts';
import { takeBackClosure } from '../closures/take-back-closure.ts';
import { changeDispatch, previewDispatch } from '../dispatch-days/change-dispatch.ts';
import { pauseDispatch, previewPause, takeBackDispatchPause } from '../dispatch-days/pause-dispatch.ts';
import { changeLibrary } from '../libraries/change-library.ts';
import { pausePickup } from '../libraries/pause-pickup.ts';
import { places } from '../libraries/places.ts';
import { listLibraries } from '../planning/list-libraries.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/** Mounts what is asked and kept of libraries and calendars. */
export function serveLibraries(router: Router, deps: ShippingDeps): void {
  serve(router, shippingApi.libraries, async () => allow(await listLibraries(deps)));
  serve(router, shippingApi.places, async () => allow(await places(deps)));
  serve(router, shippingApi.closures, async ({ query }) =>
    allow({ closures: await listClosures(deps, query) }),
  );
  serve(router, shippingApi.closurePreview, ({ query }) => previewClosure(deps, query));
  serve(router, shippingApi.enterClosure, ({ body }) => enterClosure(deps, body));
  serve(router, shippingApi.takeBackClosure, ({ params, body }) =>
    takeBackClosure(deps, { ...params, ...body }),
  );
  serve(router, shippingApi.pausePickup, ({ params, body }) => pausePickup(deps, { ...params, ...body }));
  serve(router, shippingApi.changeLibrary, ({ params, body }) => changeLibrary(deps, { ...params, ...body }));
  serve(router, shippingApi.closingDaysPreview, ({ params, query: { closedWeekdays, closedOnHolidays } }) =>
    previewClosingDays(deps, {
      ...params,
      closedWeekdays: closedWeekdays === '' ? [] : closedWeekdays.split(',').map(Number),
      closedOnHolidays: closedOnHolidays === 'yes',
    }),
  );
  serve(router, shippingApi.dispatchCalendar, async () => {
    const today = dayOf(deps.now());
    const everyYear = await pausesOfEveryYear(deps.db, today);
    return allow({ ...(await readDispatchCalendar(deps.db, today)), everyYear });
  });
  serve(router, shippingApi.changeDispatch, ({ body }) => changeDispatch(deps, body));
  serve(router, shippingApi.dispatchPreview, ({ query: { weekdays, cutOff } }) =>
    previewDispatch(deps, { weekdays: weekdays.split(',').map(Number), cutOff }),
  );
  serve(router, shippingApi.pauseDispatch, ({ body }) => pauseDispatch(deps, body));
  serve(router, shippingApi.pausePreview, ({ query: { takenBack, ...pause } }) =>
    previewPause(deps, { ...pause, takenBack: takenBack === 'yes' }),
  );
  serve(router, shippingApi.takeBackDispatchPause, ({ body }) => takeBackDispatchPause(deps, body));
}
