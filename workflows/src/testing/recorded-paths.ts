import { PREFECTURAL_LIBRARY, parcelWorkflowId, reservationWorkflowId } from '@toshobin/contracts';
import { defaultPolicy } from '@toshobin/lending-rules';
import { type Journey, reserveOne } from './journeys.ts';
import type { Library } from './library.ts';
import { otherPaths, type RecordedPath, scheduledPaths } from './recorded-other-paths.ts';
import { oddWays } from './recorded-wishes.ts';

const ofBook = (name: string, drive: (library: Library) => Promise<Journey>): RecordedPath => ({
  name,
  drive: async (library) => {
    const book = await drive(library);
    await book.outcome();
    return reservationWorkflowId(book.reservationId);
  },
});

/** A parcel that has left, scanned at its library or not as that library does. */
const ofParcel = (
  name: string,
  arrival: 'scan' | 'assumed',
  arrive: (library: Library, book: Journey) => Promise<void>,
): RecordedPath => ({
  name,
  drive: async (library) => {
    library.shipping.arrival = arrival;
    const book = await reserveOne(library);
    await (await (await book.picked()).packed()).dispatched();
    await arrive(library, book);
    library.shipping.arrival = 'scan';
    const workflowId = parcelWorkflowId(book.parcel);
    await library.server.client.workflow.getHandle(workflowId).result();
    return workflowId;
  },
});

/** Every path that has a recorded history. A new path is added here and recorded once. */
export const recordedPaths: readonly RecordedPath[] = [
  ofBook('municipal-return', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.pass('P19D');
    await book.handedIn();
    await library.pass('P3D');
    return book.home();
  }),
  ofBook('prefectural-return', async (library) => {
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    await book.broughtThere();
    await library.mailAccepted(book.reservationId);
    await library.pass('P2D');
    await book.handedOut();
    await library.pass('P10D');
    return book.home();
  }),
  ofBook('rejected', async (library) => reserveOne(library, { lending: 'inPersonOnly' })),
  ofBook('cancelled-in-queue', async (library) => {
    const { recordId } = await reserveOne(library);
    const second = await reserveOne(library, { recordId, patron: 'another patron' });
    await library.cancel(second.reservationId);
    return second;
  }),
  ofBook('cancelled-in-transit', async (library) => {
    const book = await reserveOne(library);
    await (await (await book.picked()).packed()).dispatched();
    await library.cancel(book.reservationId);
    await library.pass('P5D');
    return book.home();
  }),
  ofBook('not-on-shelf', async (library) => {
    const book = await reserveOne(library, { copies: 2 });
    await library.staff((at) => library.catalog.notOnShelf(book.copyId, at));
    await book.broughtThere();
    await book.handedOut();
    await book.handedIn();
    return book.home();
  }),
  ofBook('arrival-taken-back', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.arrivalTakenBack();
    await library.pass('P1D');
    await book.received();
    await book.handedOut();
    await book.handedIn();
    return book.home();
  }),
  ofBook('extension-granted', async (library) => {
    library.catalog.policy = { ...defaultPolicy, loanPeriod: 'P10D' };
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.extend(book.reservationId);
    library.catalog.policy = defaultPolicy;
    await library.pass('P12D');
    await book.handedIn();
    return book.home();
  }),
  ofBook('hold-expired-prefectural', async (library) => {
    const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
    await book.broughtThere();
    await library.mailAccepted(book.reservationId);
    await library.pass('P8D');
    return book;
  }),
  ofBook('hold-expired-at-branch', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass('P21D');
    const allocation = book.allocation;
    const { reservationId } = book;
    await library.staff((at) => library.shipping.answerShelfCheck(reservationId, allocation, 'here', at));
    return book.home();
  }),
  ofBook('handed-out-after-expiry', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass('P21D');
    const allocation = book.allocation;
    const { reservationId } = book;
    await library.staff((at) => library.shipping.answerShelfCheck(reservationId, allocation, 'here', at));
    await book.handedOut();
    await library.pass('P5D');
    await book.handedIn();
    return book.home();
  }),
  ofBook('handed-out-unscanned', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass('P21D');
    const allocation = book.allocation;
    const { reservationId } = book;
    await library.staff((at) => library.shipping.answerShelfCheck(reservationId, allocation, 'gone', at));
    await library.pass('P10D');
    return book.home();
  }),
  ofBook('long-overdue', async (library) => {
    const book = await reserveOne(library);
    await book.broughtThere();
    await book.handedOut();
    await library.pass('P50D');
    return book;
  }),
  ...Object.entries(oddWays).map(([name, drive]) => ofBook(name, drive)),
  ofParcel('parcel-arrived', 'scan', async (_library, book) => void (await book.received())),
  ofParcel('parcel-assumed', 'assumed', async (library) => library.pass('P4D')),
  ofParcel('parcel-asked-about', 'scan', async (library, book) => {
    await library.pass('P10D');
    await book.received();
  }),
  ofParcel('parcel-lost', 'scan', async (library) => library.pass('P30D')),
  ofParcel('parcel-returned-by-post', 'scan', async (_library, book) => void (await book.returnedByPost())),
  ...scheduledPaths,
  ...otherPaths,
];
