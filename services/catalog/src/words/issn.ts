/** The ISSN that a text is, eight characters without the hyphen; undefined for any other, or a wrong check digit. */
export function readIssn(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const digits = text
    .normalize('NFKC')
    .replace(/^\s*issn[\s:]*/iu, '')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  if (!/^\d{7}[\dX]$/.test(digits)) return undefined;
  const sum = [...digits].reduce(
    (total, digit, place) => total + (digit === 'X' ? 10 : Number(digit)) * (8 - place),
    0,
  );
  return sum % 11 === 0 ? digits : undefined;
}
