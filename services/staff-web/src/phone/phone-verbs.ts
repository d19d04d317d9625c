import { PREFECTURAL_LIBRARY, type ReservationId, staffWebApi, titleOf } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  dayOf,
  decideMaterial,
  formatDateJa,
  type Instant,
  instantFromDate,
  mayWish,
  previewStillValid,
  refuse,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { type Caller, readCaller } from '../cards/caller.ts';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { clockOf } from '../pages/dates.ts';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb, verbOn } from '../verbs/mount-verb.ts';

/** Pages on which a cancellation that waits stands with its reservation, and is taken back; the caller's card otherwise. */
const HeldPageSchema = z
  .string()
  .regex(/^\/(hold-shelf|pick-list|packing|titles\/\d+|timeline\/[0-9a-f-]{36})$/)
  .catch('/phone');

interface OfCaller {
  cardNumber: string;
  reservationId: ReservationId;
}
interface AskedOf<B> {
  body: B;
  at: Instant;
}

/** One of the caller's own; NOT_FOUND for anybody else's. */
async function ownRow(deps: StaffWebDeps, { body, at }: AskedOf<OfCaller>) {
  const caller = await readCaller(deps, body.cardNumber, at);
  if (!caller.ok) return caller;
  const row = caller.value.rows.find(({ reservationId }) => reservationId === body.reservationId);
  return row ? allow({ caller: caller.value, row }) : refuse('NOT_FOUND');
}

const callersWish = {
  may: 'phone',
  find: ownRow,
  subject: ({ body }: { body: OfCaller }) => `reservation ${body.reservationId}`,
} as const;
const ofPhone = { kept: false, page: '/phone' } as const;

/**
 * The patron of a card, for the prefectural desk on the telephone. That somebody was looked up is written down, but not
 * who: beside what is done for the caller next, it would say whose reservation that was.
 */
export const findCaller = verb('findCaller', staffWebApi.findCaller, {
  may: 'phone',
  words: '電話の方を捜した',
  subject: () => 'card',
  carryOut: (deps, { body, at }) => readCaller(deps, body.cardNumber, at),
});

/**
 * R4. Reserves for a caller 来館貸出可, and other titles where the policy lets them in: written first, as on the web, then its process is started; without an answer in
 * time it is accepted and the patron service's sweep starts it. Refuses as R1, R3, R4, R5 and R16 do.
 */
