import { isOpen, type StoredLetter, tryAgainMessage } from './dead-letter.ts';
import { factMessage } from './fact-message.ts';

/** What is put back once, and every letter that is about: an event for all its readers, or a parked key for the one. */
export interface Replay {
  readonly topic: string;
  readonly message: ReturnType<typeof factMessage> | ReturnType<typeof tryAgainMessage>;
  /** Not empty: the letters of one event, put away by one reader each, or of one key that one reader parked. */
  readonly letters: readonly StoredLetter[];
}

/** Why nothing is chosen: no letter of ours is at these positions, or the letters there are settled. */
export type Unchoosable = { impossible: string[] } | { settled: string[] };

/**
 * What is to be put back: the letters at these positions, or `all` that are open. In the order in which they were first
 * read. A parked letter is put back with its whole key. Answers with the positions that can't be instead, when there
 * are any: a letter that is not there, whose topic is not known, or that is settled.
 */
export function chooseReplays(
  letters: readonly StoredLetter[],
  wanted: readonly string[] | 'all',
): { replays: Replay[] } | Unchoosable {
  if (wanted !== 'all') {
    // Said first: a stranger's letter, which belongs nowhere, may be settled too.
    const settled = settledAmong(letters, wanted);
    if (settled.length > 0) return { settled };
    const impossible = wanted.filter((at) => !letters.find(({ position }) => position === at)?.origin);
    if (impossible.length > 0) return { impossible };
  }
  const isWanted = (letter: StoredLetter) =>
    wanted === 'all' ? isOpen(letter) : wanted.includes(letter.position);
  const byPlace = new Map<string, Replay>();
  const chosen = new Set<StoredLetter>();
  for (const letter of letters.filter(isWanted)) {
    if (letter.origin === undefined || chosen.has(letter)) continue;
    const same = letters.filter((other) => goesWith(other, letter));
    for (const other of same) chosen.add(other);
    const { key, value, group, parked } = letter;
    const message =
      parked !== undefined && group !== undefined ? tryAgainMessage(key, group) : factMessage(key, value);
    byPlace.set(`${letter.origin.place}/${letter.position}`, {
      topic: letter.origin.topic,
      message,
      letters: same,
    });
  }
  return { replays: [...byPlace].sort(([a], [b]) => inOrderRead(a, b)).map(([, replay]) => replay) };
}

/** Letters to be dismissed together, and the order that has the rest of a parked key go on without them. */
export interface Dismissal {
  readonly letters: readonly StoredLetter[];
  readonly goOn: Omit<Replay, 'letters'> | undefined;
}

/**
 * What is settled when the letters at these positions are dismissed: of an event that nobody could understand, each
 * reader's letter; of a parked key these letters alone, and what waits behind them is tried. Answers instead with the
 * positions where no letter is, or a settled one.
 */
export function chooseDismissals(
  letters: readonly StoredLetter[],
  wanted: readonly string[],
): { dismissals: Dismissal[] } | Unchoosable {
  const chosen = letters.filter(({ position }) => wanted.includes(position));
  const there = new Set(chosen.map(({ position }) => position));
  const impossible = wanted.filter((position) => !there.has(position));
  if (impossible.length > 0) return { impossible };
  const settled = settledAmong(letters, wanted);
  if (settled.length > 0) return { settled };
  const byKey = new Map<string, Dismissal>();
  for (const letter of chosen) {
    const { position, key, group, origin, parked } = letter;
    if (parked === undefined || group === undefined || origin === undefined) {
      const place = origin?.place ?? position;
      const same = letters.filter((other) => other === letter || (origin && goesWith(other, letter)));
      byKey.set(place, { letters: same, goOn: undefined });
    } else {
      const of = `${group} ${origin.topic} ${key}`;
      const others = byKey.get(of)?.letters ?? [];
      const goOn = { topic: origin.topic, message: tryAgainMessage(key, group) };
      byKey.set(of, { letters: [...others, letter], goOn });
    }
  }
  return { dismissals: [...byKey.values()] };
}

/** Letters of one event that nobody could understand, or of one parked key. What is settled goes with none. */
function goesWith(other: StoredLetter, letter: StoredLetter): boolean {
  const isParked = letter.parked !== undefined;
  if (other.settled !== undefined || isParked !== (other.parked !== undefined)) return false;
  if (!isParked) return other.origin?.place === letter.origin?.place;
  return (
    other.group === letter.group && other.key === letter.key && other.origin?.topic === letter.origin?.topic
  );
}

function settledAmong(letters: readonly StoredLetter[], wanted: readonly string[]): string[] {
  return letters
    .filter(({ position, settled }) => settled !== undefined && wanted.includes(position))
    .map(({ position }) => position);
}

/** By topic and partition, then by offset as a number. */
function inOrderRead(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
