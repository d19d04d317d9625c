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
  /** It was told to be ready, and its copy has gone to somebody else or out of use since. */
  z.strictObject({ kind: z.literal('readyTakenBack'), pickupLibrary: LibraryCodeSchema }),
  z.strictObject({
    kind: z.literal('holdEndsSoon'),
    pickupLibrary: LibraryCodeSchema,
    until: CalendarDateSchema,
  }),
  z.strictObject({
    kind: z.literal('dueSoon'),
    due: DeadlineSchema,
    /** As far as the patron's own loans go; who waits is looked up when the mail is sent. */
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
    /** A mail before said that it is there. */
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

/** Of somebody who has no card yet, and so no preferences; those that the release before has queued lack it. */
const LanguageSchema = MailLanguageSchema.default('ja');

/** Mails about a person's address, password, card or reading order: they belong to no reservation, and each goes by itself. */
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
    /** Those that the release before has queued lack it. */
    applicationNumber: z.string().optional(),
    language: LanguageSchema,
  }),
  z.strictObject({ kind: z.literal('cardIssued') }),
  z.strictObject({ kind: z.literal('cardExpiresSoon'), expiresOn: CalendarDateSchema }),
  /** Its card has ended, and its registration is erased on that day at the earliest. */
  z.strictObject({
    kind: z.literal('cardErasedSoon'),
    expiresOn: CalendarDateSchema,
    erasedFrom: CalendarDateSchema,
  }),
  /** The titles that are left of it: erased in the night after it went out. */
  z.strictObject({ kind: z.literal('readingOrderEnded'), volumes: z.array(z.string()) }),
]);
export type AddressNotice = z.infer<typeof AddressNoticeSchema>;

/** What a mail that waits was queued with; another release may have said more of it. */
export const readReservationNotice = (data: unknown): ReservationNotice =>
  parseKnown(ReservationNoticeSchema, data);
export const readAddressNotice = (data: unknown): AddressNotice => parseKnown(AddressNoticeSchema, data);
