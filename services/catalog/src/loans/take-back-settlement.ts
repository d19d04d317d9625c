import { allow, dayOf, decideSettlementTakenBack, refuse } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import { stateByRows } from '../ledger/load-ledgers.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import { withEntry } from '../queue/with-entry.ts';

const nothingSettled = {
  settledHow: null,
  settledOn: null,
  settledRole: null,
  settledReason: null,
  settledFactId: null,
};

/**
 * Takes back a settlement that was a mistake: the loan stands as before, and the desk has its task again. Refuses
 * NOT_FOUND, STATE_CHANGED.
 */
export const takeBackSettlement: Answers<'takeBackSettlement'> = (deps, { reservationId, at }) =>
  withEntry(deps, reservationId, async (tx, locked) => {
    const settled = await stateByRows(tx, reservationId);
    if (locked === undefined || settled === undefined) return refuse('NOT_FOUND');
    if (locked.held === undefined) return refuse('STATE_CHANGED');
    const decided = decideSettlementTakenBack(settled, dayOf(at));
    if (!decided.ok) return decided;
    const { copy, journey } = locked.held;
    await tx.allocation.update({ where: { number: journey.allocation }, data: nothingSettled });
    const state = await stateByRows(tx, reservationId);
    const kind = state?.ended === 'lost' ? 'lost' : 'longOverdue';
    if (copy.condition === 'withdrawn') {
      const condition = kind === 'lost' ? 'lost' : 'inService';
      await tx.copy.update({ where: { id: copy.id }, data: { condition } });
      if (condition === 'inService') await servableAgain(tx, copy.recordId);
    }
    const { barcode } = copy;
    if (state?.stage === 'onLoan') {
      const subject = { reservationId, barcode };
      await openTask(tx, { kind: 'longOverdue', subject, why: 'settlementUndone', at });
    }
    return allow({ kind, barcode });
  });
