import type { RecordSummary } from '@toshobin/contracts';

/** A title as a list and a heading name it. */
export function titleOf(record: Pick<RecordSummary, 'title' | 'subtitle'>): string {
  return record.subtitle ? `${record.title}　${record.subtitle}` : record.title;
}
