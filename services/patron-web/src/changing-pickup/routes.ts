import { patronWebApi } from '@toshobin/contracts';
import { dayOf, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { afterWish } from '../my-library/done-words.ts';
import { inTheWayOf } from '../my-library/in-the-way-of.ts';
import { nextWishId } from '../my-library/next-wish-id.ts';
import { ownOf, ownRow, wishOf } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import { namesIn, refusalIn } from '../pages/library-name.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { chooseLibrary } from '../reserving/choose-library.ts';
import { sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { ChooseAnotherPage, ConfirmPickupPage } from './change-pickup.page.tsx';
import { changePickup } from './change-pickup.ts';

const PickupForm = z.strictObject({ wishId: z.uuid(), pickup: z.string().max(100) });

export function mountChangingPickup(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/:reservationId/pickup', 'patron', async (call) =>
    drawChoices(deps, call, (await sentBack(deps, call)).refusal),
  );
  routes.page('/my-library/:reservationId/pickup/confirm', 'patron', (call) => drawConfirm(deps, call));
  routes.form('/my-library/:reservationId/pickup', 'patron', async (call) => {
    const { wishId, pickup: pickupLibrary } = parseFields(PickupForm, call.form);
    const own = ownOf(call);
    const decision = await changePickup(deps, { ...own, wishId, pickupLibrary });
    if (decision.ok) return call.response.redirect(303, afterWish('pickupChanged', own.reservationId));
    const { refusal } = decision;
    const page = `/my-library/${own.reservationId}/pickup`;
    if (refusal.code !== 'TRY_AGAIN') return sendBack(deps, call, page, { refusal });
    // The same wish, to be sent again.
    const confirm = `${page}/confirm?pickup=${encodeURIComponent(pickupLibrary)}`;
    await sendBack(deps, call, confirm, { typed: { wishId }, refusal });
  });
  routes.api(patronWebApi.changePickup, 'patron', (input) =>
    changePickup(deps, { ...wishOf(deps, input), ...input.body }),
  );
}

async function drawChoices(deps: PatronWebDeps, call: PatronCall, refused?: Refusal): Promise<void> {
  const row = await ownRow(deps, call);
  const [list, places] = [await deps.libraries.list(), await deps.libraries.places()];
  const today = dayOf(instantFromDate(deps.now()));
  const inTheWay = inTheWayOf('changePickup', row);
  const frame = await frameOf(deps, call);
  const why = refused ?? inTheWay;
  const refusal = why && refusalIn(frame.front.language, why, await deps.libraries.all());
  const withoutForm = inTheWay !== undefined;
  const page = h(ChooseAnotherPage, { frame, row, list, places, today, refusal, withoutForm });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}

/** The chosen library with what follows. */
async function drawConfirm(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const sent = await sentBack(deps, call);
  const list = await deps.libraries.list();
  const row = await ownRow(deps, call);
  if (inTheWayOf('changePickup', row)) return drawChoices(deps, call, sent.refusal);
  const chosen = chooseLibrary(list, call.request.query.pickup, dayOf(instantFromDate(deps.now())));
  if (!chosen.ok) return drawChoices(deps, call, chosen.refusal);
  const library = chosen.value;
  if (row.pickupLibrary === library.code)
    return call.response.redirect(303, afterWish('pickupKept', row.reservationId));
  const frame = await frameOf(deps, call);
  const nameOf = await namesIn(frame.front.language, deps.libraries);
  const page = h(ConfirmPickupPage, {
    frame,
    row,
    wishId: nextWishId(deps, sent),
    present: nameOf(row.pickupLibrary),
    library,
    municipal: library.code !== list.prefectural.code,
    nextDispatchDay: list.nextDispatchDay,
    dispatchDaysAWeek: list.dispatchDaysAWeek,
    policy: await deps.policy.inForce(),
    refusal: sent.refusal,
  });
  sendPage(call.response, page, sent.refusal ? statusOfRefusal(call.response, sent.refusal) : 200);
}
