import type { EventData } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeRow } from './change-row.ts';
import { lockApplication } from './lock-application.ts';
import { RANK } from './row-order.ts';

/** A handed-out copy is lost: the loan ends, its slot is free; the process says the end. */
export async function hearLoanLost(deps: PatronDeps, lost: EventData<'catalog.loan.lost'>): Promise<void> {
  const { reservationId, allocation, at } = lost;
  const woken = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || allocation < application.allocation) return 0;
    const change = {
      allocation,
      rank: RANK.lost,
      state: 'lostInTransit',
      slots: 'free',
      ends: true,
    } as const;
    return (await changeRow(deps, tx, { application, change, at })).woken;
  });
  if (woken > 0) deps.wake('outbox');
}
