import { randomUUID } from 'node:crypto';
import { type EventData, LibraryCodeSchema, type NoticeKind, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, type Deadline, dayOf, deadlineOn, instant } from '@toshobin/lending-rules';
import { hearClosureEntered, hearClosureTakenBack } from '../closures/hear-closure.ts';
import { workOffClosures } from '../closures/work-off-closures.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { hearNoticeSent } from '../loans/hear-mails.ts';
import { type CatalogInTest, granted } from './catalog-in-test.ts';
import { libraryInTest } from './library-in-test.ts';

type Book = { reservationId: string; allocation: number };
type Closure = EventData<'shipping.closure.entered'>;

export const on = (date: string) => deadlineOn(calendarDate(date));

/** Two libraries that are closed on Sundays, books with a date, and closures. */
export function closuresInTest(catalog: CatalogInTest) {
  /** A copy posted to a municipal library, due on Monday 28 December. */
  async function posted() {
    catalog.now = instant('2026-12-07T01:00:00Z');
    const { recordId, barcodes } = await catalog.shelve(1);
    const [barcode = ''] = barcodes;
    const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
    const key = { reservationId, allocation: allocation?.allocation ?? 0 };
    granted(await catalog.pick(barcode));
    await catalog.move(barcode, 'shipped');
    const { due } = await catalog.activities.openLoan({ ...key, startedAt: catalog.now });
    if (due?.date !== '2026-12-28') throw new Error(`It is due on ${due?.date}`);
    return { ...key, barcode, recordId };
  }

  async function lent() {
    const book = await posted();
    catalog.now = instant('2026-12-10T01:00:00Z');
    granted(await catalog.handOut(book.barcode, [book.reservationId], { library: 'uto' }));
    return book;
  }

  /** A copy on the hold shelf of the prefectural library; its mail named Monday 14 December. */
  async function held() {
    const { recordId, barcodes } = await catalog.shelve(2);
    const { reservationId, allocation } = await catalog.reserve(recordId);
    const key = { reservationId, allocation: allocation?.allocation ?? 0 };
    const { barcode = '' } = allocation ?? {};
    granted(await catalog.pick(barcode));
    await mailed(key, 'readyAtPrefectural', { holdUntil: on('2026-12-14') });
    return { ...key, barcode, recordId, barcodes };
  }

  const stateOf = async ({ reservationId }: Book) =>
    (await catalog.activities.positionOf({ reservationId })).standing?.state;
  const dueOf = async (book: Book) => (await stateOf(book))?.copy?.due?.date;
  const holdOf = async (book: Book) => (await stateOf(book))?.copy?.holdUntil?.date;
  const movedOf = async (book: Book) => (await stateOf(book))?.copy?.moved;

  const closed = (from: string, until: string, library = 'uto'): Closure => ({
    closureId: randomUUID(),
    library: LibraryCodeSchema.parse(library),
    from: calendarDate(from),
    until: calendarDate(until),
    reason: '台風',
    at: catalog.now,
  });
  const workOff = () => workOffClosures(catalog.deps);

  async function enter(closure: Closure): Promise<void> {
    await hearClosureEntered(catalog.deps, closure);
    await workOff();
  }

  async function takeBack({ closureId }: Closure): Promise<void> {
    await hearClosureTakenBack(catalog.deps, { closureId, at: catalog.now });
    await workOff();
  }

  /** A mail of that copy that names these dates was accepted for sending. */
  function mailed(
    { reservationId, allocation }: Book,
    kind: NoticeKind,
    dates: { due?: Deadline; holdUntil?: Deadline; late?: true },
    more = '',
    sequence = catalog.nextMail(),
  ): Promise<void> {
    const notice = {
      reservationId: ReservationIdSchema.parse(reservationId),
      kind,
      occasion: `${allocation}${more}`,
      sentOn: dayOf(catalog.now),
      ...dates,
    };
    return hearNoticeSent(catalog.deps, notice, sequence);
  }

  const told = (book: Book, { closureId }: Closure, dates: { due?: Deadline; holdUntil?: Deadline }) =>
    mailed(book, 'datesMoved', dates, `-${closureId}`);

  /** Begins as on the first day: no closure touches what other tests have left. */
  async function begin(): Promise<void> {
    const { db } = catalog.deps;
    catalog.now = instant('2026-12-07T01:00:00Z');
    await db.$executeRaw`TRUNCATE closure CASCADE`;
    await db.$executeRaw`UPDATE queue_entry SET pickup_library = 'elsewhere'`;
    for (const [code, name] of [
      ['uto', '宇土市立図書館'],
      ['pref', '県立図書館'],
    ] as const) {
      await keepLibrary(db, libraryInTest(code, name), 1n);
    }
  }

  return {
    begin,
    posted,
    lent,
    held,
    stateOf,
    dueOf,
    holdOf,
    movedOf,
    closed,
    workOff,
    enter,
    takeBack,
    mailed,
    told,
  };
}
