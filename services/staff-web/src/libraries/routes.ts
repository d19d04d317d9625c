import { shippingApi, staffWebApi } from '@toshobin/contracts';
import { CalendarDateSchema, calendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { ClosingDaysPage, closingDaysOf } from './closing-days.page.tsx';
import { mountClosureForm } from './closure-form-routes.ts';
import { mountDispatchForm } from './dispatch-form-routes.ts';
import { LibrariesPage } from './libraries.page.tsx';
import { LibraryPage } from './library.page.tsx';
import { libraryAsItIs } from './library-verbs.ts';
import { MonthPage } from './month.page.tsx';
import { movedByClosures } from './moved-by-closures.ts';
import { placesOf } from './places.ts';

const day = z.coerce.number().int().min(1).max(7);
const ClosingDaysAsked = z.object({
  closedWeekdays: z.union([day.transform((one) => [one]), z.array(day).max(6)]).default([]),
  closedOnHolidays: z.literal('yes').optional().transform(Boolean),
});

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
  const libraryIn = async (request: { params: Record<string, unknown> }) => {
    const found = await libraryAsItIs(deps, { params: { library: String(request.params.library) } });
    return found.ok ? found.value : pageFault(404);
  };
  routes.page('/libraries/:library/closing-days', 'libraries', async (call) => {
    const library = await libraryIn(call.request);
    const read = ClosingDaysAsked.safeParse(call.request.query);
    const chosen = read.success ? read.data : closingDaysOf(library);
    const { code } = library;
    const closedOnHolidays = chosen.closedOnHolidays ? ('yes' as const) : ('no' as const);
    const query = { closedWeekdays: chosen.closedWeekdays.join(','), closedOnHolidays };
    const [preview, deeds] = await Promise.all([
      read.success
        ? shipping.call(shippingApi.closingDaysPreview, { params: { library: code }, query })
        : undefined,
      deps.audit.read(`library ${code}`),
    ]);
    const page = {
      ...{ frame: frameOf(deps, call), library, chosen, isWrong: preview?.ok !== true },
      preview: preview?.ok ? preview.value : undefined,
      deeds: deeds.filter(({ changed }) => /休館する曜日|祝日/.test(changed ?? '')),
    };
    sendPage(call.response, h(ClosingDaysPage, page), page.isWrong ? 422 : 200);
  });
  routes.page('/libraries/:library', 'libraries', async (call) => {
    const library = await libraryIn(call.request);
    const { code } = library;
    const place = (await placesOf(deps))(code);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/libraries/${code}`);
    sendPage(call.response, h(LibraryPage, { frame: frameOf(deps, call), library, place, answer }));
  });
  routes.api(staffWebApi.libraries, 'libraries', () => shipping.call(shippingApi.libraries, {}));
  routes.api(staffWebApi.places, 'libraries', () => shipping.call(shippingApi.places, {}));
  routes.api(staffWebApi.closures, 'libraries', ({ query }) =>
    shipping.call(shippingApi.closures, { query }),
  );
  routes.api(staffWebApi.dispatchCalendar, 'libraries', () =>
    shipping.call(shippingApi.dispatchCalendar, {}),
  );
}
