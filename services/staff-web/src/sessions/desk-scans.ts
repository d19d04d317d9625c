import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { GivenAnswer } from './desk-state.ts';
import { type BigAnswer, BigAnswerSchema, RECENT_SCANS, type Tone, ToneSchema } from './desk-state.ts';

/** What is asked about a copy in hand; never blocks the next scan. */
export const AskSchema = z.enum(['cover', 'supplement']);
export type Ask = z.infer<typeof AskSchema>;

/** A scan in a terminal's list. No card number, no title. */
const ScanRowSchema = z.object({
  factId: z.uuid(),
  page: z.string(),
  /** When it was answered. */
  at: z.date(),
  /** When it was made: before that where the line was away. */
  scannedAt: z.date(),
  /** The copy or the parcel; empty for what is no number of ours. */
  code: z.string(),
  tone: ToneSchema,
  /** The answer in a few words, and what stood below it. */
  short: z.string(),
  detail: z.string(),
  undoable: z.boolean(),
  undoneAt: z.date().nullable(),
  /** What nobody has answered yet. */
  asks: z.array(AskSchema),
});
export type ScanRow = z.infer<typeof ScanRowSchema>;
export type NewScanRow = Omit<ScanRow, 'undoneAt'>;

export interface ScansOnPage {
  /** The last answer, if it was given on this page. */
  answer: BigAnswer | undefined;
  /** The last scans, newest first. */
  rows: ScanRow[];
  /** How many were answered in each tone, without those taken back. */
  tally: Partial<Record<Tone, number>>;
}

const columns = Prisma.sql`fact_id::text AS "factId", page, at,
  coalesce(scanned_at, at) AS "scannedAt", code, tone, short, detail, undoable, undone_at AS "undoneAt", asks`;
const Before = z.array(z.object({ ...ScanRowSchema.shape, which: z.enum(['last', 'same']) }));
const OnPage = z.array(
  z.object({
    answer: z.unknown(),
    rows: z.array(
      z.object({
        ...ScanRowSchema.shape,
        at: z.coerce.date(),
        scannedAt: z.coerce.date(),
        undoneAt: z.coerce.date().nullable(),
      }),
    ),
    tally: z.partialRecord(ToneSchema, z.int()),
  }),
);

/** A row of before has one time. */
function madeThen(row: { at: Date; scannedAt: Date | null }): ScanRow {
  return ScanRowSchema.parse({ ...row, scannedAt: row.scannedAt ?? row.at });
}

/** What an account scanned at a terminal today. */
export function prismaDeskScans(database: PrismaClient) {
  return {
    /**
     * Keeps a scan, its answer for the page that is drawn next (none for one that was sent late: what stood there was an
     * answer to another), and that it can be taken back, if it can; sent again by the same form it is there already.
     */
    async keep(sessionId: string, row: NewScanRow, given?: GivenAnswer): Promise<void> {
      const answer = given && JSON.stringify(BigAnswerSchema.parse(given));
      const { factId, page, at, scannedAt, code, tone, short, detail, undoable, asks } = row;
      await database.$executeRaw`
        WITH kept AS (
          INSERT INTO desk_scan (fact_id, session_id, page, at, scanned_at, code, tone, short, detail, undoable, asks)
          VALUES (${factId}::uuid, ${sessionId}::uuid, ${page}, ${at}, ${scannedAt}, ${code}, ${tone}, ${short},
            ${detail}, ${undoable}, ${[...asks]})
          ON CONFLICT DO NOTHING)
        UPDATE session SET answer = ${answer ?? null}::jsonb,
          recent_scans = CASE WHEN ${undoable} THEN (array_prepend(${factId}::uuid, recent_scans))[1:${RECENT_SCANS}::int]
            ELSE recent_scans END
        WHERE id = ${sessionId}::uuid`;
    },
    /** What a page shows of what was scanned on it. */
    async onPage(sessionId: string, page: string, most: number): Promise<ScansOnPage> {
      const [found] = OnPage.parse(
        await database.$queryRaw`
          SELECT answer,
            (SELECT coalesce(json_agg(scan), '[]') FROM (SELECT ${columns} FROM desk_scan
              WHERE session_id = ${sessionId}::uuid AND page = ${page} ORDER BY sequence DESC LIMIT ${most}::int) scan) AS rows,
            (SELECT coalesce(json_object_agg(tone, many), '{}') FROM (SELECT tone, count(*)::int AS many FROM desk_scan
              WHERE session_id = ${sessionId}::uuid AND page = ${page} AND undone_at IS NULL GROUP BY tone) tones) AS tally
          FROM session WHERE id = ${sessionId}::uuid`,
      );
      const answer = BigAnswerSchema.safeParse(found?.answer).data;
      const onThisPage = answer?.page === page ? answer : undefined;
      return { rows: found?.rows ?? [], tally: found?.tally ?? {}, answer: onThisPage };
    },
    /** The last of a page, newest first. */
    async list(sessionId: string, page: string, take: number): Promise<ScanRow[]> {
      const where = { sessionId, page };
      const rows = await database.deskScan.findMany({ where, orderBy: { sequence: 'desc' }, take });
      return rows.map(madeThen);
    },
    /** The last scan of a page, and the last one of that number, unless it was taken back. */
    async before(sessionId: string, page: string, code: string): Promise<{ last?: ScanRow; same?: ScanRow }> {
      const rows = Before.parse(
        await database.$queryRaw`
          (SELECT 'last' AS which, ${columns} FROM desk_scan WHERE session_id = ${sessionId}::uuid AND page = ${page}
            ORDER BY sequence DESC LIMIT 1)
          UNION ALL
          (SELECT 'same' AS which, ${columns} FROM desk_scan WHERE session_id = ${sessionId}::uuid AND page = ${page}
            AND code = ${code} AND undone_at IS NULL ORDER BY sequence DESC LIMIT 1)`,
      );
      return Object.fromEntries(rows.map(({ which, ...row }) => [which, row]));
    },
    /** Those of these copies that were handed out since, at any terminal, and not taken back; the last one first. */
    async handedOut(codes: readonly string[], since: Date): Promise<string[]> {
      if (codes.length === 0) return [];
      const rows = await database.deskScan.findMany({
        where: {
          page: '/hand-out',
          code: { in: [...codes] },
          tone: 'ok',
          undoneAt: null,
          at: { gte: since },
        },
        orderBy: { sequence: 'desc' },
        select: { code: true },
      });
      return rows.map(({ code }) => code);
    },
    async find(sessionId: string, factId: string): Promise<ScanRow | undefined> {
      const row = await database.deskScan.findFirst({ where: { sessionId, factId } });
      return row === null ? undefined : madeThen(row);
    },
    async markUndone(sessionId: string, factId: string, undoneAt: Date): Promise<void> {
      await database.deskScan.updateMany({ where: { sessionId, factId }, data: { undoneAt, asks: [] } });
    },
    /** Answers a question about a scan; false when it was not open. */
    async answer(sessionId: string, factId: string, ask: Ask): Promise<boolean> {
      const answered = await database.$executeRaw`
        UPDATE desk_scan SET asks = array_remove(asks, ${ask})
        WHERE session_id = ${sessionId}::uuid AND fact_id = ${factId}::uuid AND ${ask} = ANY (asks)`;
      return answered > 0;
    },
  };
}
