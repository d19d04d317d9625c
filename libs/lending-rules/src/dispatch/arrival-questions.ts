import type { CalendarDate } from '../calendar/calendar-date.ts';
import { endOfDay, type Instant } from '../calendar/instant.ts';
import { nthOpenDayAfter, type OpeningCalendar } from '../calendar/opening-calendar.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import type { PostalMode } from './choose-mode.ts';

/** When nobody has scanned a parcel by then: the library is asked, the desk is, and at last it is lost. */
interface ArrivalQuestions {
  askLibraryAt: Instant;
  askDeskAt: Instant;
  lostAt: Instant;
}

/**
 * R7. Until when a parcel may be missed, each the end of an open day of the library that it goes to, counted from the
 * day after the expected one: Yu-Pack is tracked and soon asked about, Yu-Mail has only the scan at its arrival.
 *
 * @param expectedDate the day on which the library was to have it
 * @param destination the calendar of the library that it goes to
 */
export function arrivalQuestions(
  expectedDate: CalendarDate,
  mode: PostalMode,
  destination: OpeningCalendar,
  policy: LendingPolicy,
): ArrivalQuestions {
  const after = (openDays: number) => endOfDay(nthOpenDayAfter(destination, expectedDate, openDays));
  return mode === 'yuMail'
    ? {
        askLibraryAt: after(policy.yuMailAskLibraryOpenDays),
        askDeskAt: after(policy.yuMailAskDeskOpenDays),
        lostAt: after(policy.yuMailLostOpenDays),
      }
    : {
        askLibraryAt: after(policy.yuPackAskLibraryOpenDays),
        askDeskAt: after(policy.yuPackAskDeskOpenDays),
        lostAt: after(policy.yuPackLostOpenDays),
      };
}