export const reserveForCaller = verb('reserveForCaller', staffWebApi.reserveForCaller, {
  may: 'phone',
  words: '電話での予約',
  subject: ({ body }) => `reservation ${body.reservationId}`,
  async carryOut(deps, { body: { cardNumber, reservationId, recordId, pickupLibrary }, at }) {
    const [record, policy, caller] = await Promise.all([
      deps.catalog.readRecord({ params: { recordId } }),
      deps.catalog.readPolicy(),
      readCaller(deps, cardNumber, at),
    ]);
    if (!record.ok) return record;
    if (!policy.ok) return policy;
    if (!caller.ok) return caller;
    const { lending, copies, protectiveCover } = record.value;
    const title = titleOf(record.value).slice(0, 1000);
    // R4, so that a caller hears it at once; the catalog judges it again when the reservation is admitted.
    const material = decideMaterial(
      { lending, lendableCopies: copies.filter(({ place }) => place !== 'unavailable').length },
      { channel: 'phone', pickupIsPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
      policy.value.policy,
    );
    if (!material.ok) return material;
    const asked = { reservationId, recordId, title, pickupLibrary, protectiveCover };
    const application = await deps.patron.apply({
      params: { patronId: caller.value.patronId },
      body: { ...asked, appliedAt: at, channel: 'phone' },
    });
    if (!application.ok) return application;
    const { reservationNumber, appliedAt } = application.value;
    const nameOf = await deps.libraries.names();
    const admission = await deps.process.admit({
      body: {
        reservationId,
        pickupLibrary,
        pickupLibraryName: nameOf(pickupLibrary),
        applied: { recordId, channel: 'phone', appliedAt },
      },
    });
    if (!admission.ok) return admission;
    const accepted = { reservationId, reservationNumber };
    if (admission.value === 'notYet') {
      return allow({ ...accepted, answered: 'later' as const, position: null, ready: false });
    }
    const { position, ready } = admission.value;
    return allow({ ...accepted, answered: 'now' as const, position, ready });
  },
  form: {
    ...ofPhone,
    path: '/phone/reserve',
    button: '予約する',
    fields: { reservationId: GIVEN, recordId: GIVEN, pickupLibrary: '受取館' },
    arrange: (typed) => ({ pickupLibrary: PREFECTURAL_LIBRARY, ...typed }),
    said: ({ reservationNumber, position, ready }) =>
      done(
        `予約を受け付けました　予約番号 ${reservationNumber}`,
        ready ? '資料があります。これから用意します' : place(position),
      ),
  },
});

const place = (position: number | null) => (position === null ? '' : `順番 ${position}番目`);

/** R8. The date an extension would give now, to be told to the caller first, and of which title; changes nothing. */
export async function previewExtension(deps: StaffWebDeps, asked: AskedOf<OfCaller>) {
  const found = await ownRow(deps, asked);
  if (!found.ok) return found;
  const { body, at } = asked;
  const other = await otherOverdue(deps, found.value.caller, body);
  if (!other.ok) return other;
  const preview = await deps.catalog.previewExtension({
    params: { reservationId: body.reservationId },
    body: { askedAt: at, holderHasOtherOverdue: other.value },
  });
  const { title } = found.value.row;
  return preview.ok ? allow({ title, preview: { ...preview.value, previewedAt: at } }) : preview;
}

/** R8. Extends to the date the caller was told (PREVIEW_CHANGED otherwise); the day of the call counts. */
export const extendForCaller = verbOn('extendForCaller', staffWebApi.extendForCaller, {
  ...callersWish,
  words: '電話での延長',
  async carryOut(deps, { body, at, found: { caller } }) {
    const other = await otherOverdue(deps, caller, body);
    if (!other.ok) return other;
    const { reservationId, wishId, confirmDue, previewedAt } = body;
    const extended = await deps.process.extend({
      params: { reservationId },
      body: {
        wishId,
        at: await dayAsked(deps, previewedAt, at),
        holderHasOtherOverdue: other.value,
        confirmDue,
      },
    });
    return extended.ok ? allow({ due: extended.value }) : extended;
  },
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/extend',
    button: ({ confirmDue }) => (confirmDue ? `${formatDateJa(confirmDue)}までに延長する` : ''),
    fields: { reservationId: GIVEN, confirmDue: GIVEN, previewedAt: GIVEN },
    said: ({ due }) => done('延長しました', `返却期限 ${formatDateJa(due.date)}まで`),
  },
});

/** Whether another loan of the caller's is overdue, as the patron service knows. */
async function otherOverdue(deps: StaffWebDeps, caller: Caller, own: OfCaller): Promise<Decision<boolean>> {
  const params = { patronId: caller.patronId, reservationId: own.reservationId };
  const read = await deps.patron.readReservation({ params });
  return read.ok ? allow(read.value.holderHasOtherOverdue) : read;
}

async function dayAsked(
  deps: StaffWebDeps,
  previewedAt: Instant | undefined,
  now: Instant,
): Promise<Instant> {
  if (previewedAt === undefined || dayOf(previewedAt) === dayOf(now)) return now;
  const policy = await deps.catalog.readPolicy();
  return policy.ok && previewStillValid(previewedAt, now, policy.value.policy) ? previewedAt : now;
}

/** R20. Cancels for a caller in five minutes, unless it is taken back: nothing is done and nothing is sent before. */
export const holdCancellation = verbOn('holdCancellation', staffWebApi.holdCancellation, {
  ...callersWish,
  words: '電話でのキャンセル（5分後）',
  async carryOut({ heldCancellations, now }, { body: { reservationId, wishId }, staff: by, found: { row } }) {
    if (row.state !== 'cancelled' && !mayWish('cancel', row)) return refuse('CANCEL_TOO_LATE');
    const until = await heldCancellations.hold({ reservationId, wishId, askedAt: now(), by });
    return allow({ cancelsAt: instantFromDate(until) });
  },
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/hold-cancellation',
    button: '予約をキャンセルする',
    fields: { reservationId: GIVEN },
    said: ({ cancelsAt }) => done('キャンセルします', `${clockOf(cancelsAt)}までは元に戻せます`),
  },
});

