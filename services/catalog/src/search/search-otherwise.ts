import {
  classesNamed,
  classesOfEach,
  classesOfSubject,
  isClassName,
  termNear,
  termPrinted,
} from '../classification/classes-of-subject.ts';
import { readHistoricalKana } from '../words/historical-kana.ts';
import { otherLoanwords } from '../words/loanwords.ts';
import { isKana, normalise } from '../words/normalise.ts';
import { withoutOkurigana } from '../words/okurigana.ts';
import {
  dateInKanji,
  issueInDigits,
  partOfTitle,
  readVolume,
  readVolumeNumber,
  volumeApart,
  volumeInKanji,
  yearOfEra,
} from '../words/read-volume.ts';
import { rewritten } from '../words/rewritten.ts';
import { authorKey, titleKey, translatorKey, volumeKey } from '../words/search-columns.ts';
import { bySubjectAbove, byWordsOfCompound, inClasses, inSubject } from './by-subject.ts';
import { correctTypo } from './correct-typo.ts';
import { TITLE_ALONE, withFewerWords } from './fewer-words.ts';
import { longestEnd, wordsFound } from './found-words.ts';
import { knownAs, sortParts } from './known-keys.ts';
import { nearNames } from './near-names.ts';
import { nearTitles } from './near-titles.ts';
import { formsOf, keysOfWorks, readOtherName } from './other-names.ts';
import { nameKeys, type Otherwise, type Want } from './otherwise.ts';
import { readPartKana } from './read-part-kana.ts';
import { QUERY_WORD_LIMIT } from './read-query.ts';
import {
  type ForeignWords,
  foreignRuns,
  katakanaWords,
  partsOfStrangers,
  partsToLookUp,
  piecesOf,
  readForeignWords,
  readIssue,
  readQuestion,
  runsOf,
  takeApart,
  tells,
  withoutParticles,
  withoutWish,
} from './read-question.ts';
import type { SearchPool } from './search-pool.ts';
import { readRequest, type SearchRequest, type Wanted } from './search-request.ts';

/**
 * The other searches, one after another, for a query that nothing fits as it is written: by the name that the catalogue
 * has for an author whose other name was typed; by how it sounds; for a volume by its number; for a sentence or several
 * names without a space, taken apart; for the subject of that name; for kana in place of kanji read, or with one wrong
 * character put right; and at last for fewer words. The next one is worked out only when the one before has found
 * nothing, too.
 *
 * @param authorOf the author of the first hit of a search
 */
export async function* searchOtherwise(
  pool: SearchPool,
  request: SearchRequest,
  asked: Wanted,
  authorOf: AuthorOf,
): AsyncGenerator<Otherwise> {
  const { text = '' } = request;
  const other = asked.words.some(({ field }) => field === undefined)
    ? await readOtherName(pool, text)
    : undefined;
  if (other !== undefined) {
    const rest = some(
      piecesOf(readQuestion(other.rest).text)
        .map((piece) => withoutParticles(piece, katakanaWords(text)))
        .filter((word) => word !== ''),
    );
    const whole = rest.join('') || normalise(other.person.heading);
    const wanted = wantOf(asked)(rest, { called: [keysOfWorks(formsOf([other.person]))], whole });
    yield { wanted, as: 'name', words: [other.person.heading, ...rest].join(' ') };
    const meant = { ...request, text: other.text };
    for await (const one of otherwise(pool, meant, readRequest(meant) ?? asked, authorOf))
      yield { ...one, as: 'name' };
  }
  yield* otherwise(pool, request, asked, authorOf);
}

type AuthorOf = (wanted: Wanted) => Promise<string | undefined>;

/** Makes searches for other words in place of those that were typed into the box for all fields. */
function wantOf(asked: Wanted): Want {
  const fixed = asked.words.filter(({ field }) => field !== undefined);
  return (words, more = {}) => ({
    ...asked,
    sounds: new Map(),
    subject: words.length === 0 ? [] : classesNamed(words),
    isField: isClassName(words.join('')),
    words: [...words.map((word) => ({ word })), ...fixed],
    whole: words.join(''),
    ...more,
  });
}

