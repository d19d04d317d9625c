import { newForms } from './kanji-forms.ts';

/**
 * Grows with every change of what {@link normalise}, {@link soundOf} or {@link searchColumns} answer. Rows carry the
 * version they were written with; rows of an older one are written again by src/placing/renormalise-records.ts, because
 * a query of another version misses them.
 */
export const NORM_VERSION = 7;

/**
 * The characters that are dropped: punctuation, spaces, controls (also NUL and lone surrogates), accents standing alone
 * and those that no letter is composed with (i︠a︡, as romanised Cyrillic is catalogued), the long vowel mark and the
 * dashes and brackets that Unicode counts as symbols, variation selectors, and a voicing mark that found no kana to
 * join.
 */
const dropped =
  /[\u0300-\u036f\ufe20-\ufe2f\p{P}\p{Z}\p{C}\p{Sk}\p{Variation_Selector}\u3099\u309aー~−─━<>=|]/gu;

/**
 * The form in which titles, names and queries are compared, the same function for rows and queries: NFKC, small letters
 * without accents, katakana as hiragana, small kana as large ones, new forms of kanji, repetition marks as what they
 * repeat; no punctuation, spaces, hyphens or long vowel marks. Never fails; a text with nothing to search by gives the
 * empty text.
 */
export function normalise(text: string): string {
  if (isPlain(text)) return withoutSigns(text);
  if (!EACH_BY_ITSELF.test(text)) return enlarged(prepared(text));
  let made = '';
  for (let at = 0; at < text.length; at += 1)
    made += alone.get(text.charCodeAt(at)) ?? foldAlone(text.charAt(at));
  return made;
}

/** Kana and kanji without a mark that voices or repeats another, as most texts: folded in a third of the time. */
const EACH_BY_ITSELF = /^[ぁ-んゕゖァ-ンヵヶー㐀-鿿]*$/;
const alone = new Map<number, string>();

function foldAlone(character: string): string {
  const form = enlarged(prepared(character));
  alone.set(character.charCodeAt(0), form);
  return form;
}

/** Whether a text is ASCII alone, as many are: only case is folded, and of its signs only $ and + are kept. */
function isPlain(text: string): boolean {
  return /^[\0-\x7f]*$/u.test(text);
}

function withoutSigns(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9$+]/gu, '');
}

/** The text before small kana become large ones, which tells きゃ from きや. */
function prepared(text: string): string {
  const kept = text.normalize('NFKC').toLowerCase().replace(dropped, '');
  let made = '';
  let last = '';
  // Composed once more: dropping what stood between them may have brought a letter and its accent together.
  for (const character of kept.normalize('NFKC')) {
    const plain = character > '\u00bf' && character < '\u1f00' ? withoutAccent(character) : character;
    const next = repeated(newForms.get(plain) ?? asHiragana(plain), last);
    made += next;
    last = next;
  }
  return made
    .replace(/ゔ([ぁぃぇぉゅ]?)/gu, (_whole, small: string) => voicedB[small] ?? 'ぶ')
    .replace(/[ぢづゐゑ]/gu, soundsAs);
}

function withoutAccent(letter: string): string {
  return /\p{Script=Latin}/u.test(letter) ? letter.normalize('NFD').replace(/\p{M}/gu, '') : letter;
}

