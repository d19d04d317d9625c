/** A name or title as it is written, its reading (kana), and in Latin letters; a form that is not known is empty. */
export interface Spelled {
  written: string;
  reading: string;
  latin: string;
}

export const nothing: Spelled = { written: '', reading: '', latin: '' };

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);
const isKana = (text: string) => /\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text) && !hasHan(text);
const isLatin = (text: string) =>
  /\p{Script=Latin}/u.test(text) && !/\p{L}/u.test(text.replace(/\p{Script=Latin}/gu, ''));

/**
 * Tells which of several forms of one text is which, in whatever order they come: 245 with kanji and 880 with kana, 245
 * in romaji and 880 in kanji. Kanji are the written form; without any, the form that is not in Latin letters.
 */
export function tellApart(forms: readonly string[]): Spelled {
  const texts = forms.filter((text) => text !== '');
  const [only = '', ...more] = texts;
  if (more.length === 0) return { ...nothing, written: only };
  const written = texts.find(hasHan) ?? texts.find((text) => !isLatin(text)) ?? texts[0] ?? '';
  const others = texts.filter((text) => text !== written);
  return { written, reading: others.find(isKana) ?? '', latin: others.find(isLatin) ?? '' };
}
