import { cpus, loadavg } from 'node:os';

/** What else may have been at work while something was measured. */
export function machine(): string {
  return `${cpus().length} processors, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}

/** Says a line with the seconds since it was made. */
export function sayWithSeconds(): (line: string) => void {
  const begun = performance.now();
  return (line) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}`);
}

/** The number that an option was given. Throws with the option's name for anything but a whole number from `least`. */
export function wholeNumber(name: string, given: string, least: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least) return number;
  throw new RangeError(`--${name} is a whole number from ${least}: ${given}`);
}
