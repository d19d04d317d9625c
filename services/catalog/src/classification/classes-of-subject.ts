import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { normalise } from '../search/normalise.ts';
import { publishedNames } from './class-names.ts';

const termsFile = new URL('../../data/ndc9-terms.tsv.gz', import.meta.url);
const Terms = z.array(
  z.tuple([z.string().regex(/^\d{3}$/), z.string().min(1), z.string()], 'class, term and reading'),
);

/** Parts names and terms from each other; never in a normalised text. */
const END = '\u0001';

/** Read with the first question for a subject: a tenth of a second, and five megabytes. */
let known: ReadonlyMap<string, string> | undefined;

/**
 * The classes of the NDC that words of a subject stand for, in any spelling that the search folds: the classes one of
 * whose names, index terms or readings is the word, else those that contain it; of several words those that have all.
 *
 * @param words normalised
 * @returns one to three digits each, in order; a class stands for all below it. Empty for words that no class has.
 */
export function classesOfSubject(words: readonly string[]): string[] {
  known ??= readClasses();
  const found = classesWith(known, words, (word) => END + word + END);
  return found.length > 0 ? found : classesWith(known, words, (word) => word);
}

/** Three digits each of the classes that belong to the given ones. */
export function sectionsOf(classes: readonly string[]): string[] {
  return classes.flatMap((ndc) => {
    const below = 10 ** (3 - ndc.length);
    return Array.from({ length: below }, (_, n) => (below === 1 ? ndc : ndc + padded(n, 3 - ndc.length)));
  });
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function classesWith(
  all: ReadonlyMap<string, string>,
  words: readonly string[],
  sought: (word: string) => string,
): string[] {
  const sets = words.map((word) => {
    const part = sought(word);
    return [...all].filter(([, text]) => text.includes(part)).map(([ndc]) => ndc);
  });
  const [first = [], ...others] = sets;
  const isUnder = (ndc: string, set: readonly string[]) => set.some((above) => ndc.startsWith(above));
  // 9 and 91: the narrower one has both.
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

/** Of every class all that it is found by, normalised, each between two {@link END}. */
function readClasses(): ReadonlyMap<string, string> {
  const texts = new Map<string, Set<string>>();
  const add = (ndc: string, text: string) => {
    const set = texts.get(ndc) ?? new Set<string>();
    texts.set(ndc, set);
    for (const part of new Set([text, ...partsOf(text)])) set.add(normalise(part));
  };
  for (const [ndc, name] of publishedNames) add(ndc, name);
  const lines = gunzipSync(readFileSync(termsFile)).toString('utf8').split('\n');
  for (const [ndc, term, reading] of Terms.parse(lines.map((line) => line.split('\t')))) {
    add(ndc, term);
    if (reading !== '') add(ndc, reading);
  }
  return new Map([...texts].map(([ndc, set]) => [ndc, END + [...set].join(END) + END]));
}

/** 論理学．弁証法［弁証法的論理学］ is three names; what stands in brackets says of which field a term is. */
function partsOf(text: string): string[] {
  return text.replaceAll(/[（(][^）)]*[）)]/g, '').split(/--|[．：，、・＞>＠［］]/u);
}
