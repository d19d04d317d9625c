import { TaskOwnerSchema } from '@toshobin/contracts';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Seal } from '../seal-secret.ts';

/** Colour and icon of an answer; the words say it too. */
export const ToneSchema = z.enum(['shelf', 'next', 'hold', 'ok', 'back', 'ask', 'stop', 'again', 'wait']);
export type Tone = z.infer<typeof ToneSchema>;

/** What a desk may go on with after a refusal. */
const OfferSchema = z.enum([
  'handedOver',
  'overrideReserved',
  'overrideLimit',
  'overrideBoth',
  'lateHandOut',
  /** To telephone the prefectural desk first. */
  'call',
  /** To say of a copy that is held why it is back. */
  'stillHeld',
  /** To say of a copy whose hold is over why it is back. */
  'heldNoMore',
  /** To say of a copy that is lent whether it was brought back. */
  'stillLent',
  /** To say of a copy whose parcel is on its way why it is here. */
  'stillInParcel',
  /** Of a parcel that is planned for another day, whether it leaves today. */
  'dispatchToday',
  /** Of a parcel for another library, whether it has arrived there. */
  'arrivedThere',
  /** The number of the label of a parcel, which is read next. */
  'trackingNumber',
  /** Of a parcel that was just handed to the post, that it was not. */
  'notDispatched',
]);
export type Offer = z.infer<typeof OfferSchema>;

/** The big answer to a scan, as the next page shows it. No card number, no title. */
export const BigAnswerSchema = z.object({
  page: z.string(),
  tone: ToneSchema,
  /** Small, above the sentence: what it means for the hands. */
  line: z.string().optional(),
  /** Small, as the beginning of the sentence. */
  pre: z.string().optional(),
  /** The sentence; a new line where it may break best. */
  text: z.string(),
  detail: z.string().default(''),
  notes: z.array(z.string()).readonly().default([]),
  code: z.string().default(''),
  /** The scan it answers, in the terminal's list. */
  factId: z.uuid().optional(),
  /** What was read behind it waits until somebody has seen this. */
  stops: z.literal(true).optional(),
  /** What is to be read next: it is no sign that this was overheard. */
  awaits: z.literal('card').optional(),
  /** The scan's fact, while it can be taken back. */
  undo: z.uuid().optional(),
  /** What the desk may go on with after a refusal, with a reason or without. */
  offers: z.array(OfferSchema).default([]),
  /** The task that was settled, while that can be taken back. */
  reopens: z.object({ owner: TaskOwnerSchema, taskId: z.string() }).optional(),
});
export type BigAnswer = z.output<typeof BigAnswerSchema>;
export type GivenAnswer = z.input<typeof BigAnswerSchema>;

/** Minutes after which a card that was shown is forgotten, should nobody have pressed 「この方を終わる」. */
export const SHOWN_MINUTES = 10;
/** Minutes after which a caller is forgotten. */
export const CALL_MINUTES = 30;
/** Minutes after which what was typed into the search box is forgotten. */
export const SOUGHT_MINUTES = 10;

/** How many scans of a session can be taken back, beside all that stand in its lists. */
export const RECENT_SCANS = 20;

export const nothingSought = { sought: null, soughtAt: null };
export const nobodyShown = { shownCard: null, shownIn: null, shownAt: null };

/** Where somebody stands before a desk: in its session, at the counter of that library. */
interface Counter {
  id: string;
  library: string;
}

const Shown = z.array(z.object({ number: z.string(), since: z.date() }));

/** What a desk has in hand between two requests: the last answer, and the card of the person in front or on the telephone. */
export function prismaDeskState(database: PrismaClient, seal: Seal) {
  const boundTo = (sessionId: string) => `sought in ${sessionId}`;
  return {
    async keepAnswer(id: string, given: GivenAnswer): Promise<void> {
      const answer = BigAnswerSchema.parse(given);
      await database.session.updateMany({ where: { id }, data: { answer } });
    },
    async answer(id: string, page: string): Promise<BigAnswer | undefined> {
      const row = await database.session.findUnique({ where: { id }, select: { answer: true } });
      const answer = BigAnswerSchema.safeParse(row?.answer).data;
      return answer?.page === page ? answer : undefined;
    },
    async forgetAnswer(id: string): Promise<void> {
      await database.session.updateMany({ where: { id }, data: { answer: Prisma.DbNull } });
    },
    /** At the counter of that library, which whoever enters something for it (代行入力) is at: the person there is at no other. */
    async showCard({ id, library }: Counter, shownCard: string, shownAt: Date): Promise<void> {
      await database.session.updateMany({ where: { id }, data: { shownCard, shownIn: library, shownAt } });
    },
    /** The card in hand there, and since when it has been. */
    async shownCard(
      { id, library }: Counter,
      now: Date,
    ): Promise<{ number: string; since: Date } | undefined> {
      const [row] = Shown.parse(
        await database.$queryRaw`
          SELECT shown_card AS number, shown_at AS since FROM session
          WHERE id = ${id}::uuid AND shown_in = ${library} AND shown_card IS NOT NULL AND shown_at IS NOT NULL`,
      );
      return row && now.getTime() - row.since.getTime() <= SHOWN_MINUTES * 60_000 ? row : undefined;
    },
    async forgetCard({ id, library }: Counter): Promise<void> {
      await database.session.updateMany({ where: { id, shownIn: library }, data: nobodyShown });
    },
    /** The caller on the telephone, apart from the person at the counter. */
    async takeCall(id: string, callerCard: string, callerAt: Date): Promise<void> {
      await database.session.updateMany({ where: { id }, data: { callerCard, callerAt } });
    },
    async caller(id: string, now: Date): Promise<string | undefined> {
      const row = await database.session.findUnique({ where: { id } });
      if (!row?.callerAt || now.getTime() - row.callerAt.getTime() > CALL_MINUTES * 60_000) return undefined;
      return row.callerCard ?? undefined;
    },
    async endCall(id: string): Promise<void> {
      await database.session.updateMany({ where: { id }, data: { callerCard: null, callerAt: null } });
    },
    /** What was typed into the search box, so that it stands in no address; nothing typed forgets it. */
    async keepSought(id: string, text: string, at: Date): Promise<void> {
      const data = text === '' ? nothingSought : { sought: seal.seal(text, boundTo(id)), soughtAt: at };
      await database.session.updateMany({ where: { id }, data });
    },
    async sought(id: string, now: Date): Promise<string | undefined> {
      const row = await database.session.findUnique({ where: { id } });
      if (!row?.sought || !row.soughtAt) return undefined;
      const isOver = now.getTime() - row.soughtAt.getTime() > SOUGHT_MINUTES * 60_000;
      return isOver ? undefined : seal.open(row.sought, boundTo(id));
    },
    /** Remembers a scan that was made here, so that it can be taken back. */
    async keepScan(id: string, factId: string): Promise<void> {
      await database.$executeRaw`
        UPDATE session SET recent_scans = (array_prepend(${factId}::uuid, recent_scans))[1:${RECENT_SCANS}]
        WHERE id = ${id}::uuid`;
    },
    async madeHere(id: string, factId: string): Promise<boolean> {
      const scans = { some: { factId, undoable: true } };
      const where = { id, OR: [{ recentScans: { has: factId } }, { scans }] };
      return (await database.session.count({ where })) > 0;
    },
    /** When this session's device was heard of before the present contact; undefined: never. */
    async contactBefore(id: string): Promise<Instant | undefined> {
      const row = await database.session.findUnique({ where: { id } });
      return row ? instantFromDate(row.contactBefore ?? row.createdAt) : undefined;
    },
  };
}
