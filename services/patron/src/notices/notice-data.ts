import { LibraryCodeSchema, MailLanguageSchema, parseKnown } from '@toshobin/contracts';
import { CalendarDateSchema, DeadlineSchema, LibraryReasonSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What a mail about a reservation says beside its items. No person and no title. */
const ReservationNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('accepted'),
    pickupLibrary: LibraryCodeSchema,
    position: z.int().positive().optional(),
  }),
  z.strictObject({ kind: z.literal('yourTurn'), pickupLibrary: LibraryCodeSchema }),
  z.strictObject({
    kind: z.literal('readyAtMunicipal'),
    pickupLibrary: LibraryCodeSchema,
    due: DeadlineSchema,
    expectedDate: CalendarDateSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('readyAtPrefectural') }),
  /** The patron was told that the copy is ready, and it has gone to somebody else or out of use since. */
  z.strictObject({ kind: z.literal('readyTakenBack'), pickupLibrary: LibraryCodeSchema }),
  z.strictObject({
    kind: z.literal('holdEndsSoon'),
    pickupLibrary: LibraryCodeSchema,
    until: CalendarDateSchema,
  }),
  z.strictObject({
    kind: z.literal('dueSoon'),
    due: DeadlineSchema,
    /** Whether the patron's own loans allow it; who else waits is looked up when the mail is sent. */
    extensionPossible: z.boolean(),
    extended: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('overdue'), due: DeadlineSchema }),
  z.strictObject({ kind: z.literal('extended'), due: DeadlineSchema }),
  z.strictObject({ kind: z.literal('expired'), until: CalendarDateSchema, comesHome: z.boolean() }),
  z.strictObject({ kind: z.literal('cancelledByPatron') }),
  z.strictObject({
    kind: z.literal('cancelledByLibrary'),
    reason: z.enum([...LibraryReasonSchema.options, 'notReservable']),
  }),
  z.strictObject({ kind: z.literal('handedIn'), returnLibrary: LibraryCodeSchema }),
  z.strictObject({ kind: z.literal('returned'), othersShipped: z.boolean() }),
  z.strictObject({ kind: z.literal('loanLimitReached'), keptUntil: CalendarDateSchema }),
  z.strictObject({
    kind: z.literal('delayed'),
    pickupLibrary: LibraryCodeSchema,
    /** Present where an earlier mail said that the copy is there. */
    wasReady: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('datesMoved'),
    closureId: z.uuid(),
    library: LibraryCodeSchema,
    reason: z.string(),
    due: DeadlineSchema.optional(),
    holdUntil: DeadlineSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('pickupLibraryPaused'),
    pickupLibrary: LibraryCodeSchema,
    pausedFrom: CalendarDateSchema,
  }),
]);
export type ReservationNotice = z.infer<typeof ReservationNoticeSchema>;

/** The language of an applicant, who has no preferences yet; a mail that an earlier release queued has none. */
const LanguageSchema = MailLanguageSchema.default('ja');

/** Mails about a person's address, password, card or reading order: each goes by itself, about no reservation. */
const AddressNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verifyEmail'), verificationId: z.uuid() }),
  z.strictObject({ kind: z.literal('emailChanged') }),
  z.strictObject({ kind: z.literal('passwordChanged') }),
  z.strictObject({ kind: z.literal('resetPassword'), resetId: z.uuid() }),
  z.strictObject({ kind: z.literal('testMail') }),
  z.strictObject({
    kind: z.literal('cardApplied'),
    applicationNumber: z.string(),
    language: LanguageSchema,
  }),
  z.strictObject({
    kind: z.literal('cardDeclined'),
    reason: z.string(),
    /** Missing in a mail that an earlier release queued. */
    applicationNumber: z.string().optional(),
    language: LanguageSchema,
  }),
  z.strictObject({ kind: z.literal('cardIssued') }),
  z.strictObject({ kind: z.literal('cardExpiresSoon'), expiresOn: CalendarDateSchema }),
  /** The card has ended, and its registration is erased on that day at the earliest. */
  z.strictObject({
    kind: z.literal('cardErasedSoon'),
    expiresOn: CalendarDateSchema,
    erasedFrom: CalendarDateSchema,
  }),
  /** The titles left of an order that has ended: erased in the night after the mail went out. */
  z.strictObject({ kind: z.literal('readingOrderEnded'), volumes: z.array(z.string()) }),
]);
export type AddressNotice = z.infer<typeof AddressNoticeSchema>;

/** What a waiting mail was queued with; another release may have said more. */
export const readReservationNotice = (data: unknown): ReservationNotice =>
  parseKnown(ReservationNoticeSchema, data);
export const readAddressNotice = (data: unknown): AddressNotice => parseKnown(AddressNoticeSchema, data);
