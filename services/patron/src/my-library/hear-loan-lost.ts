import type { EventData } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeRow } from './change-row.ts';
import { heardJourney } from './heard-facts-of.ts';
import { lockApplication } from './lock-application.ts';
import { RANK } from './row-order.ts';
import { isStillLent, settle } from './still-lent.ts';

/**
 * A copy that had been handed out is lost. With its borrower it stays a loan until it turns up; after it was handed in,
 * or never picked up, the loan ends and its slot is free (R10). The process says the end.
 */
export async function hearLoanLost(deps: PatronDeps, lost: EventData<'catalog.loan.lost'>): Promise<void> {
  const { reservationId, allocation, at } = lost;
  const woken = await deps.db.$transaction(async (tx) => {
    const found = await lockApplication(tx, reservationId);
    if (found === undefined || allocation < found.allocation) return 0;
    const lostAt = new Date(Math.max(new Date(at).getTime(), found.lostAt?.getTime() ?? 0));
    const application = await tx.application.update({ where: { reservationId }, data: { lostAt } });
    const { position } = await heardJourney(tx, reservationId, allocation);
    const change = isStillLent(application, position)
      ? ({ rank: RANK.lostOnLoan, slots: 'loan' } as const)
      : ({ rank: RANK.lost, slots: 'free', ends: true } as const);
    const lostRow = { ...change, allocation, state: 'lostInTransit' } as const;
    const { woken } = await changeRow(deps, tx, { application, change: lostRow, at });
    const present = await tx.application.findUniqueOrThrow({ where: { reservationId } });
    return woken + (await settle(deps, tx, { application: present, at }));
  });
  if (woken > 0) deps.wake('outbox');
}
