import { z } from 'zod';
import { classesNamed, sectionsOf } from '../classification/classes-of-subject.ts';
import { otherLoanwords } from '../words/loanwords.ts';
import { conditionsOfParts, WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import type { Topic, Wanted } from './search-request.ts';
import { about, read, titled } from './topic-score.ts';
import { gramsOf, pairsOf, Values } from './word-condition.ts';

/** A piece of a question, and how much of a word it is. */
export interface TopicPiece {
  text: string;
  share: number;
  /** Whether it is a word in hiragana, which titles mostly have in kanji: ろうそく of 蝋燭. */
  isRead?: boolean;
}

/** Words for any text that is asked for, which tell none from the others. */
const GENERIC = /研究|体験|小説|随筆|物語|作品|文章|童話|詩集|自分|思い?出/gu;
const GENERIC_ALONE = /^[本話書者事物時頃今年日中上下内外先前後間所方人男女子目]$/u;
/** The kana behind a kanji that is a word of its own; behind a verb's are others. */
const PARTICLE = /^(?:[のをがはにとやでもへ]|$)/u;
/** A noun made of a verb and another word; no form of the verb (立ち上がる), nor two words (高い山). */
const COMPOUND =
  /\p{Script=Han}[きぎしちびみりえけげせてねべめれ]\p{Script=Han}(?![いうえきぎくぐけげちつびぶべみむめりるれしすせつがわらさまたば])/gu;
/** A prefix before a word of two kanji. */
const PREFIX = /^[大小新旧古全各反非不無再超総諸]/u;
/** A loanword so long tells more than a pair of kanji. */
const LONG_LOANWORD = 6;
const LOANWORD = 1.5;
/** The kana behind a verb's kanji that neither a particle nor して has. */
const OKURIGANA = /^[いうえきぎくぐけげちつびぶべみむめりるれ]/u;
/** From this share on a piece is a word, and not only a part of one. */
const WORD = 0.5;
/** The share of a word that a pair of its kanji has at least: more than the one kanji of a verb. */
const PAIR = 0.6;
/** The weight of a compound's last word, which says what it is. */
const LAST = 1.1;
const MOST_PIECES = 24;
/** A word in hiragana that is so long is hardly a part of others. */
const LONG_WORD = 4;
/** So many records with a piece are counted, and so many in each part of the table looked at: a piece in more tells little. */
const COUNTED = 500;
const AMONG = COUNTED * WORD_INDEXES.length;
/** A piece in one title is not really rarer than one in so many. */
const FEWEST = 5;
/** The rarest pieces are looked for until together they are in so many records. */
const HITS = 200;

/**
 * The pieces of a sentence that may stand in the title that is meant: words in katakana, pairs of kanji within a word,
 * and at last the kanji themselves (葬儀 for 葬式).
 *
 * @param texts normalised
 * @param katakana the words among them that were typed in katakana, normalised
 */
export function topicPieces(texts: readonly string[], katakana: readonly string[], share = 1): TopicPiece[] {
  const pieces = new Map<string, number>();
  const add = (text: string, much: number) => pieces.set(text, Math.max(pieces.get(text) ?? 0, much * share));
  for (const text of texts) {
    for (const word of katakana)
      if ([...word].length > 2 && text.includes(word))
        add(word, [...word].length < LONG_LOANWORD ? 1 : LOANWORD);
    for (const { to } of otherLoanwords(text, katakana)) add(to, 1);
    const told = text.replaceAll(GENERIC, ' ');
    // 踊り子 is a word, with and without the kana of the verb.
    for (const { 0: word } of told.matchAll(COMPOUND))
      for (const way of [word, word.replaceAll(/\p{Script=Hiragana}/gu, '')]) add(way, 1);
    const telling = told.replaceAll(COMPOUND, ' ');
    for (const { 0: run, index } of telling.matchAll(/\p{Script=Han}+/gu)) {
      // 人工的に says how, and 創業者 who; the last kanji of 弟子入り is a verb's.
      const isVerb = OKURIGANA.test(telling.slice(index + run.length));
      const kanji = [...run.replace(isVerb ? /(?<=..).$/u : /(?<=..)[的者]$/u, '')];
      const whole = run.endsWith('的') ? 0.5 : 1;
      const [only] = kanji;
      if (kanji.length === 1 && only !== undefined) {
        const isWord = PARTICLE.test(telling.slice(index + run.length));
        if (!GENERIC_ALONE.test(only)) add(only, isWord ? 1 : 0.5);
        continue;
      }
      // A term of the index is of its words: 関東 and 震災, no 東大.
      const words = classesNamed([run]).length > 0 ? wordsOfCompound(run) : [];
      for (const { text, share } of words) add(text, whole * share);
      if (words.length > 0) continue;
      const pairs = gramsOf(kanji);
      // 日本人 is of 日本, 大地震 a 地震.
      const other = kanji.length !== 3 ? undefined : PREFIX.test(run) ? pairs[0] : pairs[1];
      for (const pair of pairs)
        add(pair, whole * (pair === other ? PAIR : Math.max(PAIR, Math.min(1, 1.5 / (kanji.length - 1)))));
      for (const one of kanji) add(one, 0.5 / kanji.length);
    }
  }
  const inHiragana = new Set(texts.flatMap((text) => wordsInHiragana(text, katakana)));
  return [
    ...[...pieces].map(([text, share]) => ({ text, share })),
    ...[...inHiragana].filter((text) => !pieces.has(text)).map((text) => ({ text, share, isRead: true })),
  ].slice(0, MOST_PIECES);
}

/** The words of a sentence in hiragana too long for its particles and verbs: ろうそく. Those stand behind a kanji. */
function wordsInHiragana(text: string, katakana: readonly string[]): string[] {
  const told = katakana.reduce((one, word) => one.replaceAll(word, '、'), text);
  return [...told.matchAll(/(?<![\p{Script=Han}ぁ-ゖ])[ぁ-ゖ]+/gu)]
    .map(([run]) => run.replace(/(?<=.)(?:から|まで|[のをがはにとやでもへ])$/u, ''))
    .filter((word) => [...word].length >= LONG_WORD && !word.endsWith('さん'));
}

const Counts = z.object({ counts: z.array(z.int()) });
const CountsWithClasses = z.object({ ...Counts.shape, ofClasses: z.array(z.int()) });

/** The topics of the works that fit, the rarer the more: also what only their class says (将棋, 796). */
export async function topicsAmong(
  pool: SearchPool,
  wanted: Wanted,
  pieces: readonly TopicPiece[],
): Promise<Topic[]> {
  const values = new Values();
  const texts = values.add(pieces.map(({ text }) => text));
  const fields = values.add(pieces.map(fieldOf));
  const hits = conditionsOfParts(wanted, values).map(
    (conditions) =>
      `(SELECT ${titled} AS titled, ${about} AS about, ${read} AS reading, left(ndc, 3) AS section FROM bibliographic_record record WHERE ${conditions} LIMIT ${COUNTED})`,
  );
  const classes = values.add(pieces.map((piece) => classesOf(piece).join(' ')));
  const sql = `WITH hit AS MATERIALIZED (${hits.join(' UNION ALL ')})
    SELECT json_agg((SELECT count(*) FROM hit WHERE strpos(${ofField}, topic) > 0) ORDER BY place) AS counts,
      json_agg((SELECT count(*) FROM hit WHERE strpos(classes, section) > 0) ORDER BY place) AS "ofClasses"
    FROM unnest(${texts}::text[], ${fields}::text[], ${classes}::text[]) WITH ORDINALITY AS asked (topic, field, classes, place)`;
  const row = await pool.rowOfWordIndexes({ sql, values: values.list, prepared: false });
  const { counts, ofClasses } = CountsWithClasses.parse(row);
  return weighed(
    pieces,
    counts.map((count, place) => count || (ofClasses[place] ?? 0)),
  );
}

/** The topics of any record, and by which of them, the rarest, to look for it. */
export async function topicsOfAll(
  pool: SearchPool,
  pieces: readonly TopicPiece[],
  most = HITS,
): Promise<Topic[]> {
  const branches = WORD_INDEXES.map(
    (
      rows,
      part,
    ) => `(SELECT ${part} AS part FROM (SELECT ${titled} AS titled, ${about} AS about, ${read} AS reading FROM bibliographic_record
      WHERE ${rows} AND tv @@ query::tsquery LIMIT ${COUNTED}) one WHERE strpos(${ofField}, topic) > 0)`,
  );
  // What is that frequent in the first parts is no rarer in the others, which are not begun.
  const sql = `SELECT json_agg((SELECT CASE WHEN count(*) < ${COUNTED} THEN count(*) ELSE ${AMONG} / greatest(1, max(part)) END
      FROM (${branches.join(' UNION ALL ')} LIMIT ${COUNTED}) found) ORDER BY place) AS counts
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (topic, query, field, place)`;
  const texts = pieces.map(({ text }) => text);
  const row = await pool.rowOfWordIndexes({
    ...{ sql, prepared: true },
    values: [texts, texts.map(pairsOf), pieces.map(fieldOf)],
  });
  const { counts } = Counts.parse(row);
  const topics = weighed(pieces, counts);
  const rarestFirst = topics.toSorted((one, other) => other.weight - one.weight);
  let found = 0;
  return rarestFirst.map((topic) => {
    const place = texts.indexOf(topic.text);
    const count = counts[place] ?? 0;
    // One word of a sentence is looked for, however common it is.
    const isSought = found < HITS && (count <= most || (found === 0 && most === HITS));
    if (isSought) found += count;
    return { ...topic, isSought };
  });
}

/** The words of a compound of kanji, two by two from either end: 民芸 and 運動; 関東 and 震災 of 関東大震災. Else none. */
export function wordsOfCompound(text: string): TopicPiece[] {
  const kanji = [...text];
  if (!/^\p{Script=Han}{4,8}$/u.test(text)) return [];
  const middle = kanji.length / 2;
  return gramsOf(kanji).flatMap((text, place) => {
    const fromEnd = kanji.length - place - 2;
    const isWord = place + 1 < middle ? place % 2 === 0 : fromEnd % 2 === 0;
    return isWord ? [{ text, share: fromEnd === 0 ? LAST : 1 }] : [];
  });
}

/** The topics of a sentence of two words at least. None where no title has a word of it: half a word is too little. */
export async function topicsOfSentence(pool: SearchPool, pieces: readonly TopicPiece[]): Promise<Topic[]> {
  // Among all records half a word stands in too much, and costs a look at each.
  const whole = pieces.filter(({ share }) => share >= WORD);
  if (whole.length < 2) return [];
  const topics = await topicsOfAll(pool, whole);
  const words = new Set(whole.filter(({ share }) => share > WORD).map(({ text }) => text));
  return topics.some(({ text }) => words.has(text)) ? topics : [];
}

function weighed(pieces: readonly TopicPiece[], counts: readonly number[]): Topic[] {
  return pieces.flatMap((piece, place) => {
    const { text, share } = piece;
    const count = counts[place] ?? 0;
    const weight = Math.round(100 * share * Math.log(1 + AMONG / Math.max(FEWEST, count)));
    const topic = { text, weight, field: fieldOf(piece), classes: classesOf(piece), isSought: false };
    return count === 0 ? [] : [topic];
  });
}

/** Where a piece is looked for. */
function fieldOf({ text, isRead = false }: TopicPiece): Topic['field'] {
  if (isRead) return 'reading';
  return [...text].length === 1 ? 'titled' : 'about';
}

/** SQL of the text in which a piece is looked for. */
const ofField = `CASE field WHEN 'titled' THEN titled WHEN 'about' THEN about ELSE reading END`;

/** The classes, of three digits, whose name is a piece that is a word. */
function classesOf({ text, share }: TopicPiece): string[] {
  return share < 1 ? [] : sectionsOf(classesNamed([text]).filter((ndc) => ndc.length === 3));
}