async function* otherwise(
  pool: SearchPool,
  request: SearchRequest,
  asked: Wanted,
  authorOf: AuthorOf,
): AsyncGenerator<Otherwise> {
  const { text = '' } = request;
  if (asked.words.every(({ field }) => field !== undefined)) {
    yield* bySound(request, asked);
    return;
  }
  const want = wantOf({ ...asked, lookedUp: [] });
  const typos = new Map<string, Promise<string | undefined>>();
  const meant = (piece: string) => {
    const known = typos.get(piece) ?? correctTypo(pool, piece);
    typos.set(piece, known);
    return known;
  };

  const question = readQuestion(text);
  // A text like a question may be a title: 歴史とは何か.
  const [title, asRead] = [withoutWish(text), question.text].map(normalise);
  if (title !== undefined && title !== asRead)
    yield { wanted: want([], { called: [[titleKey(title)]], whole: title }), as: 'parts', words: title };
  const issue = readIssue(text);
  if (issue !== undefined) {
    const ofMagazine = piecesOf(issue.magazine).map((piece) => withoutParticles(piece));
    const words = some([...ofMagazine.filter((word) => word !== ''), issue.issue]);
    yield { wanted: want(words), as: 'parts', words: words.join(' ') };
  }
  yield* byNearTitle(pool, text, want);
  const foreign = readForeignWords(question.text);
  const isName = foreign.rest.length === 0;
  // Near names come before the sound, which a short name shares with pieces of words: ギョーテ and 鉱業停止.
  if (isName) yield* byNearName(pool, foreign, want);
  yield* bySound(request, asked);
  const free = asked.words.filter(({ field }) => field === undefined).map(({ word }) => word);
  yield* otherSpellings(free, katakanaWords(text), want);
  yield* byVolume(free, want);
  const typed = some(piecesOf(question.text));
  const katakana = katakanaWords(text);
  const bare = (piece: string) => withoutParticles(piece, katakana);
  // A space between two words means both; 星や天文 means either.
  const classesOf = /\s/u.test(text.trim()) ? classesNamed : classesOfEach;
  const bySubject = (words: readonly string[]) =>
    inSubject(pool, { pieces: words, katakana }, words.length === 0 ? [] : classesOf(words), want);
  if (question.about) yield* bySubject(typed.map(bare));
  const named = typed.map(withoutNo);
  const known = await knownAs(pool, [...new Set([...named, ...typed.flatMap(partsToLookUp)])], katakana);
  const apart = typed.map((typedPiece, place) => {
    const name = named[place] ?? '';
    const piece = known.get(name)?.has('author') ? name : typedPiece;
    const taken = takeApart(piece, (part) => known.has(part), katakana);
    // A word in katakana is what it says as a whole: ハルキムラカミ is no other Murakami.
    return katakana.includes(piece) && taken.rest.length > 0 ? { known: [], rest: [piece] } : taken;
  });
  const pieces = typed
    .map((piece) => (known.has(piece) || katakana.includes(piece) ? piece : bare(piece)))
    .filter((piece) => piece !== '');
  const parts = sortParts(
    apart.flatMap((one) => one.known),
    known,
  );
  const rest = apart.flatMap((one) => one.rest);
  const called = [...parts.names.map(nameKeys), ...parts.titles.map((title) => [titleKey(title)])];
  if (question.byAuthorOf !== undefined && parts.titles.length > 0) {
    const author = await authorOf(
      want([], { called: parts.titles.map((title) => [titleKey(title)]), whole: parts.titles.join('') }),
    );
    if (author !== undefined) {
      const name = normalise(author);
      const whole = question.byAuthorOf === 'works' ? name : parts.titles.join('');
      yield { wanted: want([], { called: [[authorKey(name)]], whole }), as: 'parts', words: author };
    }
  }
  const whole = parts.titles[0] ?? (rest.join('') || (parts.names[0] ?? ''));
  const words = [...parts.names, ...parts.titles, ...rest].join(' ');
  const asTyped = asked.words.map(({ word }) => word).join(' ');
  const isSubject = pieces.length === 1 && parts.names.length === 0 && classesNamed(pieces).length > 0;
  // 俳句の本 is more than what has the title 俳句.
  if (isSubject && pieces[0] !== asTyped) yield { wanted: want(pieces), as: 'parts', words: pieces.join() };
  // A word in kana that was typed alone ends with no particle: うきくも.
  const [alone = ''] = typed;
  if (alone === asTyped && isKana(alone) && bare(alone) !== alone)
    yield* corrected(pool, [alone], meant, want);
  if (called.length > 0) {
    yield* byVolume(rest, want, { called, whole });
    // The works of somebody in the form that was asked for come first.
    const { form } = question;
    yield { wanted: want(rest, { called, whole, form }), as: 'parts', words };
    for (const way of rewritten(rest.join(' '))) {
      const shown = [...parts.names, ...parts.titles, way].join(' ');
      yield { wanted: want(way.split(' '), { called, whole: way }), as: 'sound', words: shown };
    }
  }
  if (!isSubject && pieces.join(' ') !== asTyped)
    yield { wanted: want(pieces), as: 'parts', words: pieces.join(' ') };
  // 銭形平次の第1巻, whose title goes on: 銭形平次捕物控.
  const volumesApart = pieces.flatMap((piece) => volumeApart(piece) ?? piece);
  if (volumesApart.length > pieces.length) yield* byVolume(volumesApart, want);
  if (parts.names.length > 0)
    yield {
      wanted: want([...parts.titles, ...rest], { called: parts.names.map(nameKeys) }),
      as: 'parts',
      words,
    };

  const [beginning] = apart.flatMap(({ known: [first = ''] }, place) => {
    const piece = typed[place] ?? '';
    const end = piece.startsWith(first) ? bare(piece.slice(first.length)) : '';
    return first.length < TITLE_ALONE || [...end].length < 2 ? [] : [{ first, end }];
  });
  if (called.length > 1 && beginning !== undefined) {
    const { first, end } = beginning;
    const keys = parts.names.includes(first) ? nameKeys(first) : [titleKey(first)];
    yield { wanted: want([end], { called: [keys], whole: end }), as: 'parts', words: `${first} ${end}` };
  }

  yield* bySubject(pieces);
  yield* bySubjectAbove(pieces, want);
  const besideNo = pieces.flatMap((piece) => piece.split(/の(?!.*の)/u));
  if (besideNo.length > pieces.length && besideNo.every((word) => [...word].length > 1))
    yield { wanted: want(some(besideNo)), as: 'parts', words: besideNo.join(' ') };
  if (!isName) yield* byNearName(pool, foreign, want);
  yield* byWordsOfCompound(pool, pieces, meant, want);
  // Of ドクラ・マグラ either word may stand elsewhere.
  if (free.length === 1 && pieces.length > 1 && pieces.every((piece) => katakana.includes(piece)))
    yield* corrected(pool, free, meant, want);
  yield* corrected(pool, pieces, meant, want);
  const term = termNear(pieces.join(''));
  if (term !== undefined) {
    // Titles have it as it is printed, not as it is read.
    const words = termPrinted(term);
    yield {
      wanted: want([], { classes: classesNamed([term]), headings: [], term: normalise(words) }),
      as: 'corrected',
      words,
    };
  }
  yield* volumeWithFewer(free, want);
  const strange = partsOfStrangers(text, (surname) => known.has(surname));
  const told = (some: readonly string[]) => some.filter((one) => !strange.has(one));
  yield* withFewerWords(
    pool,
    {
      ...{ typed, pieces: told(pieces), rest: told(rest), katakana },
      ...{ parts: { names: told(parts.names), titles: told(parts.titles) }, translated: text.includes('訳') },
      form: question.form,
    },
    want,
  );
  const runs = await wordsFound(pool, told(some(runsOf(question.text).map(normalise)).filter(tells)));
  if (runs.length > 1) yield { wanted: want(runs), as: 'fewerWords', words: runs.join(' ') };
  for (const run of runs.toSorted((a, b) => b.length - a.length))
    yield { wanted: want([run]), as: 'fewerWords', words: run };
  // A piece of a word in katakana is no word.
  for (const piece of pieces.filter((one) => !katakana.includes(one))) {
    const end = await longestEnd(pool, piece);
    if (end !== undefined) yield { wanted: want([end]), as: 'fewerWords', words: end };
  }
  const classes = classesOfSubject(pieces);
  if (classes.length > 0) yield inClasses(classes, pieces, want);
}

