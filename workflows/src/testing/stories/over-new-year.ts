import { afterEach, expect, test } from '@jest/globals';
import { addDays, type CalendarDate, dayOf, type OpeningCalendar, weekdayOf } from '@toshobin/lending-rules';
import { reserveOne } from '../journeys.ts';
import type { StoryLibrary } from '../story-library.ts';

/** New year as seed and design name it (out on 7 December, closed from the 28th to 4 January), on any day. */
export function overNewYear(story: StoryLibrary): void {
  const minamata = () => story.library.catalog.libraryOf('minamata');
  /** Closed for eight days, and each week on the day on which they begin and end. */
  const closedFrom = (from: CalendarDate): OpeningCalendar => ({
    closedWeekdays: [weekdayOf(from)],
    closedDates: [],
    closures: [{ from, until: addDays(from, 7) }],
  });
  let usual: OpeningCalendar | undefined;

  afterEach(() => {
    if (usual) minamata().calendar = usual;
  });

  test('a magazine in its cover that is due during the holidays is due after them, is extended on the last day, and comes back through the book drop', async () => {
    const { library, server } = story;
    usual = minamata().calendar;
    const magazine = await reserveOne(library, { pickup: 'minamata' });
    await magazine.picked();
    await magazine.packed();
    const holidays = addDays(dayOf(await server.now()), 21);
    minamata().calendar = closedFrom(holidays);
    await magazine.dispatched();
    await library.pass('P3D');
    await magazine.received();
    const ready = library.patron.milestones.findLast((told) => told.milestone === 'readyAtMunicipal');
    const due = addDays(holidays, 8);
    expect(ready).toMatchObject({ due: { date: due } });
    await magazine.handedOut();

    // The patron extends by telephone: two weeks from the call.
    while (dayOf(await server.now()) < due) await library.pass('P1D');
    const extended = await library.extend(magazine.reservationId);
    expect(extended).toMatchObject({ ok: true, value: { date: addDays(due, 14) } });
    await library.pass('P10D');
    await magazine.handedIn();
    await library.pass('P5D');
    await magazine.home();
    expect(await magazine.outcome()).toBe('returned');
    expect(magazine.told()).not.toContain('overdue');
  });
}
