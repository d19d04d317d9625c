import type { AllocationEnding, CopyCondition } from '../generated/prisma/enums.ts';
import { type Whereabouts, whereaboutsOf } from '../ledger/copy-place.ts';
import type { Journey } from '../ledger/journey.ts';
import type { ScanTakenBack } from './scan-taken-back.ts';

/**
 * What a copy of nobody's reservation was before a return scan found it; undefined when it stood on its shelf.
 *
 * @param former the copy's last allocation before the scan
 */
export async function beforeReturn(
  { tx, scan }: ScanTakenBack,
  former: Journey | undefined,
): Promise<(Whereabouts & { condition: CopyCondition }) | undefined> {
  const previous = await tx.scan.findFirst({
    where: { copyId: scan.copyId, sequence: { lt: scan.sequence } },
    orderBy: { sequence: 'desc' },
  });
  if (previous?.kind === 'handedIn' && previous.allocation === null && previous.voids === null) {
    return { place: 'returning', placeLibrary: previous.place, condition: 'inService' };
  }
  if (former === undefined || former.position.furthest === 'home') return undefined;
  const condition = conditionAfter(former.ending);
  const where = whereaboutsOf(former.position, former.entry.pickupLibrary, false);
  return condition === 'inService' && where.place === 'onShelf' ? undefined : { ...where, condition };
}

function conditionAfter(ending: AllocationEnding | null): CopyCondition {
  if (ending === 'notOnShelf') return 'searching';
  return ending === 'lostInTransit' || ending === 'lost' ? 'lost' : 'inService';
}
