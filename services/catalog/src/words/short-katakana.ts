import { normalise, vowelOf } from './normalise.ts';

/**
 * With so few kana, much else is read as a folded word in katakana is: 地図 as チーズ, 范 as ハーン, 好き as スキー. A single kana
 * (カー) would mean a look at half of a catalogue, and those called so come first anyhow.
 */
const SHORT = 2;

/** The vowels that may stand for ー in a foreign word: ゲーテ, ゲエテ; ポー, ポオ, ボオドレエル; メイル. */
const lengtheners: Readonly<Record<string, string>> = {
  あ: 'アァ',
  い: 'イィ',
  う: 'ウゥ',
  え: 'エェイ',
  お: 'オォウ',
};

/** A word as it stands in texts that have it in kana, as patterns of regular expressions. */
export interface ShortKatakana {
  word: string;
  /** The pattern in titles and names, with its vowels lengthened in either way. */
  written: string;
  /** The pattern of it as a word of its own: スキー is no part of ドストエフスキー. */
  alone: string;
  /** The pattern in readings, with ー alone: キイ is also the beginning of 黄色. */
  read: string;
}

/** A text that is one word in katakana with ー, of two kana without it; undefined for any other. */
export function readShortKatakana(text: string): ShortKatakana | undefined {
  const word = text.normalize('NFKC').replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  if (!/^[ァ-ヴー]*ー[ァ-ヴー]*$/u.test(word)) return undefined;
  if (normalise(word).length !== SHORT) return undefined;
  const hiragana = word.replace(/[ァ-ヴ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
  const written = word.replace(/(?<=(.))ー/gu, (_long, before: string) => {
    return `[ー${lengtheners[vowelOf(normalise(before))] ?? ''}]`;
  });
  const either = `${written}|${hiragana}`;
  const alone = `(?<![ァ-ヶー])(?:${either})(?![ァ-ヶー])`;
  return { word, written: either, alone, read: `${word}|${hiragana}` };
}
