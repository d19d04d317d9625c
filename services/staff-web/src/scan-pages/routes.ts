import { FromParcelSchema, staffWebApi } from '@toshobin/contracts';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { declaredHandOuts, handIn, processReturn } from '../desk/scan-verbs.ts';
import { actingFor, actingForBranch } from '../for-library/acting-for.ts';
import { drawPage } from '../pages/draw-page.ts';
import {
  askedField,
  bookDropOf,
  forLibraryField,
  libraryIn,
  scanFields,
  shownField,
  type WhereFrom,
  WhereFromSchema,
} from '../pages/fields.ts';
import { formTimed } from '../scans/when-scanned.ts';
import { mountArrivals } from './arrival-routes.ts';
import { deskInHand } from './desk-in-hand.ts';
import { mountHandOut } from './hand-out-routes.ts';
import { mountQuestions } from './question-routes.ts';
import { HandInPage, ReturnsPage } from './scan-pages.tsx';
import { takeIn } from './take-in.ts';
import { mountUndo } from './undo-routes.ts';

const ReturnForm = z.strictObject({
  ...scanFields,
  ...shownField,
  ...askedField,
  from: WhereFromSchema,
  /** The answer to what is asked of a copy whose parcel is on its way. */
  fromParcel: FromParcelSchema.optional(),
});
const HandInForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  ...shownField,
  ...askedField,
  from: WhereFromSchema,
  /** The answer to what is asked of a copy that is held. */
  wasLent: z.literal('yes').optional(),
});

export function mountScans(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/returns', 'processReturn', async (call) => {
    const desk = await deskInHand(deps, call, staffOf(call), '/returns');
    drawPage(deps, call, ReturnsPage, { ...desk, from: fromOf(call.request.query.from) });
  });
  routes.form('/returns', 'processReturn', async (call) => {
    const { from, fromParcel: why, ...scan } = await formTimed(deps, call, ReturnForm);
    await takeIn(deps, call, staffOf(call), {
      ...scan,
      why,
      page: '/returns',
      occasion: 'return',
      query: { from },
      work: (read, fromParcel) =>
        processReturn.doneBy(deps, staffOf(call), {
          params: {},
          body: { ...read, ...bookDropOf(from), fromParcel },
        }),
    });
  });

  routes.page('/hand-in', 'handIn', async (call) => {
    const acting = await actingForBranch(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) return call.response.redirect(303, '/for-library');
    const desk = await deskInHand(deps, call, acting.value, '/hand-in');
    drawPage(deps, call, HandInPage, { ...desk, from: fromOf(call.request.query.from) });
  });
  routes.form('/hand-in', 'handIn', async (call) => {
    const { from, library, wasLent, ...scan } = await formTimed(deps, call, HandInForm);
    const acting = await actingForBranch(deps, staffOf(call), library);
    await takeIn(deps, call, acting.ok ? acting.value : staffOf(call), {
      ...scan,
      why: wasLent && 'lent',
      page: '/hand-in',
      occasion: 'handIn',
      query: { library, from },
      work: async (read, why) =>
        acting.ok
          ? handIn.doneBy(deps, acting.value, {
              params: {},
              body: { ...read, ...bookDropOf(from), wasLent: why === 'lent' },
            })
          : acting,
    });
  });

  mountArrivals(routes, deps);
  mountHandOut(routes, deps);
  mountQuestions(routes, deps);
  mountUndo(routes, deps);
  routes.api(staffWebApi.declaredHandOuts, 'declaredHandOuts', async ({ query, visit }) => {
    const acting = await actingFor(deps, staffOf({ visit }), query.library);
    return acting.ok ? declaredHandOuts(deps, acting.value) : acting;
  });
}

function fromOf(query: unknown): WhereFrom {
  return WhereFromSchema.safeParse(query).data ?? 'counter';
}
