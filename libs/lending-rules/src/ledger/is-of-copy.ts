/**
 * Whether the number of an allocation is of the copy that a reservation has: its own, or one that stood in its place
 * before two copies were swapped. A copy that was never chosen has the journey 0.
 */
export function isOfCopy(copy: { journey: number; allocation: number }, allocation: number): boolean {
  return copy.journey > 0 && copy.journey <= allocation && allocation <= copy.allocation;
}
