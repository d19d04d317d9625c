import { openCounts, reasonLine, type StoredLetter, type Unchoosable } from '@toshobin/events';
import { instant } from '@toshobin/lending-rules';

/** The letters for an operator's terminal, two lines each: where, what and when, and why. Nothing of their contents. */
export function letterLines(letters: readonly StoredLetter[]): string[] {
  const { unreadable, parkedKeys } = openCounts(letters);
  return [
    ...letters.flatMap((letter) => [headLine(letter), `      ${reasonLine(letter)}`]),
    `dead letters: ${letters.length}, not put back: ${unreadable}, parked keys: ${parkedKeys}`,
  ];
}

const putWords = { unreadable: 'put away', failed: 'parked', behind: 'parked behind that' } as const;

/** A letter in one line. */
export function headLine(letter: StoredLetter): string {
  const { position, origin, type, id, time, group, at, replayedAt, parked, settled } = letter;
  return [
    position.padEnd(6),
    origin?.topic ?? 'no topic of ours',
    type ?? 'no type',
    id ?? 'no id',
    time === undefined ? 'no time' : inTokyo(new Date(instant(time))),
    `${putWords[parked ?? 'unreadable']} ${inTokyo(at)}${group === undefined ? '' : ` by ${group}`}`,
    ...(replayedAt === undefined ? [] : [`put back ${inTokyo(replayedAt)}`]),
    ...(settled === undefined ? [] : [`${settled.as} ${inTokyo(settled.at)}`]),
  ].join('  ');
}

/** Why nothing was done. */
export function refusedLine(why: Unchoosable): string {
  return 'settled' in why
    ? `Nothing was done: settled already, dismissed or handled: ${why.settled.join(', ')}`
    : `Nothing was done: no letter of ours is at ${why.impossible.join(', ')}`;
}

/** To the minute, as operators in Japan read a clock. */
function inTokyo(at: Date): string {
  return at.toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' });
}
