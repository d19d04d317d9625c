import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, type LedgerState, minusDuration } from '@toshobin/lending-rules';
import { ProcessFailed } from '../bare/bare-engine.ts';
import type { Book, Cast, Story } from './cast.ts';
import { Chance } from './chance.ts';

const libraries = ['uto', 'minamata', 'yatsushiro', PREFECTURAL_LIBRARY] as const;
const MOST_BOOKS = 6;
const INPUTS = 34;

type Input = (cast: Cast, book: Book, chance: Chance) => Promise<unknown>;

/** What staff do next with the copy of a reservation, where nothing goes wrong. */
async function nextStep(cast: Cast, book: Book, chance: Chance): Promise<unknown> {
  const state = stateOf(cast, book);
  const { shipping } = cast.library;
  switch (state?.stage) {
    case 'toFetch':
      return chance.is(0.12) ? cast.notOnShelf(book) : book.picked();
    case 'fetched':
      return book.packed(openParcelTo(cast, state));
    case 'packed':
      return book.dispatched();
    case 'inTransit':
      return chance.is(0.85) ? book.received() : book.handedOut();
    case 'held': {
      book.pickupLibrary = state.pickupLibrary;
      const isAsked = shipping.isAsked(book.reservationId);
      if (isAsked && chance.is(0.6)) return book.answerShelfCheck(chance.is(0.5) ? 'here' : 'gone');
      if (state.pickupLibrary === PREFECTURAL_LIBRARY && state.copy?.holdUntil === null)
        return book.mailAccepted();
      return chance.is(0.7) ? book.handedOut() : undefined;
    }
    case 'onLoan':
      // Whoever borrows in the end brings it back.
      if (cast.afterwards === undefined && chance.is(0.2)) cast.kept.add(book);
      if (cast.kept.has(book)) return undefined;
      return chance.is(0.5) ? book.home() : book.handedIn();
    case 'handedIn':
    case 'comingHome':
      return book.home();
    default:
      return undefined;
  }
}

/** What goes wrong, comes late or is taken back, and what else happens in a library. */
const oddities: readonly Input[] = [
  (cast, book, chance) =>
    cast.voided(
      book.copyId,
      chance.of(['home', 'handedIn', 'handedOut', 'picked', 'arrived'] as const) ?? 'home',
    ),
  scanned('PT0S'),
  // A terminal was without its line, and tells a day later.
  scanned('P1D'),
  (_, book) => book.arrivalTakenBack(),
  (_, book) => book.mailFailed('bounced'),
  async (cast, book) => {
    const { stage } = stateOf(cast, book) ?? {};
    if (stage === 'inTransit' || stage === 'held') await book.sentBack();
  },
  (_, book) => book.returnedByPost(),
  (_, book) => book.lost(),
  async (cast, book) => {
    const other = cast.books.find(
      (one) =>
        one !== book &&
        one.recordId === book.recordId &&
        stateOf(cast, one)?.stage === 'held' &&
        stateOf(cast, book)?.stage === 'held' &&
        one.pickupLibrary === book.pickupLibrary,
    );
    if (other) await book.handedOutInsteadOf(other);
  },
  async (cast, book) => {
    const [task] = book.tasks();
    if (task !== undefined) await cast.settled(book, task);
  },
  (cast, book, chance) =>
    cast.enterClosure(book.pickupLibrary, addDays(cast.day, chance.upTo(20)), addDays(cast.day, 22)),
];

/** Staff scanned a copy so long ago, whatever the rules say of it. */
function scanned(before: string): Input {
  return (cast, book, chance) =>
    cast.library.staff((at) =>
      cast.library.catalog.scan(
        book.copyId,
        chance.of(['handedOut', 'handedIn', 'home'] as const) ?? 'home',
        at,
        book.pickupLibrary,
        minusDuration(at, before),
      ),
    );
}

