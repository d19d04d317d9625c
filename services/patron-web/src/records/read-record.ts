import { catalogApi, type RecordDetail, type RecordId, RecordIdSchema } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';

/** One record with its copies; NOT_FOUND when there is none. */
export function readRecord(
  deps: Pick<PatronWebDeps, 'catalog'>,
  recordId: RecordId,
): Promise<Decision<RecordDetail>> {
  return deps.catalog.call(catalogApi.readRecord, { params: { recordId } });
}

/** The records of a basket, in its order; one that is gone from the catalogue is left out. */
export async function readRecords(
  deps: Pick<PatronWebDeps, 'catalog'>,
  recordIds: readonly string[],
): Promise<RecordDetail[]> {
  const found = await Promise.all(
    recordIds.map(async (text) => {
      const recordId = RecordIdSchema.safeParse(text);
      if (!recordId.success) return [];
      const record = await readRecord(deps, recordId.data);
      return record.ok ? [record.value] : [];
    }),
  );
  return found.flat();
}
