import type { PatronRow } from '@toshobin/contracts';
import { type Decision, formatDateJa, type refuse } from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { cancelReservation } from './cancel-reservation.ts';
import type { OwnWish } from './carry-out-wish.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { ownOf, ownRow } from './own-row.ts';
import { resumeReservation } from './resume-reservation.ts';
import { WishPage } from './wish.page.tsx';

/** A wish that asks for nothing but a yes. */
interface PlainWish {
  /** The last part of its address, under the reservation's. */
  path: string;
  words(row: PatronRow): {
    title: string;
    heading: string;
    button: string;
    stop?: boolean;
    follows?: readonly string[];
  };
  carryOut(deps: PatronWebDeps, wish: OwnWish): Promise<Decision<unknown>>;
  /** What My Library says afterwards. */
  done: string;
}

const cancel: PlainWish = {
  path: 'cancel',
  words: () => ({
    title: '予約のキャンセル',
    heading: 'この予約をキャンセルしますか',
    button: '予約をキャンセルする',
    stop: true,
    follows: ['キャンセルすると、順番は残りません。もう一度予約できます。'],
  }),
  carryOut: cancelReservation,
  done: 'cancelled',
};

const resume: PlainWish = {
  path: 'resume',
  words: () => ({
    title: '予約の再開',
    heading: 'この予約を再開しますか',
    button: '再開する',
    follows: ['一時停止する前の順番で、すぐに順番待ちに戻ります。'],
  }),
  carryOut: resumeReservation,
  done: 'resumed',
};

const pickedUp: PlainWish = {
  path: 'picked-up',
  words: ({ due }) => ({
    title: '受け取りの記録',
    heading: 'この資料を受け取りましたか',
    button: '受け取りました',
    follows: [
      'まだお受け取りでないときは、押さないでください。',
      '貸出中になり、予約のキャンセルはできなくなります。',
      due
        ? `返却期限は変わりません。${formatDateJa(due.date)}までに返却してください。`
        : '返却期限は、この後Myライブラリに表示します。',
    ],
  }),
  carryOut: declarePickedUp,
  done: 'pickedUp',
};

const PlainForm = z.strictObject({ wishId: z.uuid() });

/** R8, R20. Cancelling, resuming and 「受け取りました」: each asks once, and shows why not above the same question. */
export function mountPlainWishes(routes: PatronRoutes, deps: PatronWebDeps): void {
  for (const wish of [cancel, resume, pickedUp]) {
    const path = `/my-library/:reservationId/${wish.path}`;
    routes.page(path, 'patron', (call) => draw(deps, call, wish));
    routes.form(path, 'patron', async (call) => {
      const { wishId } = parseFields(PlainForm, call.form);
      const decision = await wish.carryOut(deps, { ...ownOf(call), wishId });
      if (decision.ok) return call.response.redirect(303, `/my-library?done=${wish.done}`);
      await draw(deps, call, wish, decision);
    });
  }
}

/** The same form again must be able to get another answer, once the process is back: it has a new id. */
async function draw(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  wish: PlainWish,
  refused?: ReturnType<typeof refuse>,
): Promise<void> {
  const row = await ownRow(deps, call);
  const frame = await frameOf(deps, call);
  const page = h(WishPage, {
    frame,
    row,
    wishId: deps.newId(),
    refusal: refused?.refusal,
    action: `/my-library/${row.reservationId}/${wish.path}`,
    ...wish.words(row),
  });
  sendPage(call.response, page, refused ? refusalStatus(refused.refusal.code) : 200);
}
