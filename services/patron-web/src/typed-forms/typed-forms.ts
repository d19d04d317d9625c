import { ReservationIdSchema } from '@toshobin/contracts';
import { CalendarDateSchema, decided, InstantSchema, RefusalSchema } from '@toshobin/lending-rules';
import { isKeptAt } from '@toshobin/web';
import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

/** What one form was sent with, or what it was answered. */
const TypedFormSchema = z.discriminatedUnion('form', [
  z.object({
    form: z.literal('cardApplication'),
    applicationId: z.string(),
    /** Emptied once the application has arrived. */
    fields: z.record(z.string(), z.string()),
    /** Whether what is to be mended was asked for. */
    judged: z.boolean(),
    refusal: RefusalSchema.optional(),
    /** The number of the application that has arrived. */
    number: z.string().optional(),
  }),
  z.object({
    form: z.literal('sentBack'),
    /** A digest of the address of its page: the address may hold a secret. */
    page: z.string(),
    typed: z.record(z.string(), z.string()),
    /** The fields that are to be mended. */
    wrong: z.array(z.string()),
    refusal: RefusalSchema.optional(),
  }),
  z.object({
    form: z.literal('extended'),
    previewedAt: InstantSchema,
    /** What came of each loan that was ticked; no title, which would say what somebody has borrowed. */
    loans: z.array(
      z.object({
        reservationId: ReservationIdSchema,
        due: decided(CalendarDateSchema),
        /** The wish and its date, where the loan may be asked for once more. */
        again: z.object({ wishId: z.uuid(), due: CalendarDateSchema }).optional(),
      }),
    ),
    /** How many of those that were ticked were no loans any more. */
    gone: z.number(),
  }),
]);
export type TypedForm = z.infer<typeof TypedFormSchema>;
const KeptSchema = z.object({ keptAt: z.iso.datetime(), typed: TypedFormSchema });

/**
 * Between a form and the page it leads to, so that the browser's back and forward find that page: the last form of a
 * session, for half an hour, never a password.
 */
export interface TypedForms {
  keep(sessionId: string, typed: TypedForm): Promise<void>;
  /** Whoever only looks is given no session for it. */
  read<F extends TypedForm['form']>(
    sessionId: string | undefined,
    form: F,
  ): Promise<Extract<TypedForm, { form: F }> | undefined>;
}

export function prismaTypedForms(database: PrismaClient, now: () => Date): TypedForms {
  return {
    async keep(id, typed) {
      const kept = KeptSchema.parse({ keptAt: now().toISOString(), typed });
      await database.session.updateMany({ where: { id }, data: { typed: kept } });
    },
    async read(id, form) {
      if (id === undefined) return undefined;
      const row = await database.session.findUnique({ where: { id }, select: { typed: true } });
      const { data } = KeptSchema.safeParse(row?.typed);
      if (!data || !isKeptAt(new Date(data.keptAt), now())) return undefined;
      return isOf(data.typed, form) ? data.typed : undefined;
    },
  };
}

function isOf<F extends TypedForm['form']>(
  typed: TypedForm,
  form: F,
): typed is Extract<TypedForm, { form: F }> {
  return typed.form === form;
}

/** Takes away what was typed longer ago than it is shown. */
export async function forgetTyped(database: PrismaClient, before: Date): Promise<void> {
  await database.session.updateMany({
    where: { lastSeenAt: { lt: before }, NOT: { typed: { equals: Prisma.DbNull } } },
    data: { typed: Prisma.DbNull },
  });
}
