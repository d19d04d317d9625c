import { PREFECTURAL_LIBRARY, type staffWebApi, type TaskNote } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Decision,
  endOfDay,
  instantFromDate,
  type RefusalValues,
  RefusalValuesSchema,
  startOfDay,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/**
 * One thing done: to a copy, a parcel, a reservation or a patron, named by its number or id, never by a person, card or
 * title, and never two of them: who had what can't be read from here once the joining row is erased.
 */
export interface Deed {
  /** The name of a verb, or a key of `otherWords`. */
  action: string;
  subject: string;
  /** `done`, or the code of the refusal. */
  outcome: string;
  /** Why, where staff have to say so. */
  reason?: string | undefined;
  /** What a setting was and is, in words. */
  changed?: string | undefined;
  /** What the refusal's sentence names. */
  told?: RefusalValues | undefined;
}

/** Which deeds: of one subject, of one account, of some days; from before a row on, by its id. */
export interface DeedsSought {
  subject?: string | undefined;
  account?: string | undefined;
  from?: CalendarDate | undefined;
  /** The last day. */
  until?: CalendarDate | undefined;
  before?: bigint | undefined;
}

export type DeedRow = z.output<typeof staffWebApi.audit.answer>['deeds'][number];

/** Deeds to a copy of the stock, which nobody has borrowed. */
const STOCK_DEEDS = ['addCopy', 'changeCopy', 'withdrawCopy', 'mendCopy'];
/** So many rows on a page. */
const ON_A_PAGE = 200;
/** So many rows at once, the oldest first: the next hour goes on. */
const FORGOTTEN_AT_ONCE = 10_000;

