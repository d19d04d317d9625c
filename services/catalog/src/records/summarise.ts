import type { RecordSummary } from '@toshobin/contracts';
import type { RecordSummary as Found } from './record-summary.ts';

/** A record as the HTTP interface shows it in a list. */
export function summarise(record: Found): RecordSummary {
  return {
    recordId: record.id,
    number: record.number,
    title: record.title,
    subtitle: known(record.subtitle),
    volume: record.volume,
    author: known(record.author),
    publisher: known(record.publisher),
    year: record.year,
    ndc: record.ndc,
    isbns: record.isbns,
    kind: record.kind,
    lending: record.lending,
    protectiveCover: record.protectiveCover,
  };
}

/** A text, or null for the empty one, which the database has for what is not known. */
export function known(text: string): string | null {
  return text === '' ? null : text;
}
