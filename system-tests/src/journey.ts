import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint, ParcelNumber, PatronRow, RecordSummary, ReservationId } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { Desk } from './desk.ts';
import { eventually } from './eventually.ts';
import type { ArrivedMail, MailInbox } from './mail-inbox.ts';
import type { PatronBrowser } from './patron-browser.ts';
import { granted, type Heard } from './web-session.ts';

/** Everybody a reservation meets on its way. */
export interface Cast {
  patron: PatronBrowser;
  /** The prefectural desk. */
  desk: Desk;
  /** The pickup library's desk; not needed for pickup at the prefectural counter. */
  branch?: Desk;
  operator: Desk;
  inbox: MailInbox;
  /** Milliseconds after which what should follow from a step is given up, where a stack needs longer to mend itself. */
  patience?: number;
  /** Told of every step after it was seen to have happened. */
  tell?: (step: string) => void;
}

/** The subjects of the mails a reservation brings, without the library's name before them. */
export const subjects = {
  accepted: '予約を受け付けました',
  ready: '予約の資料が受取可能になりました',
  extended: '貸出期間を延長しました',
  dueSoon: '返却期限が近づいています',
  returned: '返却処理が済みました',
} as const;

/** A title that may be reserved, has a copy on the shelf and nobody waiting, and is none of the patron's. */
export async function freeTitle(
  patron: PatronBrowser,
  q: string,
  fits: (record: RecordSummary & { copies: number; onShelf: number }) => boolean = () => true,
  lending: RecordSummary['lending'] = 'lendable',
): Promise<RecordSummary> {
  const own = new Set((await patron.myLibrary()).map((row) => row.recordId));
  for (let page = 1; page <= 20; page += 1) {
    const { records } = await patron.search(q, page, lending === 'lendable' ? 'true' : 'false');
    const free = records.find(
      (record) =>
        record.lending === lending &&
        record.onShelf > 0 &&
        record.waiting === 0 &&
        !own.has(record.recordId) &&
        fits(record),
    );
    if (free) return free;
    if (records.length === 0) break;
  }
  throw new Error(`No free title was found for 「${q}」`);
}

/**
 * One reservation on its way, told by those who carry it: each verb does what its person does and returns when
 * what follows from it can be seen.
 */
export class Journey {
  readonly cast: Cast;
  readonly reservationId: string;
  readonly reservationNumber: string;
  readonly pickupLibrary: string;
  readonly title: string;
  #barcode: string | undefined;
  #parcelNumber: ParcelNumber | undefined;

  private constructor(
    cast: Cast,
    parts: { reservationId: string; reservationNumber: string; pickupLibrary: string; title: string },
  ) {
    this.cast = cast;
    this.reservationId = parts.reservationId;
    this.reservationNumber = parts.reservationNumber;
    this.pickupLibrary = parts.pickupLibrary;
    this.title = parts.title;
  }

  /** The patron reserves. */
  static async reserve(
    cast: Cast,
    wish: {
      record: Pick<RecordSummary, 'recordId' | 'title'>;
      pickupLibrary: string;
      reservationId?: string;
    },
  ): Promise<Journey> {
    const { record, pickupLibrary, reservationId = randomUUID() } = wish;
    const wished = { recordId: record.recordId, pickupLibrary, reservationId };
    let heard = await cast.patron.reserve(wished);
    // On a busy machine it says that one should ask again; by its id the wish is the same one.
    for (let tries = 1; tries < 5 && !heard.ok && heard.code === 'TRY_AGAIN'; tries += 1) {
      await wait(2_000);
      heard = await cast.patron.reserve(wished);
    }
    const answer = granted(heard);
    const { reservationNumber, answered, position } = answer;
    const journey = new Journey(cast, {
      reservationId,
      reservationNumber,
      pickupLibrary,
      title: record.title,
    });
    cast.tell?.(
      answered === 'now'
        ? `reserved as ${reservationNumber}, number ${position} in the queue`
        : `reserved as ${reservationNumber}, the answer follows by mail`,
    );
    return journey;
  }

