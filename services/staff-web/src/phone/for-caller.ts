import {
  catalogApi,
  type LibraryCode,
  PREFECTURAL_LIBRARY,
  patronApi,
  type RecordId,
  type ReservationId,
} from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Deadline,
  type Decision,
  dayOf,
  decideMaterial,
  type Instant,
  instantFromDate,
  previewStillValid,
  refuse,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'process' | 'audit' | 'libraries' | 'now'>;
export type Caller = z.output<typeof patronApi.findByCard.answer>;
type Row = Caller['rows'][number];

/** The caller's card and one of its reservations; `wishId` is of the form, so that sent twice it is one wish. */
export interface OfCaller {
  cardNumber: string;
  reservationId: ReservationId;
}
export interface CallersWish extends OfCaller {
  wishId: string;
}

/**
 * The patron of a card, for the prefectural desk on the telephone. That somebody was looked up is written down, but not
 * who: beside what is done for the caller next, it would say whose reservation that was.
 */
export async function findCaller(deps: Deps, staff: Staff, cardNumber: string): Promise<Decision<Caller>> {
  return written(deps, staff, { action: 'findCaller', subject: 'card' }, await readCaller(deps, cardNumber));
}

/** The caller again, once found. */
export function readCaller(
  deps: Pick<Deps, 'patron' | 'now'>,
  cardNumber: string,
): Promise<Decision<Caller>> {
  return deps.patron.call(patronApi.findByCard, {
    body: { cardNumber, at: instantFromDate(deps.now()) },
  });
}

/** One of the caller's own; NOT_FOUND for anybody else's. */
async function ownRow(deps: Deps, own: OfCaller): Promise<Decision<{ caller: Caller; row: Row }>> {
  const caller = await readCaller(deps, own.cardNumber);
  if (!caller.ok) return caller;
  const row = caller.value.rows.find(({ reservationId }) => reservationId === own.reservationId);
  return row ? allow({ caller: caller.value, row }) : refuse('NOT_FOUND');
}

/** Carries a wish for a caller out, if the reservation is theirs, and writes it down by the reservation. */
async function forCaller<T>(
  deps: Deps,
  staff: Staff,
  action: string,
  own: OfCaller,
  wish: (found: { caller: Caller; row: Row }) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  const found = await ownRow(deps, own);
  const answer = found.ok ? await wish(found.value) : found;
  return written(deps, staff, { action, subject: `reservation ${own.reservationId}` }, answer);
}

export interface PhoneReservation {
  reservationId: ReservationId;
  reservationNumber: string;
  answered: 'now' | 'later';
  position: number | null;
  ready: boolean;
}

/**
 * R4. Reserves 来館貸出可 for a caller: written first, as on the web, then its process is started; without an answer in
 * time it is accepted and the patron service's sweep starts it. Refuses as R1, R3, R4, R5 and R16 do.
 */
export async function reserveForCaller(
  deps: Deps,
  staff: Staff,
  asked: OfCaller & { recordId: RecordId; pickupLibrary: LibraryCode },
): Promise<Decision<PhoneReservation>> {
  const subject = `reservation ${asked.reservationId}`;
  return written(deps, staff, { action: 'reserveForCaller', subject }, await reserve(deps, asked));
}

