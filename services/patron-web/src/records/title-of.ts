import { type RecordDetail, titleOf } from '@toshobin/contracts';

export { titleOf };

/** How the title is read; null when that is not known, or when it says no more than the title. */
export function readingOf(
  record: Pick<RecordDetail, 'title' | 'subtitle' | 'titleReading' | 'subtitleReading'>,
): string | null {
  const { titleReading, subtitleReading } = record;
  const reading = [titleReading, subtitleReading].filter((text) => text !== null).join('　');
  return reading === '' || reading === titleOf(record) ? null : reading;
}
