import type { CalendarDate, Deadline, Decision, Instant, ParcelState } from '@toshobin/lending-rules';
import type { EventData, ReservationStanding } from '../events.ts';

/** When the copy is to leave and to be there. */
export interface DispatchPlan {
  plannedDispatchDay: CalendarDate;
  expectedDate: CalendarDate;
}

interface Key {
  reservationId: string;
  allocation: number;
}

export interface ShippingActivities {
  /**
   * A loan slot is claimed for the copy of this standing: it waits for packing as long as the newest standing says so.
   * Key: reservation and journey.
   */
  addToPackingList(command: { standing: ReservationStanding; at: Instant }): Promise<DispatchPlan>;
  /**
   * R20: another pickup library, as this standing has it; locks the copy's row, which judges between a change and
   * packing. Refuses CHANGE_PICKUP_TOO_LATE once packed. Key: the version.
   */
  redirect(command: { standing: ReservationStanding; at: Instant }): Promise<Decision<{ redirected: true }>>;
  /**
   * R9: asks the branch 「棚にありますか」 of the copy of this standing (an older release leaves it out); answers until when the
   * branch should say (its open days). Key: allocation, and the end of its hold.
   */
  askShelfCheck(
    command: Key & { copyId: string; library: string; standing?: ReservationStanding; at: Instant },
  ): Promise<{ answerBy: Instant }>;
  /** The branch's answer, and for `gone` until when nothing is asked: its grace (R9). */
  shelfCheckOf(query: Key): Promise<{ answer?: 'here' | 'gone'; graceUntil?: Deadline }>;
  /** R7 "assumed": records the arrival of a parcel that nobody scanned. Key: parcel. */
  assumeArrival(command: { parcelNumber: string; at: Instant }): Promise<{ state: ParcelState }>;
  /**
   * A parcel that should have arrived makes a task for the library, then for the desk, and tells the reservations in it
   * (`shipping.copy.delayed`). Key: parcel and step.
   */
  askAboutParcel(command: {
    parcelNumber: string;
    ask: 'pickupLibrary' | 'prefecturalDesk';
    at: Instant;
  }): Promise<{ state: ParcelState }>;
  /** Lost in the mail: every copy in it is lost (`shipping.copy.lost`), and the desk claims it. Key: parcel. */
  declareParcelLost(command: { parcelNumber: string; at: Instant }): Promise<{ state: ParcelState }>;
  parcelState(query: { parcelNumber: string }): Promise<{ state: ParcelState }>;
  /**
   * Parcels that have left and not arrived, for the nightly reconcile: each as its dispatch is told. A page of at most
   * 200 by number.
   */
  parcelsUnderWay(query: { after: string | null }): Promise<EventData<'shipping.parcel.dispatched'>[]>;
  /**
   * Privacy: forgets with which copies reservations travelled that were settled before that day. Answers how many, a
   * hundred at most. Repeatable.
   */
  forgetSettled(command: { before: Instant }): Promise<number>;
  /** The dispatch day: closes the batch and answers what is to leave; `day` null on any other day. Key: day. */
  closeDispatchBatch(command: { at: Instant }): Promise<{ day: CalendarDate | null; parcels: number }>;
}
