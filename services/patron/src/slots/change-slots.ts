import { type Instant, judgeSlots, type Slots } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { flagOverLimit, limitKept } from './flag-over-limit.ts';
import { standStillWhileOnTheWay } from './stand-still.ts';
import { freeLoanSlot, freeReservationSlot, takeLoanSlot, takeReservationSlot } from './take-slot.ts';
import { wakeWaiting } from './wake-waiting.ts';

/** Whose slots change, and when. */
export interface Holder {
  reservationId: string;
  patronId: string;
  at: Instant;
  /** Of the copy that it has; 0: none. */
  journey: number;
}

/**
 * R3. Has the slots follow what the reservation counts as, once the row is written: what has left the building is a
 * loan, also past the limit (then it is flagged). Repeated, it changes nothing. The patron's row must be locked.
 */
export async function changeSlots(
  deps: PatronDeps,
  tx: Transaction,
  { slots, ...holder }: Holder & { slots: Slots },
): Promise<void> {
  const { reservationId, journey } = holder;
  const has = await tx.loanSlot.findUnique({ where: { reservationId } });
  const handedInCounts = slots === 'handedIn' && (await policyInForce(tx)).handedInCountsTowardsLimit;
  const judged = judgeSlots(slots, has, { journey, handedInCounts });
  switch (judged) {
    case 'loan':
    case 'claim':
      await noReservation(tx, holder);
      await takeAnyLoanSlot(tx, holder);
      await tx.loanSlot.update({ where: { reservationId }, data: { kind: judged, journey } });
      if (judged === 'claim') return;
      await stopWaiting(tx, reservationId);
      return standStillWhileOnTheWay(tx, holder);
    case 'reservation':
      if (await freeLoanSlot(tx, reservationId)) await slotsCameFree(deps, tx, holder);
      if ((await tx.reservationSlot.count({ where: { reservationId } })) === 0)
        await beReservation(tx, holder);
      return;
    case 'nothing':
      await freeLoanSlot(tx, reservationId);
      await freeReservationSlot(tx, reservationId);
      await stopWaiting(tx, reservationId);
      return slotsCameFree(deps, tx, holder);
    default:
      return judged satisfies never;
  }
}

/** A slot of this reservation is free, or was: clocks, flags, and those who wait. */
export async function slotsCameFree(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { reservationId, patronId, at }: Omit<Holder, 'journey'>,
): Promise<void> {
  await limitKept(tx, { reservationId, at });
  await standStillWhileOnTheWay(tx, { patronId, at });
  await wakeWaiting(deps, tx, { patronId, at });
}

async function takeAnyLoanSlot(tx: Transaction, holder: Holder): Promise<void> {
  const taken = await takeLoanSlot(tx, holder);
  if (!taken?.made) return;
  const { loanLimit } = await policyInForce(tx);
  await flagOverLimit(tx, { ...holder, slot: taken.slot, limit: loanLimit, why: 'lateFact' });
}

/** The reservation is, or will be, a loan: its slot for reservations is free, and it is not one too many any more. */
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

async function stopWaiting(tx: Transaction, reservationId: string): Promise<void> {
  await tx.loanSlotWait.deleteMany({ where: { reservationId } });
}
