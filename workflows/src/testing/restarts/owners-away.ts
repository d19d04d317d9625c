import { expect, test } from '@jest/globals';
import { taskQueues } from '@toshobin/contracts';
import { addDays, dayOf, epochMs, type Instant, timeOn } from '@toshobin/lending-rules';
import { BareLibrary } from '../bare/bare-library.ts';
import type { Sandboxes } from '../bare/sandboxes.ts';
import { type Book, Cast } from './cast.ts';

const { catalog, patron, shipping } = taskQueues;

/** A library whose owners can go away, or fail at one command, and come back. */
export function ownersAway(open: () => { sandboxes: Sandboxes; opensAt: Instant }): void {
  const opened = (): Cast => {
    const { sandboxes, opensAt } = open();
    return new Cast(new BareLibrary(sandboxes, opensAt), dayOf(opensAt));
  };
  const copyOf = ({ library }: Cast, { reservationId }: Book) =>
    library.catalog.standingOf(reservationId)?.state.copy;
  const closed = async ({ library }: Cast, book: Book) => {
    await library.settle();
    expect(await book.outcome()).toBe('returned');
    expect(book.told().filter((told) => told === 'closed')).toHaveLength(1);
  };

  test('while its first mail fails, its copy gets a loan slot, is packed and posted, and its loan opens', async () => {
    const cast = opened();
    const { engine } = cast.library;
    engine.goesAway(`${patron} recordMilestone`);
    const book = await cast.reserves();
    await (await (await book.picked()).packed()).dispatched();
    expect(copyOf(cast, book)?.due).toEqual(expect.anything());
    expect(book.told()).toEqual([]);
    engine.comesBack(`${patron} recordMilestone`);
    await book.received();
    await book.handedOut();
    await book.home();
    expect(book.told()).toEqual(['allocated:accepted', 'readyAtMunicipal', 'closed']);
    await closed(cast, book);
  });

  test('while shipping is away, who has the book that its branch is to be asked about is reminded of it', async () => {
    const cast = opened();
    const { library } = cast;
    const book = await cast.reserves();
    await book.broughtThere();
    const { date } = copyOf(cast, book)?.due ?? { date: cast.day };
    await library.pass(
      `PT${(epochMs(timeOn(addDays(date, -1), '10:00')) - epochMs(await library.now())) / 1000}S`,
    );
    library.engine.goesAway(shipping);
    await library.pass('P2D');
    await book.handedOut();
    await library.pass('P8D');
    expect(book.told()).toContain('overdue');
    expect(library.shipping.shelfChecks).toEqual([]);
    await book.home();
    expect(book.told()).not.toContain('closed');
    library.engine.comesBack(shipping);
    await closed(cast, book);
  });

  test('while loans can’t be opened, the patron hears that the parcel is late', async () => {
    const cast = opened();
    const { library } = cast;
    const book = await cast.reserves({ copies: 2 });
    await (await book.picked()).packed();
    library.engine.goesAway(`${catalog} openLoan`);
    await book.dispatched();
    await library.pass('P9D');
    expect(copyOf(cast, book)).toMatchObject({ due: null, delayed: true });
    expect(book.told()).toContain('arrivalOverdue');
    library.engine.comesBack(`${catalog} openLoan`);
    await library.settle();
    expect(copyOf(cast, book)?.due).toEqual(expect.anything());
  });

  test('while nobody can be told that a copy is there, no branch is asked about it and no hold ends', async () => {
    const cast = opened();
    const { library } = cast;
    const book = await cast.reserves();
    await (await (await book.picked()).packed()).dispatched();
    await library.pass('P2D');
    library.engine.goesAway(patron);
    await book.received();
    await library.pass('P30D');
    expect(library.shipping.shelfChecks).toEqual([]);
    library.engine.comesBack(patron);
    await library.settle();
    expect(book.told()).toContain('readyAtMunicipal');
    expect(library.shipping.shelfChecks).toHaveLength(1);
  });
}