/** Who did what and when; rows are only ever added, and after eight weeks say no more to which loan it was. */
export function prismaAuditTrail(database: PrismaClient, now: () => Date) {
  return {
    async write(
      { account, role, library, enteredBy }: Staff,
      { reason, changed, told, ...deed }: Deed,
    ): Promise<void> {
      await database.audit.create({
        data: {
          at: now(),
          account,
          role: enteredBy ?? role,
          library,
          ...deed,
          reason: reason ?? null,
          changed: changed ?? null,
          ...keptOf(told),
        },
      });
    },
    async done(staff: Staff, action: string, subject: string, reason?: string): Promise<void> {
      await this.write(staff, { action, subject, outcome: 'done', reason });
    },
    /** A password that was wrong, for an account or for none: the same work for both. */
    async failedSignIn(staff: Staff | undefined): Promise<void> {
      const { account, role, library } = staff ?? { account: '－', role: '－', library: PREFECTURAL_LIBRARY };
      const subject = staff ? `account ${account}` : 'unknown account';
      const outcome = 'SIGN_IN_FAILED';
      await database.audit.create({
        data: { at: now(), account, role, library, action: 'signIn', subject, outcome },
      });
    },
    /** What was noted about each of these tasks, the first one first. */
    async notesOf(taskIds: readonly string[]): Promise<ReadonlyMap<string, TaskNote[]>> {
      const subjects = new Map(taskIds.map((taskId) => [`task ${taskId}`, taskId]));
      const rows = await database.audit.findMany({
        where: { subject: { in: [...subjects.keys()] }, action: 'noteTask', outcome: 'done' },
        orderBy: { id: 'asc' },
      });
      const notes = new Map<string, TaskNote[]>();
      for (const { subject, at, account, reason } of rows) {
        const taskId = subjects.get(subject) ?? '';
        const note = { at: instantFromDate(at), account, note: reason ?? '' };
        notes.set(taskId, [...(notes.get(taskId) ?? []), note]);
      }
      return notes;
    },
    /** What these tasks (`task …`) were called when they were settled; none that was not, or not by staff. */
    async settledAs(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
      if (subjects.length === 0) return new Map();
      const rows = await database.audit.findMany({
        where: { subject: { in: [...new Set(subjects)] }, action: 'settleTask', outcome: 'done' },
        select: { subject: true, changed: true },
      });
      return new Map(rows.flatMap(({ subject, changed }) => (changed ? [[subject, changed]] : [])));
    },
    /** Those of these tasks to which something was done at a library. */
    async tasksDoneAt(library: string, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
      const rows = await database.audit.findMany({
        where: { subject: { in: taskIds.map((taskId) => `task ${taskId}`) }, library, outcome: 'done' },
        select: { subject: true },
      });
      return new Set(rows.map(({ subject }) => subject.slice('task '.length)));
    },
    /**
     * Eight weeks later (a loan, its extension and three weeks) a row of what somebody borrowed names neither copy nor
     * reservation: two at one desk within seconds may have been one reader's. The table refuses any other change.
     */
    async forgetWhich(): Promise<void> {
      await database.$executeRaw`
        UPDATE "audit" SET "subject" = split_part("subject", ' ', 1)
        WHERE "id" IN (
          SELECT "id" FROM "audit"
          WHERE (subject LIKE 'copy %' OR subject LIKE 'reservation %' OR subject LIKE 'scan %')
            AND "at" < LEAST(now(), ${now()}) - interval '8 weeks' AND "action" <> ALL(${STOCK_DEEDS})
          ORDER BY "at" LIMIT ${FORGOTTEN_AT_ONCE})`;
    },
    /** The last 200, newest first; of one subject, if given. */
    async read(subject?: string): Promise<DeedRow[]> {
      return (await this.page({ subject })).deeds;
    },
    /** 200 of what is sought, newest first, and the row before which there are more. */
    async page({
      before,
      ...sought
    }: DeedsSought): Promise<{ deeds: DeedRow[]; further: string | undefined }> {
      const last = before === undefined ? null : await database.audit.findUnique({ where: { id: before } });
      const older = last && [
        { at: { lte: last.at } },
        { OR: [{ at: { lt: last.at } }, { id: { lt: last.id } }] },
      ];
      const found = await database.audit.findMany({
        where: { ...among(sought), AND: older ?? [] },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: ON_A_PAGE + 1,
      });
      const rows = found.slice(0, ON_A_PAGE);
      const deeds = rows.map(({ id: _id, at, told, ...row }) => ({
        ...row,
        at: instantFromDate(at),
        told: RefusalValuesSchema.nullable().parse(told),
      }));
      return { deeds, further: found.length > ON_A_PAGE ? rows.at(-1)?.id.toString() : undefined };
    },
  };
}

function among({ subject, account, from, until }: Omit<DeedsSought, 'before'>): Prisma.AuditWhereInput {
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(account === undefined ? {} : { account }),
    at: {
      ...(from === undefined ? {} : { gte: startOfDay(from) }),
      ...(until === undefined ? {} : { lte: endOfDay(until) }),
    },
  };
}

/** What may be kept of the words of a refusal: it names no second thing, and no date by which a loan is known. */
const TOLD = ['pickupLibrary', 'reopenDate', 'expected', 'actual', 'digits', 'min', 'minutes', 'maxDays'];
const GUIDE = ['maxItems', 'maxWeight', 'maxThickness'];

function keptOf(told: RefusalValues | undefined): { told?: RefusalValues } {
  const kept = Object.entries(told ?? {}).filter(([name]) => [...TOLD, ...GUIDE].includes(name));
  return kept.length === 0 ? {} : { told: Object.fromEntries(kept) };
}

/** How a decision went, as it is written down. */
export function endOf(decision: Decision<unknown>): Pick<Deed, 'outcome' | 'told'> {
  return decision.ok
    ? { outcome: 'done' }
    : { outcome: decision.refusal.code, told: decision.refusal.values };
}

/** Writes down what was done and how it went; answers the decision as it was. */
export async function written<T>(
  deps: { audit: ReturnType<typeof prismaAuditTrail> },
  staff: Staff,
  deed: Omit<Deed, 'outcome'>,
  decision: Decision<T>,
): Promise<Decision<T>> {
  await deps.audit.write(staff, { ...deed, ...endOf(decision) });
  return decision;
}
