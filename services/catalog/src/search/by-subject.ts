import { classesNamed } from '../classification/classes-of-subject.ts';
import { knownAs } from './known-keys.ts';
import type { Otherwise, Want } from './otherwise.ts';
import type { SearchPool } from './search-pool.ts';
import type { Topic } from './search-request.ts';
import { type TopicPiece, topicPieces, topicsOfAll, wordsOfCompound } from './topics.ts';

/** The records in classes; of a long term also those that have its words, of whatever class. */
export async function* inSubject(
  pool: SearchPool,
  { pieces, katakana }: { pieces: readonly string[]; katakana: readonly string[] },
  classes: string[],
  want: Want,
): AsyncGenerator<Otherwise> {
  if (classes.length === 0) return;
  const term = pieces.join('');
  // A term so long is made of several words: 震災 in a title tells 関東大震災, whatever the class.
  const words = LONG_TERM.test(term) ? wordsOfCompound(term) : wordsOfWhose(pieces, katakana);
  const topics = words.length === 0 ? [] : await topicsOfAll(pool, words, TELLING);
  if (topics.every(({ isSought }) => !isSought)) yield inClasses(classes, pieces, want);
  else
    yield {
      wanted: want([], { topics, subject: classes, orSubject: true, whole: term }),
      ...{ as: 'subject', words: pieces.join(' ') },
    };
}

/** The words of what several subjects are said to be of: アイヌ of アイヌの言葉と文化, where アイヌの言葉 alone is a class. */
function wordsOfWhose(pieces: readonly string[], katakana: readonly string[]): TopicPiece[] {
  if (classesNamed(pieces).length > 0) return [];
  const whose = pieces.flatMap((piece) => /^(..+?)の../u.exec(piece)?.[1] ?? []);
  return topicPieces(whose, katakana).filter(({ share }) => share >= 1);
}

const LONG_TERM = /^\p{Script=Han}{5,}$/u;
/** A word in more titles than these tells little of a term. */
const TELLING = 30;

export function byTopics(topics: readonly Topic[], want: Want): Otherwise {
  const words = topics.filter(({ isSought }) => isSought).map(({ text }) => text);
  return { wanted: want([], { topics }), as: 'fewerWords', words: words.join(' ') };
}

/** A compound of words that titles have, but not the whole (民芸運動), unless one character makes it a name (遠野物語). */
export async function* byWordsOfCompound(
  pool: SearchPool,
  pieces: readonly string[],
  meant: (piece: string) => Promise<string | undefined>,
  want: Want,
): AsyncGenerator<Otherwise> {
  const [piece = '', ...others] = pieces;
  const words = others.length > 0 ? [] : wordsOfCompound(piece);
  if (words.length === 0 || words.map(({ text }) => text).join('') !== piece) return;
  const right = await meant(piece);
  if (right !== undefined && (await knownAs(pool, [right])).size > 0) return;
  const topics = await topicsOfAll(pool, words);
  if (topics.length < words.length) return;
  yield byTopics(topics, want);
}

/** For 化学者 the general books on 化学 (430), and where there are none all on 化学 (43). */
export function* bySubjectAbove(pieces: readonly string[], want: Want): Generator<Otherwise> {
  const above = classesNamed(pieces).map((ndc) => ndc.slice(0, 2));
  if (above.length > 0) yield inClasses([...new Set(above)], pieces, want);
}

/** The records in the classes that are called so. */
export function inClasses(classes: string[], pieces: readonly string[], want: Want): Otherwise {
  return {
    wanted: want([], { classes, headings: [], term: pieces.join('') }),
    as: 'subject',
    words: pieces.join(' '),
  };
}
