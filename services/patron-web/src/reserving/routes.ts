import {
  LibraryCodeSchema,
  patronApi,
  patronWebApi,
  RecordIdSchema,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { dayOf, instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import { BASKET_LIMIT } from '../basket/basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { canReserve } from '../records/can-reserve.ts';
import { readRecords } from '../records/read-record.ts';
import { chooseLibrary } from './choose-library.ts';
import { ConfirmPage } from './confirm.page.tsx';
import { DonePage } from './done.page.tsx';
import { PickupPage } from './pickup.page.tsx';
import { reserve } from './reserve.ts';
import { reserveBasket } from './reserve-basket.ts';

/** One title of the form: the id its reservation has had since the form was drawn, and the record. */
const Item = z
  .string()
  .max(100)
  .transform((text) => text.split(' '))
  .pipe(z.tuple([ReservationIdSchema, RecordIdSchema]))
  .transform(([reservationId, recordId]) => ({ reservationId, recordId }));
const ReserveForm = z.strictObject({
  pickup: LibraryCodeSchema,
  item: z.union([Item.transform((one) => [one]), z.array(Item).min(1).max(BASKET_LIMIT)]),
});

export function mountReserving(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/reserve', 'patron', (call) => drawPickup(deps, call));
  routes.page('/reserve/confirm', 'patron', async (call) => {
    const list = await deps.libraries.list();
    const today = dayOf(instantFromDate(deps.now()));
    const chosen = chooseLibrary(list, call.request.query.pickup, today);
    if (!chosen.ok) return drawPickup(deps, call, chosen.refusal);
    const library = chosen.value;
    const frame = await frameOf(deps, call);
    const records = (await readRecords(deps, frame.basket)).filter((record) => canReserve(record).ok);
    if (records.length === 0) return call.response.redirect(303, '/basket');
    const items = records.map((record) => ({ record, reservationId: deps.newId() }));
    const municipal = library.code !== list.prefectural.code;
    const { nextDispatchDay } = list;
    sendPage(call.response, h(ConfirmPage, { frame, items, library, municipal, nextDispatchDay }));
  });
  routes.form('/reserve', 'patron', async ({ visit, response, form }) => {
    const { pickup: pickupLibrary, item: items } = parseFields(ReserveForm, form);
    const { patronId } = signedIn(visit);
    const sessionId = await visit.openSession();
    await reserveBasket(deps, { patronId, sessionId, pickupLibrary, items });
    response.redirect(303, '/reserve/done');
  });
  routes.page('/reserve/done', 'patron', async (call) => {
    const done = await deps.doneAnswers.read(await call.visit.openSession());
    if (!done) return call.response.redirect(303, '/my-library');
    const nameOf = await deps.libraries.names();
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(DonePage, { frame, done, library: nameOf(done.pickupLibrary) }));
  });
  routes.api(patronWebApi.reserve, 'patron', async ({ body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return reserve(deps, { ...body, patronId: visit.principal.patronId });
  });
}

async function drawPickup(deps: PatronWebDeps, call: PageCall<SignedIn>, refusal?: Refusal): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const frame = await frameOf(deps, call);
  if (frame.basket.length === 0) return call.response.redirect(303, '/basket');
  const patron = await deps.patron.call(patronApi.readPatron, { params: { patronId } });
  if (!patron.ok) pageFault(404);
  const { emailStatus, lastPickupLibrary: last } = patron.value;
  // Without an address that mail reaches nothing can be reserved (R2): that comes first.
  if (emailStatus !== 'verified') return call.response.redirect(303, '/email');
  const records = await readRecords(deps, frame.basket);
  const count = records.filter((record) => canReserve(record).ok).length;
  const today = dayOf(instantFromDate(deps.now()));
  const list = await deps.libraries.list();
  const page = h(PickupPage, { frame, count, list, last, today, ...(refusal ? { refusal } : {}) });
  sendPage(call.response, page, refusal ? 422 : 200);
}