/** Old names are said with a の that nobody writes: 紀の貫之. */
function withoutNo(piece: string): string {
  return piece.replace(/(?<=\p{Script=Han})の(?=\p{Script=Han})/gu, '');
}

/** As many of these words as a query may have, each once: every one is looked for in all parts of the table. */
function some(words: readonly string[]): string[] {
  return [...new Set(words)].slice(0, QUERY_WORD_LIMIT);
}

/**
 * The searches by sound: all words as one that sounds like a whole title (ningen isu, in which ん and い are heard as
 * one), then every word by its sound, then a part of a title by all of them as one: wa aru is わある, and ある after わ is
 * not heard. At last the kana of before 1946.
 */
function* bySound(request: SearchRequest, asked: Wanted): Generator<Otherwise> {
  const { text: typed = '', title = '', author = '', publisher = '' } = request;
  const words = typed || [title, author, publisher].filter((text) => text !== '').join(' ');
  const historical = typed.split(/\s+/u).map((word) => readHistoricalKana(word) ?? word);
  for (const text of new Set([typed, historical.join(' ')])) {
    const wanted = readRequest({ ...request, text }, true);
    if (wanted === undefined || wanted.words.every(({ word }, place) => word === asked.words[place]?.word))
      continue;
    const isOne = wanted.words.length > 1 && wanted.words.every(({ field }) => field === undefined);
    if (isOne)
      yield { wanted: { ...wanted, words: [], called: [[titleKey(wanted.whole)]] }, as: 'sound', words };
    yield { wanted, as: 'sound', words };
    if (isOne) yield { wanted: { ...wanted, words: [{ word: wanted.whole }] }, as: 'sound', words };
  }
}