/** Katakana ァ–ヶ and the iteration marks ヽヾ; the few that have no hiragana (ヷ–ヺ) stay. */
function asHiragana(character: string): string {
  const code = character.charCodeAt(0);
  const hasHiragana = (code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe;
  return hasHiragana ? String.fromCharCode(code - 0x60) : character;
}

/** こゝろ is こころ, みすゞ is みすず, 佐々木 is 佐佐木; a mark with nothing to repeat stays. */
function repeated(character: string, last: string): string {
  if (character === '々') return /\p{Script=Han}/u.test(last) && last !== '々' ? last : character;
  if (character !== 'ゝ' && character !== 'ゞ') return character;
  if (!/[ぁ-ゖ]/u.test(last)) return character;
  const plain = last.normalize('NFD').charAt(0);
  return character === 'ゝ' ? plain : `${plain}\u3099`.normalize('NFC').charAt(0);
}

const voicedB: Readonly<Record<string, string>> = { ぁ: 'ば', ぃ: 'び', ぇ: 'べ', ぉ: 'ぼ', ゅ: 'びゅ' };
const alike: Readonly<Record<string, string>> = { ぢ: 'じ', づ: 'ず', ゐ: 'い', ゑ: 'え' };
const soundsAs = (kana: string) => alike[kana] ?? kana;

const small = 'ぁぃぅぇぉっゃゅょゎゕゖ';
const large = 'あいうえおつやゆよわかけ';
function enlarged(text: string): string {
  return text.replace(/[ぁぃぅぇぉっゃゅょゎゕゖ]/gu, (kana) => large.charAt(small.indexOf(kana)));
}

/**
 * A normalised text with the が of names and counters written in one way: 八ヶ岳, 八ケ岳, 八ガ岳, 一か月, 三箇所. It is looked for
 * between kanji alone, where a particle may stand too (雨が降る), so it never takes the place of the text as it is.
 */
export function withOneGa(normalised: string): string {
  return normalised.replace(/(?<=[\p{Script=Han}\d])[けかが箇](?=\p{Script=Han})/gu, 'け');
}

const vowels = new Map(
  [
    'あかさたなはまやらわがざだばぱ',
    'いきしちにひみりぎじびぴ',
    'うくすつぬふむゆるぐずぶぷ',
    'えけせてねへめれげぜべぺ',
    'おこそとのほもよろをごぞどぼぽ',
  ].flatMap((row, n) => [...row].map((kana): [string, string] => [kana, 'あいうえお'.charAt(n)])),
);
/** The vowel that a normalised kana ends with; empty of ん and of what is no kana. */
export function vowelOf(kana: string): string {
  return vowels.get(kana) ?? '';
}

/** The vowels that only lengthen the one before them. */
const lengthening = new Set(['ああ', 'いい', 'えい', 'うう', 'おう', 'ええ', 'おお']);
const nasal: Readonly<Record<string, string>> = {
  あ: 'な',
  い: 'に',
  う: 'ぬ',
  え: 'ね',
  お: 'の',
  や: 'にや',
  ゆ: 'にゆ',
  よ: 'によ',
};

/**
 * How a text sounds, roughly, in katakana (which no normalised text has): long vowels short, no っ, は and わ alike. What
 * is written in Latin letters (romaji.ts) and in kana comes to the same, and so do most spellings of foreign words:
 * シェークスピア and シェイクスピア, メーテルリンク and メエテルリンク. Kanji and letters stay.
 */
export function soundOf(text: string): string {
  if (isPlain(text)) return withoutSigns(text);
  const spoken = enlarged(prepared(text).replaceAll('っ', ''))
    .replaceAll('は', 'わ')
    .replaceAll('へ', 'え')
    .replaceAll('を', 'お')
    .replace(/ん([あいうえおやゆよ])/gu, (_whole, after: string) => nasal[after] ?? after);
  let sound = '';
  let vowel = '';
  for (const kana of spoken) {
    const own = vowelOf(kana);
    if (lengthening.has(vowel + kana)) continue;
    sound += kana;
    vowel = own;
  }
  return sound.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}

/** Whether a normalised text is kana and nothing else. */
export function isKana(normalised: string): boolean {
  return /^[ぁ-ゖ]+$/u.test(normalised);
}

/**
 * Whether a normalised text is a number, with or without letters or a year's character: no other number is meant by
 * 1984 or 1Q84, nor by a part of it.
 */
export function isNumber(text: string): boolean {
  return /^(?=.*\d)[\da-z]+年?$/u.test(text);
}
