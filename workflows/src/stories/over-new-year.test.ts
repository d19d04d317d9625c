import { afterEach, expect, test } from '@jest/globals';
import { calendarDate, dayOf, type OpeningCalendar } from '@toshobin/lending-rules';
import { reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

// The days that seed and design name: dispatched on 7 December 2026, due on the 28th, closed until 4 January.

const story = storyLibrary();
const closedOverNewYear = (closedWeekdays: number[]): OpeningCalendar => ({
  closedWeekdays,
  closedDates: [],
  closures: [{ from: calendarDate('2026-12-28'), until: calendarDate('2027-01-04') }],
});
const usual = () => story.library.catalog.libraryOf('minamata').calendar;
let before: OpeningCalendar | undefined;

afterEach(() => {
  if (before) story.library.catalog.libraryOf('minamata').calendar = before;
});

async function until(day: string): Promise<void> {
  while (dayOf(await story.server.now()) < day) await story.library.pass('P1D');
}

test('a magazine in its cover goes out on 7 December, is due after the holidays, and comes back through the book drop', async () => {
  const { library } = story;
  before = usual();
  library.catalog.libraryOf('minamata').calendar = closedOverNewYear([1]);
  const magazine = await reserveOne(library, { pickup: 'minamata' });
  await magazine.picked();
  await until('2026-12-07');
  await (await magazine.packed()).dispatched();
  await library.pass('P3D');
  await magazine.received();
  const ready = library.patron.milestones.findLast((told) => told.milestone === 'readyAtMunicipal');
  // 28 December is a closed day; the 5th is a Tuesday, on which this library is open.
  expect(ready).toMatchObject({ due: { date: '2027-01-05' } });
  await magazine.handedOut();

  // Extended by telephone on the last day: two weeks from the call.
  await until('2027-01-05');
  const extended = await library.extend(magazine.reservationId);
  expect(extended).toMatchObject({ ok: true, value: { date: '2027-01-19' } });
  await library.pass('P10D');
  await magazine.handedIn();
  await library.pass('P5D');
  await magazine.home();
  expect(await magazine.outcome()).toBe('returned');
  expect(magazine.told()).not.toContain('overdue');
});
