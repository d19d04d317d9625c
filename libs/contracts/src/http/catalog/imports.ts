import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { get } from '../../endpoint.ts';

/** A file of records that is read into the catalogue, and how far; it counts what became of every record. */
export const ImportRunSchema = z.object({
  id: z.int(),
  source: z.string(),
  file: z.string(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  withdrawn: z.int(),
  refused: z.int(),
  begunAt: InstantSchema,
  wentOnAt: InstantSchema,
  endedAt: InstantSchema.nullable(),
});
export type ImportRun = z.infer<typeof ImportRunSchema>;

/** A refusal of a file's record, or of a part of it: which record, and why. */
const ImportLineSchema = z.object({
  id: z.string(),
  place: z.int(),
  /** The line, in a file that has lines. */
  line: z.int().nullable(),
  /** The source's number of the record. */
  number: z.string().nullable(),
  reason: z.string(),
  what: z.string(),
});
export type ImportLine = z.infer<typeof ImportLineSchema>;

/** The refusals of a run, as a table for a spreadsheet. */
export const importReport = {
  head: ['何件目', '行', '番号', '理由', '内容'],
  cells: ({ place, line, number, reason, what }: ImportLine) => [
    ...[place, line ?? '', number ?? '', reason, what],
  ],
} as const;

/** Files of records that were read in, for the staff. */
export const catalogImportsApi = {
  imports: get('/imports', {
    summary: 'Files that were read into the catalogue, the last 100, the latest first',
    answer: z.object({ runs: z.array(ImportRunSchema) }),
  }),
  readImport: get('/imports/:runId', {
    summary: 'What of a file was not taken, line by line: 500 after the one that is named',
    params: z.strictObject({ runId: z.coerce.number().int().min(1).max(2_147_483_647) }),
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,18}$/)
        .default('0'),
    }),
    answer: z.object({
      run: ImportRunSchema,
      /** How many lines of each reason there are, the most frequent first. */
      reasons: z.array(z.object({ reason: z.string(), lines: z.int() })),
      lines: z.array(ImportLineSchema),
      /** Whether more follow after these. */
      more: z.boolean(),
    }),
    refusals: ['NOT_FOUND'],
  }),
} as const;
