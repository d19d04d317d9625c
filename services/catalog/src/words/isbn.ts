/**
 * The ISBN a text is, as ISBN-13 without hyphens; undefined when it is none. Full-width digits, hyphens of any kind
 * and spaces are tolerated, an ISBN-10 becomes its ISBN-13, a wrong check digit is no ISBN.
 */
export function readIsbn(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const digits = text
    .normalize('NFKC')
    .replace(/^\s*isbn[\s:]*/i, '')
    .replace(/[\s\p{Pd}−ー]/gu, '')
    .toUpperCase();
  if (/^97[89][0-9]{10}$/.test(digits))
    return checkDigit13(digits.slice(0, 12)) === digits.at(-1) ? digits : undefined;
  if (!/^[0-9]{9}[0-9X]$/.test(digits) || !isIsbn10(digits)) return undefined;
  const core = `978${digits.slice(0, 9)}`;
  return core + checkDigit13(core);
}

function checkDigit13(core: string): string {
  const sum = [...core].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return String((10 - (sum % 10)) % 10);
}

function isIsbn10(digits: string): boolean {
  const sum = [...digits].reduce(
    (total, digit, place) => total + (digit === 'X' ? 10 : Number(digit)) * (10 - place),
    0,
  );
  return sum % 11 === 0;
}
