import {
  LibraryCodeSchema,
  PREFECTURAL_LIBRARY,
  patronWebApi,
  RecordIdSchema,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { dayOf, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { judgeBasket, readBasket, readStanding, standingIfKnown } from '../basket/judge-basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { type Frame, frameOf } from '../pages/frame.tsx';
import { namesIn, refusalIn } from '../pages/library-name.tsx';
import { orUndefined } from '../pages/or-undefined.ts';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { BlockedPage } from './blocked.page.tsx';
import { chooseLibrary } from './choose-library.ts';
import { ConfirmPage } from './confirm.page.tsx';
import { DonePage } from './done.page.tsx';
import { earliestWords } from './earliest-words.ts';
import { PickupPage } from './pickup.page.tsx';
import { reserve } from './reserve.ts';
import { reserveBasket } from './reserve-basket.ts';

/** A form never sends more than this at once, whatever the limit of reservations is. */
const ITEMS_AT_MOST = 20;

/** One title of the form: the id its reservation has had since the form was drawn, and the record. */
const Item = z
  .string()
  .max(100)
  .transform((text) => text.split(' '))
  .pipe(z.tuple([ReservationIdSchema, RecordIdSchema]))
  .transform(([reservationId, recordId]) => ({ reservationId, recordId }));
const ReserveForm = z.strictObject({
  pickup: LibraryCodeSchema,
  item: z.union([Item.transform((one) => [one]), z.array(Item).min(1).max(ITEMS_AT_MOST)]),
});

export function mountReserving(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/reserve', 'patron', (call) => drawPickup(deps, call));
  routes.page('/reserve/confirm', 'patron', (call) => drawConfirm(deps, call));
  routes.form('/reserve', 'patron', async ({ visit, response, form }) => {
    const { pickup: pickupLibrary, item: items } = parseFields(ReserveForm, form);
    const { patronId } = signedIn(visit);
    const sessionId = await visit.openSession();
    await reserveBasket(deps, { patronId, visit, sessionId, pickupLibrary, items });
    response.redirect(303, '/reserve/done');
  });
  routes.page('/reserve/done', 'patron', async (call) => {
    const done = await deps.doneAnswers.read(await call.visit.openSession());
    if (!done) return call.response.redirect(303, '/my-library');
    const [frame, standing] = await Promise.all([frameOf(deps, call), standingIfKnown(deps, call.visit)]);
    const nameOf = await namesIn(frame.front.language, deps.libraries);
    const library = nameOf(done.pickupLibrary);
    const earliest = await earliestOf(deps, done.pickupLibrary, frame);
    const libraries = await deps.libraries.all();
    sendPage(call.response, h(DonePage, { frame, done, library, libraries, standing, earliest }));
  });
  routes.api(patronWebApi.reserve, 'patron', ({ body, visit }) =>
    reserve(deps, { ...body, patronId: signedIn(visit).patronId }),
  );
}

/** When what is ready now can be picked up; undefined at the prefectural library, and while that can't be told. */
async function earliestOf(
  deps: PatronWebDeps,
  pickupLibrary: string,
  { front }: Frame,
): Promise<string | undefined> {
  if (pickupLibrary === PREFECTURAL_LIBRARY) return undefined;
  const list = await orUndefined(() => deps.libraries.list());
  const libraries = list?.regions.flatMap((region) => region.libraries);
  const pickup = libraries?.find(({ code }) => code === pickupLibrary)?.calendar;
  if (list === undefined || pickup === undefined) return undefined;
  const policy = await deps.policy.inForce();
  return earliestWords(front.language, { nextDispatchDay: list.nextDispatchDay, pickup, policy });
}

/** What can be applied for now; when that is nothing the visitor is sent on (undefined). */
async function readApplication(deps: PatronWebDeps, call: PatronCall, frame: Frame) {
  if (frame.basket.length === 0) {
    call.response.redirect(303, '/basket');
    return undefined;
  }
  const [standing, items] = await Promise.all([
    readStanding(deps, call.visit),
    readBasket(deps, frame.basket),
  ]);
  if (!standing.mayReserve.ok) {
    // R1, R2: without a valid card and an address that mail reaches nothing can be reserved, so that comes first.
    sendPage(call.response, h(BlockedPage, { frame, refusal: standing.mayReserve.refusal }), 409);
    return undefined;
  }
  const { ready, not } = judgeBasket(items, standing);
  if (ready.length === 0) {
    call.response.redirect(303, '/basket');
    return undefined;
  }
  return { standing, ready, left: not.length };
}

async function drawPickup(deps: PatronWebDeps, call: PatronCall, refusal?: Refusal): Promise<void> {
  const frame = await frameOf(deps, call);
  const found = await readApplication(deps, call, frame);
  if (!found) return;
  const { ready, left, standing } = found;
  const given = LibraryCodeSchema.safeParse(call.request.query.pickup);
  const page = h(PickupPage, {
    frame,
    count: ready.length,
    left,
    list: await deps.libraries.list(),
    places: await deps.libraries.places(),
    policy: await deps.policy.inForce(),
    last: standing.lastPickupLibrary,
    given: given.success ? given.data : undefined,
    today: dayOf(instantFromDate(deps.now())),
    ...(refusal ? { refusal: refusalIn(frame.front.language, refusal, await deps.libraries.all()) } : {}),
  });
  sendPage(call.response, page, refusal ? 422 : 200);
}

async function drawConfirm(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const list = await deps.libraries.list();
  const today = dayOf(instantFromDate(deps.now()));
  const chosen = chooseLibrary(list, call.request.query.pickup, today);
  if (!chosen.ok) return drawPickup(deps, call, chosen.refusal);
  const frame = await frameOf(deps, call);
  const found = await readApplication(deps, call, frame);
  if (!found) return;
  const records = found.ready.map(({ record }) => record);
  const { patronId } = signedIn(call.visit);
  const cards = await deps.devices.cardsOf(call.request);
  const drawn = await deps.basket.drawIds(
    patronId,
    records.map(({ recordId }) => recordId),
  );
  const idOf = new Map<string, string>(drawn.map((one) => [one.recordId, one.reservationId]));
  const items = records.flatMap((record) => {
    // What another page took out of the basket in this moment is not asked for.
    const reservationId = idOf.get(record.recordId);
    return reservationId === undefined ? [] : [{ record, reservationId }];
  });
  if (items.length === 0) return call.response.redirect(303, '/basket');
  sendPage(
    call.response,
    h(ConfirmPage, {
      frame,
      items,
      amongCards: cards.length > 0,
      nickname: cards.find((card) => card.patronId === patronId)?.nickname,
      left: found.left,
      library: chosen.value,
      municipal: chosen.value.code !== list.prefectural.code,
      nextDispatchDay: list.nextDispatchDay,
      dispatchDaysAWeek: list.dispatchDaysAWeek,
      standing: found.standing,
      policy: await deps.policy.inForce(),
    }),
  );
}
