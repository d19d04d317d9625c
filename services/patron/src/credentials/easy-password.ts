import { type CalendarDate, eras } from '@toshobin/lending-rules';
import { isMadeOfKnown } from '@toshobin/passwords';

/** Shortest password of a patron's own, in characters. */
export const PASSWORD_MIN = 10;

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
  const within = eras
    .map((era) => ({ ...era, n: Number(year) - era.before }))
    .filter(({ n }) => n > 0 && n < 70);
  const japanese = within.flatMap(({ letter, kanji, n }) => {
    const years = [String(n).padStart(2, '0'), String(n), ...(n === 1 ? ['元'] : [])];
    return [letter.toLowerCase(), kanji].flatMap((era) =>
      years.flatMap((inEra) => [`${era}${inEra}${month}${day}`, `${era}${inEra}${m}${d}`]),
    );
  });
  const reversed = [...western, ...other].map((form) => [...form].reverse().join(''));
  return [...japanese, ...western, ...other, ...reversed];
}
