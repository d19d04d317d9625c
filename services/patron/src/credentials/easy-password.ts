import type { CalendarDate } from '@toshobin/lending-rules';
import common from '@zxcvbn-ts/language-common';

/** Shortest password of a patron's own, in characters. */
export const PASSWORD_MIN = 10;

/** Some 49,000 passwords that many people have had, from leaks; read once. */
const COMMON = new Set(common.dictionary['passwords-common']);
/** What may stand before or after one of them without making it another. */
const ENDS = /^[^\p{L}]{0,6}(.*?)[^\p{L}]{0,6}$/u;

/** Words that are in everybody's list, and those of this place. */
const WORDS = [
  'password', 'passw0rd', 'pasuwado', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'abcdefghij', 'abcdef',
  '1234567890', '0123456789', '9876543210', '123456789', '12345678', '1234567', '123456', '12345', '1234',
  'kumamoto', 'kumamon', 'toshokan', 'toshobin', 'library', 'iloveyou', 'sakura', 'letmein', 'welcome', 'admin',
]; // biome-ignore format: a list

/** Years that the Japanese eras began after: Meiji, Taisho, Showa, Heisei, Reiwa. */
const ERAS = [
  { letter: 'm', kanji: '明治', before: 1867 },
  { letter: 't', kanji: '大正', before: 1911 },
  { letter: 's', kanji: '昭和', before: 1925 },
  { letter: 'h', kanji: '平成', before: 1988 },
  { letter: 'r', kanji: '令和', before: 2018 },
];

/**
 * R2. Whether a password is made of what others know: the birth date in any usual form, card number, phone number,
 * words of everybody's list, or hardly any different characters. What is left when those are taken out counts. Or
 * whether it is a password that many people have had, also with a few digits around it or written twice.
 */
export function isEasyPassword(
  password: string,
  known: { birthDate: CalendarDate; cardNumbers: readonly string[]; phone: string | null },
): boolean {
  const folded = foldedOf(password);
  if (new Set(folded).size < 4) return true;
  if (isCommon(folded)) return true;
  const parts = [
    ...known.cardNumbers,
    ...(known.phone === null ? [] : [foldedOf(known.phone)]),
    ...birthDateForms(known.birthDate),
    ...WORDS,
  ].sort((a, b) => b.length - a.length);
  const rest = parts.reduce((left, part) => (part === '' ? left : left.replaceAll(part, '')), folded);
  return rest.length < 4;
}

function isCommon(folded: string): boolean {
  const once = /^(.+?)\1+$/u.exec(folded)?.[1] ?? folded;
  return [folded, once, ENDS.exec(folded)?.[1] ?? ''].some((text) => text.length > 3 && COMMON.has(text));
}

function foldedOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d)[ー‐‑–—―−]+(?=\d)/gu, '')
    .replace(/[\s\-_.,/年月日()（）]/gu, '');
}

function birthDateForms(birthDate: CalendarDate): string[] {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const [m, d] = [String(Number(month)), String(Number(day))];
  const western = [`${year}${month}${day}`, `${year.slice(2)}${month}${day}`, `${year}${m}${d}`];
  const other = [`${month}${day}${year}`, `${day}${month}${year}`];
  const eras = ERAS.map((era) => ({ ...era, n: Number(year) - era.before })).filter(
    ({ n }) => n > 0 && n < 70,
  );
  const japanese = eras.flatMap(({ letter, kanji, n }) => {
    const years = [String(n).padStart(2, '0'), String(n), ...(n === 1 ? ['元'] : [])];
    return [letter, kanji].flatMap((era) =>
      years.flatMap((inEra) => [`${era}${inEra}${month}${day}`, `${era}${inEra}${m}${d}`]),
    );
  });
  const reversed = [...western, ...other].map((form) => [...form].reverse().join(''));
  return [...japanese, ...western, ...other, ...reversed];
}
