import { patronWebApi } from '@toshobin/contracts';
import {
  allow,
  CalendarDateSchema,
  type Decision,
  InstantSchema,
  type Refusal,
  type RefusalCode,
} from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { afterWish } from '../my-library/done-words.ts';
import { ownOf, ownRow, wishOf } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { ExtendPage } from './extend.page.tsx';
import { extendLoan, type Preview, previewExtension } from './extend-loan.ts';
import { mountExtendingSeveral } from './extend-several.ts';

const ExtendForm = z.strictObject({
  wishId: z.uuid(),
  confirmDue: CalendarDateSchema,
  previewedAt: InstantSchema,
});

export function mountExtending(routes: PatronRoutes, deps: PatronWebDeps): void {
  mountExtendingSeveral(routes, deps);
  routes.page('/my-library/:reservationId/extend', 'patron', async (call) => {
    await drawPreview(deps, call);
  });
  routes.form('/my-library/:reservationId/extend', 'patron', async (call) => {
    const { wishId, confirmDue, previewedAt } = parseFields(ExtendForm, call.form);
    const own = ownOf(call);
    const decision = await extendLoan(deps, { ...own, wishId, confirmDue, previewedAt });
    if (decision.ok) return call.response.redirect(303, afterWish('extended', own.reservationId));
    await sendBack(deps, call, `/my-library/${own.reservationId}/extend`, {
      typed: { wishId, confirmDue, previewedAt },
      refusal: decision.refusal,
    });
  });
  routes.api(patronWebApi.previewExtension, 'patron', async (input) => {
    const preview = await previewExtension(deps, wishOf(deps, input));
    return preview.ok ? allow({ due: preview.value.due, present: preview.value.present }) : preview;
  });
  routes.api(patronWebApi.extend, 'patron', (input) =>
    extendLoan(deps, { ...wishOf(deps, input), ...input.body }),
  );
}

/** Refusals after which the date shown now may be agreed to. */
const agreeAgain: ReadonlySet<RefusalCode> = new Set(['PREVIEW_CHANGED', 'TRY_AGAIN']);

/** The preview as it is now; after a refused confirmation with the reason above it. */
async function drawPreview(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const row = await ownRow(deps, call);
  const { typed, refusal: refused } = await sentBack(deps, call);
  const now = await previewExtension(deps, ownOf(call));
  const frame = await frameOf(deps, call);
  const preview = now.ok && (refused === undefined || agreeAgain.has(refused.code)) ? now.value : undefined;
  // After TRY_AGAIN the same wish is sent again, word for word: it may have been heard, and is not asked twice.
  const sent = ExtendForm.safeParse(typed).data;
  const again = refused?.code === 'TRY_AGAIN' && sent?.confirmDue === preview?.due.date ? sent : undefined;
  const refusal = refusalShown(refused, now);
  const { extensionPeriod: period } = await deps.policy.inForce();
  const page = h(ExtendPage, {
    frame,
    period,
    row,
    wishId: again?.wishId ?? deps.newId(),
    ...(preview ? { preview: { ...preview, previewedAt: again?.previewedAt ?? preview.previewedAt } } : {}),
    ...(refusal ? { refusal } : {}),
  });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}

/** What can't be agreed to any more is told for what it is, and not as a date that has changed. */
function refusalShown(refused: Refusal | undefined, now: Decision<Preview>): Refusal | undefined {
  if (refused === undefined) return now.ok ? undefined : now.refusal;
  return refused.code === 'PREVIEW_CHANGED' && !now.ok ? now.refusal : refused;
}
