import { describe, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import type { Duty } from './duty.ts';
import type { Lane } from './lanes.ts';
import { nextInTime, toBegin } from './what-begins.ts';

const earlier = instant('2026-12-09T03:00:00Z');
const now = instant('2026-12-10T03:00:00Z');
const later = instant('2026-12-11T03:00:00Z');
const muchLater = instant('2026-12-20T03:00:00Z');

const mail = (key: string, when: Partial<Duty> = {}): Duty => ({
  key,
  summary: key,
  what: { does: 'tellReadyAtBranch' },
  ...when,
});
const ofCatalog = (key: string, when: Partial<Duty> = {}): Duty => ({
  ...mail(key, when),
  what: { does: 'expire' },
});

/** The keys of what begins while these are under way. */
function begins(
  undone: readonly Duty[],
  { busy = {}, isFresh = false }: { busy?: Partial<Record<Lane, string>>; isFresh?: boolean } = {},
): string[] {
  const lanes = {
    isFree: (lane: Lane) => busy[lane] === undefined,
    isUnderWay: (key: string) => Object.values(busy).includes(key),
  };
  const isAtRest = Object.keys(busy).length === 0;
  return toBegin(undone, { lanes, isFresh, isAtRest, now }).map(({ key }) => key);
}

describe('what begins', () => {
  test('is in each lane the first that is due', () => {
    const undone = [mail('accepted'), mail('ready'), ofCatalog('expire', { at: earlier })];
    expect(begins(undone)).toEqual(['accepted', 'expire']);
    expect(begins([mail('soon', { at: later }), mail('ready')])).toEqual(['ready']);
  });

  test('is nothing in a lane whose owner is being asked, and something in the others', () => {
    expect(begins([mail('ready'), ofCatalog('expire')], { busy: { mails: 'accepted' } })).toEqual(['expire']);
  });

  test('is not what comes after something that is to be done or under way', () => {
    const expire = ofCatalog('expire', { after: 'ready' });
    expect(begins([mail('ready'), expire])).toEqual(['ready']);
    expect(begins([expire], { busy: { mails: 'ready' } })).toEqual([]);
    expect(begins([expire], { busy: { mails: 'another' } })).toEqual(['expire']);
  });

  test('is what the catalog is asked before when it can be asked, or has just answered', () => {
    const expire = ofCatalog('expire', { asksFirst: true });
    expect(begins([expire])).toEqual(['expire']);
    expect(begins([expire], { busy: { standing: 'asked' } })).toEqual([]);
    expect(begins([expire], { busy: { standing: 'asked' }, isFresh: true })).toEqual(['expire']);
  });

  test('is the last when nothing else is to be done or under way', () => {
    const closed = mail('closed', { last: true });
    expect(begins([closed])).toEqual(['closed']);
    expect(begins([ofCatalog('task', { at: later }), closed])).toEqual([]);
    expect(begins([closed], { busy: { catalog: 'task' } })).toEqual([]);
  });
});

test('what its time comes for next is the first of what has not come', () => {
  const undone = [
    mail('b', { at: muchLater }),
    mail('now', { at: earlier }),
    mail('a', { at: later }),
    mail('at once'),
  ];
  expect(nextInTime(undone, now)?.key).toBe('a');
  expect(nextInTime([mail('at once')], now)).toBeUndefined();
});
