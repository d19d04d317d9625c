import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isKana, normalise } from '../words/normalise.ts';
import { readShortKatakana } from '../words/short-katakana.ts';
import { publishedNames } from './class-names.ts';

const termsFile = new URL('../../data/ndc9-terms.tsv.gz', import.meta.url);
/** A line's class, the first three digits of that, its term and reading. */
const TERM = /^((\d{3})(?:\.\d+)?)\t([^\t]+)\t([^\t]*)$/;

/** The years behind the name of a class: 近世 1600―1868. */
const YEARS = /\s*\d{3,4}(?:[―－-]\d*)?$/u;

interface Classes {
  readonly all: ReadonlyMap<string, readonly string[]>;
  readonly terms: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlySet<string>;
  readonly finer: ReadonlyMap<string, readonly string[]>;
  readonly beside: ReadonlyMap<string, readonly string[]>;
  readonly printed: ReadonlyMap<string, string>;
  readonly inOrder: readonly string[];
  readonly inKatakana: ReadonlyMap<string, ReadonlySet<string>>;
  readonly spoken: ReadonlyMap<string, string>;
}

/** The classes: {@link readSubjects} reads them bit by bit, or the first question the rest (a second; 50 MB). */
let known: Classes | undefined;
let reading: Generator<void, Classes> | undefined;

function classes(): Classes {
  while (known === undefined) readOn();
  return known;
}

function readOn(): void {
  reading ??= readClasses();
  const { done, value } = reading.next();
  if (done) known = value;
}

/**
 * The classes of the NDC that words of a subject stand for, in any spelling that the search folds: the classes one of
 * whose names, index terms or readings is the word, else those that contain it; of several words those that have all.
 *
 * @param words normalised
 * @returns one to three digits each, in order; a class stands for all below it. Empty for words that no class has.
 */
export function classesOfSubject(words: readonly string[]): string[] {
  const { all } = classes();
  const found = commonOf(words.map((word) => [...(all.get(word) ?? [])]));
  if (found.length > 0) return found;
  const entries = [...all];
  return commonOf(
    words.map((word) =>
      entries.filter(([name]) => name.includes(word)).flatMap(([, classes]) => [...classes]),
    ),
  );
}

/**
 * The classes that are called the words and no more, where nobody said that they are a subject: those of which the
 * words are an index term or the name of three digits, else the finer classes (江戸時代 is a term of history, and a part of
 * many other classes); else those that are called in another way that means the same ({@link waysToSay}).
 */
