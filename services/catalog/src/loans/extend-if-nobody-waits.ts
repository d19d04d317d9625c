import { decideConfirmedExtension, refuse } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { dueColumns } from '../ledger/due-of.ts';
import { withAllocation } from '../queue/with-allocation.ts';
import { extendableLoan } from './extendable-loan.ts';

/**
 * R8. Extends the loan, with the title's queue locked: a reservation that joins at the same moment comes before or
 * after, never between the look and the extension. Repeated it answers the same, and writes the same. Refuses
 * NOT_ON_LOAN and what decideConfirmedExtension refuses.
 */
export const extendIfNobodyWaits: Carries<'extendIfNobodyWaits'> = (deps, command) =>
  withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const loan = await extendableLoan(tx, journey, command.holderHasOtherOverdue);
      if (!loan.ok) return loan;
      const decision = decideConfirmedExtension(loan.value, command);
      if (!decision.ok) return decision;
      const extendedAt = new Date(loan.value.extendedAt ?? command.askedAt);
      await tx.loan.update({
        where: { allocation: journey.allocation },
        data: { ...dueColumns(decision.value), extendedAt },
      });
      return decision;
    },
    () => refuse('STATE_CHANGED'),
  );
