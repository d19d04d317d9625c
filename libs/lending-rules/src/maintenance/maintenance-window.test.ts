import { expect, test } from '@jest/globals';
import { instant, isClosedAt, maintenanceWindow, reopensAt } from '../index.ts';

/** Nearly a window: something before or after it, hours and minutes that no clock shows. */
const oddWindows = [
  ...[
    '104:30-05:00',
    '04:30-05:000',
    'x04:30-05:00',
    '24:00-05:00',
    '04:30-24:00',
    '30:00-05:00',
    '04:30-30:00',
  ],
  ...[
    '04:60-05:00',
    '04:30-05:60',
    '04:3x-05:00',
    '04:30-05:0x',
    'x4:30-05:00',
    '04:30-x5:00',
    '04:30 05:00',
  ],
];
const nightly = maintenanceWindow('04:30-05:00');

test.each([
  ['2026-12-07T19:29:59.999Z', undefined],
  ['2026-12-07T19:30:00.000Z', '2026-12-07T20:00:00.000Z'],
  ['2026-12-07T19:59:59.999Z', '2026-12-07T20:00:00.000Z'],
  ['2026-12-07T20:00:00.000Z', undefined],
])(
  'at %s the web is closed from 04:30 until before 05:00 in Tokyo, and opens again at %p (R12)',
  (at, opens) => {
    expect(isClosedAt(nightly, instant(at))).toBe(opens !== undefined);
    expect(reopensAt(nightly, instant(at))).toBe(opens);
  },
);

test('a window over midnight opens again on the next day', () => {
  const window = maintenanceWindow('23:30-00:30');
  expect(reopensAt(window, instant('2026-12-08T14:45:00Z'))).toBe('2026-12-08T15:30:00.000Z');
  expect(reopensAt(window, instant('2026-12-08T15:15:00Z'))).toBe('2026-12-08T15:30:00.000Z');
  expect(isClosedAt(window, instant('2026-12-08T15:30:00Z'))).toBe(false);
});

test('a window by day opens again on the same day', () => {
  const window = maintenanceWindow('13:00-21:59');
  expect(window).toEqual({ from: '13:00', until: '21:59' });
  expect(reopensAt(window, instant('2026-12-08T04:00:00Z'))).toBe('2026-12-08T12:59:00.000Z');
  expect(reopensAt(window, instant('2026-12-08T12:59:00Z'))).toBeUndefined();
});

test('a window over midnight is open between its end and its start, both sides of noon', () => {
  const window = maintenanceWindow('23:30-00:30');
  for (const at of ['2026-12-08T14:29:59Z', '2026-12-08T03:00:00Z', '2026-12-08T15:30:00Z'])
    expect(reopensAt(window, instant(at))).toBeUndefined();
  expect(isClosedAt(window, instant('2026-12-08T14:30:00Z'))).toBe(true);
});

test('switched off, the web is never closed', () => {
  expect(maintenanceWindow('off')).toBe('off');
  expect(isClosedAt('off', instant('2026-12-07T19:45:00Z'))).toBe(false);
  expect(reopensAt('off', instant('2026-12-07T19:45:00Z'))).toBeUndefined();
});

test.each(['', '04:30', '4:30-5:00', '04:30-25:00', '04:30-04:30', 'OFF', '04:30-05:00 ', ...oddWindows])(
  '%p is refused',
  (text) => {
    expect(() => maintenanceWindow(text)).toThrow("HH:MM-HH:MM or 'off'");
  },
);
