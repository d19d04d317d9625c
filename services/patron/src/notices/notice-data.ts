import { LibraryCodeSchema } from '@toshobin/contracts';
import { CalendarDateSchema, DeadlineSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What a mail about a reservation says beside its items. No person and no title. */
export const ReservationNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('accepted'),
    pickupLibrary: LibraryCodeSchema,
    position: z.int().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal('yourTurn'),
    pickupLibrary: LibraryCodeSchema,
    plannedDispatchDay: CalendarDateSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('readyAtMunicipal'),
    pickupLibrary: LibraryCodeSchema,
    due: DeadlineSchema,
    expectedDate: CalendarDateSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('readyAtPrefectural') }),
  z.strictObject({
    kind: z.literal('holdEndsSoon'),
    pickupLibrary: LibraryCodeSchema,
    until: CalendarDateSchema,
  }),
  z.strictObject({
    kind: z.literal('dueSoon'),
    due: DeadlineSchema,
    extensionPossible: z.boolean(),
    extended: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('overdue'), due: DeadlineSchema }),
  z.strictObject({ kind: z.literal('extended'), due: DeadlineSchema }),
  z.strictObject({ kind: z.literal('expired'), until: CalendarDateSchema, comesHome: z.boolean() }),
  z.strictObject({ kind: z.literal('cancelledByPatron') }),
  z.strictObject({
    kind: z.literal('cancelledByLibrary'),
    reason: z.enum(['library', 'notReservable', 'lost']),
  }),
  z.strictObject({ kind: z.literal('handedIn'), returnLibrary: LibraryCodeSchema }),
  z.strictObject({ kind: z.literal('returned'), othersShipped: z.boolean() }),
  z.strictObject({ kind: z.literal('loanLimitReached') }),
  z.strictObject({ kind: z.literal('delayed'), pickupLibrary: LibraryCodeSchema }),
]);
export type ReservationNotice = z.infer<typeof ReservationNoticeSchema>;

/** Mails about an address or a password: they go at once and belong to no reservation. */
export const AddressNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verifyEmail'), verificationId: z.uuid() }),
  z.strictObject({ kind: z.literal('emailChanged') }),
  z.strictObject({ kind: z.literal('passwordChanged') }),
]);
export type AddressNotice = z.infer<typeof AddressNoticeSchema>;
