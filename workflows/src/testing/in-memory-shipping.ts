import { randomUUID } from 'node:crypto';
import type { EventData, ReservationStanding, ShippingActivities } from '@toshobin/contracts';
import {
  asksAnew,
  type CalendarDate,
  dayOf,
  defaultPolicy,
  graceAfterExpiry,
  type Instant,
  isAfter,
  isStillAsked,
  judgeShelfAnswer,
  type ParcelState,
  plusDuration,
  type ShelfQuestion,
  shelfCheckDeadline,
} from '@toshobin/lending-rules';
import { alwaysOpen } from './catalog/stock.ts';
import { type Emit, eventOf } from './event-of.ts';
import { PackingList } from './shipping/packing-list.ts';
import { Parcels } from './shipping/parcels.ts';
import { type OwnTask, TaskRows } from './task-rows.ts';

interface ShelfCheck extends ShelfQuestion {
  reservationId: string;
  answerBy: Instant;
  answeredAt?: Instant;
}

type Command<K extends keyof ShippingActivities> = Parameters<ShippingActivities[K]>[0];

/** The shipping port in memory: the packing list and parcels, dispatched at once, three days on the way. */
export class InMemoryShipping implements ShippingActivities {
  readonly shelfChecks: ShelfCheck[] = [];
  /** Whether a day is a dispatch day: every day, unless a test says otherwise. */
  isDispatchDay: (day: CalendarDate) => boolean = () => true;
  /** Whether the catalog's news is kept on its way for now. */
  newsIsOnItsWay = false;
  readonly #tasks = new TaskRows();
  readonly #list = new PackingList((allocation) => this.#parcels.takeOut(allocation));
  readonly #parcels: Parcels;
  readonly #batches = new Map<CalendarDate, number>();
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
    this.#parcels = new Parcels(this.#tasks, emit);
  }

  /** The open tasks of staff (要確認), the oldest first. */
  get tasks(): OwnTask[] {
    return this.#tasks.open;
  }

  /** Whether the libraries scan what arrives. */
  get arrival(): 'scan' | 'assumed' {
    return this.#parcels.arrival;
  }

  set arrival(arrival: 'scan' | 'assumed') {
    this.#parcels.arrival = arrival;
  }

  /** Who was asked about parcels, in order. */
  get asked(): string[] {
    return this.#parcels.asked;
  }

  async addToPackingList(command: Command<'addToPackingList'>) {
    return this.#list.add(command);
  }

  /** Hears from the catalog how a reservation stands. */
  hearStanding(standing: ReservationStanding): void {
    if (!this.newsIsOnItsWay) this.#list.hear(standing);
  }

  async redirect(command: Command<'redirect'>) {
    return this.#list.redirect(command);
  }

  async askShelfCheck({ reservationId, allocation, standing, at }: Command<'askShelfCheck'>) {
    if (standing) this.#list.hear(standing);
    const known = this.#questionOf(allocation);
    if (known && !asksAnew(known, standing?.state.copy?.holdUntil?.at ?? null))
      return { answerBy: known.answerBy };
    const answerBy = shelfCheckDeadline(at, alwaysOpen, defaultPolicy).at;
    if (known) Object.assign(known, { askedAt: at, answerBy });
    else this.shelfChecks.push({ reservationId, allocation, askedAt: at, answer: null, answerBy });
    return { answerBy };
  }

  async shelfCheckOf({ allocation }: Command<'shelfCheckOf'>) {
    const { answer, answeredAt } = this.#questionOf(allocation) ?? {};
    if (answer !== 'gone' || !answeredAt) return answer ? { answer } : {};
    return { answer, graceUntil: graceAfterExpiry(answeredAt, alwaysOpen, defaultPolicy) };
  }

  /** Whether the branch is asked about the copy of a reservation. */
  isAsked(reservationId: string): boolean {
    const own = this.#list.ownCopyOf(reservationId);
    return this.shelfChecks.some(
      (check) => check.reservationId === reservationId && isStillAsked(check, own),
    );
  }

  #questionOf(allocation: number): ShelfCheck | undefined {
    return this.shelfChecks.find((check) => check.allocation === allocation);
  }

  async assumeArrival({ parcelNumber, at }: Command<'assumeArrival'>) {
    const parcel = this.#parcels.get(parcelNumber);
    this.#parcels.assume(parcel, at);
    return { state: parcel.state };
  }

  async askAboutParcel({ parcelNumber, ask, at }: Command<'askAboutParcel'>) {
    this.#parcels.askAbout(this.#parcels.get(parcelNumber), ask, at);
    return this.parcelState({ parcelNumber });
  }

  async declareParcelLost({ parcelNumber, at }: Command<'declareParcelLost'>) {
    this.#parcels.lose(this.#parcels.get(parcelNumber), at);
    return this.parcelState({ parcelNumber });
  }

  async parcelState({ parcelNumber }: Command<'parcelState'>): Promise<{ state: ParcelState }> {
    return { state: this.#parcels.get(parcelNumber).state };
  }

  async parcelsUnderWay({ after }: Command<'parcelsUnderWay'>) {
    return this.#parcels.underWay.filter(({ parcelNumber }) => after === null || parcelNumber > after);
  }

  forgetParcel(parcelNumber: string): void {
    this.#parcels.forget(parcelNumber);
  }

  /** Nothing in memory outlives its test. */
  async forgetSettled() {
    return 0;
  }

  async closeDispatchBatch({ at }: Command<'closeDispatchBatch'>) {
    const day = dayOf(at);
    if (!this.isDispatchDay(day)) return { day: null, parcels: 0 };
    const leaving = this.#parcels.all.filter(
      (parcel) => parcel.lines.length > 0 && (parcel.state === 'open' || parcel.dispatchDay === day),
    );
    const parcels = this.#batches.get(day) ?? leaving.length;
    this.#batches.set(day, parcels);
    return { day, parcels };
  }

  copiesIn(parcelNumber: string): number {
    return this.#parcels.get(parcelNumber).lines.length;
  }

  isListed(allocation: number): boolean {
    return this.#list.isWaiting(allocation);
  }

  /** Scans the listed copy of a reservation into a new parcel (or an open one); answers the parcel's number. */
  pack(allocation: number, at: Instant, into?: string): string {
    const { allocation: line, pickupLibrary } = this.#list.take(allocation);
    const parcel = into ? this.#parcels.get(into) : this.#parcels.open(pickupLibrary, 'outward');
    this.#parcels.put(parcel, line, at);
    return parcel.parcelNumber;
  }

  /** The branch puts a copy that goes home into a new parcel; answers the parcel's number. */
  packReturn(
    line: { allocation: number; copyId: string; reservationId: string },
    library: string,
    at: Instant,
  ) {
    const parcel = this.#parcels.open(library, 'return');
    this.#parcels.put(parcel, line, at);
    return parcel.parcelNumber;
  }

  dispatch(parcelNumber: string, at: Instant): void {
    const parcel = this.#parcels.get(parcelNumber);
    this.#parcels.dispatch(parcel, at);
  }

  receive(parcelNumber: string, at: Instant): void {
    this.#parcels.receive(this.#parcels.get(parcelNumber), at);
  }

  reportMissing(parcelNumber: string, copyId: string, at: Instant): void {
    this.#parcels.reportMissing(this.#parcels.get(parcelNumber), copyId, at);
  }

  find(parcelNumber: string, copyId: string, at: Instant): void {
    this.#parcels.find(this.#parcels.get(parcelNumber), copyId, at);
  }

  takeBackDispatch(parcelNumber: string, at: Instant): void {
    this.#parcels.takeBackDispatch(this.#parcels.get(parcelNumber), at);
  }

  /** Takes an arrival back; too late once a branch was asked about a copy in the parcel, or after seven days. */
  takeBackArrival(parcelNumber: string, at: Instant): void {
    const parcel = this.#parcels.get(parcelNumber);
    const asked = this.shelfChecks.some((check) =>
      parcel.lines.some(({ allocation }) => allocation === check.allocation),
    );
    const arrivedAt = parcel.events.findLast(({ kind }) => kind === 'received')?.at;
    const isTooLate = asked || arrivedAt === undefined || isAfter(at, plusDuration(arrivedAt, 'P7D'));
    if (!isTooLate) this.#parcels.takeBackArrival(parcel, at);
  }

  loseFrom(parcelNumber: string, copyId: string, at: Instant): void {
    this.#parcels.loseFrom(this.#parcels.get(parcelNumber), copyId, at);
  }

  returnedByPost(parcelNumber: string, at: Instant): void {
    this.#parcels.returnedByPost(this.#parcels.get(parcelNumber), at);
  }

  answerShelfCheck(reservationId: string, allocation: number, answer: 'here' | 'gone', at: Instant): void {
    const check = this.#questionOf(allocation);
    if (check === undefined) throw new Error(`No branch was asked about allocation ${allocation}`);
    const judged = judgeShelfAnswer(check, this.#list.ownCopyOf(reservationId), answer);
    if (!judged.ok || judged.value === 'saysNothing') return;
    Object.assign(check, { answer, answeredAt: at });
    this.#emit(
      eventOf('shipping.shelfCheck.answered', {
        reservationId: reservationId as EventData<'shipping.shelfCheck.answered'>['reservationId'],
        allocation,
        answer,
        at,
      }),
    );
  }

  enterClosure(closure: Omit<EventData<'shipping.closure.entered'>, 'closureId'>): string {
    const closureId = randomUUID();
    this.#emit(eventOf('shipping.closure.entered', { closureId, ...closure }));
    return closureId;
  }

  takeBackClosure(closureId: string, at: Instant): void {
    this.#emit(eventOf('shipping.closure.takenBack', { closureId, at }));
  }
}
