import { patronWebApi } from '@toshobin/contracts';
import { allow, dayOf, instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { ownOf, ownRow } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { chooseLibrary } from '../reserving/choose-library.ts';
import { ChooseAnotherPage, ConfirmPickupPage } from './change-pickup.page.tsx';
import { changePickup } from './change-pickup.ts';

const PickupForm = z.strictObject({ wishId: z.uuid(), pickup: z.string().max(100) });

export function mountChangingPickup(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/:reservationId/pickup', 'patron', (call) => drawChoices(deps, call));
  routes.page('/my-library/:reservationId/pickup/confirm', 'patron', async (call) => {
    const list = await deps.libraries.list();
    const chosen = chooseLibrary(list, call.request.query.pickup, dayOf(instantFromDate(deps.now())));
    if (!chosen.ok) return drawChoices(deps, call, chosen.refusal);
    const library = chosen.value;
    const row = await ownRow(deps, call);
    if (row.pickupLibrary === library.code) return call.response.redirect(303, '/my-library');
    const nameOf = await deps.libraries.names();
    const page = h(ConfirmPickupPage, {
      frame: await frameOf(deps, call),
      row,
      wishId: deps.newId(),
      present: nameOf(row.pickupLibrary),
      library,
      municipal: library.code !== list.prefectural.code,
      nextDispatchDay: list.nextDispatchDay,
    });
    sendPage(call.response, page);
  });
  routes.form('/my-library/:reservationId/pickup', 'patron', async (call) => {
    const { wishId, pickup: pickupLibrary } = parseFields(PickupForm, call.form);
    const decision = await changePickup(deps, { ...ownOf(call), wishId, pickupLibrary });
    if (decision.ok) return call.response.redirect(303, '/my-library?done=pickupChanged');
    await drawChoices(deps, call, decision.refusal);
  });
  routes.api(patronWebApi.changePickup, 'patron', async ({ params: { reservationId }, body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const row = await changePickup(deps, { patronId, reservationId, wishId: deps.newId(), ...body });
    return row.ok ? allow({ row: row.value }) : row;
  });
}

async function drawChoices(deps: PatronWebDeps, call: PageCall<SignedIn>, refusal?: Refusal): Promise<void> {
  const row = await ownRow(deps, call);
  const list = await deps.libraries.list();
  const today = dayOf(instantFromDate(deps.now()));
  const page = h(ChooseAnotherPage, { frame: await frameOf(deps, call), row, list, today, refusal });
  sendPage(call.response, page, refusal ? refusalStatus(refusal.code) : 200);
}
