import { z } from 'zod';
import { DurationSchema, durationMs } from '../calendar/duration.ts';
import { WeekdaySchema } from '../calendar/opening-calendar.ts';
import { EndTimeOfDaySchema, TimeOfDaySchema } from '../calendar/time-of-day.ts';

const period = DurationSchema.refine((text) => durationMs(text) > 0, {
  error: 'must be longer than nothing',
});
const count = z.int().min(1).max(1000);

/** From a time of the day (included) until another (not included) in Tokyo; 24:00 is the end of the day. */
const DailyWindowSchema = z
  .strictObject({ from: TimeOfDaySchema, until: EndTimeOfDaySchema })
  .refine((window) => window.from < window.until, { error: 'must not end before it begins' });

const growing = z
  .array(period)
  .min(1)
  .refine((list) => list.every((next, n) => n === 0 || durationMs(next) > durationMs(list[n - 1] ?? next)), {
    error: 'must grow from one to the next',
  });

/**
 * The numbers of the rules, as data: a library changes them without a release, and a change applies at the next
 * decision. Periods are ISO 8601; whole days count calendar days in Asia/Tokyo, a time part runs by the clock
 * (so that a test may use seconds). Unknown names and nonsense (zero, negative) are refused. A number that is younger
 * than a stored policy has a default here, so that the policy can still be read.
 */
export const LendingPolicySchema = z.strictObject({
  /** R1. Months after its last day at which the registration of a card that was not renewed is erased; null: never. */
  expiredCardsKeptMonths: z.int().min(1).max(240).nullable().default(null),

  /** R3. Reservations that one patron may have open. */
  reservationLimit: count,
  /** R3. Loans that one patron may have. */
  loanLimit: count,
  /** R10. Does a copy that was handed in but not yet processed still count towards the loans? */
  handedInCountsTowardsLimit: z.boolean(),

  /** R4. May staff enter other titles than 来館貸出可 for a patron on the phone? */
  phoneForOtherTitles: z.boolean(),

  /** R6. How long the prefectural desk holds a copy, from the day the mail was accepted (day 0). */
  holdPeriod: period,
  /** R6. Open days of the desk that a hold spans at least, after day 0. */
  holdMinimumOpenDays: count,
  /** R6. How long staff try to reach a patron whom no mail reaches, before they cancel. */
  holdContactWithin: period,
  /** R6, R19. How long before the end of a hold its reminder goes out. */
  holdReminderBefore: period,

  /** R7. A loan, delivery included, from dispatch or from the hand-over at the counter. */
  loanPeriod: period,
  /** R7. A ready mail later than this after dispatch gives a new due date, if later. */
  lateMailThreshold: period,
  /** R7. The due date after a late ready mail, from the day of the mail. */
  lateMailLoanPeriod: period,
  /** R7. Delivery days after dispatch at which an unscanned parcel is taken for arrived. */
  assumedArrivalDeliveryDays: count,

  /** R8. An extension, from the day it is asked for. */
  extensionPeriod: period,
  /** R8. How long the day of the preview counts for the confirmation. */
  extensionPreviewValidity: period,

  /** R9. Open days in which the pickup library answers whether the copy is on its shelf. */
  shelfCheckOpenDays: count,
  /** R9. Grace after "not on the shelf", which means handed out without a scan. */
  shelfCheckGrace: period,
  /** R9. The loan of a copy handed out after the hold ended. */
  handOutAfterExpiry: period,

  /** R10. Open days in which the pickup library sends a handed-in copy on its way. */
  sendBackOpenDays: count,
  /** R10. How long a handed-in copy may travel before staff search for it. */
  homeWithin: period,
  /** R10 and the pick list. How long a copy that is not on its shelf is searched for. */
  searchFor: period,

  /** R11. The guide of Yu-Mail: copies in one parcel. */
  yuMailMaxItems: count,
  /** R11. The guide of Yu-Mail: weight in grams. */
  yuMailMaxWeightGrams: z.int().min(1),
  /** R11. The guide of Yu-Mail: thickness in millimetres, copies on top of each other. */
  yuMailMaxThicknessMm: z.int().min(1),
  /** R11. Days from dispatch to delivery by Yu-Mail. */
  yuMailDeliveryDays: count,
  /** R11. Days from dispatch to delivery by Yu-Pack. */
  yuPackDeliveryDays: count,
  /** R11. Days of the week (Monday = 1) without delivery of Yu-Mail. */
  yuMailNotDeliveredOn: z.array(WeekdaySchema).max(6),
  /** R11. Days of the week (Monday = 1) without delivery of Yu-Pack. */
  yuPackNotDeliveredOn: z.array(WeekdaySchema).max(6),
  /** R7. Open days past the expected one after which the library is asked about a Yu-Mail parcel. */
  yuMailAskLibraryOpenDays: count.default(2),
  /** R7. The same, after which the prefectural desk is asked. */
  yuMailAskDeskOpenDays: count.default(5),
  /** R7. The same, after which the parcel is lost in transit. */
  yuMailLostOpenDays: count.default(14),
  /** R7. Open days past the expected one after which the library is asked about a Yu-Pack parcel. */
  yuPackAskLibraryOpenDays: count.default(1),
  /** R7. The same, after which the prefectural desk is asked. */
  yuPackAskDeskOpenDays: count.default(3),
  /** R7. The same, after which the parcel is lost in transit. */
  yuPackLostOpenDays: count.default(10),
  /** R11. A closure of the pickup library of this many days holds back a parcel that would arrive in it. */
  longClosureDays: count,

  /** R15. How long a copy is kept for a patron at the loan limit, from the mail. */
  loanLimitKeep: period,
  /** R15. The same when nobody else waits for the title. */
  loanLimitKeepAlone: period,

  /** R18. How long before the due date its reminder goes out. */
  dueReminderBefore: period,
  /** R18. When the notices of an overdue loan go out, after the due date; after the last it is long overdue. */
  overdueNoticesAfter: growing,

  /** R19. The time of the day in which mails go out. */
  mailWindow: DailyWindowSchema,

  /** May volumes be wished for in order (読みたい順予約)? Those that were go on. */
  readingOrders: z.boolean().default(true),

  /** R20. The longest suspension of a reservation. */
  suspensionMax: period,

  /** R20. Wishes about one reservation that are taken within an hour; cancelling is not counted. */
  wishesPerReservation: count.default(10),
  /** R20. The same about all reservations of one patron. */
  wishesPerPatron: count.default(40),
});
export type LendingPolicy = z.infer<typeof LendingPolicySchema>;
