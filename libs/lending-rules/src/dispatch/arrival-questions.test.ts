import { expect, test } from '@jest/globals';
import { arrivalQuestions, calendarDate, defaultPolicy, type OpeningCalendar } from '../index.ts';

const date = calendarDate;
const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };
const onMondays: OpeningCalendar = { ...alwaysOpen, closedWeekdays: [1] };
const thursday = date('2026-12-10');

test.each([
  ['yuMail', alwaysOpen, '2026-12-12', '2026-12-15', '2026-12-24'],
  ['yuPack', alwaysOpen, '2026-12-11', '2026-12-13', '2026-12-20'],
  // The Mondays do not count.
  ['yuMail', onMondays, '2026-12-12', '2026-12-16', '2026-12-26'],
  ['yuPack', onMondays, '2026-12-11', '2026-12-13', '2026-12-22'],
] as const)('%s expected on a Thursday is asked about, and lost, at the end of open days (%#)', (...row) => {
  const [mode, calendar, library, desk, lost] = row;
  expect(arrivalQuestions(thursday, mode, calendar, defaultPolicy)).toEqual({
    askLibraryAt: `${library}T14:59:59.999Z`,
    askDeskAt: `${desk}T14:59:59.999Z`,
    lostAt: `${lost}T14:59:59.999Z`,
  });
});

test('a closure of the library puts every question off', () => {
  const closed = { ...alwaysOpen, closures: [{ from: date('2026-12-11'), until: date('2026-12-31') }] };
  expect(arrivalQuestions(thursday, 'yuPack', closed, defaultPolicy)).toEqual({
    askLibraryAt: '2027-01-01T14:59:59.999Z',
    askDeskAt: '2027-01-03T14:59:59.999Z',
    lostAt: '2027-01-10T14:59:59.999Z',
  });
});

test('the numbers are the policy’s', () => {
  const policy = {
    ...defaultPolicy,
    yuMailAskLibraryOpenDays: 1,
    yuMailAskDeskOpenDays: 2,
    yuMailLostOpenDays: 3,
    yuPackAskLibraryOpenDays: 4,
    yuPackAskDeskOpenDays: 5,
    yuPackLostOpenDays: 6,
  };
  const daysOf = (mode: 'yuMail' | 'yuPack') =>
    Object.values(arrivalQuestions(thursday, mode, alwaysOpen, policy)).map((at) => at.slice(8, 10));
  expect(daysOf('yuMail')).toEqual(['11', '12', '13']);
  expect(daysOf('yuPack')).toEqual(['14', '15', '16']);
});
