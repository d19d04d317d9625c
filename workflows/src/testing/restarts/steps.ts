import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { reached } from '@toshobin/lending-rules/ledger';
import type { Book, Cast } from './cast.ts';

/** No day passes: the next thing happens on the same day. */
export const soon = 0;

export const pref = PREFECTURAL_LIBRARY;

/** The mail service takes a mail, once the process has brought it. */
export async function mailTaken(book: Book, mail: 'readyAtMunicipal' | 'readyAtPrefectural') {
  const { library, reservationId } = book;
  const isTold = () => book.told().includes(mail);
  await library.staff((at) => {
    // A patron who has the copy is not told any more that it is there.
    if (!isTold() && !hasIt(book)) throw new Error(`${mail} is not told yet`);
    if (isTold() && mail === 'readyAtMunicipal') library.patron.mailAccepted(reservationId, mail, at);
  });
  if (mail === 'readyAtPrefectural') await book.mailAccepted();
}

function hasIt({ library, reservationId }: Book): boolean {
  const { position } = library.catalog.standingOf(reservationId)?.state.copy ?? {};
  return position !== undefined && reached(position, 'handedOut');
}

/** Packs a book, and sends it to its municipal library. */
export async function* sent(book: Book) {
  await book.packed();
  yield soon;
  await book.dispatched();
}

/** Fetches a book, and sends it. */
export async function* posted(book: Book) {
  yield soon;
  await book.picked();
  yield soon;
  yield* sent(book);
}

/** Brings a book to the shelf there. */
export async function* arrived(book: Book) {
  yield 2;
  await book.received();
  yield soon;
}

export async function* brought(book: Book) {
  yield* posted(book);
  yield* arrived(book);
}

/** A book that is taken from its shelf. */
export async function* fetched(cast: Cast, options: Parameters<Cast['reserves']>[0] = {}) {
  const book = await cast.reserves(options);
  yield soon;
  await book.picked();
  yield soon;
  return book;
}

export async function* heldAtBranch(cast: Cast, options: Parameters<Cast['reserves']>[0] = {}) {
  const book = await cast.reserves(options);
  yield* brought(book);
  return book;
}

export async function* lentAt(cast: Cast, options: Parameters<Cast['reserves']>[0] = {}) {
  const book = yield* heldAtBranch(cast, options);
  await book.handedOut();
  yield soon;
  return book;
}

export async function* handedBack(book: Book) {
  await book.handedIn();
  yield 2;
  yield* home(book);
}

export async function* home(book: Book) {
  await book.home();
  yield 1;
}

/** A book held at the prefectural desk, its mail accepted. */
export async function* heldAtDesk(cast: Cast) {
  const book = await cast.reserves({ pickup: pref });
  yield soon;
  await book.picked();
  yield soon;
  await mailTaken(book, 'readyAtPrefectural');
  yield soon;
  return book;
}
