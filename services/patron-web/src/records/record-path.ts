import type { RecordSummary } from '@toshobin/contracts';

/** The permanent address of a record, by its public number. */
export function recordPath(record: Pick<RecordSummary, 'number'>): string {
  return `/records/${record.number}`;
}
