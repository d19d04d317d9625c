import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { RowChange } from '../my-library/row-change.ts';
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
}

/**
 * R3. What a change of a row does to the slots, once the row is written: what has left the building is a loan, also
 * past the limit (a late fact; it is flagged). The patron's row must be locked. Answers how many that wait for a loan
 * slot were woken.
 */
export async function changeSlots(
  deps: PatronDeps,
  tx: Transaction,
  parts: Holder & { slots: RowChange['slots'] },
): Promise<number> {
  const { reservationId } = parts;
  switch (parts.slots) {
    case 'loan':
      await beLoan(tx, parts);
      return 0;
    case 'reservation': {
      // Said again: the desk is not told again.
      if ((await tx.reservationSlot.count({ where: { reservationId } })) > 0) {
        return waitNoMore(deps, tx, parts);
      }
      await freeLoanSlot(tx, reservationId);
      await stopWaiting(tx, reservationId);
      const woken = await slotsCameFree(deps, tx, parts);
      await beReservation(tx, parts);
      return woken;
    }
    case 'free':
      await freeLoanSlot(tx, reservationId);
      await freeReservationSlot(tx, reservationId);
      await stopWaiting(tx, reservationId);
      return slotsCameFree(deps, tx, parts);
    case 'handedIn': {
      // R10: by policy a copy handed in counts until it is home.
      if ((await policyInForce(tx)).handedInCountsTowardsLimit) {
        await beLoan(tx, parts);
        return 0;
      }
      await freeLoanSlot(tx, reservationId);
      await freeReservationSlot(tx, reservationId);
      return slotsCameFree(deps, tx, parts);
    }
    default:
      return 0;
  }
}

/** A slot of this reservation is free, or was: clocks, flags, and those who wait. */
export async function slotsCameFree(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { reservationId, patronId, at }: Holder,
): Promise<number> {
  await limitKept(tx, { reservationId, at });
  await standStillWhileOnTheWay(tx, { patronId, at });
  return wakeWaiting(deps, tx, { patronId, at });
}

async function beLoan(tx: Transaction, holder: Holder): Promise<void> {
  const { reservationId } = holder;
  await noReservation(tx, holder);
  await takeAnyLoanSlot(tx, holder);
  await tx.loanSlot.update({ where: { reservationId }, data: { kind: 'loan' } });
  await stopWaiting(tx, reservationId);
  await standStillWhileOnTheWay(tx, holder);
}

/** It had a claim, if it has no reservation slot any more; past the limit, if need be. */
export async function claimAgain(tx: Transaction, holder: Holder): Promise<void> {
  const { reservationId } = holder;
  if ((await tx.reservationSlot.count({ where: { reservationId } })) === 0) await takeAnyLoanSlot(tx, holder);
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
  { reservationId, at }: Omit<Holder, 'patronId'>,
): Promise<void> {
  const freed = await freeReservationSlot(tx, reservationId);
  if (freed === undefined) return;
  const { reservationLimit } = await policyInForce(tx);
  if (freed > reservationLimit) await limitKept(tx, { reservationId, at });
}

/** It counts as a reservation again, past the limit if need be; then the desk is told. */
export async function beReservation(tx: Transaction, holder: Holder): Promise<void> {
  const { reservationLimit } = await policyInForce(tx);
  const slot = (await takeReservationSlot(tx, holder)) ?? 0;
  await flagOverLimit(tx, { ...holder, slot, limit: reservationLimit, why: 'reservationBack' });
}

/** It needs no loan slot any more; whoever was woken and goes away leaves the free one to the next. */
export async function waitNoMore(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  holder: Holder,
): Promise<number> {
  const { count } = await tx.loanSlotWait.deleteMany({ where: { reservationId: holder.reservationId } });
  return count > 0 ? wakeWaiting(deps, tx, holder) : 0;
}

async function stopWaiting(tx: Transaction, reservationId: string): Promise<void> {
  await tx.loanSlotWait.deleteMany({ where: { reservationId } });
}
