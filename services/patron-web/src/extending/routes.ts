import { patronWebApi, type ReservationId } from '@toshobin/contracts';
import { allow, CalendarDateSchema, InstantSchema, type Refusal, refuse } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnReservation } from '../my-library/read-my-library.ts';
import { reservationOf } from '../my-library/routes.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { ExtendPage } from './extend.page.tsx';
import { extendLoan, previewExtension } from './extend-loan.ts';

const ExtendForm = z.strictObject({
  wishId: z.uuid(),
  confirmDue: CalendarDateSchema,
  previewedAt: InstantSchema,
});

export function mountExtending(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/:reservationId/extend', 'patron', async (call) => {
    await drawPreview(deps, call, reservationOf(call.request.params));
  });
  routes.form('/my-library/:reservationId/extend', 'patron', async (call) => {
    const reservationId = reservationOf(call.request.params);
    const { wishId, confirmDue, previewedAt } = parseFields(ExtendForm, call.form);
    const { patronId } = signedIn(call.visit);
    const decision = await extendLoan(deps, {
      patronId,
      reservationId,
      wishId,
      confirmDue,
      previewedAt,
    });
    if (decision.ok) return call.response.redirect(303, '/my-library?done=extended');
    await drawPreview(deps, call, reservationId, decision.refusal);
  });
  routes.api(patronWebApi.previewExtension, 'patron', async ({ params: { reservationId }, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const preview = await previewExtension(deps, { patronId, reservationId });
    if (!preview.ok) return preview;
    return allow({ due: preview.value.due, present: preview.value.present });
  });
  routes.api(patronWebApi.extend, 'patron', async ({ params: { reservationId }, body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const wishId = deps.newId();
    return extendLoan(deps, { patronId, reservationId, wishId, confirmDue: body.confirmDue });
  });
}

/** The preview as it is now; after a refused confirmation with the reason above it. */
async function drawPreview(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  reservationId: ReservationId,
  refused?: Refusal,
): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const own = await readOwnReservation(deps, { patronId, reservationId });
  if (!own.ok) pageFault(404);
  const preview = await previewExtension(deps, { patronId, reservationId });
  const frame = await frameOf(deps, call);
  const refusal = refused ?? (preview.ok ? undefined : preview.refusal);
  const page = h(ExtendPage, {
    frame,
    row: own.value.row,
    wishId: deps.newId(),
    ...(preview.ok ? { preview: preview.value } : {}),
    ...(refusal ? { refusal } : {}),
  });
  const status = refusal === undefined ? 200 : refusal.code === 'TRY_AGAIN' ? 503 : 409;
  sendPage(call.response, page, status);
}
