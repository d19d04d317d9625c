/** Without I, O and Q, which are mistaken for digits on a slip. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/**
 * 取り置き番号: what stands on the hold slip and is called at the desk, `A-0042`. Made of the allocation's number, so it
 * never changes and needs no counter; it comes round again after 230,000 allocations, long after a hold has ended.
 */
export function holdNumberOf(allocation: number): string {
  const letter = LETTERS.charAt(Math.floor(allocation / 10_000) % LETTERS.length);
  return `${letter}-${String(allocation % 10_000).padStart(4, '0')}`;
}
