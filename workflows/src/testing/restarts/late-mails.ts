import type { Book, Cast, Story } from './cast.ts';
import { handedBack, mailTaken, posted, soon } from './steps.ts';

/** R7: the ready mail of a branch goes out a day later than meant, eight days after the dispatch. */
async function* readyAWeekLater(cast: Cast): AsyncGenerator<number, Book, void> {
  const book = await cast.reserves();
  yield* posted(book);
  yield 7;
  await book.received();
  yield soon;
  return book;
}

/** Stories in which the mail service is away for a day. */
export const lateMails = {
  'the ready mail of a copy that is held goes out late': async function* (cast) {
    const book = yield* readyAWeekLater(cast);
    yield 1;
    await mailTaken(book, 'readyAtMunicipal');
    yield 2;
    await book.handedOut();
    // This is the day after the date that the loan had before.
    yield 12;
    yield* handedBack(book);
  },
  'the ready mail of a copy that was handed out goes out late': async function* (cast) {
    const book = yield* readyAWeekLater(cast);
    await book.handedOut();
    yield 1;
    await mailTaken(book, 'readyAtMunicipal');
    yield 15;
    yield* handedBack(book);
  },
} satisfies Record<string, Story>;
