import type { OpeningCalendar } from '@toshobin/lending-rules';
import {
  addDays,
  type CalendarDate,
  calendarDate,
  isOpenDay,
  MONTHS_EN,
  weekdayOf,
} from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';

const WEEK = [7, 1, 2, 3, 4, 5, 6] as const;

/** The first days of this month and the next. */
export function twoMonths(today: CalendarDate): CalendarDate[] {
  const first = calendarDate(`${today.slice(0, 7)}-01`);
  return [first, calendarDate(`${addDays(first, 31).slice(0, 7)}-01`)];
}

/** A month of a library: on which days it is closed, in words in each cell. */
export function LibraryMonth(props: {
  say: Say;
  first: CalendarDate;
  today: CalendarDate;
  calendar: OpeningCalendar;
  holidays: readonly CalendarDate[];
  /** Days on which something of the visitor's is held there for the last time. */
  ends: readonly CalendarDate[];
}) {
  const { say, first, calendar, today, holidays, ends } = props;
  const [year, month] = first.split('-').map(Number);
  const days = Array.from({ length: 31 }, (_, n) => addDays(first, n)).filter(
    (day) => day.slice(0, 7) === first.slice(0, 7),
  );
  const before = weekdayOf(first) % WEEK.length;
  const cells = [...Array.from({ length: before }, () => undefined), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / WEEK.length) }, (_, n) =>
    WEEK.map((_day, at) => cells[n * WEEK.length + at]),
  );
  const markOf = (day: CalendarDate) => {
    if (!isOpenDay(calendar, day)) return { look: 'is-off', words: say('休館', 'closed') };
    if (ends.includes(day)) return { look: 'is-hold', words: say('期限', 'hold ends') };
    if (day === today) return { look: 'is-today', words: say('今日', 'today') };
    return { look: undefined, words: holidays.includes(day) ? say('祝日', 'holiday') : '' };
  };
  return (
    <table class="cal">
      <caption>{say(`${year}年${month}月`, `${MONTHS_EN[(month ?? 1) - 1]} ${year}`)}</caption>
      <thead>
        <tr>
          {WEEK.map((day) => (
            <th
              scope="col"
              key={day}
              abbr={say(`${'月火水木金土日'.charAt(day - 1)}曜日`, DAYS_EN[day - 1] ?? '')}
            >
              {say('月火水木金土日', 'MTWTFSS').charAt(day - 1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, n) => (
          <tr key={week.find((day) => day !== undefined) ?? n}>
            {week.map((day, at) => {
              if (day === undefined) return <td key={WEEK[at]} />;
              const { look, words } = markOf(day);
              return (
                <td key={day} class={look}>
                  {Number(day.slice(8))}
                  {words ? <small>{words}</small> : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const DAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