/** What patrons wish. */
const wishes: readonly Input[] = [
  (cast, book) => cast.library.cancel(book.reservationId),
  (cast, book) => cast.library.extend(book.reservationId),
  (cast, book) => cast.library.extend(book.reservationId),
  (cast, book, chance) => cast.library.suspend(book.reservationId, addDays(cast.day, 2 + chance.upTo(20))),
  (cast, book) => cast.library.resume(book.reservationId),
  (cast, book, chance) => cast.library.changePickup(book.reservationId, chance.of(libraries) ?? 'uto'),
  (cast, book) => cast.library.declarePickedUp(book.reservationId),
];

/**
 * Some reservations that compete for few copies and few loan slots, with what happens to them drawn by chance: what is
 * drawn depends on the seed and on how the reservations stand, on nothing else. At the end all that can come home has.
 */
export function generatedStory(seed: number): Story {
  return async function* (cast) {
    const chance = new Chance(seed);
    const titles = [1, 1 + chance.upTo(1)].map((copies) => cast.library.catalog.addRecord(copies).recordId);
    cast.library.patron.slots.limit = 1 + chance.upTo(2);
    for (let input = 0; input < INPUTS; input++) {
      const book = chance.of(cast.books);
      if (cast.books.length < MOST_BOOKS && (book === undefined || chance.is(0.3))) {
        await reserves(cast, titles, chance);
      } else if (book !== undefined) {
        const what = chance.is(0.6) ? nextStep : chance.of(chance.is(0.5) ? wishes : oddities);
        if (what) await attempted(() => what(cast, book, chance));
      }
      const [closure] = cast.closures;
      if (closure !== undefined && chance.is(0.1)) await cast.takeBackClosure(closure);
      yield chance.is(0.6) ? 0 : (chance.of([1, 1, 2, 4, 8, 16]) ?? 1);
    }
    for (let round = 0; round < 8; round++) {
      for (const book of cast.books) await attempted(() => nextStep(cast, book, chance));
      yield 3;
    }
    for (const book of cast.books) await attempted(() => cast.library.cancel(book.reservationId));
    yield 70;
    cast.afterwards = () => broughtToItsEnd(cast, chance);
  };
}

/** What staff could not do yet they do now, they look for nothing that is lost, and whoever still waits gives up. */
async function* broughtToItsEnd(cast: Cast, chance: Chance): AsyncGenerator<number, void, void> {
  // Who had the book before, by a hand-out that was taken back, borrows it in the end like everybody.
  for (const book of cast.kept) if (stateOf(cast, book)?.stage !== 'onLoan') cast.kept.delete(book);
  for (let round = 0; round < 12; round++) {
    for (const book of cast.books) {
      await attempted(() => nextStep(cast, book, chance));
      await attempted(() => cast.library.cancel(book.reservationId));
      const { stage, copy } = stateOf(cast, book) ?? {};
      // What nobody picked up at the counter goes back to its shelf.
      const isThere = stage === 'over' && copy !== null && copy?.position.homeAt === undefined;
      if (isThere) await attempted(() => book.home());
      if (stage !== 'lost' && !cast.kept.has(book)) continue;
      for (const task of book.tasks()) await attempted(() => cast.settled(book, task));
      await attempted(() => cast.loanSettled(book, 'writtenOff'));
    }
    yield 3;
  }
}

async function reserves(cast: Cast, titles: readonly string[], chance: Chance): Promise<void> {
  const recordId = chance.of(titles);
  if (recordId === undefined) return;
  // Nobody reserves a title twice (R16).
  const nth = cast.books.filter((book) => book.recordId === recordId).length;
  await cast.reserves({ recordId, patron: `reader ${nth % 4}`, pickup: chance.of(libraries) ?? 'uto' });
}

/** A parcel to its pickup library that has not left yet. */
function openParcelTo(cast: Cast, { pickupLibrary }: LedgerState): string | undefined {
  const isThere = (one: Book) => {
    const state = stateOf(cast, one);
    return state?.stage === 'packed' && state.pickupLibrary === pickupLibrary;
  };
  return cast.books.find(isThere)?.parcel;
}

function stateOf(cast: Cast, { reservationId }: Book): LedgerState | undefined {
  return cast.library.catalog.standingOf(reservationId)?.state;
}

/** What can't be done to a copy as it stands is left undone. */
async function attempted(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (fault) {
    if (fault instanceof ProcessFailed) throw fault;
  }
}