/** The caller keeps the reservation after all: taken back wherever it stands, by its id alone. */
export const takeBackCancellation = verb('takeBackCancellation', staffWebApi.takeBackCancellation, {
  may: 'phone',
  words: '電話でのキャンセルをやめた',
  subject: ({ params }) => `reservation ${params.reservationId}`,
  carryOut: async ({ heldCancellations }, { params: { reservationId } }) =>
    (await heldCancellations.takeBack(reservationId))
      ? allow({ kept: true as const })
      : refuse('STATE_CHANGED'),
  form: {
    path: '/phone/:reservationId/keep',
    button: '元に戻す',
    fields: {},
    arrange: ({ from: _, ...typed }) => typed,
    kept: false,
    said: () => done('キャンセルをやめました', '予約はそのままです'),
    page: (_asked, _kept, { from }) => HeldPageSchema.parse(from),
  },
});

/** R20. Cancels for a caller at once, any time until handed out; what is cancelled already is. */
export const cancelForCaller = verbOn('cancelForCaller', staffWebApi.cancelForCaller, {
  ...callersWish,
  words: '電話でのキャンセル',
  async carryOut({ process, heldCancellations }, { body: { reservationId, wishId }, at, found: { row } }) {
    if (row.state === 'cancelled') return allow({ cancelled: true as const });
    const cancelled = await process.cancel({ params: { reservationId }, body: { wishId, at } });
    if (cancelled.ok) await heldCancellations.takeBack(reservationId);
    return cancelled;
  },
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/cancel',
    button: 'すぐにキャンセルする',
    fields: { reservationId: GIVEN },
    said: '予約をキャンセルしました',
  },
});

/** R20, R5. Another pickup library, until packed; 来館貸出可 stays at the prefectural library (R4). */
export const changePickupForCaller = verbOn('changePickupForCaller', staffWebApi.changePickupForCaller, {
  ...callersWish,
  words: '電話での受取館の変更',
  async carryOut(deps, { body: { reservationId, wishId, pickupLibrary }, at, found: { row } }) {
    if (pickupLibrary !== PREFECTURAL_LIBRARY) {
      const record = await deps.catalog.readRecord({ params: { recordId: row.recordId } });
      if (record.ok && record.value.lending === 'inPersonOnly') return refuse('PICKUP_MUST_BE_PREFECTURAL');
    }
    return deps.process.changePickup({ params: { reservationId }, body: { wishId, at, pickupLibrary } });
  },
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/change-pickup',
    button: '受取館を変更する',
    fields: { reservationId: GIVEN, pickupLibrary: '受取館' },
    said: '受取館を変更しました',
  },
});

/** R20. Suspends until a day, on which it resumes by itself. */
export const suspendForCaller = verbOn('suspendForCaller', staffWebApi.suspendForCaller, {
  ...callersWish,
  words: '電話での一時停止',
  carryOut: ({ process }, { body: { reservationId, wishId, until }, at }) =>
    process.suspend({ params: { reservationId }, body: { wishId, at, until } }),
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/suspend',
    button: '一時停止する',
    fields: { reservationId: GIVEN, until: '再開する日' },
    said: ({ until }) => done('一時停止しました', `${formatDateJa(until)}に再開します`),
  },
});

/** R20. Back in its old place. */
export const resumeForCaller = verbOn('resumeForCaller', staffWebApi.resumeForCaller, {
  ...callersWish,
  words: '電話での再開',
  carryOut: ({ process }, { body: { reservationId, wishId }, at }) =>
    process.resume({ params: { reservationId }, body: { wishId, at } }),
  form: {
    ...ofPhone,
    path: '/phone/:reservationId/resume',
    button: '再開する',
    fields: { reservationId: GIVEN },
    said: ({ position }) => done('再開しました', `順番 ${position}番目`),
  },
});

/** The library cancels a reservation (R20): `why` is what the mail says, `reason` is written down. */
export const cancelByLibrary = verb('cancelByLibrary', staffWebApi.cancelByLibrary, {
  may: 'phone',
  words: '図書館の都合によるキャンセル',
  subject: ({ params }) => `reservation ${params.reservationId}`,
  carryOut: ({ process }, { params, body: { wishId, why }, at }) =>
    process.cancelByLibrary({ params, body: { wishId, at, why } }),
  form: {
    path: '/timeline/:reservationId/cancellation',
    button: '予約をキャンセルする',
    fields: {
      why: {
        label: 'メールに書く理由',
        choices: {
          library: '図書館の都合',
          copyMissing: '資料が見当たらない',
          withdrawn: '除籍・修理',
          lost: '配送中の紛失',
          unreached: '連絡がつかない',
        },
      },
      reason: reasonWords,
    },
    kept: '予約の手直し（経過）',
    said: () => done('予約をキャンセルしました', 'メールでお知らせします'),
    page: ({ params }) => `/timeline/${params.reservationId}`,
  },
});
