import { type Parcel, type ParcelNumber, readBarcodeOf, staffWebApi } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { handIn } from '../desk/scan-verbs.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { bookDropOf } from '../pages/fields.ts';
import { mayPack, ownParcel } from '../roles.ts';
import { done, type Said } from '../scans/say.ts';
import { refuseHeld, subjectOfCopy } from '../scans/scan-copy.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb, verbOn } from '../verbs/mount-verb.ts';
import { orWhereItIs } from './not-to-pack.ts';
import { dayItWaitsFor, sayOffItsDay } from './off-its-day.ts';
import { modeWords, TOLD } from './parcel-words.ts';
import { canBeNotArrived, sayReceived } from './say-received.ts';
import { refuseOurs, trackingNumberIn } from './tracking-number.ts';

type Deps = Pick<StaffWebDeps, 'shipping'>;
interface OfParcel {
  params: { parcelNumber: ParcelNumber };
}

/** A parcel this account may see; NOT_FOUND for anybody else's. */
export async function readParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await deps.shipping.readParcel({ params: { parcelNumber } });
  if (!parcel.ok) return parcel;
  return ownParcel(staff, parcel.value) ? parcel : refuse('NOT_FOUND');
}

/** A parcel this account may change; NOT_FOUND otherwise. */
export async function changeable(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await readParcel(deps, staff, parcelNumber);
  return parcel.ok && !mayPack(staff, parcel.value) ? refuse('NOT_FOUND') : parcel;
}

const subject = ({ params }: OfParcel) => `parcel ${params.parcelNumber}`;
/** A line for the copy, which is forgotten, and one for the parcel. */
const subjects = ({ params, body }: OfParcel & { body: { barcode: string } }) => {
  const copy = subjectOfCopy(body.barcode);
  return copy === 'unknown' ? subject({ params }) : [copy, subject({ params })];
};
/** An act on a parcel that this account may change. */
const onParcel = {
  may: 'changeParcels',
  actsFor: actingFor,
  find: (deps: Deps, { staff, params }: OfParcel & { staff: Staff }) =>
    changeable(deps, staff, params.parcelNumber),
  subject,
} as const;
const ofPage = {
  kept: '小包の処理',
  hidesOthers: true,
  page: ({ params }: OfParcel) => `/parcels/${params.parcelNumber}`,
} as const;

/** Opens a parcel: outward by the prefectural desk, return by a pickup library for itself, whoever enters it. */
export const openParcel = verb('openParcel', staffWebApi.openParcel, {
  may: 'changeParcels',
  words: '小包をつくる',
  actsFor: (deps, staff, library, { direction }) =>
    actingFor(deps, staff, direction === 'return' ? library : undefined),
  subject: (_asked, _found, opened) => `parcel ${opened?.parcelNumber ?? 'unknown'}`,
  carryOut: async ({ shipping }, { body, staff, by }) =>
    mayPack(staff, body) ? shipping.openParcel({ body: { ...body, by } }) : refuse('PICKUP_LIBRARY_UNKNOWN'),
});

/**
 * Scans a copy into a parcel. Into a return parcel goes what the catalog knows of the copy; one that is held for its
 * patron is STILL_HELD (pickupLibrary), and one on loan STILL_LENT, until it is said why it goes home. What was brought
 * back is taken in first.
 */
