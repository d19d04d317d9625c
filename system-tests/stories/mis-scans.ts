import { expect, test } from '@jest/globals';
import { staffWebApi } from '@toshobin/contracts';
import { people } from '../src/demo-people.ts';
import type { Desk } from '../src/desk.ts';
import { eventually } from '../src/eventually.ts';
import { Journey, subjects } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** What a branch scanned by mistake and takes back: nobody is told anything that is not so. */
export function misScans(library: () => WholeLibrary): void {
  /** 返却受付 at a counter, and 0 pressed. */
  const takenInByMistake = async (desk: Desk, { barcode }: Journey) => {
    const body = { ...desk.scan(), barcode, bookDrop: false, firstEmptyingOfDay: false };
    // It is held: the desk is asked, and says by mistake that it had been lent.
    expect(await desk.act(staffWebApi.handIn, { body })).toMatchObject({ code: 'STILL_HELD' });
    const { answer } = granted(await desk.act(staffWebApi.handIn, { body: { ...body, wasLent: true } }));
    return async () =>
      granted(await desk.act(staffWebApi.voidScan, { body: { ...desk.scan(), voids: answer.factId } }));
  };

  test('one scan of a copy at another branch says nothing of its parcel; at its own, it is taken back with all that it said', async () => {
    const { prefectural, uto, kikuyo } = library().desks;
    const cast = await library().castFor(people.sakurako);
    const records = await library().freeTitles(cast.patron, 2);
    const books = await Promise.all(
      records.map((record) => Journey.reserve(cast, { record, pickupLibrary: 'uto' })),
    );
    const [one, other] = books;
    if (one === undefined || other === undefined) throw new Error('Two books are reserved');
    for (const book of books) await book.fetch();
    for (const book of books) await book.onPackingList();
    const { parcelNumber } = await prefectural.openParcel('outward', 'uto');
    for (const { barcode } of books) granted(await prefectural.pack(parcelNumber, barcode));
    const { mode } = await prefectural.readParcel(parcelNumber);
    const reason = mode === 'yuMail' ? {} : { reason: '軽い二冊のため' };
    granted(await prefectural.dispatch(parcelNumber, { mode: 'yuMail', ...reason }));
    await Promise.all(books.map((book) => book.shown('shipped')));

    const state = async () => (await prefectural.readParcel(parcelNumber)).state;
    const readyMails = async () =>
      (await Promise.all(books.map((book) => book.mails())))
        .flat()
        .filter(({ subject }) => subject.endsWith(subjects.ready)).length;

    const undoAtKikuyo = await takenInByMistake(kikuyo, one);
    await one.shown('returning');
    await undoAtKikuyo();
    await one.shown('shipped');
    expect([await state(), (await other.row()).state, await readyMails()]).toEqual([
      'dispatched',
      'shipped',
      0,
    ]);

    const undoAtUto = await takenInByMistake(uto, one);
    await other.shown('ready');
    await undoAtUto();
    await Promise.all(books.map((book) => book.shown('shipped')));
    expect(await state()).toBe('dispatched');
    await eventually('the desk is told', async () => {
      const { tasks } = granted(await prefectural.act(staffWebApi.tasks, {}));
      return tasks.some(
        ({ kind, subject }) => kind === 'arrivalUndone' && subject.parcelNumber === parcelNumber,
      );
    });

    granted(await uto.receive(parcelNumber));
    await Promise.all(books.map((book) => book.ready()));
    await Promise.all(books.map((book) => book.handOut()));
    await Promise.all(books.map((book) => book.bringBack()));
  }, 120_000);
}
