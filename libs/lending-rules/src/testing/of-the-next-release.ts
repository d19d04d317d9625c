/** What the release after this one might write in place of it: another field in every object, however deep. */
export function ofTheNextRelease<T>(value: T): T;
export function ofTheNextRelease(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => ofTheNextRelease(one));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, ofTheNextRelease(part)]);
  return { ...Object.fromEntries(parts), fieldOfTheNextRelease: 'x' };
}
