import { expect, test } from '@jest/globals';
import { instant, isClosedAt, maintenanceWindow, reopensAt } from '../index.ts';

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

test('switched off, the web is never closed', () => {
  expect(isClosedAt(maintenanceWindow('off'), instant('2026-12-07T19:45:00Z'))).toBe(false);
});

test.each(['', '04:30', '4:30-5:00', '04:30-25:00', '04:30-04:30', 'OFF', '04:30-05:00 '])(
  '%p is refused',
  (text) => {
    expect(() => maintenanceWindow(text)).toThrow("HH:MM-HH:MM or 'off'");
  },
);
