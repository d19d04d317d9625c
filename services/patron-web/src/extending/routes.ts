import { patronWebApi } from '@toshobin/contracts';
import {
  allow,
  CalendarDateSchema,
  InstantSchema,
  type Refusal,
  type RefusalCode,
  refuse,
} from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { ownOf, ownRow } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { ExtendPage } from './extend.page.tsx';
import { extendLoan, previewExtension } from './extend-loan.ts';

const ExtendForm = z.strictObject({
  wishId: z.uuid(),
  confirmDue: CalendarDateSchema,
  previewedAt: InstantSchema,
});

export function mountExtending(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/:reservationId/extend', 'patron', async (call) => {
    await drawPreview(deps, call);
  });
  routes.form('/my-library/:reservationId/extend', 'patron', async (call) => {
    const { wishId, confirmDue, previewedAt } = parseFields(ExtendForm, call.form);
    const decision = await extendLoan(deps, { ...ownOf(call), wishId, confirmDue, previewedAt });
    if (decision.ok) return call.response.redirect(303, '/my-library?done=extended');
    await drawPreview(deps, call, decision.refusal);
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

/** Refusals after which the date shown now may be agreed to. */
const agreeAgain: ReadonlySet<RefusalCode> = new Set(['PREVIEW_CHANGED', 'TRY_AGAIN']);

/** The preview as it is now; after a refused confirmation with the reason above it. */
async function drawPreview(deps: PatronWebDeps, call: PageCall<SignedIn>, refused?: Refusal): Promise<void> {
  const row = await ownRow(deps, call);
  const preview = await previewExtension(deps, ownOf(call));
  const frame = await frameOf(deps, call);
  const mayAgree = refused === undefined || agreeAgain.has(refused.code);
  const refusal = refused ?? (preview.ok ? undefined : preview.refusal);
  const page = h(ExtendPage, {
    frame,
    row,
    wishId: deps.newId(),
    ...(preview.ok && mayAgree ? { preview: preview.value } : {}),
    ...(refusal ? { refusal } : {}),
  });
  sendPage(call.response, page, refusal ? refusalStatus(refusal.code) : 200);
}
