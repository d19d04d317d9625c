import type { PatronRow } from '@toshobin/contracts';
import type { Decision, WishKind } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { parseFields, type Say, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { cancelReservation } from './cancel-reservation.ts';
import type { OwnWish } from './carry-out-wish.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { afterWish, type DoneWish } from './done-words.ts';
import { inTheWayOf } from './in-the-way-of.ts';
import { nextWishId } from './next-wish-id.ts';
import { ownOf, ownRow } from './own-row.ts';
import { resumeReservation } from './resume-reservation.ts';
import { WishPage } from './wish.page.tsx';
import { cancelWords, pickedUpWords, resumeWords, type WishWords } from './wish-words.ts';

/** A wish that asks for nothing but a yes. */
interface PlainWish {
  kind: WishKind;
  /** The last part of its address, under the reservation's. */
  path: string;
  words(row: PatronRow, say: Say): WishWords;
  carryOut(deps: PatronWebDeps, wish: OwnWish): Promise<Decision<unknown>>;
  /** What My Library says afterwards. */
  done: DoneWish;
}

const plainWishes: readonly PlainWish[] = [
  { kind: 'cancel', path: 'cancel', words: cancelWords, carryOut: cancelReservation, done: 'cancelled' },
  { kind: 'resume', path: 'resume', words: resumeWords, carryOut: resumeReservation, done: 'resumed' },
  {
    kind: 'declarePickedUp',
    path: 'picked-up',
    words: pickedUpWords,
    carryOut: declarePickedUp,
    done: 'pickedUp',
  },
];

const PlainForm = z.strictObject({ wishId: z.uuid() });

/** R8, R20. Cancelling, resuming and 「受け取りました」: each asks once, and shows why not above the same question. */
export function mountPlainWishes(routes: PatronRoutes, deps: PatronWebDeps): void {
  for (const wish of plainWishes) {
    const path = `/my-library/:reservationId/${wish.path}`;
    routes.page(path, 'patron', (call) => draw(deps, call, wish));
    routes.form(path, 'patron', async (call) => {
      const { wishId } = parseFields(PlainForm, call.form);
      const own = ownOf(call);
      const decision = await wish.carryOut(deps, { ...own, wishId });
      if (decision.ok) return call.response.redirect(303, afterWish(wish.done, own.reservationId));
      const page = `/my-library/${own.reservationId}/${wish.path}`;
      await sendBack(deps, call, page, { typed: { wishId }, refusal: decision.refusal });
    });
  }
}

async function draw(deps: PatronWebDeps, call: PatronCall, wish: PlainWish): Promise<void> {
  const row = await ownRow(deps, call);
  const frame = await frameOf(deps, call);
  const inTheWay = inTheWayOf(wish.kind, row);
  const sent = await sentBack(deps, call);
  const refusal = sent.refusal ?? inTheWay;
  const page = h(WishPage, {
    frame,
    row,
    wishId: nextWishId(deps, sent),
    refusal,
    withoutForm: inTheWay !== undefined,
    action: `/my-library/${row.reservationId}/${wish.path}`,
    ...wish.words(row, frame.say),
  });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}
