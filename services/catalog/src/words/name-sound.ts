import { soundOf } from './normalise.ts';

/**
 * How a foreign name sounds, in Latin letters, whatever script it is written in: シェイクスピア and Shakespeare. The spellings
 * of one sound in several languages (ch, tch; ph; sch) are one letter; doubled letters and those silent by rule are not
 * heard.
 */
export function spokenLetters(name: string): string {
  const known = heard.get(name);
  if (known !== undefined) return known;
  if (heard.size >= REMEMBERED) heard.clear();
  const spoken = spell(name);
  heard.set(name, spoken);
  return spoken;
}

/** Thousands of names are compared with one that was typed, and most are made of the same few parts. */
const REMEMBERED = 10_000;
const heard = new Map<string, string>();

function spell(name: string): string {
  const kana = soundOf(name);
  if (/^[ァ-ヶ]+$/u.test(kana)) {
    const spelled = [...kana].map((one) => letters.get(one) ?? '').join('');
    // ギョーテ, ゲョエテ and ゲーテ; シャ is one sound, as it is in Latin letters.
    return spelled.replace(/[ie]yoe?/gu, 'e').replace(/iy(?=[au])/gu, '');
  }
  if (!/^[a-z]+$/u.test(kana)) return '';
  return spellings
    .reduce((text, [written, heard]) => text.replace(written, heard), kana)
    .replace(/(.)\1/gu, '$1');
}

const rows: Readonly<Record<string, string>> = {
  '': 'アイウエオ',
  k: 'カキクケコ',
  g: 'ガギグゲゴ',
  s: 'サシスセソ',
  z: 'ザ＿ズゼゾ',
  t: 'タチツテト',
  // ジ and ディ, ガンジー and ガンディー, are one.
  d: 'ダジ＿デド',
  n: 'ナニヌネノ',
  h: 'ハヒ＿ヘホ',
  f: '＿＿フ＿＿',
  b: 'バビブベボ',
  p: 'パピプペポ',
  m: 'マミムメモ',
  y: 'ヤ＿ユ＿ヨ',
  r: 'ラリルレロ',
  w: 'ワ',
};
const letters: ReadonlyMap<string, string> = new Map([
  ...Object.entries(rows).flatMap(([start, row]) =>
    [...row].map((kana, n): [string, string] => [kana, start + 'aiueo'.charAt(n)]),
  ),
  ['ン', 'n'],
]);

const spellings: readonly (readonly [RegExp, string])[] = [
  [/sch|sh|ß/gu, 's'],
  [/tch|ch|ts|tz/gu, 't'],
  [/ph/gu, 'f'],
  [/th/gu, 't'],
  [/kh|gh/gu, 'h'],
  [/c(?=[eiy])/gu, 's'],
  [/c|q/gu, 'k'],
  [/x/gu, 'ks'],
  [/j/gu, 'd'],
  [/v/gu, 'b'],
  [/l/gu, 'r'],
  [/y/gu, 'i'],
];

/** Consonants that languages and writers interchange; h, w and y come and go as vowels do. */
const classes: Readonly<Record<string, string>> = {
  ...{ k: 'k', g: 'k', s: 's', z: 's', t: 't', d: 't', n: 'n', f: 'p', b: 'p', p: 'p', m: 'm', r: 'r' },
};

/**
 * The consonants of a name, roughly, which any writer keeps. An r that closes a syllable is as often a long vowel
 * (アンデルセン, アンダーセン), so only one that begins a syllable counts.
 */
export function consonantsOf(spoken: string): string {
  return [...spoken]
    .map((letter, place) => {
      const next = spoken.charAt(place + 1);
      const opens = place === 0 || /[aieo]/u.test(next);
      return letter === 'r' && !opens ? '' : (classes[letter] ?? '');
    })
    .join('');
}

/**
 * How far apart two names are as they are spoken, from 0 to about 1: vowels and the consonants that stand for each
 * other cost little, others a whole letter.
 *
 * @param one of spokenLetters, as is the other
 * @param farthest from where on it need not be known how far: Infinity then
 */
export function nameDistance(one: string, other: string, farthest = 1): number {
  const longer = Math.max(one.length, other.length);
  if (longer === 0) return 1;
  const [from, to] = [codesOf(one), codesOf(other)];
  const most = farthest * longer + ROUNDING;
  let [before, row] = [new Float64Array(to.length + 1), new Float64Array(to.length + 1)];
  for (const [place, against] of to.entries())
    before[place + 1] = costOf(before, place) + costOf(LEFT, against);
  for (const letter of from) {
    const leaving = costOf(LEFT, letter);
    let least = costOf(before, 0) + leaving;
    row[0] = least;
    for (let place = 0; place < to.length; place += 1) {
      const against = to[place] ?? 0;
      const cost = Math.min(
        costOf(before, place) + costOf(CHANGED, letter * LETTERS + against),
        costOf(before, place + 1) + leaving,
        costOf(row, place) + costOf(LEFT, against),
      );
      row[place + 1] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    [before, row] = [row, before];
  }
  return costOf(before, to.length) / longer;
}

/** The error of sums of costs. */
const ROUNDING = 1e-9;

const costOf = (costs: Float64Array, place: number) => costs[place] ?? 0;

const alphabet = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS = alphabet.length;
const codesOf = (spoken: string) =>
  Uint8Array.from(spoken, (letter) => letter.charCodeAt(0) - alphabet.charCodeAt(0));

const VOWEL = 0.25;
const WEAK = 0.4;
const isVowel = (letter: string) => 'aiueo'.includes(letter);
const isWeak = (letter: string) => 'hwyr'.includes(letter);

function left(letter: string): number {
  if (isVowel(letter)) return VOWEL;
  return isWeak(letter) ? WEAK : 1;
}

function changed(letter: string, against: string): number {
  if (letter === against) return 0;
  if (isVowel(letter) && isVowel(against)) return VOWEL;
  const like = classes[letter];
  if (like !== undefined && like === classes[against]) return VOWEL;
  return isWeak(letter) && isWeak(against) && !'r'.includes(letter) && !'r'.includes(against) ? VOWEL : 1;
}

/** The values of {@link left} and {@link changed} for every letter and pair: a search compares thousands of names. */
const LEFT = Float64Array.from(alphabet, left);
const CHANGED = Float64Array.from(
  [...alphabet].flatMap((one) => [...alphabet].map((other) => changed(one, other))),
);
