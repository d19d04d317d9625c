import { randomUUID } from 'node:crypto';
import type {
  Allocation,
  CatalogActivities,
  CatalogPosition,
  NoticeKind,
  PatronActivities,
  ReservationStanding,
  ShippingActivities,
  Task,
  TaskKind,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type Decision,
  type DeskSettlement,
  type EntryState,
  type Instant,
  instant,
  instantFromEpochMs,
} from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import type { Lending } from '../catalog/stock.ts';

/** What a process is answered, with the rows beside it: the entry, and the copy that was chosen last. */
export interface PositionWithRows extends CatalogPosition {
  entry: 'none' | EntryState;
  pickupLibrary?: string | undefined;
  allocation?: Allocation | undefined;
  facts: Fact[];
  due?: Deadline | undefined;
}

interface CatalogInTest extends CatalogActivities {
  positionOf(query: Parameters<CatalogActivities['positionOf']>[0]): Promise<PositionWithRows>;
}

/**
 * What the contract suite needs beside the three ports: the hands of staff, a clock, and a look at what was told.
 * Both sides implement it; facts of one service reach the others before a step ends.
 */
export interface PortsInTest {
  catalog: CatalogInTest;
  patron: PatronActivities;
  shipping: ShippingActivities;
  /** Sets the clock to this moment. */
  itIs(now: Instant): void;
  addTitle(copies: number, lending?: Lending): Promise<string>;
  /** Adds one more copy of a title, on the shelf. */
  addCopy(recordId: string): Promise<void>;
  /** Writes a patron's application, as before its process starts; each name is another person. */
  apply(application: Application): Promise<void>;
  pick(reservationId: string): Promise<void>;
  /** Answers how that is taken back. */
  notOnShelf(reservationId: string): Promise<() => Promise<void>>;
  /** Packs the copy into a new parcel to its pickup library; answers the parcel's number. */
  pack(reservationId: string): Promise<string>;
  dispatch(parcelNumber: string): Promise<void>;
  takeBackDispatch(parcelNumber: string): Promise<void>;
  receive(parcelNumber: string): Promise<void>;
  /** Hands the copy out; answers how that scan is taken back, as the next ones do. */
  handOut(reservationId: string, place: string): Promise<() => Promise<void>>;
  /** Lends the reservation's copy to somebody else at the counter in spite of it. */
  lendToAnother(reservationId: string): Promise<() => Promise<void>>;
  /** Hands the reservation's copy out where it is held, to a person for whom it was not. */
  giveToWrongPerson(reservationId: string): Promise<() => Promise<void>>;
  handIn(reservationId: string, place: string): Promise<() => Promise<void>>;
  /** Processes the reservation's copy at the prefectural library. */
  bringHome(reservationId: string): Promise<() => Promise<void>>;
  answerShelfCheck(reservationId: string, answer: 'here' | 'gone'): Promise<void>;
  /** R17: tells a closure of shipping's, both days included; what it touches has followed. Answers the closure. */
  enterClosure(closure: { library: string; from: CalendarDate; until: CalendarDate }): Promise<string>;
  takeBackClosure(closureId: string): Promise<void>;
  /** Tells a closure taken back before it tells the closure. */
  takenBackFirst(closure: { library: string; from: CalendarDate; until: CalendarDate }): Promise<void>;
  /** Staff say that a task about a reservation is done. */
  settleTask(reservationId: string, kind: TaskKind): Promise<void>;
  /** R18: the desk says what became of a loan. */
  settleLoan(reservationId: string, how: DeskSettlement): Promise<Decision<unknown>>;
  /** R18: the desk takes that back. */
  takeBackSettlement(reservationId: string): Promise<Decision<unknown>>;
  /** R5: the library can't be chosen from today on. */
  pausePickup(library: string): Promise<void>;
  /** The mails that wait are taken by SES. */
  sendMails(): Promise<void>;
  /** Somebody applies for a card, on paper; answers the application. */
  applyForCard(): Promise<string>;
  /** The desk has looked at it. */
  checkCard(applicationId: string, approved: boolean): Promise<void>;
  isListed(reservationId: string): Promise<boolean>;
  /** How many copies are in a parcel, or left in it. */
  copiesIn(parcelNumber: string): Promise<number>;
  /** Of how many copies of a reservation a branch was ever asked. */
  shelfChecksOf(reservationId: string): Promise<number>;
  /** Whether 宇土 finds the reservation on its list of copies that it is asked about. */
  isAskedAbout(reservationId: string): Promise<boolean>;
  /** The occasions of the notices of that kind that were queued for a reservation. */
  noticesOf(reservationId: string, kind: NoticeKind): Promise<string[]>;
  /** The kinds of the mails about a reservation that were sent. */
  mailsSent(reservationId: string): Promise<string[]>;
  /** The open tasks of staff about a reservation, a parcel or a card application, in any order. */
  tasksAbout(subject: string): Promise<Task['kind'][]>;
  /** The reservations that were told of a free loan slot so far. */
  woken(): Promise<string[]>;
  close(): Promise<void>;
}

