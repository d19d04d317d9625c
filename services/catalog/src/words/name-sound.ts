import { soundOf } from './normalise.ts';

/**
 * How a foreign name sounds, in Latin letters, whatever script it is written in: シェイクスピア and Shakespeare. What is written
 * for one sound in several languages (ch, tch; ph; sch) is one letter; what is doubled or silent by rule is not heard.
 */
export function spokenLetters(name: string): string {
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
 * What any writer keeps of a name: its consonants, roughly. An r that closes a syllable is as often a long vowel
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
 * How far apart two names are as they are spoken, from 0 to about 1: vowels and the consonants that stand for each other cost
 * little, others a whole letter.
 */
export function nameDistance(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  if (longer === 0) return 1;
  let before = [0];
  for (const letter of other) before.push((before.at(-1) ?? 0) + left(letter));
  for (const letter of one) {
    const row = [(before[0] ?? 0) + left(letter)];
    for (const [place, against] of [...other].entries()) {
      row.push(
        Math.min(
          (before[place] ?? 0) + changed(letter, against),
          (before[place + 1] ?? 0) + left(letter),
          (row[place] ?? 0) + left(against),
        ),
      );
    }
    before = row;
  }
  return (before.at(-1) ?? 0) / longer;
}

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