export const pack = verbOn('pack', staffWebApi.pack, {
  ...onParcel,
  subject: subjects,
  words: '小包に入れる',
  async carryOut(deps, { params, body: { library: _, held, reason, ...scan }, staff, by, found: parcel }) {
    if (parcel.direction === 'outward') {
      const why = reason === undefined ? {} : { reason };
      const packed = await deps.shipping.pack({ params, body: { ...scan, by, ...why } });
      return orWhereItIs(deps, packed, scan.barcode);
    }
    const copy = await deps.catalog.readCopy({ params: { barcode: scan.barcode.trim() } });
    if (!copy.ok) return copy;
    const { stillHeld, place } = copy.value;
    const isLent = place === 'onLoan';
    if (stillHeld && held === undefined) return refuseHeld(deps, copy.value);
    if (isLent && held === undefined) return refuse('STILL_LENT');
    if ((stillHeld || isLent) && held === 'returned') {
      const back = { ...scan, factId: derivedId(scan.factId, 'hand in'), ...bookDropOf('counter') };
      const taken = await handIn.doneBy(deps, staff, { params: {}, body: { ...back, wasLent: true } });
      if (!taken.ok) return taken;
    }
    const { copyId, reservationId, allocation, weightGrams, thicknessMm } = copy.value;
    const { protectiveCover, supplementCount } = copy.value;
    const whose = { copyId, reservationId, allocation };
    const known = { ...whose, weightGrams, thicknessMm, protectiveCover, supplementCount };
    return deps.shipping.pack({ params, body: { ...scan, by, copy: known } });
  },
});

/** Takes a copy out of a parcel; it waits for packing again. */
export const unpack = verbOn('unpack', staffWebApi.unpack, {
  ...onParcel,
  subject: subjects,
  words: '小包から出す',
  carryOut: ({ shipping }, { params, body: { library: _, ...scan }, by }) =>
    shipping.unpack({ params, body: { ...scan, by } }),
  form: {
    ...ofPage,
    button: '小包から出す',
    fields: { barcode: GIVEN, library: GIVEN },
    kept: false,
    said: () => ({ ...done('小包から出しました'), tone: 'again' }),
  },
});

/**
 * R11. 「次の小包に入れる」: a copy beyond the Yu-Mail guide leaves this parcel for a new one to the same library.
 * Every step has an id made from the request's, so that sent again after a fault it goes on where it stopped.
 */
export const moveToNextParcel = verbOn('moveToNextParcel', staffWebApi.moveToNextParcel, {
  ...onParcel,
  subject: subjects,
  words: '次の小包に入れる',
  async carryOut(deps, { params, body: { factId, occurredAt, barcode }, staff, found: parcel }) {
    const step = (word: string) => ({ factId: derivedId(factId, word), occurredAt });
    const { direction, library, lines } = parcel;
    if (lines.some((line) => line.barcode === barcode)) {
      const taken = await unpack.doneBy(deps, staff, { params, body: { ...step('unpack'), barcode } });
      if (!taken.ok) return taken;
    }
    const opening = { ...step('next parcel'), direction, library };
    const next = await openParcel.doneBy(deps, staff, { params: {}, body: opening });
    if (!next.ok) return next;
    const { parcelNumber } = next.value;
    if (parcelNumber === params.parcelNumber) return refuse('STATE_CHANGED');
    // What there was to ask about the copy was asked when it went into a parcel.
    const body = { ...step('pack'), held: 'unclaimed' as const, barcode };
    return pack.doneBy(deps, staff, { params: { parcelNumber }, body });
  },
  form: {
    ...ofPage,
    button: '次の小包に入れる',
    fields: { barcode: GIVEN },
    kept: false,
    said: ({ parcelNumber }) => ({ ...done('次の小包に入れました', `小包 ${parcelNumber}`), tone: 'next' }),
  },
});

