import type { CalendarDate } from '@toshobin/lending-rules';
import { isMadeOfKnown } from '@toshobin/passwords';

/** Shortest password of a patron's own, in characters. */
export const PASSWORD_MIN = 10;

/** Years that the Japanese eras began after: Meiji, Taisho, Showa, Heisei, Reiwa. */
const ERAS = [
  { letter: 'm', kanji: '明治', before: 1867 },
  { letter: 't', kanji: '大正', before: 1911 },
  { letter: 's', kanji: '昭和', before: 1925 },
  { letter: 'h', kanji: '平成', before: 1988 },
  { letter: 'r', kanji: '令和', before: 2018 },
];

/**
 * R2. Whether a password is made of what others know of a patron: the birth date in any usual form, card number, phone
 * number; or is easy for anybody.
 */
export function isEasyPassword(
  password: string,
  known: { birthDate: CalendarDate; cardNumbers: readonly string[]; phone: string | null },
): boolean {
  const { birthDate, cardNumbers, phone } = known;
  return isMadeOfKnown(password, [
    ...cardNumbers,
    ...(phone === null ? [] : [phone]),
    ...birthDateForms(birthDate),
  ]);
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
