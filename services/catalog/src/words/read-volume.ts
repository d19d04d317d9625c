const digits = '〇一二三四五六七八九';

/** The number of a volume that a normalised word is: 5, 05, 十二. */
export function readVolumeNumber(word: string): number | undefined {
  if (/^\d{1,3}$/u.test(word)) return Number(word) || undefined;
  return /^[一二三四五六七八九十]{1,3}$/u.test(word) ? fromKanji(word) : undefined;
}

/** The number of a volume in a normalised word: 第3巻, 第三巻, 3巻, 巻の五, その四, 第二部, 上; 下 is the second, as 中 is. */
export function readVolume(word: string): number | undefined {
  const part = /^上巻?$/u.test(word) ? '1' : /^[中下]巻?$/u.test(word) ? '2' : word;
  const named =
    /^(?:第|巻の?|その|vol)?([\d一二三四五六七八九十]{1,4})(?:巻目?|部|冊目?|番目|話|回|集|章|編|篇|帖|幕)?$/u.exec(
      part,
    )?.[1];
  return named === undefined ? undefined : readVolumeNumber(named);
}

/** A normalised word as itself and the volume that it ends with: 銭形平次の第1巻. undefined where it ends with none. */
export function volumeApart(word: string): [word: string, volume: string] | undefined {
  const [, whole = '', volume = ''] = /^(.{2,})の(.{2,})$/u.exec(word) ?? [];
  return readVolume(volume) === undefined ? undefined : [whole, volume];
}

/** A volume's number in kanji, as most titles have it: 第五巻 for 第5巻. A word without such digits stays. */
export function volumeInKanji(word: string): string {
  return readVolume(word) === undefined ? word : word.replace(/\d+/u, (number) => toKanji(Number(number)));
}

/** An issue with its months, days and numbers in digits, as most have them: 4月号 for 四月号. */
export function issueInDigits(word: string): string {
  return word.replace(/[一二三四五六七八九十]{1,3}(?=[月日号])/gu, (number) =>
    String(fromKanji(number) ?? number),
  );
}

/** The date of an issue, or a year, in kanji: 一九一五年五月号 for 1915年5月号, 大正七年 for 大正7年. Other words stay. */
export function dateInKanji(word: string): string {
  return word
    .replace(/\d{4}(?=年)/u, (year) => [...year].map((digit) => digits.charAt(Number(digit))).join(''))
    .replace(/\d{1,2}(?=[年月日号])/gu, (number) => toKanji(Number(number)));
}

/** A year of an era in the words that other titles share, too: 大正七 for 大正七年 and 大正七戊午年. Other words stay. */
export function yearOfEra(word: string): string {
  return word.replace(/(?<=\p{Script=Han}{2})([元一二三四五六七八九十]{1,3})年$/u, '$1');
}

/** 上, 中 or 下 of a volume that is named so, as titles have it at their end; undefined for any other. */
export function partOfTitle(word: string): string | undefined {
  return /^([上中下])巻?$/u.exec(word)?.[1];
}

function toKanji(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  if (number < 1 || tens > 9) return String(number);
  return `${tens > 1 ? digits.charAt(tens) : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits.charAt(ones) : ''}`;
}

function fromKanji(text: string): number | undefined {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const digit = (one: string | undefined, empty: number) =>
    one === undefined || one === '' ? empty : one.length === 1 ? digits.indexOf(one) : Number.NaN;
  const number = (text.includes('十') ? 10 * digit(tens, 1) : 0) + digit(ones, 0);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