/** The parcel is handed to the post; an outward one begins its loans (R7). */
export const dispatch = verbOn('dispatch', staffWebApi.dispatch, {
  ...onParcel,
  words: '発送',
  // The form is filled in with why it was to go by Yu-Mail.
  why: ({ mode, reason }) => (mode === 'yuMail' ? reason : undefined),
  async carryOut(deps, { params, body: { library: _, trackingNumber, reason, ...rest }, staff, by }) {
    const tracking = trackingNumberIn(trackingNumber ?? '');
    if (!tracking.ok) return tracking;
    // A number that is a parcel of ours is a parcel, whatever else it could be.
    const ours = readBarcodeOf('parcel', tracking.value ?? '');
    if (ours.ok && (await readParcel(deps, staff, ours.number)).ok) return refuseOurs('parcel');
    const body = {
      ...{ ...rest, by },
      ...(tracking.value === undefined ? {} : { trackingNumber: tracking.value }),
      ...(reason === undefined || rest.mode !== 'yuMail' ? {} : { reason }),
    };
    return deps.shipping.dispatch({ params, body });
  },
  form: {
    ...ofPage,
    title: '発送する',
    button: '発送する',
    fields: {
      mode: { label: '送り方', choices: modeWords },
      trackingNumber: 'お問い合わせ番号（ゆうパックのとき）',
      reason: 'ゆうメールの目安を超えて送るときの理由',
      library: GIVEN,
    },
    async asks(deps, { params, body, staff, nameOf }) {
      const parcel = await readParcel(deps, staff, params.parcelNumber);
      const day = parcel.ok ? await dayItWaitsFor(deps, parcel.value, body.mode) : undefined;
      if (!parcel.ok || day === undefined) return undefined;
      // The form itself has the box to tick: a digit would be read as a copy here.
      return { ...sayOffItsDay(nameOf(parcel.value.library), day), offers: [] };
    },
    said: () => ({ ...done('発送しました'), tone: 'next' }),
  },
});

export function sayNotDispatched({ direction }: Pick<Parcel, 'direction'>): Said {
  const detail =
    direction === 'outward' ? '梱包中に戻りました。貸出期間は始まっていません' : '梱包中に戻りました';
  return { ...done('発送を取り消しました', detail), tone: 'again' };
}

/** The parcel was not handed to the post. STATE_CHANGED: something else was said of it since. */
export const takeBackDispatch = verbOn('takeBackDispatch', staffWebApi.takeBackDispatch, {
  ...onParcel,
  words: '発送の取り消し',
  carryOut: ({ shipping }, { params, body: { library: _, reason: _why, ...step }, by }) =>
    shipping.takeBackDispatch({ params, body: { ...step, by } }),
  form: {
    ...ofPage,
    path: '/parcels/:parcelNumber/not-dispatched',
    title: '発送していないとき',
    button: '発送を取り消す',
    fields: { reason: reasonWords, library: GIVEN },
    said: sayNotDispatched,
  },
});

/** One scan of the parcel receives every copy in it; at another library shipping names the right one. */
export const receiveParcel = verb('receiveParcel', staffWebApi.receiveParcel, {
  may: 'receiveParcel',
  words: '到着受付',
  actsFor: actingFor,
  subject,
  carryOut: ({ shipping }, { params, body: { library: _, ...step }, by }) =>
    shipping.receiveParcel({ params, body: { ...step, by } }),
  listed: async (_deps, { params: { parcelNumber: code } }, parcel) => {
    const undoable = canBeNotArrived(parcel);
    return { page: '/arrivals', code, said: sayReceived(parcel), repeats: false, undoable };
  },
});

/** The wrong parcel was scanned: by the library it goes to, or the prefectural desk. STATE_CHANGED: too late. */
export const takeBackArrival = verb('takeBackArrival', staffWebApi.takeBackArrival, {
  may: 'receiveParcel',
  words: '到着受付の取り消し',
  actsFor: actingFor,
  subject,
  carryOut: ({ shipping }, { params, body: { library: _, ...step }, by }) =>
    shipping.takeBackArrival({ params, body: { ...step, by } }),
  form: {
    ...ofPage,
    path: '/parcels/:parcelNumber/not-arrived',
    title: '届いていないとき',
    button: '到着受付を取り消す',
    fields: { library: GIVEN, voids: GIVEN },
    kept: false,
    said: () => ({ ...done('取り消しました', '到着受付を取り消しました。'), tone: 'again' }),
  },
});

function sayContents(
  { lines }: Parcel,
  { body: { extra = [] } }: { body: { extra?: string[] | undefined } },
): Said {
  const missing = lines.filter((line) => line.missing).length;
  const text = missing > 0 ? `${missing}点足りません` : '知らせました';
  const own = lines.filter(({ barcode, arrived }) => arrived && extra.includes(barcode));
  const notes = own.map(
    ({ barcode, holdNumber }) => `${barcode}は、この小包の資料です。取り置き番号 ${holdNumber ?? '－'}の棚へ`,
  );
  return { tone: 'ask', text, detail: '県立図書館に知らせました', notes };
}

