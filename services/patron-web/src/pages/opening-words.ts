import type { Library } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  isAfter,
  isClosedWeekly,
  isOpenDay,
  type Language,
  laterOf,
  nextOpenDay,
} from '@toshobin/lending-rules';
import { dateIn, sayIn } from '@toshobin/web';

/** Further ahead nobody plans the way to the library. */
const AHEAD_DAYS = 14;

/**
 * When the library is open, for whoever wants to fetch a copy there until a day: whether today, and the single days,
 * closures and holidays on which it opens all the same that lie ahead (14 days, or until that day if it is later).
 */
export function openingWords(
  { calendar }: Pick<Library, 'calendar'>,
  days: { today: CalendarDate; until: CalendarDate | null },
  language: Language,
): string[] {
  const say = sayIn(language);
  const { today } = days;
  const last = days.until ? laterOf(days.until, addDays(today, AHEAD_DAYS)) : addDays(today, AHEAD_DAYS);
  const isAhead = (day: CalendarDate) => !isAfter(today, day) && !isAfter(day, last);
  const words: string[] = [];
  if (!isOpenDay(calendar, today)) {
    const next = nextOpenDay(calendar, today);
    words.push(
      say(
        `今日は休館日です。次の開館日は${dateIn('ja', next)}です。`,
        `Closed today. It opens again on ${dateIn('en', next)}.`,
      ),
    );
  }
  const closures = calendar.closures.filter(
    ({ from, until }) => !isAfter(from, last) && !isAfter(today, until),
  );
  const inClosure = (day: CalendarDate) =>
    closures.some(({ from, until }) => !isAfter(from, day) && !isAfter(day, until));
  const single = calendar.closedDates.filter(
    (day) => isAhead(day) && !inClosure(day) && !isClosedWeekly(calendar, day),
  );
  const spans = [...closures, ...single.map((day) => ({ from: day, until: day }))].sort((a, b) =>
    a.from.localeCompare(b.from),
  );
  for (const { from, until } of spans) {
    words.push(
      from === until
        ? say(`${dateIn('ja', from)}は休館です。`, `Closed on ${dateIn('en', from)}.`)
        : say(
            `${dateIn('ja', from)}から${dateIn('ja', until)}まで休館です。`,
            `Closed from ${dateIn('en', from)} to ${dateIn('en', until)}.`,
          ),
    );
  }
  for (const day of calendar.openDates?.filter((date) => isAhead(date) && isOpenDay(calendar, date)) ?? [])
    words.push(say(`${dateIn('ja', day)}は開館します。`, `Open on ${dateIn('en', day)}.`));
  return words;
}
