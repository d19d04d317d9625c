import { Prisma } from './generated/prisma/client.ts';

/**
 * Forms of signs that names are written with, and the one that each is compared in; those that Unicode itself folds are
 * left out. A change here is a migration: the indexes on names have them.
 */
const forms = [
  '髙高 𠮷吉 﨑崎 嵜崎 碕崎 濵浜 濱浜 齋斎 齊斎 斉斎 邉辺 邊辺 嶋島 嶌島 冨富 廣広',
  '國国 澤沢 櫻桜 眞真 瀨瀬 德徳 惠恵 榮栄 圓円 關関 黑黒 龍竜 曾曽 會会 縣県 栁柳',
  '桺柳 槇槙 籔薮 藪薮 舘館 條条 靜静 淸清 渕淵 渊淵 彥彦 增増 內内 賴頼 敎教 瀧滝',
  '萬万 與与 壽寿 兒児 實実 禮礼 豐豊 藏蔵 莊荘 將将 應応 學学 凛凜 舩船 桒桑 曻昇',
  '穗穂 槗橋 埜野 柗松 枩松 緖緒 郞郎 寬寛 溫温 步歩 戶戸 吳呉 檜桧 礒磯 峯峰 鄕郷',
  '尙尚 滿満 亞亜 㐂喜 恆恒 彌弥 戀恋 祿禄 綠緑 薰薫 勳勲 晉晋',
]
  .join(' ')
  .split(' ')
  .map((pair) => [...pair]);
const from = forms.map(([form]) => form).join('');
const to = forms.map(([, compared]) => compared).join('');
const comparedAs = new Map(forms.map(([form, compared]) => [form, compared]));

/** A name as it is compared: 髙橋　𠮷子 is 高橋吉子. */
export function comparedName(name: string): string {
  const signs = [...name.normalize('NFKC').replaceAll(/\s/g, '')];
  return signs.map((sign) => comparedAs.get(sign) ?? sign).join('');
}

/** The names in the table as they are compared, in the words of their index (migration names_compared). */
export const nameCompared = Prisma.raw(`translate(normalize(name, NFKC), '${from} ', '${to}')`);

/** So many signs of a part are indexed: a lexeme has 2,046 bytes at most. */
const INDEXED = 400;

/** Each part of the names and readings in the table, in the words of their index (migration parts_of_names). */
export const namePartsCompared = Prisma.raw(`array_to_tsvector(array_remove(string_to_array(
  left(translate(normalize(name || ' ' || coalesce(name_reading, ''), NFKC), '${from}', '${to}'), ${INDEXED}), ' '), ''))`);

/** The query of {@link namePartsCompared} for parts that begin with a text, in whichever form and kana. */
export function partsBeginning(text: string): string {
  const ways = new Set([comparedName(text), ...inBothKana(text)]);
  return [...ways].map((way) => `'${way.slice(0, INDEXED).replaceAll(/['\\]/g, '$&$&')}':*`).join(' | ');
}

/** A reading as it is compared: without spaces and width, in hiragana and in katakana. */
export function inBothKana(text: string): [string, string] {
  const words = text.normalize('NFKC').replaceAll(/\s/g, '');
  return [shifted(words, 'ァ', 'ヶ', -0x60), shifted(words, 'ぁ', 'ゖ', 0x60)];
}

function shifted(text: string, first: string, last: string, by: number): string {
  return [...text]
    .map((sign) =>
      sign >= first && sign <= last ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + by) : sign,
    )
    .join('');
}
