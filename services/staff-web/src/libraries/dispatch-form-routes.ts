import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { CalendarDateSchema, TimeOfDaySchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import { DispatchFormPage } from './dispatch-form.page.tsx';
import { DispatchPausePage } from './dispatch-pause.page.tsx';
import { whatWouldMove } from './what-would-move.ts';

const day = z.coerce.number().int().min(1).max(7);
const Wanted = z.object({
  weekdays: z.union([day.transform((one) => [one]), z.array(day).min(1).max(7)]),
  cutOff: TimeOfDaySchema,
});

const PauseAsked = z.object({
  kind: z.enum(['closure', 'noDispatch']),
  from: CalendarDateSchema,
  until: CalendarDateSchema,
  takenBack: z.enum(['yes', 'no']),
});

/** R11. 発送日と締切, and 発送の休み, in two steps: the days, then what they would move; only the second one changes them. */
export function mountDispatchForm(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/dispatch-calendar', 'libraries', async (call) => {
    const { query } = call.request;
    const wanted = Wanted.safeParse(query);
    const [now, deeds, libraries] = await Promise.all([
      deps.shipping.dispatchCalendar().then(orFault),
      deps.audit.read('dispatch'),
      deps.libraries.all(),
    ]);
    const home = libraries.find(({ code }) => code === PREFECTURAL_LIBRARY);
    const asked = wanted.success
      ? { query: { weekdays: wanted.data.weekdays.join(','), cutOff: wanted.data.cutOff } }
      : undefined;
    const preview = asked && (await deps.shipping.dispatchPreview(asked));
    const isWrong = Object.keys(query).length > 0 && (asked === undefined || preview?.ok === false);
    const page = {
      now,
      closedWeekdays: home?.calendar.closedWeekdays ?? [],
      chosen: wanted.success ? wanted.data : now,
      isWrong,
      preview: await whatWouldMove(deps, preview),
      deeds: deeds.filter(({ action, changed }) => action === 'changeDispatch' && changed !== null),
    };
    drawPage(deps, call, DispatchFormPage, page, isWrong ? 422 : 200);
  });
  routes.page('/dispatch-pauses', 'libraries', async (call) => {
    const asked = PauseAsked.safeParse(call.request.query);
    const query = asked.data;
    const preview = query && (await deps.shipping.pausePreview({ query }));
    const isWrong = Object.keys(call.request.query).length > 0 && preview?.ok !== true;
    const page = {
      ...{ pause: query, takenBack: query?.takenBack === 'yes', isWrong },
      preview: await whatWouldMove(deps, preview),
    };
    drawPage(deps, call, DispatchPausePage, page, isWrong ? 422 : 200);
  });
}
