import type { RecordSummary } from '@toshobin/contracts';

/** The permanent address of a record, by its public number. */
export function recordPath(record: Pick<RecordSummary, 'number'>): string {
  return `/records/${record.number}`;
}

/** The same, with the results it was found in, so that the page can lead back there. */
export function recordPathFrom(record: Pick<RecordSummary, 'number'>, results: string | undefined): string {
  const path = recordPath(record);
  return results === undefined ? path : `${path}?from=${encodeURIComponent(results)}`;
}