/**
 * The searches in other spellings: loanwords in kanji for those in kana and the reverse, verbs without their kana,
 * words as they were written before 1956 and the reverse, and an issue or year by its numbers in digits or in kanji.
 */
function* otherSpellings(
  words: readonly string[],
  katakana: readonly string[],
  want: Want,
): Generator<Otherwise> {
  const written = words.map((word) =>
    otherLoanwords(word, katakana).reduce((text, { from, to }) => text.replaceAll(from, to), word),
  );
  // Who types フランス文学 or 落ち葉 asks for that class.
  const ways = classesNamed(words).length > 0 ? [] : [written, ...[words, written].map(allWithoutOkurigana)];
  const spelled = new Map(ways.map((way) => [way.join(' '), way]));
  spelled.delete(words.join(' '));
  for (const [shown, way] of spelled) yield { wanted: want(way), as: 'sound', words: shown };
  for (const shown of rewritten(words.join(' ')))
    yield { wanted: want(shown.split(' ')), as: 'sound', words: shown };
  const inKanji = words.map(dateInKanji);
  const dates = [words.map(issueInDigits), inKanji, inKanji.map(yearOfEra)];
  const dated = new Map(dates.map((way) => [way.join(' '), way]));
  dated.delete(words.join(' '));
  for (const [shown, way] of dated) yield { wanted: want(way), as: 'parts', words: shown };
}

function allWithoutOkurigana(words: readonly string[]): string[] {
  return words.map(withoutOkurigana);
}

/** Persons who may be meant by a foreign name that no record has so, if any record has the other words. */
async function* byNearName(
  pool: SearchPool,
  { parts, rest }: ForeignWords,
  want: Want,
): AsyncGenerator<Otherwise> {
  // A single kana between others is hardly a name.
  if (parts.every((part) => [...part].length < 2)) return;
  const words = rest
    .map(normalise)
    .map((word) => withoutParticles(word))
    .filter((word) => word !== '');
  // A number may be that of a volume, whose record has it nowhere else.
  const needed = words.filter((word) => readVolumeNumber(word) === undefined);
  if ((await wordsFound(pool, needed)).length < needed.length) return;
  const names = (await nearNames(pool, parts)).map(normalise);
  const [whole] = names;
  if (whole === undefined) return;
  const called = [names.flatMap((name) => [authorKey(name), translatorKey(name)])];
  yield { wanted: want(words, { called, whole }), as: 'sound', words: [whole, ...words].join(' ') };
}

