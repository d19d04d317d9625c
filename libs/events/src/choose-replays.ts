import type { StoredLetter } from './dead-letter.ts';

/** An event to be put back once, and every letter that this settles: its readers all hear it again. */
export interface Replay {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  /** Not empty; the letters are of one event, put away by one reader each. */
  readonly letters: readonly StoredLetter[];
}

/**
 * What is to be put back: the letters at these positions, or `all` that have not been put back yet. In the order in
 * which they were first read. Answers with the positions that can't be instead, when there are any: a letter that
 * is not there, or whose topic is not known.
 */
export function chooseReplays(
  letters: readonly StoredLetter[],
  wanted: readonly string[] | 'all',
): { replays: Replay[] } | { impossible: string[] } {
  if (wanted !== 'all') {
    const impossible = wanted.filter((position) => originAt(letters, position) === undefined);
    if (impossible.length > 0) return { impossible };
  }
  const isWanted = ({ position, replayedAt }: StoredLetter) =>
    wanted === 'all' ? replayedAt === undefined : wanted.includes(position);
  const byPlace = new Map<string, Replay>();
  for (const { origin, key, value } of letters.filter(isWanted)) {
    if (origin === undefined || byPlace.has(origin.place)) continue;
    const same = letters.filter((other) => other.origin?.place === origin.place);
    byPlace.set(origin.place, { topic: origin.topic, key, value, letters: same });
  }
  return { replays: [...byPlace].sort(([a], [b]) => inOrderRead(a, b)).map(([, replay]) => replay) };
}

function originAt(letters: readonly StoredLetter[], position: string): StoredLetter['origin'] {
  return letters.find((letter) => letter.position === position)?.origin;
}

/** By topic and partition, then by offset as a number. */
function inOrderRead(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
