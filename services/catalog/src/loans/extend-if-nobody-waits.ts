import type { ExtendLoan } from '@toshobin/contracts';
import { allow, type Deadline, type Decision, minusDuration, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';
import { judgeExtension } from './judge-extension.ts';

/**
 * R8. Extends the loan, with the title's queue locked: a reservation that joins at the same moment comes before or
 * after, never between the look and the extension. Repeated it answers the same. Refuses what judgeExtension refuses,
 * and PREVIEW_CHANGED (newDueDate) when the date is not the one that was confirmed.
 */
export function extendIfNobodyWaits(deps: CatalogDeps, command: ExtendLoan): Promise<Decision<Deadline>> {
  return withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const before = alreadyExtended(journey, command);
      if (before !== undefined) return allow(before);
      const decision = await decideConfirmed(tx, journey, command);
      if (!decision.ok) return decision;
      const due = decision.value;
      await tx.loan.update({
        where: { allocation: journey.allocation },
        data: { ...dueColumns(due), extendedAt: new Date(command.askedAt) },
      });
      return decision;
    },
    () => refuse('STATE_CHANGED'),
  );
}

/** The same wish again: the date it confirmed is in force, or it was asked at the very same moment. */
function alreadyExtended({ loan }: Journey, command: ExtendLoan): Deadline | undefined {
  if (loan === null || loan.extendedAt === null) return undefined;
  const due = dueOf(loan);
  const sameMoment = loan.extendedAt.getTime() === Date.parse(command.askedAt);
  const sameDate = command.confirmDue === due.date;
  return sameDate || (sameMoment && command.confirmDue === undefined) ? due : undefined;
}

/** The day of the preview counts for ten minutes: a date shown before midnight may be confirmed after it. */
async function decideConfirmed(
  tx: Transaction,
  journey: Journey,
  { askedAt, holderHasOtherOverdue, confirmDue }: ExtendLoan,
): Promise<Decision<Deadline>> {
  const now = await judgeExtension(tx, journey, askedAt, holderHasOtherOverdue);
  if (confirmDue === undefined || (now.ok && now.value.date === confirmDue)) return now;
  const { policy } = await policyInForce(tx);
  const previewed = minusDuration(askedAt, policy.extensionPreviewValidity);
  const then = await judgeExtension(tx, journey, previewed, holderHasOtherOverdue);
  if (then.ok && then.value.date === confirmDue) return then;
  return now.ok ? refuse('PREVIEW_CHANGED', { newDueDate: now.value.date }) : now;
}
