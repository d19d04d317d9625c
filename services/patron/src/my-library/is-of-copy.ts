/**
 * Whether the number of an allocation is of the copy that a row has: its own, or one that stood in its place before two
 * copies were swapped.
 */
export function isOfCopy(row: { journey: number; allocation: number }, allocation: number): boolean {
  return row.journey > 0 && row.journey <= allocation && allocation <= row.allocation;
}
