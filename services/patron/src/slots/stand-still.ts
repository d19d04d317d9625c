import { isDeepStrictEqual } from 'node:util';
import {
  type Instant,
  instantFromDate,
  keptFrom,
  type ReservationState,
  type SlotWait,
  whileOnTheWay,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { LoanSlotWait, Prisma } from '../generated/prisma/client.ts';

/**
 * R15. Starts or ends the standing still of the clocks of a patron's reservations that wait for a loan slot. The time
 * that a clock stood is added up in the row of the wait, so that erasing the returned loan loses nothing. Call it with
 * the patron's row locked, whenever a copy was handed in or came home. Repeatable.
 */
export async function standStillWhileOnTheWay(
  tx: Transaction,
  { patronId, at }: { patronId: string; at: Instant },
): Promise<void> {
  if ((await tx.loanSlotWait.count({ where: { patronId } })) === 0) return;
  const onTheWay = await tx.application.count({
    where: { patronId, state: 'returning' satisfies ReservationState, loanSlot: { isNot: null } },
  });
  await changeWaits(tx, { patronId }, (wait) => whileOnTheWay(wait, onTheWay > 0, at));
}

/** R15. The mail was accepted, or none reaches the patron: the copy is kept from that moment on. */
export function keepFrom(tx: Transaction, reservationIds: readonly string[], at: Instant): Promise<void> {
  return changeWaits(tx, { reservationId: { in: [...reservationIds] } }, (wait) => keptFrom(wait, at));
}

async function changeWaits(
  tx: Transaction,
  where: Prisma.LoanSlotWaitWhereInput,
  change: (wait: SlotWait) => SlotWait,
): Promise<void> {
  for (const row of await tx.loanSlotWait.findMany({ where })) {
    const { reservationId } = row;
    const [wait, changed] = [waitOf(row), change(waitOf(row))];
    if (isDeepStrictEqual(changed, wait)) continue;
    await tx.loanSlotWait.update({ where: { reservationId }, data: changed });
  }
}

/** The clock of a wait, as its row has it. */
export function waitOf({ keptFrom: from, stoodMs, standsSince }: LoanSlotWait): SlotWait {
  return {
    keptFrom: from && instantFromDate(from),
    stoodMs: Number(stoodMs),
    standsSince: standsSince && instantFromDate(standsSince),
  };
}
