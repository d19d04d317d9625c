import { titleKey, translatorKey } from '../words/search-columns.ts';
import { byTopics } from './by-subject.ts';
import { wordsFound } from './found-words.ts';
import type { Parts } from './known-keys.ts';
import { nameKeys, type Otherwise, type Want } from './otherwise.ts';
import { tells } from './read-question.ts';
import type { SearchPool } from './search-pool.ts';
import type { Wanted } from './search-request.ts';
import { topicPieces, topicsAmong, topicsOfSentence } from './topics.ts';

/** The weight of a name beside an author's: the title does not often have it. */
const WHO = 0.1;
/** A title so long in a sentence is the one that is meant, and no word of it. */
export const TITLE_ALONE = 4;

/** The records with a part of what was typed: the names, the titles, then the words, the longest first. */
export async function* withFewerWords(
  pool: SearchPool,
  query: {
    typed: readonly string[];
    pieces: readonly string[];
    parts: Parts;
    rest: readonly string[];
    katakana: readonly string[];
    translated: boolean;
    form: readonly string[];
  },
  want: Want,
): AsyncGenerator<Otherwise> {
  const { names, titles } = query.parts;
  const fewer = (words: string, wanted: Wanted): Otherwise => ({ wanted, as: 'fewerWords', words });
  const asCalled = (titles: readonly string[]) => ({
    called: titles.map((title) => [titleKey(title)]),
    whole: titles[0] ?? '',
  });
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  if (names.length > 1)
    yield fewer(names.join(' '), want([], { called: names.map(nameKeys), whole: names[0] ?? '' }));
  for (const name of longestFirst) {
    const others = names.filter((other) => other !== name);
    const pieces = [
      ...topicPieces([...titles, ...query.rest], query.katakana),
      ...topicPieces(others, query.katakana, WHO),
    ];
    // 田中貢太郎訳 聊斎志異: his translations are meant, not his preface to it.
    for (const keys of query.translated ? [[translatorKey(name)], nameKeys(name)] : [nameKeys(name)]) {
      const byName = want([], { called: [keys], whole: name, form: query.form });
      const topics = pieces.length === 0 ? [] : await topicsAmong(pool, byName, pieces);
      yield fewer(name, { ...byName, topics });
    }
  }
  const pieces = topicPieces(query.typed, query.katakana);
  if (names.length === 0 && titles.every((title) => [...title].length < TITLE_ALONE)) {
    const topics = await topicsOfSentence(pool, pieces);
    if (topics.length > 0) yield byTopics(topics, want);
  }
  for (const title of titles.toSorted((a, b) => b.length - a.length))
    yield fewer(title, want([], asCalled([title])));
  const found = await wordsFound(pool, [...new Set(query.pieces)].filter(tells));
  if (found.length > 0 && found.length < query.pieces.length) yield fewer(found.join(' '), want(found));
  for (const word of found.toSorted((a, b) => b.length - a.length)) yield fewer(word, want([word]));
  for (const word of (await wordsFound(pool, query.rest.filter(tells))).toSorted(
    (a, b) => b.length - a.length,
  ))
    yield fewer(word, want([word]));
}
