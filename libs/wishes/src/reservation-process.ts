import type {
  Admission,
  CancelAnswer,
  CancelWish,
  ChangePickupAnswer,
  ChangePickupWish,
  DeclarePickedUpAnswer,
  ExtendAnswer,
  ExtendWish,
  PlainWish,
  ReservationRequest,
  ResumeAnswer,
  SuspendAnswer,
  SuspendWish,
} from '@toshobin/contracts';

/** A wish, under an id of the form it came from, so that a double tap is one wish. */
export interface Wish<T> {
  reservationId: string;
  wishId: string;
  input: T;
}

/**
 * What a web front asks of a reservation's process. Beside the refusals of its rule, every wish may be answered
 * with TRY_AGAIN (no answer in time: it may still come true) and STATE_CHANGED (the process has ended, or never was), and
 * every one but cancelling with TOO_MANY_WISHES.
 */
export interface ReservationProcess {
  /**
   * Starts it unless it runs or ran; the same reservation asked twice gets the first answer. `notYet`: no answer in
   * time; what was applied for is started later, and its place follows by mail.
   */
  admit(request: ReservationRequest): Promise<Admission | 'notYet'>;
  /** R20, any time until handed out. Refuses CANCEL_TOO_LATE. */
  cancel(wish: Wish<CancelWish>): Promise<CancelAnswer>;
  /** R8, to the date that was shown. Refuses as R8 does, and PREVIEW_CHANGED. */
  extend(wish: Wish<ExtendWish>): Promise<ExtendAnswer>;
  /** R20, until packed. Refuses CHANGE_PICKUP_TOO_LATE and as R5 does. */
  changePickup(wish: Wish<ChangePickupWish>): Promise<ChangePickupAnswer>;
  /** R20, only while queued. Refuses SUSPEND_TOO_LATE, SUSPEND_TOO_LONG. */
  suspend(wish: Wish<SuspendWish>): Promise<SuspendAnswer>;
  /** R20: back in its old place. */
  resume(wish: Wish<PlainWish>): Promise<ResumeAnswer>;
  /** R8 「受け取りました」: the due date that holds from now on. */
  declarePickedUp(wish: Wish<PlainWish>): Promise<DeclarePickedUpAnswer>;
}
