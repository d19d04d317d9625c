import {
  LibraryCodeSchema,
  patronWebApi,
  READING_ORDER_MOST,
  type ReadingOrder,
  ReadingOrderWishSchema,
  type RecordId,
  RecordIdSchema,
  ReservationIdSchema,
  UuidSchema,
} from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { readStanding } from '../basket/judge-basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { refusalIn } from '../pages/library-name.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { BlockedPage } from '../reserving/blocked.page.tsx';
import { type SentBack, sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { openReadingOrder, volumesInOrder } from './open-reading-order.ts';
import { OrderPickupPage } from './order-pickup.page.tsx';
import { ReadingOrderPage } from './reading-order.page.tsx';

const one = RecordIdSchema.transform((recordId) => [recordId]);
const Chosen = z.union([one, z.array(RecordIdSchema).min(1).max(READING_ORDER_MOST)]);
const Query = z.object({ of: RecordIdSchema, v: Chosen });
const OpenForm = z.strictObject({
  of: RecordIdSchema,
  v: Chosen,
  when: z.enum(['handedOut', 'ready']),
  pickup: LibraryCodeSchema,
  orderId: UuidSchema,
  first: ReservationIdSchema,
});
const ChangeForm = z.strictObject({
  do: ReadingOrderWishSchema.exclude(['pickup']),
  recordId: RecordIdSchema.optional(),
});
const PickupForm = z.strictObject({ pickup: LibraryCodeSchema });

/** 読みたい順予約: the page that opens one, and what its patron wants of one that is open. */
export function mountReadingOrders(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/reading-order', 'patron', async (call) => {
    const asked = Query.safeParse(call.request.query);
    if (!asked.success) pageFault(404);
    await draw(deps, call, asked.data, await sentBack(deps, call));
  });
  routes.form('/reading-order', 'patron', async (call) => {
    const { of, v, when, pickup, orderId, first } = parseFields(OpenForm, call.form);
    const opened = await openReadingOrder(deps, {
      ...{ of, orderId, volumes: v, pickupLibrary: pickup, firstReservationId: first },
      patronId: signedIn(call.visit).patronId,
      early: when === 'ready',
    });
    if (opened.ok) return call.response.redirect(303, '/my-library?ordered=1#orders');
    const { refusal } = opened;
    const page = `/reading-order?${new URLSearchParams([['of', of], ...v.map((one) => ['v', one])])}`;
    // What may have been heard is sent again as it was.
    const ids = refusal.code === 'TRY_AGAIN' ? { orderId, first } : {};
    await sendBack(deps, call, page, { typed: { pickup, when, ...ids }, refusal });
  });
  routes.form('/reading-orders/:orderId', 'patron', async ({ request, response, visit, form }) => {
    const orderId = UuidSchema.safeParse(request.params.orderId);
    if (!orderId.success) pageFault(404);
    const params = { patronId: signedIn(visit).patronId, orderId: orderId.data };
    const body = { ...parseFields(ChangeForm, form), at: instantFromDate(deps.now()) };
    // What has changed meanwhile is shown as it is now.
    await deps.patron.changeReadingOrder({ params, body });
    response.redirect(303, '/my-library#orders');
  });
  routes.page('/reading-orders/:orderId/pickup', 'patron', (call) => drawPickup(deps, call));
  routes.form('/reading-orders/:orderId/pickup', 'patron', async (call) => {
    const { orderId } = await ownOrder(deps, call);
    const { pickup: pickupLibrary } = parseFields(PickupForm, call.form);
    const changed = await deps.patron.changeReadingOrder({
      params: { patronId: signedIn(call.visit).patronId, orderId },
      body: { do: 'pickup', pickupLibrary, at: instantFromDate(deps.now()) },
    });
    if (!changed.ok) {
      const { refusal } = changed;
      return sendBack(deps, call, `/reading-orders/${orderId}/pickup`, { refusal });
    }
    call.response.redirect(303, '/my-library#orders');
  });
  routes.api(patronWebApi.openReadingOrder, 'patron', ({ body, visit }) =>
    openReadingOrder(deps, { ...body, patronId: signedIn(visit).patronId }),
  );
  routes.api(patronWebApi.readingOrders, 'patron', ({ visit }) =>
    deps.patron.readingOrders({ params: { patronId: signedIn(visit).patronId } }),
  );
}

async function ownOrder(deps: PatronWebDeps, { request, visit }: PatronCall): Promise<ReadingOrder> {
  const { patronId } = signedIn(visit);
  const found = await deps.patron.readingOrders({ params: { patronId } });
  const orders = found.ok ? found.value.orders : [];
  return orders.find(({ orderId }) => orderId === request.params.orderId) ?? pageFault(404);
}

async function drawPickup(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const { refusal: why } = await sentBack(deps, call);
  const order = await ownOrder(deps, call);
  const frame = await frameOf(deps, call);
  const refusal = why && refusalIn(frame.front.language, why, await deps.libraries.all());
  const [list, places] = [await deps.libraries.list(), await deps.libraries.places()];
  const today = dayOf(instantFromDate(deps.now()));
  const page = h(OrderPickupPage, { frame, order, list, places, today, refusal });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}

async function draw(
  deps: PatronWebDeps,
  call: PatronCall,
  { of, v }: { of: RecordId; v: readonly RecordId[] },
  { typed, refusal: why }: SentBack,
): Promise<void> {
  const [frame, found, standing, list, places, policy] = await Promise.all([
    frameOf(deps, call),
    volumesInOrder(deps, { of, volumes: v }),
    readStanding(deps, call.visit),
    deps.libraries.list(),
    deps.libraries.places(),
    deps.policy.inForce(),
  ]);
  if (!found.ok || found.value.length < 2 || !policy.readingOrders) pageFault(404);
  if (!standing.mayReserve.ok) {
    const { refusal } = standing.mayReserve;
    return sendPage(call.response, h(BlockedPage, { frame, refusal }), 409);
  }
  const refusal = why && refusalIn(frame.front.language, why, await deps.libraries.all());
  const page = h(ReadingOrderPage, {
    ...{ frame, of, list, places, policy, standing },
    volumes: found.value,
    today: dayOf(instantFromDate(deps.now())),
    typed,
    refusal,
    ids: { orderId: typed.orderId ?? deps.newId(), first: typed.first ?? deps.newId() },
  });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}
