/** Fewer than this are not told: a few could be somebody. */
export const FEW = 5;
const isFew = (count: number) => count > 0 && count < FEW;

/** What may be told of a number: its words, and how long it is drawn, from which no more can be read. */
export interface Told {
  /** 41, 少数, or 41 of 41以上. */
  number: string;
  isWhole: boolean;
  drawn: number;
}

/** A count of which nothing else tells. */
export function told(count: number): Told {
  return isFew(count)
    ? { number: '少数', isWhole: true, drawn: FEW / 2 }
    : { number: count.toLocaleString('ja-JP'), isWhole: true, drawn: count };
}

export const toldWords = ({ number, isWhole }: Told) => (isWhole ? number : `${number}以上`);

/**
 * How sums of these cells are told. Where what is hidden among the months, the libraries or the cells of a sum adds up to
 * a few, it would be found by subtraction: then the sum is told without it, as 以上, and so is each sum that it is in.
 */
export function sumsOf<T extends { month: string; library: string }>(
  cells: readonly T[],
  countOf: (cell: T) => number,
): (part: readonly T[]) => Told {
  const sum = (some: readonly T[]) => some.reduce((all, cell) => all + countOf(cell), 0);
  const fewOf = (some: readonly T[]) => some.filter((cell) => isFew(countOf(cell)));
  const ifFew = (some: readonly T[]) => (isFew(sum(some)) ? some : []);
  const hiddenAlong = (key: 'month' | 'library') =>
    [...new Set(cells.map((cell) => cell[key]))].flatMap((one) => [
      ...ifFew(fewOf(cells.filter((cell) => cell[key] === one))),
    ]);
  const left = new Set([...ifFew(hiddenAlong('month')), ...ifFew(hiddenAlong('library'))]);
  return (part) => {
    const rest = ifFew(fewOf(part).filter((cell) => !left.has(cell)));
    const hidden = sum([...part.filter((cell) => left.has(cell)), ...rest]);
    const whole = sum(part);
    return hidden === 0 || isFew(whole)
      ? told(whole)
      : { ...told(Math.max(FEW, whole - hidden)), isWhole: false };
  };
}