/** Says what is missing from a parcel and what is too much in it, by whoever opened it. NOT_FOUND for another's. */
export const reportContents = verbOn('reportContents', staffWebApi.reportContents, {
  may: 'reportContents',
  words: '中身の知らせ',
  actsFor: actingFor,
  find: (deps, { staff, params }) => readParcel(deps, staff, params.parcelNumber),
  subject,
  // How many: which copy was in which parcel is not to be kept for good.
  changed: ({ body: { missing = [], extra = [] } }) =>
    [
      missing.length > 0 ? `${TOLD.missing} ${missing.length}点` : '',
      extra.length > 0 ? `${TOLD.extra} ${extra.length}点` : '',
    ]
      .filter(Boolean)
      .join('　'),
  carryOut: async ({ shipping }, { params, body: { library: _, missing = [], extra = [], ...step }, by }) =>
    missing.length + extra.length === 0
      ? refuse('STATE_CHANGED')
      : shipping.reportContents({ params, body: { ...step, missing, extra, by } }),
  form: {
    ...ofPage,
    title: '不足・余分を知らせる',
    button: '知らせる',
    fields: {
      missing: '足りない資料',
      extra: { label: '余分な資料の番号（空白で区切ります）', type: 'text' },
      library: GIVEN,
    },
    arrange: ({ extra, ...typed }) => ({
      ...typed,
      extra: String(extra ?? '')
        .split(/[\s、,]+/)
        .filter((code) => code !== '')
        .slice(0, 30),
    }),
    said: sayContents,
  },
});

/** The post brought an outward parcel back. */
export const returnedByPost = verb('returnedByPost', staffWebApi.returnedByPost, {
  may: 'giveUpParcels',
  words: '郵便で戻った',
  subject,
  carryOut: ({ shipping }, { params, body, by }) =>
    shipping.returnedByPost({ params, body: { ...body, by } }),
  form: {
    ...ofPage,
    title: '郵便で戻ってきたとき',
    button: '戻った小包を受け付ける',
    fields: {},
    said: () => ({
      ...done('戻った小包を受け付けました', '中の資料を返却受付で読み取ってください'),
      tone: 'back',
    }),
  },
});

/** What follows: on the way out who waits gets another copy, on the way home nobody waits for it. */
export function sayLost({ direction }: Pick<Parcel, 'direction'>): Said {
  const detail =
    direction === 'return'
      ? '返送中の資料も紛失になりました。見つかったら、返却受付で読み取ります'
      : 'ほかの資料で用意します。ほかにないときは、明日、予約がキャンセルになり、その方にメールが届きます。今日のうちに見つかれば、予約は続きます';
  return { ...done('紛失にしました', detail), tone: 'ask' };
}

/** The desk gives a parcel, or one missing copy of it, up. */
export const parcelLost = verb('parcelLost', staffWebApi.parcelLost, {
  may: 'giveUpParcels',
  words: '配送中の紛失',
  subject,
  carryOut: ({ shipping }, { params, body: { reason: _, ...step }, by }) =>
    shipping.parcelLost({ params, body: { ...step, by } }),
  form: {
    ...ofPage,
    button: '紛失にする',
    fields: { barcode: GIVEN, reason: reasonWords },
    said: sayLost,
  },
});

/** An empty parcel that will not be used, of whoever may pack it. */
export const discardParcel = verbOn('discardParcel', staffWebApi.discardParcel, {
  ...onParcel,
  words: '小包を使わない',
  carryOut: ({ shipping }, { params, body: { library: _, ...step }, by }) =>
    shipping.discardParcel({ params, body: { ...step, by } }),
  form: {
    ...ofPage,
    button: 'この小包は使わない',
    fields: { library: GIVEN },
    said: () => ({ ...done('この小包は使いません'), tone: 'again' }),
  },
});