export function classesNamed(words: readonly string[]): string[] {
  const { all, terms } = classes();
  for (const way of waysToSay) {
    const names = words.map(way);
    for (const some of [terms, all]) {
      const found = commonOf(names.map((name) => [...(some.get(name) ?? [])]));
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** The classes called a short word in katakana that print it so: チーズ is no 地図. */
export function classesNamedInKatakana(word: string): string[] {
  const printedSo = classes().inKatakana.get(word);
  return printedSo === undefined ? [] : classesNamed([normalise(word)]).filter((ndc) => printedSo.has(ndc));
}

/**
 * The classes of each of several subjects that are named in one go: 星や天文, 犬と猫; else the classes of all of them
 * together. None where one of them is no subject.
 */
export function classesOfEach(words: readonly string[]): string[] {
  const together = classesNamed(words);
  if (together.length > 0) return together;
  const each = words.flatMap(eachNamed);
  // シャーロック has a や, and is neither 詩 nor ロック.
  if (each.some(({ word }) => word.length < 2 && isKana(word))) return [];
  const classes = each.map(({ word, mayLack }) => ({ found: classesNamed([word]), mayLack }));
  if (classes.some(({ found, mayLack }) => found.length === 0 && !mayLack)) return [];
  return [...new Set(classes.flatMap(({ found }) => found))];
}

/**
 * 犬 and 猫 of 犬と猫; アイヌの言葉 and アイヌの文化 of アイヌの言葉と文化, where the first is a class and what else is
 * theirs need not be.
 */
function eachNamed(words: string): { word: string; mayLack: boolean }[] {
  const [first = '', ...others] = words.split(/(?<=.)(?:や|と|および|または)(?=.)/u);
  const whose = /^.{2,}?の(?=.{2})/u.exec(first)?.[0] ?? '';
  const isTheirs = (word: string) => whose !== '' && !word.includes('の');
  return [
    { word: first, mayLack: false },
    ...others.map((word) =>
      isTheirs(word) ? { word: whose + word, mayLack: true } : { word, mayLack: false },
    ),
  ];
}

/** The ways in which the index may write a word, as it is typed first. */
const waysToSay: readonly ((word: string) => string)[] = [
  (word) => word,
  // 仏教の歴史, アイヌの言葉, 図書館の法律, 日本の美術.
  (word) =>
    word
      .replace(/(?<=..)の歴史$/u, '史')
      .replace(/(?<=..)の(?:言葉|ことば|言語)$/u, '語')
      .replace(/(?<=..)の(?:法律|法令)$/u, '法')
      .replace(/(?<=..)の(?=\p{Script=Han}{2})/gu, ''),
  // お習字.
  (word) => word.replace(/^[おご](?=\p{Script=Han})/u, ''),
  // 食べ物 is 食物, 生け花 生花.
  (word) =>
    word.replace(/(?<=\p{Script=Han})[^\P{Script=Hiragana}のとやがをにはでへも](?=\p{Script=Han})/gu, ''),
  // 山登り is 登山.
  (word) => word.replace(/^(\p{Script=Han})(\p{Script=Han})[いきぎしちにびみりえけげせてねべめれ]$/u, '$2$1'),
  // 天文 is 天文学, and 鳥 are 鳥類.
  (word) => word.replace(/^\p{Script=Han}{2,}$/u, '$&学').replace(/^\p{Script=Han}$/u, '$&類'),
];

/** Whether a class, or one above or below it (1-3 digits), is called this normalised text: 813 (日本語／辞典) 辞典. */
export function isClassCalled(ndc: string, text: string): boolean {
  const isNear = (other: string) => other.startsWith(ndc) || ndc.startsWith(other);
  return [...(classes().all.get(text) ?? []), ...classesNamed([text])].some(isNear);
}

/**
 * The finer classes that are called this normalised term: 江戸時代 is 210.5, of 210. None below a class of three digits
 * that is called so itself, since a class stands for all below it.
 */
export function finerClassesNamed(term: string): string[] {
  return commonOf([classes().finer.get(term) ?? []]).filter((ndc) => ndc.length > 3);
}

/** The other names of the finer classes that are called this normalised term: 江戸時代 is 近世, too, and 幕藩体制. */
export function besideTerm(term: string): readonly string[] {
  return classes().beside.get(term) ?? [];
}

/** The index term a normalised text was likely meant to be: with one other character, or the only one more or less. */
export function termNear(text: string): string | undefined {
  if (text.length < SHORTEST_NEAR) return undefined;
  const longerOrShorter: string[] = [];
  for (const name of classes().terms.keys()) {
    if (name.length === text.length && hasOneOther(name, text)) return name;
    if (isOneTooMany(text, name) || isOneLeftOut(text, name)) longerOrShorter.push(name);
  }
  const [only, ...others] = longerOrShorter;
  return others.length === 0 ? only : undefined;
}

function hasOneOther(name: string, text: string): boolean {
  let wrong = 0;
  for (let place = 0; place < name.length && wrong < 2; place += 1)
    if (name[place] !== text[place]) wrong += 1;
  return wrong === 1;
}

/** A kanji is too many only where it stands twice (江戸時代代): another before or behind makes another word (江戸時代展). */
function isOneTooMany(text: string, name: string): boolean {
  if (name.length < SHORTEST_NEAR) return false;
  const place = placeOfOneMore(text, name);
  return place !== undefined && (isKana(text) || text[place] === text[place - 1]);
}

/** えどじだ, 関東震災: a kanji is left out only within the term; without its end it is another word (日本経済, 日本経済史). */
function isOneLeftOut(text: string, name: string): boolean {
  const place = placeOfOneMore(name, text);
  return place !== undefined && (isKana(name) || (place > 0 && place < text.length));
}

/** The place of the one character without which a text is the shorter one; undefined where there is none. */
function placeOfOneMore(longer: string, shorter: string): number | undefined {
  if (longer.length !== shorter.length + 1) return undefined;
  let place = 0;
  while (place < shorter.length && longer[place] === shorter[place]) place += 1;
  return longer.slice(place + 1) === shorter.slice(place) ? place : undefined;
}

/** The reading of an index term in kanji and kana, normalised: a title may write it otherwise (奥の細道, おくのほそ道). */
export function readingOfTerm(term: string): string | undefined {
  return classes().spoken.get(term);
}

export function termPrinted(term: string): string {
  return classes().printed.get(term) ?? term;
}

/** A shorter text is a subject rather than a title: 釣り. */
const SHORTEST_SPOKEN = 4;

/** Shorter terms have too many neighbours. */
const SHORTEST_NEAR = 4;

/** Subjects, as printed, whose name or reading begins with one of these normalised texts, the shortest first. */
export function subjectsBeginning(begins: readonly string[], most: number): string[] {
  const { printed, inOrder } = classes();
  const found = new Set<string>();
  for (const begin of begins) {
    for (let at = firstFrom(inOrder, begin); ; at += 1) {
      const name = inOrder[at];
      if (name === undefined || !name.startsWith(begin)) break;
      found.add(printed.get(name) ?? name);
    }
  }
  return [...found].sort((one, other) => one.length - other.length).slice(0, most);
}

/** The place of the first name in order that does not come before the text. */
function firstFrom(names: readonly string[], text: string): number {
  let [from, to] = [0, names.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((names[middle] ?? '') < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Reads all names of classes between the requests of a process that serves already, so that no search and no start
 * waits for it.
 */
export function readSubjects(): void {
  const goOn = () => {
    if (known !== undefined) return;
    readOn();
    setImmediate(goOn);
  };
  setTimeout(goOn, READ_AFTER_MS).unref();
}

const READ_AFTER_MS = 1_000;

/** Lines that are read at a time: some milliseconds. */
const AT_A_TIME = 300;

/** Whether a class of three digits or less is called this normalised text. */
export function isClassName(text: string): boolean {
  return classes().names.has(text);
}

/** The classes of three digits that belong to the given ones. */
export function sectionsOf(classes: readonly string[]): string[] {
  return classes.flatMap((ndc) => {
    const below = 10 ** (3 - ndc.length);
    return Array.from({ length: below }, (_, n) => (below === 1 ? ndc : ndc + padded(n, 3 - ndc.length)));
  });
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** The classes that all sets have, or that are below one of each; of two, one below the other, only the upper. */
function commonOf(sets: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = sets;
  const isUnder = (ndc: string, set: readonly string[]) => set.some((above) => ndc.startsWith(above));
  // 9 and 91: the narrower class is in both.
  const both = others.reduce(
    (left, right) => [
      ...left.filter((ndc) => isUnder(ndc, right)),
      ...right.filter((ndc) => isUnder(ndc, left)),
    ],
    first,
  );
  const distinct = [...new Set(both)].sort();
  return distinct.filter((ndc) => !distinct.some((above) => above !== ndc && ndc.startsWith(above)));
}

/** The classes by every name by which they are found, normalised; `terms` has no names of finer classes. */
function* readClasses(): Generator<void, Classes> {
  const [all, terms] = [new Map<string, readonly string[]>(), new Map<string, readonly string[]>()];
  const printed = new Map<string, string>();
  // Nearly every name is of one class: a list for each class, in place of a set for each name, takes half the memory.
  const alone = new Map<string, readonly string[]>();
  const add = (ndc: string, names: readonly string[], isTerm: boolean) => {
    const one = alone.get(ndc) ?? [ndc];
    alone.set(ndc, one);
    for (const name of names) {
      for (const classes of isTerm ? [all, terms] : [all]) {
        const others = classes.get(name);
        if (others === undefined) classes.set(name, one);
        else if (!others.includes(ndc)) classes.set(name, [...others, ndc]);
      }
    }
  };
  const inKatakana = new Map<string, Set<string>>();
  const addInKatakana = (ndc: string, name: string) => {
    for (const part of name.includes('ー') ? partsOf(name) : [])
      if (readShortKatakana(part)?.word === part)
        inKatakana.set(part, (inKatakana.get(part) ?? new Set()).add(ndc));
  };
  const spokenAs = new Map<string, string>();
  const names = new Set<string>();
  const beside = new Map<string, readonly string[]>();
  const finer = new Map<string, string[]>();
  const addFiner = (ndc: string, names: readonly string[]) => {
    for (const name of new Set(names)) finer.set(name, [...(finer.get(name) ?? []), ndc]);
  };
  const elsewhere: [ndc: string, names: readonly string[]][] = [];
  for (const [ndc, name] of publishedNames) {
    addInKatakana(ndc, name);
    const { parts, whole } = fold(name);
    add(ndc, [whole, ...parts], true);
    for (const part of parts) names.add(part);
  }
  const text = gunzipSync(readFileSync(termsFile)).toString('utf8');
  let lines = 0;
  for (const [line] of text.matchAll(/[^\n]+/g)) {
    lines += 1;
    if (lines % AT_A_TIME === 0) yield;
    const [, full, ndc, term = '', reading = ''] = TERM.exec(line) ?? [];
    if (full === undefined || ndc === undefined) throw new Error(`no class, term and reading: ${line}`);
    addInKatakana(ndc, term);
    const { first, parts, whole } = fold(term);
    const isTerm = reading !== '';
    // A term of a field that is named beside it (気象 of 植物学) is meant only where nothing else is called so.
    const ofField = isTerm && OF_FIELD.test(term);
    add(ndc, [whole, ...parts], isTerm && !ofField);
    if (!isTerm) {
      const called = partsOf(term).map((part) => normalise(part.replace(YEARS, '')));
      const itsNames = [...new Set(called)].filter((name) => name.length > 1);
      addFiner(full, itsNames);
      for (const name of itsNames) {
        const others = itsNames.filter((other) => other !== name);
        if (others.length > 0) beside.set(name, [...new Set([...(beside.get(name) ?? []), ...others])]);
      }
      continue;
    }
    const spoken = fold(reading);
    addFiner(full, [whole, ...parts, spoken.whole, ...spoken.parts]);
    add(ndc, [spoken.whole, ...spoken.parts], !ofField);
    if (ofField) elsewhere.push([ndc, [whole, ...parts, spoken.whole, ...spoken.parts]]);
    for (const part of [...parts, ...spoken.parts]) printed.set(part, first);
    parts.forEach((part, place) => {
      const reading = spoken.parts[place];
      if (part.length >= SHORTEST_SPOKEN && KANJI_AND_KANA.test(part) && reading !== undefined)
        spokenAs.set(part, reading);
    });
  }
  const free = new Set(elsewhere.flatMap(([, called]) => called).filter((name) => !terms.has(name)));
  for (const [ndc, called] of elsewhere)
    add(
      ndc,
      called.filter((name) => free.has(name)),
      true,
    );
  const inOrder = [...printed.keys()].sort();
  return { all, terms, names, finer, beside, printed, inOrder, inKatakana, spoken: spokenAs };
}

/** A text and its parts, normalised, and the first part as it is printed. */
function fold(text: string) {
  const parts = partsOf(text);
  const [first = text] = parts;
  const folded = parts.map(normalise);
  const [only] = folded;
  return { first, parts: folded, whole: first === text && only !== undefined ? only : normalise(text) };
}

const KANJI_AND_KANA = /\p{Script=Han}.*\p{Script=Hiragana}|\p{Script=Hiragana}.*\p{Script=Han}/u;

/** The field of a term, behind it: 気象（植物学）. */
const OF_FIELD = /[（(]/u;

/**
 * 論理学．弁証法［弁証法的論理学］ is three names; what stands in brackets says of which field a term is, or how much of it is there
 * (社会学＜一般＞), and 物理学＞天体物理学 is but the second, which the index lists beneath the first.
 */
function partsOf(text: string): string[] {
  if (!/[（(＜<＞>．：，、・＠［］]|--/u.test(text)) return [text];
  return text
    .replaceAll(/[（(][^）)]*[）)]|[＜<][^＞>]*[＞>]/gu, '')
    .replace(/^.*[＞>]/u, '')
    .split(/--|[．：，、・＠［］]/u);
}