/** A foreign title that is spelled otherwise there, with what else was typed: クリスマス・カロル for クリスマス・キャロル. */
async function* byNearTitle(pool: SearchPool, text: string, want: Want): AsyncGenerator<Otherwise> {
  for (const { typed, title } of await nearTitles(pool, foreignRuns(text))) {
    const rest = piecesOf(readQuestion(text.normalize('NFKC').replace(typed, ' ')).text)
      .map((piece) => withoutParticles(piece, katakanaWords(text)))
      .filter((piece) => piece !== '');
    const wanted = want(some(rest), { called: [[titleKey(title)]], whole: title });
    yield { wanted, as: 'sound', words: [...rest, title].join(' ') };
  }
}

/** A volume by its number, beside other words: as its title says it, or else by its place among the parts. */
function* byVolume(words: readonly string[], want: Want, beside: Partial<Wanted> = {}): Generator<Otherwise> {
  const { called = [] } = beside;
  const [others, spelled] = [
    words.filter((word) => readVolume(word) === undefined),
    words.map(volumeInKanji),
  ];
  if (others.length === words.length || others.length + called.length === 0) return;
  const shown = { as: 'parts', words: words.join(' ') } as const;
  const ends = words.map(partOfTitle);
  if (called.length === 0 && ends.some((end) => end !== undefined)) {
    const whole = words.map((word, place) => ends[place] ?? word).join('');
    yield { wanted: want([], { called: [[titleKey(whole)]], whole }), ...shown };
    // 第一部 下巻 is 第一部下.
    const joined = words.flatMap((word, place) => {
      if (ends[place] !== undefined) return [];
      return [readVolume(word) === undefined ? word : `${word}${ends[place + 1] ?? ''}`];
    });
    yield { wanted: want(joined), ...shown };
  }
  if (spelled.join(' ') !== shown.words) yield { wanted: want(spelled, beside), ...shown };
  const volumes = words.flatMap((word) => readVolume(word) ?? []).map((volume) => [volumeKey(volume)]);
  yield { wanted: want(others, { ...beside, called: [...called, ...volumes] }), ...shown };
}

/** A volume by its number without one of the other words, which may be written otherwise there: 源氏物語 32帖 梅枝 of 梅が枝. */
function* volumeWithFewer(words: readonly string[], want: Want): Generator<Otherwise> {
  const volumes = words.flatMap((word) => readVolume(word) ?? []).map((volume) => [volumeKey(volume)]);
  const others = words.filter((word) => readVolume(word) === undefined);
  if (volumes.length === 0 || others.length < 2) return;
  for (const left of others.toReversed()) {
    const kept = others.filter((word) => word !== left);
    const shown = words.filter((word) => word !== left).join(' ');
    yield { wanted: want(kept, { called: volumes }), as: 'fewerWords', words: shown };
  }
}

/** Whether a piece is words in kanji alone, each of which some record has: 熊本の歴史 is no misspelled 日本の歴史. */
async function isOfWords(pool: SearchPool, piece: string): Promise<boolean> {
  const words = piece.split('の');
  if (words.length === 1 || !words.every((word) => /^\p{Script=Han}{2,}$/u.test(word))) return false;
  return (await wordsFound(pool, words)).length === words.length;
}

async function* corrected(
  pool: SearchPool,
  pieces: readonly string[],
  meant: (piece: string) => Promise<string | undefined>,
  want: Want,
): AsyncGenerator<Otherwise> {
  const there = new Set(pieces.length === 1 ? [] : await wordsFound(pool, pieces));
  let isRead = true;
  const right = await Promise.all(
    pieces.map(async (piece) => {
      if (there.has(piece) || (await isOfWords(pool, piece))) return piece;
      // Both are asked at once: whoever waits has waited for the other searches before.
      const typo = meant(piece);
      typo.catch(() => undefined);
      const read = await readPartKana(pool, piece);
      if (read !== undefined) return read;
      isRead = false;
      return (await typo) ?? piece;
    }),
  );
  if (right.join(' ') === pieces.join(' ')) return;
  yield { wanted: want(right), as: isRead ? 'sound' : 'corrected', words: right.join(' ') };
}
