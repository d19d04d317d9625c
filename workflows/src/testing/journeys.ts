import {
  type NoticeKind,
  PREFECTURAL_LIBRARY,
  reservationWorkflowId,
  type TaskKind,
} from '@toshobin/contracts';
import type { FactKind } from '@toshobin/lending-rules/facts';
import type { Lending } from './in-memory-catalog.ts';
import type { LibraryInTest } from './library-in-test.ts';

/** A reservation on its way, driven step by step as staff would: each step is one scan or verb of a desk. */
export class Journey {
  readonly library: LibraryInTest;
  readonly reservationId: string;
  pickupLibrary: string;
  parcel = '';
  /** The number of the parcel home. */
  box = '';

  constructor(library: LibraryInTest, reservationId: string, pickupLibrary: string) {
    this.library = library;
    this.reservationId = reservationId;
    this.pickupLibrary = pickupLibrary;
  }

  get copyId(): string {
    return this.library.catalog.copyOf(this.reservationId);
  }

  get allocation(): number {
    return this.library.catalog.allocationOf(this.reservationId);
  }

  async picked(): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'picked', at));
    return this;
  }

  /** Packs the copy into a new parcel, or into an open one. */
  async packed(into?: string): Promise<this> {
    this.parcel = await this.library.staff((at) => this.library.shipping.pack(this.allocation, at, into));
    return this;
  }

  async dispatched(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.dispatch(this.parcel, at));
    return this;
  }

  async received(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.receive(this.parcel, at));
    return this;
  }

  async handedOut(): Promise<this> {
    await this.library.staff((at) =>
      this.library.catalog.scan(this.copyId, 'handedOut', at, this.pickupLibrary),
    );
    return this;
  }

  async handedIn(place = this.pickupLibrary): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'handedIn', at, place));
    return this;
  }

  async home(): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'home', at));
    return this;
  }

  /** The last state that its process entered. */
  get stageEntered(): string | undefined {
    const id = reservationWorkflowId(this.reservationId);
    return this.library.ways.findLast(({ workflowId }) => workflowId === id)?.to;
  }

  /** Takes back the newest scan of that kind, which was a mistake. */
  async voided(kind: FactKind): Promise<this> {
    await this.library.staff((at) => {
      const { factId } = this.library.catalog.scanOf(this.copyId, kind);
      this.library.catalog.voidScan(factId, at);
    });
    return this;
  }

  /** The branch puts the copy into a parcel home and posts it; answers the parcel's number. */
  async sentBack(place = this.pickupLibrary): Promise<string> {
    await this.putIntoBoxHome(place);
    await this.boxDispatched();
    return this.box;
  }

  async putIntoBoxHome(place = this.pickupLibrary): Promise<void> {
    this.box = await this.library.staff((at) => {
      const { allocation, copyId, reservationId } = this;
      return this.library.shipping.packReturn({ allocation, copyId, reservationId }, place, at);
    });
  }

  async boxDispatched(): Promise<void> {
    await this.library.staff((at) => this.library.shipping.dispatch(this.box, at));
  }

  /** Hands the copy to the patron of this reservation although it was another one's: the two swap. */
  async handedOutInsteadOf(other: Journey): Promise<this> {
    await this.library.staff((at) =>
      this.library.catalog.swap(other.copyId, this.reservationId, at, this.pickupLibrary),
    );
    return this;
  }

  /** The copy is not found, or lost by its borrower. */
  async lost(): Promise<this> {
    await this.library.staff((at) => this.library.catalog.loseCopy(this.copyId, at));
    return this;
  }

  /** The parcel was opened, and the copy was not in it. */
  async missing(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.reportMissing(this.parcel, this.copyId, at));
    return this;
  }

  /** The copy was in the parcel after all. */
  async found(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.find(this.parcel, this.copyId, at));
    return this;
  }

  /** The parcel was not handed to the post. */
  async dispatchTakenBack(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.takeBackDispatch(this.parcel, at));
    return this;
  }

  /** The wrong parcel was scanned. */
  async arrivalTakenBack(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.takeBackArrival(this.parcel, at));
    return this;
  }

  /** The copy that was missing from its parcel is given up for lost. */
  async lostFromParcel(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.loseFrom(this.parcel, this.copyId, at));
    return this;
  }

  /** The post brought the parcel back. */
  async returnedByPost(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.returnedByPost(this.parcel, at));
    return this;
  }

  /** The branch answers 「棚にありますか」, which stands on its list. */
  async answerShelfCheck(answer: 'here' | 'gone'): Promise<this> {
    const { shipping } = this.library;
    await this.library.staff((at) => {
      if (!shipping.isAsked(this.reservationId)) throw new Error('The branch is asked nothing (any more)');
      shipping.answerShelfCheck(this.reservationId, this.allocation, answer, at);
    });
    return this;
  }

  /** The ready mail was accepted: at the prefectural library the hold begins. */
  async mailAccepted(): Promise<this> {
    await this.library.mailAccepted(this.reservationId);
    return this;
  }

  /** A mail did not reach the patron. */
  async mailFailed(
    why: 'noAddress' | 'bounced' | 'refused' = 'bounced',
    kind: NoticeKind = 'readyAtPrefectural',
  ): Promise<this> {
    await this.library.staff((at) => this.library.patron.mailFailed(this.reservationId, kind, why, at));
    return this;
  }

  /** The desk has reached the patron by telephone: the hold begins today (R6). */
  async reachedByPhone(): Promise<this> {
    await this.library.mailAccepted(this.reservationId);
    return this;
  }

  /** The open tasks of staff about this reservation, by kind. */
  tasks(): TaskKind[] {
    const { catalog, patron, shipping } = this.library;
    return [...catalog.tasks, ...patron.tasks, ...shipping.tasks]
      .filter((task) => task.subject.reservationId === this.reservationId)
      .map((task) => task.kind);
  }

  /** Brings the copy to the shelf of the pickup library, by the ordinary way. */
  async broughtThere(): Promise<this> {
    await this.picked();
    if (this.pickupLibrary === PREFECTURAL_LIBRARY) return this;
    await this.packed();
    await this.dispatched();
    await this.library.pass('P2D');
    return this.received();
  }

  outcome(): Promise<string> {
    return this.library.outcomeOf(this.reservationId);
  }

  /** The mails of moved dates (R17) that go out, or have gone. */
  movedDates() {
    return this.library.patron.notices.filter(
      ({ reservationId, kind, state }) =>
        reservationId === this.reservationId && kind === 'datesMoved' && state !== 'withdrawn',
    );
  }

  told(): string[] {
    return this.library.patron.milestonesOf(this.reservationId);
  }
}

/** A patron reserves a title with so many copies (or one that is there already), to be picked up there. */
export async function reserveOne(
  library: LibraryInTest,
  {
    copies = 1,
    lending = 'lendable',
    pickup = 'uto',
    patron = 'a patron',
    recordId = library.catalog.addRecord(copies, lending).recordId,
  }: { copies?: number; lending?: Lending; pickup?: string; patron?: string; recordId?: string } = {},
): Promise<Journey & { recordId: string }> {
  const { reservationId } = await library.reserve(recordId, pickup, patron);
  await library.settle();
  return Object.assign(new Journey(library, reservationId, pickup), { recordId });
}
