import { jisCharacter } from './jis-character.ts';

/** A character that a text describes in place of it, as 青空文庫 does: 八※［＃小書き片仮名ガ］岳. */
const described = /※[［[][＃#]([^］\]]*)[］\]]/gu;
/** Its number in JIS X 0213, at the end or before another remark: 「口＋云」、第3水準1-14-87. A page and its line have two numbers. */
const JIS = /(?:[、,]|水準)([12])-(\d{1,2})-(\d{1,2})(?=$|[、,])/u;
/** What a printer puts where he has no type. */
const GETA = '〓';

/** Small kana of katakana that have one; small ガ is the ヶ of names. */
const small = new Map(
  [...'アイウエオツヤユヨワカケガ'].map((kana, n) => [kana, [...'ァィゥェォッャュョヮヵヶヶ'][n]]),
);

/** The text with the characters that it describes: by their number in Unicode or JIS X 0213, or as the small kana that they are. */
export function readGaiji(text: string): string {
  if (!text.includes('※')) return text;
  return text.replace(described, (_whole, description: string) => {
    const number = /U\+([0-9A-F]{4,6})/iu.exec(description)?.[1];
    if (number !== undefined) return characterOf(Number.parseInt(number, 16));
    const [found, men, ku, ten] = JIS.exec(description.normalize('NFKC')) ?? [];
    const character = found === undefined ? undefined : jisCharacter(Number(men), Number(ku), Number(ten));
    if (character !== undefined) return character;
    const kana = /小書き(?:片仮名|平仮名)(.)/u.exec(description)?.[1];
    return kana === undefined ? GETA : (small.get(kana) ?? kana);
  });
}

/** No text has control characters, halves of a pair, or what is none in Unicode. */
function characterOf(number: number): string {
  const character = number > 0x10ffff ? GETA : String.fromCodePoint(number);
  return /\p{C}/u.test(character) ? GETA : character;
}
