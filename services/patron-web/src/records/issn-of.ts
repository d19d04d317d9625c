import type { RecordDetail } from '@toshobin/contracts';

/** As it is printed: 0385-3721. */
export function issnOf({ description: { issn } }: Pick<RecordDetail, 'description'>): string | null {
  return issn === null ? null : `${issn.slice(0, 4)}-${issn.slice(4)}`;
}
