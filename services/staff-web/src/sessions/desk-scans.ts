import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { type Tone, ToneSchema } from './desk-state.ts';

/** What is asked about a copy in hand; never blocks the next scan. */
export const AskSchema = z.enum(['cover', 'supplement']);
export type Ask = z.infer<typeof AskSchema>;

/** A scan in a terminal's list. No card number, no title. */
const ScanRowSchema = z.object({
  factId: z.uuid(),
  page: z.string(),
  at: z.date(),
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

/** What was scanned at a terminal since somebody signed in there. */
export interface DeskScans {
  /** Keeps a scan; sent again by the same form it is there already. */
  keep(sessionId: string, row: NewScanRow): Promise<void>;
  /** The last of a page, newest first. */
  list(sessionId: string, page: string, most: number): Promise<ScanRow[]>;
  /** How many of a page were answered in each tone, without those taken back. */
  tally(sessionId: string, page: string): Promise<Partial<Record<Tone, number>>>;
  /** The last scan of a page of that number, unless it was taken back. */
  before(sessionId: string, page: string, code: string): Promise<ScanRow | undefined>;
  find(sessionId: string, factId: string): Promise<ScanRow | undefined>;
  markUndone(sessionId: string, factId: string, at: Date): Promise<void>;
  /** Answers a question about a scan; false when it was not open. */
  answer(sessionId: string, factId: string, ask: Ask): Promise<boolean>;
}

export function prismaDeskScans(database: PrismaClient): DeskScans {
  return {
    async keep(sessionId, { asks, ...row }) {
      await database.deskScan.createMany({
        data: [{ ...row, sessionId, asks: [...asks] }],
        skipDuplicates: true,
      });
    },
    async list(sessionId, page, take) {
      const where = { sessionId, page };
      const rows = await database.deskScan.findMany({ where, orderBy: { sequence: 'desc' }, take });
      return rows.map((row) => ScanRowSchema.parse(row));
    },
    async tally(sessionId, page) {
      const where = { sessionId, page, undoneAt: null };
      const counts = await database.deskScan.groupBy({ by: ['tone'], where, _count: { _all: true } });
      return Object.fromEntries(counts.map(({ tone, _count }) => [ToneSchema.parse(tone), _count._all]));
    },
    async before(sessionId, page, code) {
      const where = { sessionId, page, code, undoneAt: null };
      const row = await database.deskScan.findFirst({ where, orderBy: { sequence: 'desc' } });
      return row === null ? undefined : ScanRowSchema.parse(row);
    },
    async find(sessionId, factId) {
      const row = await database.deskScan.findFirst({ where: { sessionId, factId } });
      return row === null ? undefined : ScanRowSchema.parse(row);
    },
    async markUndone(sessionId, factId, undoneAt) {
      await database.deskScan.updateMany({ where: { sessionId, factId }, data: { undoneAt, asks: [] } });
    },
    async answer(sessionId, factId, ask) {
      const answered = await database.$executeRaw`
        UPDATE desk_scan SET asks = array_remove(asks, ${ask})
        WHERE session_id = ${sessionId}::uuid AND fact_id = ${factId}::uuid AND ${ask} = ANY (asks)`;
      return answered > 0;
    },
  };
}
