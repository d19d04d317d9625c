const rows: readonly (readonly [kana: string, latin: string])[] = [
  ['あいうえお', 'a i u e o'],
  ['かきくけこ', 'ka ki ku ke ko'],
  ['がぎぐげご', 'ga gi gu ge go'],
  ['さしすせそ', 'sa shi su se so'],
  ['ざじずぜぞ', 'za ji zu ze zo'],
  ['たちつてと', 'ta chi tsu te to'],
  ['だぢづでど', 'da ji zu de do'],
  ['なにぬねの', 'na ni nu ne no'],
  ['はひふへほ', 'ha hi fu he ho'],
  ['ばびぶべぼ', 'ba bi bu be bo'],
  ['ぱぴぷぺぽ', 'pa pi pu pe po'],
  ['まみむめも', 'ma mi mu me mo'],
  ['やゆよ', 'ya yu yo'],
  ['らりるれろ', 'ra ri ru re ro'],
  ['わゐゑを', 'wa i e o'],
  ['ゔ', 'vu'],
];
const syllables: ReadonlyMap<string, string> = new Map(
  rows.flatMap(([kana, latin]) => {
    const sounds = latin.split(' ');
    return [...kana].map((one, n): [string, string] => [one, sounds[n] ?? '']);
  }),
);

/** A small kana takes the vowel of the one before it, or its own in place of that: きゃ kya, しゅ shu, ゔぃ vi. */
const small: Readonly<Record<string, string>> = {
  ...{ ゃ: 'ya', ゅ: 'yu', ょ: 'yo', ゎ: 'wa', ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o' },
};
const long: Readonly<Record<string, string>> = { a: 'ā', i: 'ī', u: 'ū', e: 'ē', o: 'ō' };

/** Kinds of towns, which are written behind a hyphen: Tamana-shi. */
const kindsOfTown = new Set(['し', 'まち', 'ちょう', 'むら', 'そん']);

/**
 * A name in Latin letters (Hepburn, long vowels with a line), by its reading in hiragana with a space between words:
 * Kikuchi Shiritsu Chūō Toshokan. Other characters stay.
 */
export function hepburn(reading: string): string {
  return reading
    .split(' ')
    .filter((word) => word !== '')
    .map((word, n) => (n > 0 && kindsOfTown.has(word) ? `-${latin(word)}` : ` ${capital(latin(word))}`))
    .join('')
    .trim();
}

function latin(word: string): string {
  let text = '';
  for (const kana of word) {
    const joined = small[kana];
    if (joined === undefined) text += syllables.get(kana) ?? kana;
    // しゃ, ちゃ, じゃ: the y is heard in sh, ch and j already.
    else if (/(?:sh|ch|j)i$/u.test(text)) text = text.slice(0, -1) + joined.replace(/^y/u, '');
    else text = text.replace(/[aiueo]$/u, '') + joined;
  }
  return text
    .replace(/ん(?=[aiueoy])/gu, 'n’')
    .replace(/ん/gu, 'n')
    .replace(/っ(?=ch)/gu, 't')
    .replace(/っ(.)/gu, '$1$1')
    .replace(/o[ou]|([aue])\1|([aiueo])ー/gu, (vowels) => long[vowels.charAt(0)] ?? vowels);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
