/** The letters but I, O and Q, which are mistaken for digits on a slip. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
/** After so many allocations the numbers come round again. */
export const HOLD_NUMBERS = LETTERS.length * 10_000;

/**
 * 取り置き番号: the number on the hold slip, which is called at the desk, `A-0042`. It is made of the allocation's number, so
 * it never changes and needs no counter; it comes round again after 230,000 allocations, long after a hold has ended.
 */
export function holdNumberOf(allocation: number): string {
  const letter = LETTERS.charAt(Math.floor(allocation / 10_000) % LETTERS.length);
  return `${letter}-${String(allocation % 10_000).padStart(4, '0')}`;
}

/** The first allocation of a hold number as it is typed or read out, `a0042` too; undefined for any other text. */
export function firstAllocationOf(typed: string): number | undefined {
  const [, letter = '', digits] = /^([A-Z])[-‐－]?(\d{4})$/i.exec(typed.normalize('NFKC').trim()) ?? [];
  const at = LETTERS.indexOf(letter.toUpperCase());
  return digits === undefined || at < 0 ? undefined : at * 10_000 + Number(digits);
}
