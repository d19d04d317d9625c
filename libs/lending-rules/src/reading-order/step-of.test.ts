import { expect, test } from '@jest/globals';
import {
  instant,
  plusDuration,
  type ReservationState,
  stepOf,
  type VolumeStands,
  volumeStands,
} from '../index.ts';

const toAsk = 'toAsk';
const underWay = 'underWay';
const ready = 'ready';
const had = 'had';
const missed = 'missed';
const at = instant('2026-12-07T01:00:00Z');

test.each<[string, VolumeStands[], string, string]>([
  ['the first is asked for at once', [toAsk, toAsk], 'ask 0', 'ask 0'],
  ['下 is not asked for while 上 is on its way', [underWay, toAsk], 'wait 0', 'wait 0'],
  ['nor while it waits to be picked up, unless it is wished for earlier', [ready, toAsk], 'wait 0', 'ask 1'],
  ['but when it is handed out', [had, toAsk], 'ask 1', 'ask 1'],
  ['two that are ready are waited for, the first first', [had, ready, ready], 'wait 1', 'wait 1'],
  ['what nobody was handed is its patron’s to decide', [had, missed, toAsk], 'decide 1', 'decide 1'],
  ['also where the next was asked for early', [missed, underWay], 'decide 0', 'decide 0'],
  ['with every volume had it is over', [had, had], 'over', 'over'],
  ['and with none left', [], 'over', 'over'],
])('%s', (_, volumes, onHandOut, early) => {
  const said = (isEarly: boolean) => {
    const step = stepOf(volumes, { early: isEarly, decideBy: null }, at);
    return step.next === 'over' ? step.next : `${step.next} ${step.place}`;
  };
  expect([said(false), said(true)]).toEqual([onHandOut, early]);
});

test('so long its patron may decide, and then it is over', () => {
  const asOf = (later: string, decideBy = plusDuration(at, 'P28D')) =>
    stepOf([missed, toAsk], { early: false, decideBy }, plusDuration(at, later));
  expect(stepOf([missed, toAsk], { early: false, decideBy: null }, at)).toEqual(asOf('P1D'));
  expect(asOf('P28D')).toEqual({ next: 'over' });
});

test.each<[ReservationState, VolumeStands]>([
  ['requested', 'underWay'],
  ['queued', 'underWay'],
  ['heldForLoanLimit', 'underWay'],
  ['arrivalOverdue', 'underWay'],
  ['ready', 'ready'],
  ['handOutUnconfirmed', 'ready'],
  ['overdue', 'had'],
  ['returning', 'had'],
  ['returned', 'had'],
  ['settled', 'had'],
  ['cancelled', 'missed'],
  ['expired', 'missed'],
  ['rejected', 'missed'],
])('a volume whose reservation is %s is %s', (state, stands) => {
  expect(volumeStands({ state, ended: stands === 'missed' })).toBe(stands);
});

test('lost with its patron it was had, lost on its way it is missed', () => {
  const lost = (ended: boolean) => volumeStands({ state: 'lostInTransit', ended });
  expect([lost(false), lost(true)]).toEqual(['had', 'missed']);
});