interface Application {
  reservationId: string;
  patron: string;
  recordId: string;
  pickupLibrary: string;
  at: Instant;
}

const monday = instant('2026-12-07T01:00:00Z');

/** The bench of the contract suite: the ports, a clock that moves forward, and reservations at any stage. */
export class Bench {
  now = monday;
  #readers = 0;
  #ports?: PortsInTest;

  get ports(): PortsInTest {
    if (!this.#ports) throw new Error('The ports are not open');
    return this.#ports;
  }

  set ports(ports: PortsInTest) {
    this.#ports = ports;
    ports.itIs(this.now);
  }

  readonly pass = (days: number, minutes = 0): Instant => {
    this.now = instantFromEpochMs(Date.parse(this.now) + days * 86_400_000 + minutes * 60_000);
    this.ports.itIs(this.now);
    return this.now;
  };

  /** Somebody applies and joins the queue. */
  readonly reserve = async (
    recordId: string,
    pickupLibrary = 'uto',
    patron = `reader ${++this.#readers}`,
  ) => {
    const reservationId = randomUUID();
    // Places in the queue are counted by the moment of the application.
    this.pass(0, 1);
    await this.ports.apply({ reservationId, patron, recordId, pickupLibrary, at: this.now });
    const command = { reservationId, recordId, pickupLibrary, channel: 'web', joinedAt: this.now } as const;
    const answer = await this.ports.catalog.joinQueue(command);
    const queued = answer.ok ? answer.value : undefined;
    return { reservationId, recordId, command, answer, allocation: queued?.allocation };
  };

  readonly reserved = async (pickupLibrary = 'uto', patron?: string) => {
    const { allocation, ...rest } = await this.reserve(await this.ports.addTitle(1), pickupLibrary, patron);
    if (!allocation) throw new Error('A copy on the shelf was not allocated');
    const key = { reservationId: rest.reservationId, allocation: allocation.allocation };
    return { ...rest, allocation, key };
  };

  readonly listed = async (pickupLibrary = 'uto', patron?: string) => {
    const book = await this.reserved(pickupLibrary, patron);
    await this.ports.pick(book.reservationId);
    await this.ports.patron.claimLoanSlot({ reservationId: book.reservationId, at: this.now });
    await this.list(book.reservationId);
    return book;
  };

  /** Claims the loan slot of a reservation: its copy is to be packed as it stands now, or stood then. */
  readonly list = async (reservationId: string, stood?: ReservationStanding) => {
    const standing = stood ?? (await this.standingOf(reservationId));
    return this.ports.shipping.addToPackingList({ standing, at: this.now });
  };

  readonly standingOf = async (reservationId: string) => {
    const { standing } = await this.ports.catalog.positionOf({ reservationId });
    if (!standing) throw new Error(`Nothing is known of ${reservationId}`);
    return standing;
  };

  /** A copy in the mail, its loan open. */
  readonly posted = async () => {
    const book = await this.listed();
    const parcel = await this.ports.pack(book.reservationId);
    await this.ports.dispatch(parcel);
    const { due } = await this.ports.catalog.openLoan({ ...book.key, startedAt: this.now });
    if (!due) throw new Error('The loan was not opened');
    return { ...book, parcel, due };
  };

  readonly lent = async () => {
    const book = await this.posted();
    this.pass(2);
    await this.ports.receive(book.parcel);
    await this.ports.handOut(book.reservationId, 'uto');
    return book;
  };

  readonly stateOf = async (reservationId: string) =>
    (await this.ports.catalog.positionOf({ reservationId })).entry;
}
