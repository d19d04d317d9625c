import { catalogApi, LibraryCodeSchema, shippingApi } from '@toshobin/contracts';
import { CalendarDateSchema, isAfter } from '@toshobin/lending-rules';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { ClosureFormPage } from './closure-form.page.tsx';

const Wanted = z.object({
  of: LibraryCodeSchema,
  from: CalendarDateSchema,
  until: CalendarDateSchema,
  reason: z.string().trim().min(1).max(60),
});

/** R17. 臨時休館の登録 in two steps: the days, then what they would move; only the second one enters them. */
export function mountClosureForm(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/closures/new', 'libraries', async (call) => {
    const { query } = call.request;
    const wanted = Wanted.safeParse(query);
    const ordered = wanted.success && !isAfter(wanted.data.from, wanted.data.until);
    const closure = ordered ? wanted.data : undefined;
    const asked = closure && { query: { library: closure.of, from: closure.from, until: closure.until } };
    const [dates, parcels] = asked
      ? await Promise.all([
          deps.catalog.call(catalogApi.closurePreview, asked),
          deps.shipping.call(shippingApi.closurePreview, asked),
        ])
      : [undefined, undefined];
    const typed = (name: string) => {
      const value = query[name];
      return typeof value === 'string' ? value.slice(0, 60) : '';
    };
    const page = {
      frame: frameOf(deps, call),
      libraries: await deps.libraries.all(),
      typed: { of: typed('of'), from: typed('from'), until: typed('until'), reason: typed('reason') },
      isWrong: Object.keys(query).length > 0 && closure === undefined,
      closure,
      dates: dates?.ok ? dates.value : undefined,
      parcels: parcels?.ok ? parcels.value : undefined,
    };
    sendPage(call.response, h(ClosureFormPage, page), page.isWrong ? 422 : 200);
  });
}
