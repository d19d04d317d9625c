import { staffWebApi } from '@toshobin/contracts';
import {
  CalendarDateSchema,
  ClosingRulesSchema,
  calendarDate,
  closingDaysOf,
  dayOf,
  instantFromDate,
} from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { z } from 'zod';
import type { StaffCall, StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage, orFault } from '../pages/draw-page.ts';
import { ClosingDaysPage } from './closing-days.page.tsx';
import { closingDaysBefore, yearlyDaysTyped } from './closing-days.ts';
import { mountClosureForm } from './closure-form-routes.ts';
import { mountDispatchForm } from './dispatch-form-routes.ts';
import { LibrariesPage } from './libraries.page.tsx';
import { LibraryPage } from './library.page.tsx';
import { libraryAsItIs, pauseAmiss } from './library-verbs.ts';
import { MonthPage } from './month.page.tsx';
import { movedByClosures } from './moved-by-closures.ts';
import { PausePage } from './pause.page.tsx';
import { placesOf } from './places.ts';
import { mountTakeBackTogether } from './take-back-together-routes.ts';
import { whatWouldMove } from './what-would-move.ts';

const day = z.coerce.number().int().min(1).max(7);
const { weeklyOnHoliday, monthlyDays, monthlyOtherwise, yearlyDays } = ClosingRulesSchema.shape;
const ClosingDaysAsked = z.object({
  closedWeekdays: z.union([day.transform((one) => [one]), z.array(day).max(6)]).default([]),
  closedOnHolidays: z.literal('yes').optional().transform(Boolean),
  weeklyOnHoliday: weeklyOnHoliday.default('closed'),
  monthlyDays: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .default([])
    .transform((days) => [...new Set(days.filter((one) => one !== ''))])
    .pipe(monthlyDays),
  monthlyOtherwise: monthlyOtherwise.default('closed'),
  yearlyDays: z
    .string()
    .default('')
    .transform((typed) => yearlyDaysTyped(typed) ?? [typed])
    .pipe(yearlyDays),
});

const YEARLY_FAULT = 'ある日を「12/28-1/4」のように入れてください。4つまで入れられます。';

const PauseTyped = z.object({
  pausedFrom: z.string().max(20).catch(''),
  reopens: z.string().max(20).catch(''),
});
const PauseAsked = z.object({
  pausedFrom: CalendarDateSchema,
  reopens: z.union([z.literal('').transform(() => null), CalendarDateSchema]),
});

/** R5, R11, R17. Libraries and calendars, kept by the prefectural desk. */
export function mountLibraries(routes: StaffRoutes, deps: StaffWebDeps): void {
  const { shipping } = deps;
  routes.page('/libraries', 'libraries', async (call) => {
    const from = dayOf(instantFromDate(deps.now()));
    const [{ prefectural, regions }, { closures }, dispatch] = await Promise.all([
      shipping.libraries().then(orFault),
      shipping.closures({ query: { from } }).then(orFault),
      shipping.dispatchCalendar().then(orFault),
    ]);
    const closureIds = closures.map(({ closureId }) => closureId);
    drawPage(deps, call, LibrariesPage, {
      answer: await answerOnce(deps, call, '/libraries'),
      libraries: [prefectural, ...regions.flatMap(({ libraries }) => libraries)],
      moved: await movedByClosures(deps, closureIds),
      ...{ closures, dispatch },
    });
  });
  routes.page('/libraries/month', 'libraries', async (call) => {
    const today = dayOf(instantFromDate(deps.now()));
    const asked = CalendarDateSchema.safeParse(`${call.request.query.month}-01`);
    const dispatch = orFault(await shipping.dispatchCalendar());
    const first = asked.success ? asked.data : calendarDate(`${today.slice(0, 7)}-01`);
    drawPage(deps, call, MonthPage, { first, today, libraries: await deps.libraries.all(), dispatch });
  });
  mountClosureForm(routes, deps);
  mountTakeBackTogether(routes, deps);
  mountDispatchForm(routes, deps);
  const libraryIn = async ({ params }: StaffCall['request']) =>
    orFault(await libraryAsItIs(deps, { params: { library: String(params.library) } }));
  routes.page('/libraries/:library/closing-days', 'libraries', async (call) => {
    const library = await libraryIn(call.request);
    const { query: asked } = call.request;
    const now = closingDaysOf(library.calendar);
    const isAsked = Object.keys(asked).length > 0;
    const read = ClosingDaysAsked.safeParse(asked);
    const chosen = isAsked && read.success ? read.data : now;
    const isOfYear = read.error?.issues.some(({ path: [name] }) => name === 'yearlyDays') === true;
    const { code } = library;
    const query = {
      ...chosen,
      closedOnHolidays: chosen.closedOnHolidays ? ('yes' as const) : ('no' as const),
      closedWeekdays: chosen.closedWeekdays.join(','),
      monthlyDays: chosen.monthlyDays.join(','),
      yearlyDays: chosen.yearlyDays.join(','),
    };
    const [preview, deeds] = await Promise.all([
      read.success ? shipping.closingDaysPreview({ params: { library: code }, query }) : undefined,
      deps.audit.read(`library ${code}`),
    ]);
    const page = {
      ...{ library, chosen, isWrong: preview?.ok !== true },
      yearly: isOfYear ? { typed: String(asked.yearlyDays), fault: YEARLY_FAULT } : undefined,
      preview: await whatWouldMove(deps, preview),
      deeds: deeds.filter(({ changed }) => closingDaysBefore(changed ?? '', now) !== undefined),
    };
    drawPage(deps, call, ClosingDaysPage, page, page.isWrong ? 422 : 200);
  });
  routes.page('/libraries/:library/pause', 'libraries', async (call) => {
    const library = await libraryIn(call.request);
    const typed = PauseTyped.parse(call.request.query);
    const asked = PauseAsked.safeParse(typed);
    const faults = asked.success
      ? pauseAmiss(asked.data, dayOf(instantFromDate(deps.now())))
      : Object.fromEntries(asked.error.issues.map(({ path: [name] }) => [name, '日を入れてください。']));
    const pause = Object.keys(faults).length === 0 ? asked.data : undefined;
    const counted =
      pause && (await orNone(deps.patron.pickupPausePreview({ params: { library: library.code } })));
    const page = { library, typed, faults, pause, waiting: counted?.waiting };
    drawPage(deps, call, PausePage, page);
  });
  routes.page('/libraries/:library', 'libraries', async (call) => {
    const library = await libraryIn(call.request);
    const { code } = library;
    const place = (await placesOf(deps))(code);
    const answer = await answerOnce(deps, call, `/libraries/${code}`);
    drawPage(deps, call, LibraryPage, { library, place, answer });
  });
  routes.api(staffWebApi.libraries, 'libraries', () => shipping.libraries());
  routes.api(staffWebApi.places, 'libraries', () => shipping.places());
  routes.api(staffWebApi.closures, 'libraries', ({ query }) => shipping.closures({ query }));
  routes.api(staffWebApi.dispatchCalendar, 'libraries', () => shipping.dispatchCalendar());
}
