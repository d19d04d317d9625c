import type { RecordDetail, RecordSummary } from '@toshobin/contracts';

/** A title as a list and a heading name it. */
export function titleOf(record: Pick<RecordSummary, 'title' | 'subtitle'>): string {
  return record.subtitle ? `${record.title}　${record.subtitle}` : record.title;
}

/** How the title is read; null when that is not known, or when it says no more than the title. */
export function readingOf(
  record: Pick<RecordDetail, 'title' | 'subtitle' | 'titleReading' | 'subtitleReading'>,
): string | null {
  const { titleReading, subtitleReading } = record;
  const reading = [titleReading, subtitleReading].filter((text) => text !== null).join('　');
  return reading === '' || reading === titleOf(record) ? null : reading;
}
