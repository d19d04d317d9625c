import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { flagOverLimit, limitKept } from './flag-over-limit.ts';
import type { Slots } from './slots-of.ts';
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
 * Answers how many that wait for a loan slot were woken.
 */
export async function changeSlots(
  deps: PatronDeps,
  tx: Transaction,
  parts: Holder & { slots: Slots },
): Promise<number> {
  switch (parts.slots) {
    case 'loan':
      await beLoan(tx, parts);
      return 0;
    case 'claim':
      await noReservation(tx, parts);
      await takeAnyLoanSlot(tx, parts);
      return claimOnly(tx, parts);
    case 'reservation':
    case 'reservationOrClaim':
      return beReservationOrClaim(deps, tx, parts);
    case 'handedIn':
      // R10: by policy a copy handed in counts until it is home.
      if (!(await policyInForce(tx)).handedInCountsTowardsLimit) return beFree(deps, tx, parts);
      await beLoan(tx, parts);
      return 0;
    case 'free':
      return beFree(deps, tx, parts);
  }
}

async function beFree(deps: PatronDeps, tx: Transaction, holder: Holder): Promise<number> {
  const { reservationId } = holder;
  await freeLoanSlot(tx, reservationId);
  await freeReservationSlot(tx, reservationId);
  await stopWaiting(tx, reservationId);
  return slotsCameFree(deps, tx, holder);
}

/**
 * A claim stays (the desk's before the hand-over, the process's before the packing), unless it was for another copy; a
 * loan that was none is a claim where the copy is to be packed, and a reservation again elsewhere.
 */
async function beReservationOrClaim(
  deps: PatronDeps,
  tx: Transaction,
  holder: Holder & { slots: Slots },
): Promise<number> {
  const { reservationId, journey, slots } = holder;
  const taken = await tx.loanSlot.findUnique({ where: { reservationId } });
  if (taken !== null) {
    const isOfThisCopy = taken.journey === 0 || taken.journey === journey;
    if (isOfThisCopy && (taken.kind === 'claim' || slots === 'reservationOrClaim')) {
      return claimOnly(tx, holder);
    }
    await freeLoanSlot(tx, reservationId);
  }
  const woken = taken === null ? 0 : await slotsCameFree(deps, tx, holder);
  if ((await tx.reservationSlot.count({ where: { reservationId } })) === 0) await beReservation(tx, holder);
  return woken;
}

async function claimOnly(tx: Transaction, { reservationId, journey }: Holder): Promise<number> {
  await tx.loanSlot.update({ where: { reservationId }, data: { kind: 'claim', journey } });
  return 0;
}

/** A slot of this reservation is free, or was: clocks, flags, and those who wait. */
export async function slotsCameFree(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { reservationId, patronId, at }: Omit<Holder, 'journey'>,
): Promise<number> {
  await limitKept(tx, { reservationId, at });
  await standStillWhileOnTheWay(tx, { patronId, at });
  return wakeWaiting(deps, tx, { patronId, at });
}

async function beLoan(tx: Transaction, holder: Holder): Promise<void> {
  const { reservationId, journey } = holder;
  await noReservation(tx, holder);
  await takeAnyLoanSlot(tx, holder);
  await tx.loanSlot.update({ where: { reservationId }, data: { kind: 'loan', journey } });
  await stopWaiting(tx, reservationId);
  await standStillWhileOnTheWay(tx, holder);
}

async function takeAnyLoanSlot(tx: Transaction, holder: Holder): Promise<void> {
  const { loanLimit } = await policyInForce(tx);
  const taken = await takeLoanSlot(tx, holder);
  if (taken?.made)
    await flagOverLimit(tx, { ...holder, slot: taken.slot, limit: loanLimit, why: 'lateFact' });
}

/** It is, or will be, a loan: it counts as a reservation no more, nor is it one too many. */
export async function noReservation(
  tx: Transaction,
  { reservationId, at }: Pick<Holder, 'reservationId' | 'at'>,
): Promise<void> {
  const freed = await freeReservationSlot(tx, reservationId);
  if (freed === undefined) return;
  const { reservationLimit } = await policyInForce(tx);
  if (freed > reservationLimit) await limitKept(tx, { reservationId, at });
}

/** It counts as a reservation again, past the limit if need be; then the desk is told. */
export async function beReservation(tx: Transaction, holder: Omit<Holder, 'journey'>): Promise<void> {
  const { reservationLimit } = await policyInForce(tx);
  const slot = (await takeReservationSlot(tx, holder)) ?? 0;
  await flagOverLimit(tx, { ...holder, slot, limit: reservationLimit, why: 'reservationBack' });
}

/** It needs no loan slot any more; whoever was woken and goes away leaves the free one to the next. */
export async function waitNoMore(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  holder: Omit<Holder, 'journey'>,
): Promise<number> {
  const { count } = await tx.loanSlotWait.deleteMany({ where: { reservationId: holder.reservationId } });
  return count > 0 ? wakeWaiting(deps, tx, holder) : 0;
}

async function stopWaiting(tx: Transaction, reservationId: string): Promise<void> {
  await tx.loanSlotWait.deleteMany({ where: { reservationId } });
}
