import { conditionIs } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { latestJourneyOfCopy } from '../ledger/journey.ts';
import { countedAt } from '../ledger/record-fact.ts';
import { withCopy } from '../queue/with-copy.ts';
import { nobodyNeedSearch } from './find-copy-again.ts';
import { loseCopy } from './lose-copy.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * The desk gives a copy up for lost, by its borrower or because nobody finds it; see loseCopy for what follows.
 * Repeated it answers the same. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND; STATE_CHANGED when it is lost already or
 * out of stock.
 */
export const declareLost: Answers<'declareLost'> = async (deps, request) => {
  const found = await findByBarcode(deps.db, request.barcode);
  if (!found.ok) return found;
  const { factId, by, reason } = request;
  try {
    return await withCopy(deps, found.value, async (tx, copy) => {
      const { id } = copy;
      const answer = allow({ copyId: String(id), barcode: copy.barcode });
      const before = await tx.scan.findUnique({ where: { factId } });
      if (before !== null) {
        return before.kind === 'lost' && before.copyId === id ? answer : refuse('STATE_CHANGED');
      }
      if (conditionIs(copy.condition, 'writtenOff')) return refuse('STATE_CHANGED');
      const recordedAt = new Date(deps.now());
      const journey = await latestJourneyOfCopy(tx, id);
      const at = countedAt(request.at, recordedAt, journey?.openedAt);
      const { account, library: place } = by;
      await loseCopy(tx, copy, journey, { factId, at, recordedAt, place, account, reason });
      await nobodyNeedSearch(tx, copy, { by: account, at: recordedAt });
      return answer;
    });
  } catch (error) {
    // Another scan used the same id at the same moment.
    if (uniqueViolation(error) === 'scan_pkey') return refuse('STATE_CHANGED');
    throw error;
  }
};