  /** A reservation that was made some other way than on the web. */
  static of(
    cast: Cast,
    record: Pick<RecordSummary, 'title'>,
    pickupLibrary: string,
    { reservationId, reservationNumber }: { reservationId: string; reservationNumber: string },
  ): Journey {
    return new Journey(cast, { reservationId, reservationNumber, pickupLibrary, title: record.title });
  }

  /** A loan that the counter made: found in My Library by its title. */
  static async found(
    cast: Cast,
    record: Pick<RecordSummary, 'recordId' | 'title'>,
    barcode: string,
  ): Promise<Journey> {
    const row = await eventually('the loan in My Library', async () =>
      (await cast.patron.myLibrary()).find((one) => one.recordId === record.recordId && one.open),
    );
    const journey = Journey.of(cast, record, row.pickupLibrary, row);
    journey.takeOver(barcode);
    return journey;
  }

  /** The copy that is its own from now on, and the parcel that it left in. */
  takeOver(barcode: string, parcelNumber?: ParcelNumber): void {
    this.#barcode = barcode;
    this.#parcelNumber = parcelNumber;
  }

  /** The same reservation, to be picked up at another library, whose desk is the cast's. */
  async moved(pickupLibrary: string): Promise<Journey> {
    const journey = Journey.of(this.cast, this, pickupLibrary, this);
    journey.takeOver(this.barcode);
    await this.#eventually('the new pickup library in My Library', async () => {
      return (await this.row()).pickupLibrary === pickupLibrary;
    });
    return journey;
  }

  #eventually<T>(whatFor: string, look: () => Promise<T | undefined | null | false>): Promise<T> {
    const { patience } = this.cast;
    return eventually(whatFor, look, patience === undefined ? {} : { within: patience });
  }

  /** A wish of the patron's about this reservation. */
  wish<B, A>(
    endpoint: Endpoint<{ reservationId: ReservationId }, Record<string, never>, B, A>,
    body: B,
  ): Promise<Heard<A>> {
    const params = { reservationId: ReservationIdSchema.parse(this.reservationId) };
    return this.cast.patron.wish(endpoint, params, body);
  }

  /** Waits until the due date is another one, and answers it. */
  async dueMovesFrom(date: CalendarDate): Promise<CalendarDate> {
    return this.#eventually('another due date in My Library', async () => {
      const { due } = await this.row();
      return due !== null && due.date !== date ? due.date : undefined;
    });
  }

  /** Waits until its loan is open (R7: delivery included). */
  async loanOpens(): Promise<void> {
    await this.#eventually('the due date in My Library', async () => (await this.row()).due !== null);
  }

  get barcode(): string {
    if (this.#barcode === undefined) throw new Error('No copy has been fetched yet');
    return this.#barcode;
  }

  get parcelNumber(): ParcelNumber {
    if (this.#parcelNumber === undefined) throw new Error('Nothing has been packed yet');
    return this.#parcelNumber;
  }

  get atPrefectural(): boolean {
    return this.pickupLibrary === PREFECTURAL_LIBRARY;
  }

  get branch(): Desk {
    if (!this.cast.branch) throw new Error('This reservation has no pickup library');
    return this.cast.branch;
  }

  async row(): Promise<PatronRow> {
    const row = await this.cast.patron.row(this.reservationId);
    if (!row) throw new Error('The reservation is not in My Library');
    return row;
  }

  /** Waits until My Library shows one of these states. */
  shown(...states: PatronRow['state'][]): Promise<PatronRow> {
    return this.#eventually(`${states.join(' or ')} in My Library`, async () => {
      const row = await this.row();
      return states.includes(row.state) ? row : undefined;
    });
  }

  /** Every mail about this reservation so far, in the order of arrival. */
  mails(): Promise<ArrivedMail[]> {
    return this.cast.inbox.about(this.reservationNumber);
  }

  /** Waits for a mail about this reservation. */
  async mailArrived(subject: string): Promise<ArrivedMail> {
    const mail = await this.#eventually(`the mail 「${subject}」`, async () =>
      (await this.mails()).find((one) => one.subject.endsWith(subject)),
    );
    this.cast.tell?.(`mail: ${mail.subject}`);
    return mail;
  }

  /** The prefectural desk fetches the copy from its shelf, as its pick list says. */
  async fetch(): Promise<void> {
    const { desk, tell } = this.cast;
    const row = await this.#eventually('the copy on the pick list', async () =>
      (await desk.pickList()).find((one) => one.reservationId === this.reservationId),
    );
    const { say } = granted(await desk.pick(row.barcode));
    this.#barcode = row.barcode;
    tell?.(`copy ${row.barcode} fetched from its shelf: ${say}`);
  }

  /** The prefectural desk packs the copy and hands the parcel to the post, as Yu-Mail. */
  async packAndDispatch(): Promise<void> {
    await this.pack();
    await this.dispatch();
  }

  /** Waits until the copy waits to be packed. */
  async onPackingList(): Promise<void> {
    const isListed = async () =>
      (await this.cast.desk.packingList()).some((one) => one.reservationId === this.reservationId);
    await this.#eventually('the copy on the packing list', isListed).catch(async (cause: unknown) => {
      throw new Error(`${this.reservationId} is shown as ${(await this.row()).state}`, { cause });
    });
  }

  /** Packs the copy into a parcel of its own. */
  async pack(): Promise<void> {
    const { desk, tell } = this.cast;
    await this.onPackingList();
    const parcel = await desk.openParcel('outward', this.pickupLibrary);
    granted(await desk.pack(parcel.parcelNumber, this.barcode));
    this.#parcelNumber = parcel.parcelNumber;
    tell?.(`packed into parcel ${parcel.parcelNumber}`);
  }

  /** Packs the copy into the same parcel. */
  async packWith({ parcelNumber }: Journey): Promise<void> {
    await this.onPackingList();
    granted(await this.cast.desk.pack(parcelNumber, this.barcode));
    this.#parcelNumber = parcelNumber;
  }

  async dispatch(): Promise<void> {
    const { desk, tell } = this.cast;
    const { mode } = await desk.readParcel(this.parcelNumber);
    const reason = mode === 'yuMail' ? {} : { reason: '一冊だけのため' };
    const left = granted(await desk.dispatch(this.parcelNumber, { mode: 'yuMail', ...reason }));
    tell?.(`parcel ${this.parcelNumber} dispatched by Yu-Mail, expected on ${left.expectedDate}`);
    await this.shown('shipped', 'ready');
  }

  /** The pickup library receives the parcel. */
  async receive(): Promise<void> {
    granted(await this.branch.receive(this.parcelNumber));
    this.cast.tell?.(`parcel ${this.parcelNumber} received by the pickup library`);
  }

  /** Waits until the patron may come: My Library says so, and the mail is there. */
  async ready(): Promise<PatronRow> {
    await this.shown('ready');
    await this.mailArrived(subjects.ready);
    // The date in the mail is in My Library, too (R6).
    return this.#eventually('the date until which it is held', async () => {
      const row = await this.row();
      return row.holdUntil === null ? undefined : row;
    });
  }

  /** The patron shows the card at the place of pickup. */
  async handOut(): Promise<PatronRow> {
    const desk = this.atPrefectural ? this.cast.desk : this.branch;
    const { say } = granted(await desk.handOut(this.cast.patron.cardNumber, this.barcode));
    this.cast.tell?.(`handed out: ${say}`);
    await this.shown('handedOut');
    return this.#eventually('the due date in My Library', async () => {
      const row = await this.row();
      return row.due === null ? undefined : row;
    });
  }

  /** The patron extends to the date that was shown. */
  async extend(confirmDue: CalendarDate): Promise<PatronRow> {
    const extended = granted(await this.cast.patron.extend(this.reservationId, confirmDue));
    this.cast.tell?.(`extended until ${extended.due.date}`);
    return extended.row;
  }

  /** The patron drops the copy into the book drop of the pickup library, which empties it and sends it home. */
  async handInByBookDrop(): Promise<void> {
    const { say } = granted(await this.branch.handIn(this.barcode));
    this.cast.tell?.(`handed in by book drop: ${say}`);
    await this.shown('returning');
  }

  async sendHome(...others: readonly Journey[]): Promise<void> {
    const parcel = await this.branch.openParcel('return', this.pickupLibrary);
    for (const { barcode } of [this, ...others])
      granted(await this.branch.pack(parcel.parcelNumber, barcode));
    const { mode } = await this.branch.readParcel(parcel.parcelNumber);
    const reason = mode === 'yuMail' ? {} : { reason: '一冊だけのため' };
    granted(await this.branch.dispatch(parcel.parcelNumber, { mode: 'yuMail', ...reason }));
    this.cast.tell?.(`sent home in parcel ${parcel.parcelNumber}`);
    granted(await this.cast.desk.receive(parcel.parcelNumber));
    this.cast.tell?.(`parcel ${parcel.parcelNumber} is back at the prefectural library`);
  }

  /** The prefectural desk processes the return. */
  async processReturn(): Promise<void> {
    const { say } = granted(
      await this.cast.desk.processReturn(this.barcode, { bookDrop: this.atPrefectural }),
    );
    this.cast.tell?.(`return processed: ${say}`);
  }

  /** Waits until the reservation is over and says so everywhere: My Library, the mail, the process. */
  async closed(): Promise<void> {
    await this.#eventually('the end in My Library', async () => {
      const { state, open } = await this.row();
      return state === 'returned' && !open;
    });
    await this.mailArrived(subjects.returned);
    await this.#eventually(
      'the end of the process',
      async () => (await this.process()).status === 'completed',
    );
    this.cast.tell?.('closed');
  }

  /** The process as an operator finds it: its address in the Temporal UI, and its status there. */
  async process(): Promise<{ address: string; status: string }> {
    const address = await this.historyAddress();
    const response = await fetch(address.replace('/namespaces/', '/api/v1/namespaces/'));
    const text = await response.text();
    const status = /"status":\s*"WORKFLOW_EXECUTION_STATUS_(\w+)"/.exec(text)?.[1];
    return { address, status: status?.toLowerCase() ?? `unknown (${response.status})` };
  }

  historyAddress(): Promise<string> {
    // Whose answer follows by mail has none yet.
    return this.#eventually('its process', () => this.cast.operator.historyAddress(this.reservationId));
  }

  /** Every scan from dispatch to the processed return, one after the other, waiting for nothing that follows. */
  async scansOfTheWay(): Promise<void> {
    const reason = '一冊だけのため';
    const { desk, patron } = this.cast;
    granted(await desk.dispatch(this.parcelNumber, { mode: 'yuMail', reason }));
    granted(await this.branch.receive(this.parcelNumber));
    granted(await this.branch.handOut(patron.cardNumber, this.barcode));
    granted(await this.branch.handIn(this.barcode));
    await this.sendHome();
    await this.processReturn();
  }

  /** From the fetched copy to the hold at the place of pickup. */
  async bring(): Promise<PatronRow> {
    if (!this.atPrefectural) {
      await this.packAndDispatch();
      await this.receive();
    }
    return this.ready();
  }

  /** From the loan to the end: by book drop and return parcel, or at the prefectural library's own book drop. */
  async bringBack(): Promise<void> {
    if (!this.atPrefectural) {
      await this.handInByBookDrop();
      await this.sendHome();
    }
    await this.processReturn();
    await this.closed();
  }
}
