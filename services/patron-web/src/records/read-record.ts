import type { RecordDetail, RecordId } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';

/** One record with its copies; NOT_FOUND when there is none. */
export function readRecord(
  deps: Pick<PatronWebDeps, 'catalog'>,
  recordId: RecordId,
): Promise<Decision<RecordDetail>> {
  return deps.catalog.readRecord({ params: { recordId } });
}
