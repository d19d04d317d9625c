import { tasksSettledBy } from '@toshobin/contracts';
import { allow, dateColumn, dayOf, decideSettlement, fromDateColumn, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import { stateByRows } from '../ledger/load-ledgers.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';
import { withEntry } from '../queue/with-entry.ts';

/**
 * R18. The desk says what became of a loan that is lost or long overdue: it came back all the same, it was paid for, or
 * it is given up. Paid for or given up, the copy is out of stock until a scan finds it. The same form sent again
 * answers the same. Refuses NOT_FOUND, NOT_TO_SETTLE, ALREADY_SETTLED.
 */
export const settleLoan: Answers<'settleLoan'> = (deps, request) => {
  const { reservationId, factId, how, reason, at, by } = request;
  return withEntry(deps, reservationId, async (tx, locked) => {
    const state = await stateByRows(tx, reservationId);
    if (locked === undefined || state === undefined) return refuse('NOT_FOUND');
    if (locked.held === undefined) return refuse(state.settled ? 'ALREADY_SETTLED' : 'NOT_TO_SETTLE');
    const { copy, journey } = locked.held;
    const { barcode } = copy;
    const before = await tx.allocation.findUniqueOrThrow({ where: { number: journey.allocation } });
    if (before.settledFactId === factId && before.settledHow && before.settledOn) {
      return allow({ how: before.settledHow, on: fromDateColumn(before.settledOn), barcode });
    }
    const decided = decideSettlement(state);
    if (!decided.ok) return decided;
    const on = dayOf(at);
    await tx.allocation.update({
      where: { number: journey.allocation },
      data: {
        settledHow: how,
        settledOn: dateColumn(on),
        settledRole: by.role,
        settledReason: reason,
        settledFactId: factId,
      },
    });
    await clearTasks(tx, {
      kinds: tasksSettledBy('loanSettled'),
      subject: { reservationId },
      by: by.account,
      at,
    });
    if (how !== 'returned') {
      await tx.copy.update({
        where: { id: copy.id },
        data: { condition: 'withdrawn', withdrawnOn: dateColumn(dayOf(at)) },
      });
      await tellIfUnservable(tx, copy.recordId, 'withdrawn', new Date(at));
    }
    return allow({ how, on, barcode });
  });
};
