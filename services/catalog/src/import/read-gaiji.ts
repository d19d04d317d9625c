/** A character that a text describes in place of it, as 青空文庫 does: 八※［＃小書き片仮名ガ］岳. */
const described = /※[［[][＃#]([^］\]]*)[］\]]/gu;
/** What a printer puts where he has no type. */
const GETA = '〓';

/** Small kana of katakana that have one; small ガ is the ヶ of names. */
const small = new Map(
  [...'アイウエオツヤユヨワカケガ'].map((kana, n) => [kana, [...'ァィゥェォッャュョヮヵヶヶ'][n]]),
);

/** The text with the characters that it describes: by their number in Unicode, or as the small kana that they are. */
export function readGaiji(text: string): string {
  if (!text.includes('※')) return text;
  return text.replace(described, (_whole, description: string) => {
    const number = /U\+([0-9A-F]{4,6})/iu.exec(description)?.[1];
    if (number !== undefined && Number.parseInt(number, 16) <= 0x10ffff)
      return String.fromCodePoint(Number.parseInt(number, 16));
    const kana = /小書き(?:片仮名|平仮名)(.)/u.exec(description)?.[1];
    return kana === undefined ? GETA : (small.get(kana) ?? kana);
  });
}
