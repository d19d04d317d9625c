import { randomUUID } from 'node:crypto';
import { Journey } from './journeys.ts';
import type { LibraryInTest } from './library-in-test.ts';

/** A reading order of so many volumes, each with one copy on the shelf, for the counter of the prefectural library. */
export async function readInOrder(library: LibraryInTest, count: number) {
  const orderId = randomUUID();
  const { readingOrders } = library.patron;
  const recordIds = Array.from({ length: count }, () => library.catalog.addRecord(1).recordId);
  const before = library.reservations.length;
  const order = { patron: `reader ${orderId}`, pickupLibrary: 'pref', early: false };
  await library.staff((at) => readingOrders.open(orderId, order, recordIds, at));
  const reservationOf = (place: number) => {
    const { reservationId } = readingOrders.volumesOf(orderId)[place - 1] ?? {};
    if (reservationId === undefined) throw new Error(`Volume ${place} is not asked for`);
    return reservationId;
  };
  return {
    orderId,
    reservationOf,
    /** The reservations that there are of the order. */
    asked: () => readingOrders.volumesOf(orderId).flatMap(({ reservationId }) => reservationId ?? []),
    /** Every reservation that was made since the order was opened. */
    get everAsked(): string[] {
      return library.reservations.slice(before);
    },
    async handOut(place: number): Promise<void> {
      const book = new Journey(library, reservationOf(place), 'pref');
      await book.picked();
      await library.mailAccepted(book.reservationId);
      await book.handedOut();
    },
    change: (wish: 'stop' | 'early' | 'skip' | 'again') =>
      library.staff((at) => readingOrders.change(orderId, wish, at)),
  };
}
