import { PREFECTURAL_LIBRARY, type ScanAnswer } from '@toshobin/contracts';
import { allow, type Decision, reached, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { recordFact } from '../ledger/record-fact.ts';
import { stepTowardsPickup } from './next-step.ts';
import { type ScanRequest, scanOnce } from './scan-once.ts';

/**
 * The copy was taken from its shelf for the reservation it is allocated to; answers where it goes. Refuses
 * STATE_CHANGED when it is (no longer) to be fetched: cancelled meanwhile, or already on its way.
 */
export function confirmPick(deps: CatalogDeps, request: ScanRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'pick', request, async (scan) => {
    const { tx, journey, copy } = scan;
    if (!journey?.open || reached(journey.position, 'packed')) return refuse('STATE_CHANGED');
    await recordFact(tx, {
      factId: scan.factId,
      kind: 'picked',
      copyId: copy.id,
      journey,
      leg: 'outward',
      place: PREFECTURAL_LIBRARY,
      occurredAt: scan.at,
      scannedAt: scan.scannedAt,
      recordedAt: scan.recordedAt,
      account: scan.by.account,
    });
    return allow(stepTowardsPickup(journey));
  });
}
