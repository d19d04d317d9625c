/** The kana of a verb between two kanji: the い of 思い出. Particles stand between two words: 人の心. */
const BETWEEN = /(?<=\p{Script=Han})(?![のとやをにがはもへで])[ぁ-ん]{1,2}(?=\p{Script=Han})/gu;
/** The last kana of a verb that has become a noun: the れ of 夕暮れ. */
const AT_THE_END = /(?<=\p{Script=Han})[いきぎしちりみびけげせてねべめれえ]$/u;

/** A normalised word without the kana of its verbs (送り仮名), as many titles are written: 思出 for 思い出, 申訳 for 申し訳. */
export function withoutOkurigana(word: string): string {
  return word.replace(BETWEEN, '').replace(AT_THE_END, '');
}
