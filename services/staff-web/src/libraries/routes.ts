import { LibraryCodeSchema, shippingApi, staffWebApi } from '@toshobin/contracts';
import { CalendarDateSchema, calendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { addressesOf } from './addresses.ts';
import { mountClosureForm } from './closure-form-routes.ts';
import { mountDispatchForm } from './dispatch-form-routes.ts';
import { LibrariesPage } from './libraries.page.tsx';
import { LibraryPage } from './library.page.tsx';
import { MonthPage } from './month.page.tsx';
import { movedByClosures } from './moved-by-closures.ts';

/** R5, R11, R17. Libraries and calendars, kept by the prefectural desk. */
export function mountLibraries(routes: StaffRoutes, deps: StaffWebDeps): void {
  const { shipping } = deps;
  routes.page('/libraries', 'libraries', async (call) => {
    const from = dayOf(instantFromDate(deps.now()));
    const [listed, closures, dispatch] = await Promise.all([
      shipping.call(shippingApi.libraries, {}),
      shipping.call(shippingApi.closures, { query: { from } }),
      shipping.call(shippingApi.dispatchCalendar, {}),
    ]);
    if (!listed.ok || !closures.ok || !dispatch.ok) pageFault(404);
    const { prefectural, regions } = listed.value;
    const answer = await deps.desk.answer(await call.visit.openSession(), '/libraries');
    sendPage(
      call.response,
      h(LibrariesPage, {
        frame: frameOf(deps, call),
        answer,
        libraries: [prefectural, ...regions.flatMap(({ libraries }) => libraries)],
        closures: closures.value.closures,
        moved: await movedByClosures(
          deps,
          closures.value.closures.map(({ closureId }) => closureId),
        ),
        dispatch: dispatch.value,
      }),
    );
  });
  routes.page('/libraries/month', 'libraries', async (call) => {
    const today = dayOf(instantFromDate(deps.now()));
    const asked = CalendarDateSchema.safeParse(`${call.request.query.month}-01`);
    const dispatch = await shipping.call(shippingApi.dispatchCalendar, {});
    if (!dispatch.ok) pageFault(404);
    const page = {
      frame: frameOf(deps, call),
      first: asked.success ? asked.data : calendarDate(`${today.slice(0, 7)}-01`),
      ...{ today, libraries: await deps.libraries.all(), dispatch: dispatch.value },
    };
    sendPage(call.response, h(MonthPage, page));
  });
  mountClosureForm(routes, deps);
  mountDispatchForm(routes, deps);
  const libraryIn = (request: { params: Record<string, unknown> }) => {
    const read = LibraryCodeSchema.safeParse(request.params.library);
    return read.success ? read.data : pageFault(404);
  };
  routes.page('/libraries/:library', 'libraries', async (call) => {
    const code = libraryIn(call.request);
    const listed = await shipping.call(shippingApi.libraries, {});
    if (!listed.ok) pageFault(404);
    const { prefectural, regions } = listed.value;
    const all = [prefectural, ...regions.flatMap(({ libraries }) => libraries)];
    const library = all.find((one) => one.code === code) ?? pageFault(404);
    const address = (await addressesOf(deps))(library.code);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/libraries/${code}`);
    sendPage(call.response, h(LibraryPage, { frame: frameOf(deps, call), library, address, answer }));
  });
  routes.api(staffWebApi.libraries, 'libraries', () => shipping.call(shippingApi.libraries, {}));
  routes.api(staffWebApi.addresses, 'libraries', () => shipping.call(shippingApi.addresses, {}));
  routes.api(staffWebApi.closures, 'libraries', ({ query }) =>
    shipping.call(shippingApi.closures, { query }),
  );
  routes.api(staffWebApi.dispatchCalendar, 'libraries', () =>
    shipping.call(shippingApi.dispatchCalendar, {}),
  );
}
