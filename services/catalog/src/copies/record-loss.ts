import { conditionIs, type EventData, placeIs } from '@toshobin/contracts';
import { wasSeenSince } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type Journey, latestJourneyOfCopy } from '../ledger/journey.ts';
import { type LockedCopy, lockCopy } from '../ledger/lock-copy.ts';
import { countedAt } from '../ledger/record-fact.ts';
import { withTitle } from '../queue/with-title.ts';
import { loseCopy } from './lose-copy.ts';

/**
 * Shipping gave a copy up for lost on its way, out or home; see loseCopy for what follows. A copy that was seen since
 * (handed out, home, given to another reservation) is not lost. Safe to repeat. Answers `unknown` for a copy that was
 * never ours.
 *
 * @param factId the id of the event
 */
export async function recordLoss(
  deps: CatalogDeps,
  factId: string,
  lost: EventData<'shipping.copy.lost'>,
): Promise<'recorded' | 'known' | 'unknown'> {
  const id = BigInt(lost.copyId);
  return inTransaction(deps, async (tx) => {
    const known = await tx.copy.findUnique({ where: { id }, select: { recordId: true } });
    if (known === null) return 'unknown';
    return withTitle(deps, tx, known.recordId, async () => {
      const copy = await lockCopy(tx, id);
      if ((await tx.scan.count({ where: { factId } })) > 0) return 'known';
      const journey = await latestJourneyOfCopy(tx, id);
      if (seenSince(copy, journey, lost)) return 'known';
      const recordedAt = new Date(deps.now());
      const at = countedAt(lost.at, recordedAt, journey?.openedAt);
      await loseCopy(tx, copy, journey, { factId, at, recordedAt, place: null, account: null });
      return 'recorded';
    });
  });
}

function seenSince(
  copy: LockedCopy,
  journey: Journey | undefined,
  { allocation, direction }: EventData<'shipping.copy.lost'>,
): boolean {
  if (conditionIs(copy.condition, 'writtenOff')) return true;
  if (journey === undefined || allocation === null || journey.allocation !== allocation) {
    // The copy has no reservation, or one that gave the copy up: its own place says whether it travels.
    return !placeIs(copy.place, 'travels');
  }
  return wasSeenSince(journey.position, direction);
}
