import type { RecordSummary } from './catalog/shapes.ts';

/** A title as a list and a heading name it: with its volume, or the issue of a magazine. */
export function titleOf(record: Pick<RecordSummary, 'title' | 'subtitle'>): string {
  return record.subtitle ? `${record.title}　${record.subtitle}` : record.title;
}
