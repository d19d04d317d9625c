import { jisCharacter } from './jis-character.ts';

/** A character that a text describes in its place, as 青空文庫 does: 八※［＃小書き片仮名ガ］岳. */
const described = /※[［[][＃#]([^］\]]*)[］\]]/gu;
/** A character's number in JIS X 0213, at the end or before another remark: 「口＋云」、第3水準1-14-87; a page has two. */
const JIS = /(?:[、,]|水準)([12])-(\d{1,2})-(\d{1,2})(?=$|[、,])/u;
/** The mark that a printer puts where he has no type. */
const GETA = '〓';

/** Katakana and their small forms; small ガ is the ヶ of names. */
const small = new Map(
  [...'アイウエオツヤユヨワカケガ'].map((kana, n) => [kana, [...'ァィゥェォッャュョヮヵヶヶ'][n]]),
);

/** A text with the characters that it describes: by their number in Unicode or JIS X 0213, or as small kana. */
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

/** The character of a number; none for control characters, halves of a pair, and numbers that Unicode lacks. */
function characterOf(number: number): string {
  const character = number > 0x10ffff ? GETA : String.fromCodePoint(number);
  return /\p{C}/u.test(character) ? GETA : character;
}
