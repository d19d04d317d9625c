import { type Instant, isAfter } from '@toshobin/lending-rules';
import { type Duty, laneOf } from './duty.ts';
import type { Lane, Lanes } from './lanes.ts';

/** A duty whose time has not come. */
export type InTime = Duty & { at: Instant };

interface Moment {
  lanes: Pick<Lanes, 'isFree' | 'isUnderWay'>;
  /** Whether the catalog has just answered how the reservation stands. */
  isFresh: boolean;
  /** Whether nothing is under way. */
  isAtRest: boolean;
  now: Instant;
}

/**
 * In each free lane, the first due duty of those that are not done. A duty before which the catalog is asked is among
 * them also while the catalog can be asked.
 */
export function toBegin(undone: readonly Duty[], { lanes, isFresh, isAtRest, now }: Moment): Duty[] {
  const firsts = new Map<Lane, Duty>();
  for (const duty of undone) {
    const lane = laneOf(duty);
    if (isDue(duty, now) && !firsts.has(lane)) firsts.set(lane, duty);
  }
  const isDone = (key: string) => !undone.some((duty) => duty.key === key) && !lanes.isUnderWay(key);
  return [...firsts].flatMap(([lane, duty]) => {
    const { after, last, asksFirst } = duty;
    const mayBegin =
      lanes.isFree(lane) &&
      (after === undefined || isDone(after)) &&
      (!last || (isAtRest && undone.length === 1)) &&
      (!asksFirst || isFresh || lanes.isFree('standing'));
    return mayBegin ? duty : [];
  });
}

export function nextInTime(undone: readonly Duty[], now: Instant): InTime | undefined {
  let next: InTime | undefined;
  for (const { at, ...duty } of undone) {
    if (at === undefined || isDue({ at }, now)) continue;
    if (next === undefined || isAfter(next.at, at)) next = { ...duty, at };
  }
  return next;
}

function isDue({ at }: Pick<Duty, 'at'>, now: Instant): boolean {
  return at === undefined || !isAfter(at, now);
}
