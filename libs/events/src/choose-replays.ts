import { isOpen, type StoredLetter, tryAgainMessage } from './dead-letter.ts';
import { factMessage } from './fact-message.ts';

/** What is put back once, and every letter that is about: an event for all its readers, or a parked key for the one. */
export interface Replay {
  readonly topic: string;
  readonly message: ReturnType<typeof factMessage> | ReturnType<typeof tryAgainMessage>;
  /** Not empty: the letters of one event, put away by one reader each, or of one key that one reader parked. */
  readonly letters: readonly StoredLetter[];
}

/**
 * What is to be put back: the letters at these positions, or `all` that are open. In the order in which they were first
 * read. A parked letter is put back with its whole key. Answers with the positions that can't be instead, when there
 * are any: a letter that is not there, or whose topic is not known.
 */
export function chooseReplays(
  letters: readonly StoredLetter[],
  wanted: readonly string[] | 'all',
): { replays: Replay[] } | { impossible: string[] } {
  if (wanted !== 'all') {
    const impossible = wanted.filter((position) => originAt(letters, position) === undefined);
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
    const { key, value, group } = letter;
    const message =
      isParked(letter) && group !== undefined ? tryAgainMessage(key, group) : factMessage(key, value);
    byPlace.set(`${letter.origin.place}/${letter.position}`, {
      topic: letter.origin.topic,
      message,
      letters: same,
    });
  }
  return { replays: [...byPlace].sort(([a], [b]) => inOrderRead(a, b)).map(([, replay]) => replay) };
}

/** A settled one was parked once; put back, it is an event like any other. */
function isParked(letter: StoredLetter): boolean {
  return letter.parked !== undefined && isOpen(letter);
}

/** Letters to be dismissed together, and the order that has the rest of a parked key go on without them. */
export interface Dismissal {
  readonly letters: readonly StoredLetter[];
  readonly goOn: Omit<Replay, 'letters'> | undefined;
}

/**
 * What is settled when the letters at these positions are dismissed: of an event that nobody could understand, each
 * reader's letter; of a parked key these letters alone, and what waits behind them is tried. Answers with the positions
 * where no letter is instead.
 */
export function chooseDismissals(
  letters: readonly StoredLetter[],
  wanted: readonly string[],
): { dismissals: Dismissal[] } | { impossible: string[] } {
  const chosen = letters.filter(({ position }) => wanted.includes(position));
  const there = new Set(chosen.map(({ position }) => position));
  const impossible = wanted.filter((position) => !there.has(position));
  if (impossible.length > 0) return { impossible };
  const byKey = new Map<string, Dismissal>();
  for (const letter of chosen.filter(({ settled }) => settled === undefined)) {
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

function goesWith(other: StoredLetter, letter: StoredLetter): boolean {
  if (isParked(letter) !== isParked(other)) return false;
  if (!isParked(letter)) return other.origin?.place === letter.origin?.place;
  return (
    other.group === letter.group && other.key === letter.key && other.origin?.topic === letter.origin?.topic
  );
}

function originAt(letters: readonly StoredLetter[], position: string): StoredLetter['origin'] {
  return letters.find((letter) => letter.position === position)?.origin;
}

/** By topic and partition, then by offset as a number. */
function inOrderRead(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
