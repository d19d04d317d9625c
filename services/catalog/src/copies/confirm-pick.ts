import { type NextStep, PREFECTURAL_LIBRARY, type ScanAnswer, type ScanRequest } from '@toshobin/contracts';
import { allow, type Decision, refuse, wasPacked } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { type Journey, standingFacts } from '../ledger/journey.ts';
import { stepTowardsPickup } from './next-step.ts';
import { recordScan } from './record-scan.ts';
import { type ScanInHand, scanOnce } from './scan-once.ts';

/**
 * The copy was taken from its shelf for the reservation it is allocated to; answers where it goes, as before where it
 * was taken already. Refuses STATE_CHANGED when the copy is not to be fetched (any more): cancelled meanwhile, or on
 * its way.
 */
export function confirmPick(deps: CatalogDeps, request: ScanRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'pick', request, async (scan) => {
    const { journey } = scan;
    if (!journey?.open || wasPacked(journey)) return refuse('STATE_CHANGED');
    const before = standingFacts(journey).find(({ kind }) => kind === 'picked');
    if (before) return allow({ repeats: before.factId, step: await stepTowardsPickup(journey) });
    return allow(await pickInHand(scan, journey, scan.factId));
  });
}

/** Records that the copy is picked, being in hand; the desk hears where it goes. */
export async function pickInHand(scan: ScanInHand, journey: Journey, factId: string): Promise<NextStep> {
  await recordScan(scan, journey, { factId, kind: 'picked', leg: 'outward', place: PREFECTURAL_LIBRARY });
  return stepTowardsPickup(journey);
}