async function reserve(
  deps: Deps,
  { cardNumber, reservationId, recordId, pickupLibrary }: Parameters<typeof reserveForCaller>[2],
): Promise<Decision<PhoneReservation>> {
  const [record, policy, caller] = await Promise.all([
    deps.catalog.call(catalogApi.readRecord, { params: { recordId } }),
    deps.catalog.call(catalogApi.readPolicy, {}),
    readCaller(deps, cardNumber),
  ]);
  if (!record.ok) return record;
  if (!policy.ok) return policy;
  if (!caller.ok) return caller;
  const { lending, copies, title, protectiveCover } = record.value;
  // R4, so that a caller hears it at once; the catalog judges it again when the reservation is admitted.
  const material = decideMaterial(
    { lending, lendableCopies: copies.filter(({ place }) => place !== 'unavailable').length },
    { channel: 'phone', pickupIsPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
    policy.value.policy,
  );
  if (!material.ok) return material;
  const application = await deps.patron.call(patronApi.apply, {
    params: { patronId: caller.value.patronId },
    body: {
      reservationId,
      recordId,
      title,
      pickupLibrary,
      protectiveCover,
      appliedAt: instantFromDate(deps.now()),
      channel: 'phone',
    },
  });
  if (!application.ok) return application;
  const { reservationNumber, appliedAt } = application.value;
  const nameOf = await deps.libraries.names();
  const admission = await deps.process.admit({
    reservationId,
    pickupLibrary,
    pickupLibraryName: nameOf(pickupLibrary),
    applied: { recordId, channel: 'phone', appliedAt },
  });
  if (admission === 'notYet') {
    return allow({ reservationId, reservationNumber, answered: 'later', position: null, ready: false });
  }
  if (!admission.admitted) return { ok: false, refusal: admission.refusal };
  const { position, ready } = admission;
  return allow({ reservationId, reservationNumber, answered: 'now', position, ready });
}

/** R8. The date an extension would give now, to be told to the caller first; changes nothing. */
export async function previewExtensionForCaller(
  deps: Deps,
  own: OfCaller,
): Promise<Decision<{ due: Deadline; present: Deadline; previewedAt: Instant }>> {
  const found = await ownRow(deps, own);
  if (!found.ok) return found;
  const other = await otherOverdue(deps, found.value.caller, own);
  if (!other.ok) return other;
  const previewedAt = instantFromDate(deps.now());
  const preview = await deps.catalog.call(catalogApi.previewExtension, {
    params: { reservationId: own.reservationId },
    body: { askedAt: previewedAt, holderHasOtherOverdue: other.value },
  });
  return preview.ok ? allow({ ...preview.value, previewedAt }) : preview;
}

/** R8. Extends to the date the caller was told (PREVIEW_CHANGED otherwise); the day of the call counts. */
export function extendForCaller(
  deps: Deps,
  staff: Staff,
  wish: CallersWish & { confirmDue: CalendarDate; previewedAt?: Instant | undefined },
): Promise<Decision<{ due: Deadline }>> {
  return forCaller(deps, staff, 'extendForCaller', wish, async ({ caller }) => {
    const other = await otherOverdue(deps, caller, wish);
    if (!other.ok) return other;
    const { reservationId, wishId, confirmDue } = wish;
    const extended = await deps.process.extend({
      reservationId,
      wishId,
      input: {
        askedAt: await dayAsked(deps, wish.previewedAt),
        holderHasOtherOverdue: other.value,
        confirmDue,
      },
    });
    return extended.ok ? allow({ due: extended.value }) : extended;
  });
}

/** Whether another loan of the caller's is overdue, as the patron service knows. */
async function otherOverdue(deps: Deps, caller: Caller, own: OfCaller): Promise<Decision<boolean>> {
  const params = { patronId: caller.patronId, reservationId: own.reservationId };
  const read = await deps.patron.call(patronApi.readReservation, { params });
  return read.ok ? allow(read.value.holderHasOtherOverdue) : read;
}

async function dayAsked(deps: Deps, previewedAt: Instant | undefined): Promise<Instant> {
  const now = instantFromDate(deps.now());
  if (previewedAt === undefined || dayOf(previewedAt) === dayOf(now)) return now;
  const policy = await deps.catalog.call(catalogApi.readPolicy, {});
  return policy.ok && previewStillValid(previewedAt, now, policy.value.policy) ? previewedAt : now;
}

/** R20. Cancels for a caller, any time until handed out; what is cancelled already is. */
export function cancelForCaller(
  deps: Deps,
  staff: Staff,
  wish: CallersWish,
): Promise<Decision<{ cancelled: true }>> {
  return forCaller(deps, staff, 'cancelForCaller', wish, async ({ row }) => {
    if (row.state === 'cancelled') return allow({ cancelled: true as const });
    const { reservationId, wishId } = wish;
    return deps.process.cancel({ reservationId, wishId, input: { at: at(deps), by: 'patron' } });
  });
}

/** R20, R5. Another pickup library, until packed; 来館貸出可 stays at the prefectural library (R4). */
export function changePickupForCaller(
  deps: Deps,
  staff: Staff,
  wish: CallersWish & { pickupLibrary: LibraryCode },
): Promise<Decision<{ pickupLibrary: string }>> {
  return forCaller(deps, staff, 'changePickupForCaller', wish, async ({ row }) => {
    const { reservationId, wishId, pickupLibrary } = wish;
    if (pickupLibrary !== PREFECTURAL_LIBRARY) {
      const record = await deps.catalog.call(catalogApi.readRecord, { params: { recordId: row.recordId } });
      if (record.ok && record.value.lending === 'inPersonOnly') return refuse('PICKUP_MUST_BE_PREFECTURAL');
    }
    return deps.process.changePickup({ reservationId, wishId, input: { at: at(deps), pickupLibrary } });
  });
}

/** R20. Suspends until a day, on which it resumes by itself. */
export function suspendForCaller(
  deps: Deps,
  staff: Staff,
  wish: CallersWish & { until: CalendarDate },
): Promise<Decision<{ until: CalendarDate }>> {
  const { reservationId, wishId, until } = wish;
  return forCaller(deps, staff, 'suspendForCaller', wish, () =>
    deps.process.suspend({ reservationId, wishId, input: { at: at(deps), until } }),
  );
}

/** R20. Back in its old place. */
export function resumeForCaller(
  deps: Deps,
  staff: Staff,
  wish: CallersWish,
): Promise<Decision<{ position: number }>> {
  const { reservationId, wishId } = wish;
  return forCaller(deps, staff, 'resumeForCaller', wish, () =>
    deps.process.resume({ reservationId, wishId, input: { at: at(deps) } }),
  );
}

function at(deps: Pick<Deps, 'now'>): Instant {
  return instantFromDate(deps.now());
}
