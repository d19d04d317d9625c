import { reasonLine, type StoredLetter } from '@toshobin/events';
import { instant } from '@toshobin/lending-rules';

/** The letters for an operator's terminal, two lines each: where, what and when, and why. Nothing of their contents. */
export function letterLines(letters: readonly StoredLetter[]): string[] {
  const open = letters.filter(({ replayedAt }) => replayedAt === undefined).length;
  return [
    ...letters.flatMap((letter) => [headLine(letter), `      ${reasonLine(letter)}`]),
    `dead letters: ${letters.length}, not put back: ${open}`,
  ];
}

/** A letter in one line. */
export function headLine(letter: StoredLetter): string {
  const { position, origin, type, id, time, group, at, replayedAt } = letter;
  return [
    position.padEnd(6),
    origin?.topic ?? 'no topic of ours',
    type ?? 'no type',
    id ?? 'no id',
    time === undefined ? 'no time' : inTokyo(new Date(instant(time))),
    `put away ${inTokyo(at)}${group === undefined ? '' : ` by ${group}`}`,
    ...(replayedAt === undefined ? [] : [`put back ${inTokyo(replayedAt)}`]),
  ].join('  ');
}

/** To the minute, as operators in Japan read a clock. */
function inTokyo(at: Date): string {
  return at.toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' });
}
