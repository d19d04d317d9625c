import { z } from 'zod';

/** A record as a list shows it. */
export const RecordSummarySchema = z.strictObject({
  /** Database number as digits (contracts: RecordId). */
  id: z.string(),
  /** Public number: T and nine digits. */
  number: z.string(),
  kind: z.enum(['book', 'magazineIssue', 'audiovisual']),
  /** R4. Only `lendable` may be reserved online. */
  lending: z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']),
  title: z.string(),
  titleReading: z.string(),
  subtitle: z.string(),
  /** The number of the volume; 0 for a work in one. */
  volume: z.int(),
  author: z.string(),
  translator: z.string(),
  publisher: z.string(),
  /** Year of publication; null when it is not known. */
  year: z.int().nullable(),
  /** First three digits of the NDC class. */
  ndc: z.string().nullable(),
  /** ISBN-13 without hyphens. */
  isbns: z.array(z.string()),
  /** R13. Whether it travels in a protective cover. */
  protectiveCover: z.boolean(),
  /** `example` marks made-up material. */
  source: z.string(),
});
export type RecordSummary = z.infer<typeof RecordSummarySchema>;

/** The columns of a summary under the names {@link readSummary} reads, of a table or alias `t`. */
export function summaryColumns(t: string): string {
  return `${t}.id::text, ${t}.number, ${t}.kind, ${t}.lending, ${t}.title, ${t}.title_reading AS "titleReading",
    ${t}.subtitle, ${t}.volume, ${t}.author, ${t}.translator, ${t}.publisher, NULLIF(${t}.year, 0) AS year, ${t}.ndc, ${t}.isbns,
    ${t}.protective_cover AS "protectiveCover", ${t}.source`;
}

const RowSchema = z.object(RecordSummarySchema.shape);

/** A row of {@link summaryColumns}; columns beside them are left out. */
export function readSummary(row: Record<string, unknown>): RecordSummary {
  return RowSchema.parse(row);
}
