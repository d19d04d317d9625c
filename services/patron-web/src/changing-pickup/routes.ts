import { patronWebApi } from '@toshobin/contracts';
import { allow, dayOf, instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { afterWish } from '../my-library/done-words.ts';
import { inTheWayOf } from '../my-library/in-the-way-of.ts';
import { nextWishId, type RefusedWish } from '../my-library/next-wish-id.ts';
import { ownOf, ownRow } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { chooseLibrary } from '../reserving/choose-library.ts';
import { ChooseAnotherPage, ConfirmPickupPage } from './change-pickup.page.tsx';
import { changePickup } from './change-pickup.ts';

const PickupForm = z.strictObject({ wishId: z.uuid(), pickup: z.string().max(100) });

export function mountChangingPickup(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/:reservationId/pickup', 'patron', (call) => drawChoices(deps, call));
  routes.page('/my-library/:reservationId/pickup/confirm', 'patron', (call) =>
    drawConfirm(deps, call, call.request.query.pickup),
  );
  routes.form('/my-library/:reservationId/pickup', 'patron', async (call) => {
    const { wishId, pickup: pickupLibrary } = parseFields(PickupForm, call.form);
    const own = ownOf(call);
    const decision = await changePickup(deps, { ...own, wishId, pickupLibrary });
    if (decision.ok) return call.response.redirect(303, afterWish('pickupChanged', own.reservationId));
    const { refusal } = decision;
    if (refusal.code !== 'TRY_AGAIN') return drawChoices(deps, call, refusal);
    await drawConfirm(deps, call, pickupLibrary, { refusal, wishId });
  });
  routes.api(patronWebApi.changePickup, 'patron', async ({ params: { reservationId }, body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const row = await changePickup(deps, { patronId, reservationId, wishId: deps.newId(), ...body });
    return row.ok ? allow({ row: row.value }) : row;
  });
}

async function drawChoices(deps: PatronWebDeps, call: PageCall<SignedIn>, refused?: Refusal): Promise<void> {
  const row = await ownRow(deps, call);
  const [list, places] = [await deps.libraries.list(), await deps.libraries.places()];
  const today = dayOf(instantFromDate(deps.now()));
  const inTheWay = inTheWayOf('changePickup', row);
  const refusal = refused ?? inTheWay;
  const frame = await frameOf(deps, call);
  const withoutForm = inTheWay !== undefined;
  const page = h(ChooseAnotherPage, { frame, row, list, places, today, refusal, withoutForm });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}

/** The chosen library with what follows; after TRY_AGAIN the same wish, to be sent again. */
async function drawConfirm(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  pickup: unknown,
  refused?: RefusedWish,
): Promise<void> {
  const list = await deps.libraries.list();
  const row = await ownRow(deps, call);
  if (inTheWayOf('changePickup', row)) return drawChoices(deps, call, refused?.refusal);
  const chosen = chooseLibrary(list, pickup, dayOf(instantFromDate(deps.now())));
  if (!chosen.ok) return drawChoices(deps, call, chosen.refusal);
  const library = chosen.value;
  if (row.pickupLibrary === library.code) return call.response.redirect(303, '/my-library');
  const nameOf = await deps.libraries.names();
  const page = h(ConfirmPickupPage, {
    frame: await frameOf(deps, call),
    row,
    wishId: nextWishId(deps, refused),
    present: nameOf(row.pickupLibrary),
    library,
    municipal: library.code !== list.prefectural.code,
    nextDispatchDay: list.nextDispatchDay,
    dispatchDaysAWeek: list.dispatchDaysAWeek,
    policy: await deps.policy.inForce(),
    refusal: refused?.refusal,
  });
  sendPage(call.response, page, refused ? statusOfRefusal(call.response, refused.refusal) : 200);
}
