import { allow, decideExtension, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { dueOf } from '../ledger/due-of.ts';
import { latestJourneyOfReservation } from '../ledger/journey.ts';
import { extendableLoan } from './extendable-loan.ts';

/** R8. The date an extension asked for at that moment would give, and the present one; changes nothing. */
export const previewExtension: Answers<'previewExtension'> = async (deps, query) => {
  const journey = await latestJourneyOfReservation(deps.db, query.reservationId);
  if (journey === undefined || journey.loan === null) return refuse('NOT_ON_LOAN');
  const loan = await extendableLoan(deps.db, journey, query.holderHasOtherOverdue);
  if (!loan.ok) return loan;
  const decision = decideExtension({ ...loan.value, asked: query.askedAt });
  return decision.ok ? allow({ due: decision.value, present: dueOf(journey.loan) }) : decision;
};
