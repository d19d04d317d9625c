import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, judgePickedUp, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Carries } from '../catalog-deps.ts';
import { dueOf } from '../ledger/due-of.ts';
import { countedAt, recordFact } from '../ledger/record-fact.ts';
import { withAllocation } from '../queue/with-allocation.ts';
import { beginLoan } from './open-loan.ts';

/**
 * R8 「受け取りました」: the patron says that the copy was handed out, though nobody scanned it. A hand-out by nobody's
 * account; the branch sees it and takes it back like any scan while the copy is still on its shelf. The due date stays.
 * Repeated, or after a scan, it answers that date. Refuses NOT_ON_LOAN while nothing can have been handed out (not
 * posted yet, or the hold is over), ALREADY_HANDED_IN.
 */
export const declarePickedUp: Carries<'declarePickedUp'> = (deps, command) =>
  withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const isLent = journey.loan !== null;
      const atPrefectural = journey.entry.pickupLibrary === PREFECTURAL_LIBRARY;
      const judged = judgePickedUp(journey, { isLent, atPrefectural });
      if (!judged.ok) return judged;
      if (judged.value === 'isKnown' && journey.loan) return allow({ due: dueOf(journey.loan) });
      const factId = derivedId(command.reservationId, `declared ${command.allocation} ${command.at}`);
      // The same wish comes again, after the branch has said that the copy is still there.
      if ((await tx.scan.count({ where: { factId } })) > 0) return refuse('NOT_ON_LOAN');
      const recordedAt = new Date(deps.now());
      const at = countedAt(command.at, recordedAt, journey.openedAt);
      journey.loan ??= await beginLoan(tx, journey, at);
      await recordFact(tx, {
        factId,
        kind: 'handedOut',
        copyId: journey.copyId,
        journey,
        leg: 'outward',
        place: journey.entry.pickupLibrary,
        occurredAt: at,
        scannedAt: new Date(command.at),
        recordedAt,
      });
      return allow({ due: dueOf(journey.loan) });
    },
    () => refuse('STATE_CHANGED'),
  );
