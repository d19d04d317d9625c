import { type Instant, judgeSlots, type Slots } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { flagOverLimit, limitKept } from './flag-over-limit.ts';
import { standStillWhileOnTheWay } from './stand-still.ts';
import { freeLoanSlot, freeReservationSlot, takeLoanSlot, takeReservationSlot } from './take-slot.ts';
import { wakeWaiting } from './wake-waiting.ts';

/** The reservation whose slots change, and when. */
export interface Holder {
  reservationId: string;
  patronId: string;
  at: Instant;
  /** The journey of the copy that it has; 0: of none. */
  journey: number;
}

/**
 * R3. Has the slots follow what the reservation counts as, once the row is written: a copy that has left the building
 * is a loan, also past the limit (then it is flagged). Repeated, it changes nothing. The patron's row must be locked.
 */
export async function changeSlots(
  deps: PatronDeps,
  tx: Transaction,
  { slots, mayWait, ...holder }: Holder & { slots: Slots; mayWait: boolean },
): Promise<void> {
  const { reservationId, journey } = holder;
  const { loan: has, ...held } = await readHeld(tx, holder);
  const handedInCounts = slots === 'handedIn' && (await policyInForce(tx)).handedInCountsTowardsLimit;
  const judged = judgeSlots(slots, has, { journey, handedInCounts });
  switch (judged) {
    case 'loan':
    case 'claim':
      if (held.isReservation) await noReservation(tx, holder);
      if (has === null) await takeAnyLoanSlot(tx, holder);
      if (has?.kind !== judged || has.journey !== journey)
        await tx.loanSlot.update({ where: { reservationId }, data: { kind: judged, journey } });
      if (judged === 'claim') break;
      if (held.waits) await tx.loanSlotWait.deleteMany({ where: { reservationId } });
      if (held.patronWaits) await standStillWhileOnTheWay(tx, holder);
      return;
    case 'reservation':
      if (has && (await freeLoanSlot(tx, reservationId))) await slotsCameFree(deps, tx, holder);
      if (!held.isReservation) await beReservation(tx, holder);
      break;
    case 'nothing':
      if (has) await freeLoanSlot(tx, reservationId);
      if (held.isReservation) await freeReservationSlot(tx, reservationId);
      if (held.waits) await tx.loanSlotWait.deleteMany({ where: { reservationId } });
      await limitKept(tx, holder);
      if (held.patronWaits) await nextMayHaveSlot(deps, tx, holder);
      return;
    default:
      return judged satisfies never;
  }
  if (held.waits && !mayWait) await waitNoMore(deps, tx, holder);
}

const Held = z.tuple([
  z.object({
    loan: z.object({ kind: z.enum(['claim', 'loan']), journey: z.int() }).nullable(),
    isReservation: z.boolean(),
    waits: z.boolean(),
    patronWaits: z.boolean(),
  }),
]);

/** The slots of a reservation, whether it waits for a loan slot, and whether any of its patron's does. */
async function readHeld(tx: Transaction, { reservationId, patronId }: Holder) {
  const [held] = Held.parse(
    await tx.$queryRaw`
      SELECT
        (SELECT jsonb_build_object('kind', kind, 'journey', journey)
          FROM loan_slot WHERE reservation_id = ${reservationId}::uuid) AS loan,
        EXISTS (SELECT FROM reservation_slot WHERE reservation_id = ${reservationId}::uuid) AS "isReservation",
        EXISTS (SELECT FROM loan_slot_wait WHERE reservation_id = ${reservationId}::uuid) AS waits,
        EXISTS (SELECT FROM loan_slot_wait WHERE patron_id = ${patronId}::uuid) AS "patronWaits"
    `,
  );
  return held;
}

/** A slot of this reservation is free, or was: updates clocks, flags, and those who wait. */
export async function slotsCameFree(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  holder: Omit<Holder, 'journey'>,
): Promise<void> {
  await limitKept(tx, holder);
  await nextMayHaveSlot(deps, tx, holder);
}

async function nextMayHaveSlot(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { patronId, at }: Omit<Holder, 'journey'>,
): Promise<void> {
  await standStillWhileOnTheWay(tx, { patronId, at });
  await wakeWaiting(deps, tx, { patronId, at });
}

async function takeAnyLoanSlot(tx: Transaction, holder: Holder): Promise<void> {
  const taken = await takeLoanSlot(tx, holder);
  if (!taken?.made) return;
  const { loanLimit } = await policyInForce(tx);
  await flagOverLimit(tx, { ...holder, slot: taken.slot, limit: loanLimit, why: 'lateFact' });
}

/** The reservation is, or will be, a loan: its reservation slot is free, and it is one too many no longer. */
export async function noReservation(
  tx: Transaction,
  { reservationId, at }: Pick<Holder, 'reservationId' | 'at'>,
): Promise<void> {
  const freed = await freeReservationSlot(tx, reservationId);
  if (freed === undefined) return;
  const { reservationLimit } = await policyInForce(tx);
  if (freed > reservationLimit) await limitKept(tx, { reservationId, at });
}

/** The reservation has a slot for reservations again, past the limit if need be; then the desk is told. */
export async function beReservation(tx: Transaction, holder: Omit<Holder, 'journey'>): Promise<void> {
  const { reservationLimit } = await policyInForce(tx);
  const slot = (await takeReservationSlot(tx, holder)) ?? 0;
  await flagOverLimit(tx, { ...holder, slot, limit: reservationLimit, why: 'reservationBack' });
}

/** The reservation needs no loan slot any more; if it was woken, the free slot is for the next who waits. */
export async function waitNoMore(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  holder: Omit<Holder, 'journey'>,
): Promise<void> {
  const { count } = await tx.loanSlotWait.deleteMany({ where: { reservationId: holder.reservationId } });
  if (count > 0) await wakeWaiting(deps, tx, holder);
}
