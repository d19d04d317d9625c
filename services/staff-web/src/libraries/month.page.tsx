import type { Library } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  type DispatchCalendar,
  isClosedWeekly,
  isClosedYearly,
  isDispatchDay,
  isOpenDay,
  isWithin,
  type OpeningCalendar,
  weekdayOf,
} from '@toshobin/lending-rules';
import { StaffPage } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import { weekdays } from './closing-days.ts';

/** The days of a month, from its first. */
function daysOfMonth(first: CalendarDate): CalendarDate[] {
  return Array.from({ length: 31 }, (_, n) => addDays(first, n)).filter(
    (day) => day.slice(0, 7) === first.slice(0, 7),
  );
}

/** Why a library is closed on a day: as every week, month or year, or for that time. */
function closedWhy(calendar: OpeningCalendar, day: CalendarDate): '' | '休' | '臨' {
  if (isOpenDay(calendar, day)) return '';
  const isUsual = isClosedWeekly(calendar, day) || isClosedYearly(calendar, day);
  return !isUsual && calendar.closures.some((closure) => isWithin(closure, day)) ? '臨' : '休';
}

/** 休館の暦: a month of every library at a glance, and the days of the dispatch. */
export function MonthPage(props: {
  first: CalendarDate;
  today: CalendarDate;
  libraries: readonly Library[];
  dispatch: DispatchCalendar;
}) {
  const { first, today, dispatch } = props;
  const days = daysOfMonth(first);
  const title = `${first.slice(0, 4)}年${Number(first.slice(5, 7))}月の休館`;
  const month = (day: CalendarDate) => `/libraries/month?month=${day.slice(0, 7)}`;
  return (
    <StaffPage title={title} at="/libraries">
      <div class="s-title">
        <h1>{title}</h1>
        <p class="cluster">
          <Way to={month(addDays(first, -1))} says="前の月" />
          <Way to={month(addDays(first, 31))} says="次の月" />
          <Way to="/closures/new" look="main" says="臨時休館の登録" />
        </p>
      </div>
      <p>休：決まった休館日（毎週・毎月・毎年）　臨：臨時休館　便：ゆうメールの発送日</p>
      <div class="s-scroll s-scroll--wide">
        <table class="s-month">
          <thead>
            <tr>
              <th scope="col">館</th>
              {days.map((day) => (
                <th scope="col" key={day} data-now={day === today ? '' : undefined}>
                  {Number(day.slice(8))}
                  <br />
                  {weekdays[weekdayOf(day) - 1]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">発送</th>
              {days.map((day) => (
                <td key={day} data-now={day === today ? '' : undefined}>
                  {isDispatchDay(dispatch, day) ? '便' : ''}
                </td>
              ))}
            </tr>
            {props.libraries.map(({ code, name, calendar }) => (
              <tr key={code}>
                <th scope="row">
                  <a href={`/libraries/${code}`}>{name}</a>
                </th>
                {days.map((day) => {
                  const why = closedWhy(calendar, day);
                  return (
                    <td key={day} data-why={why || undefined} data-now={day === today ? '' : undefined}>
                      {why}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </StaffPage>
  );
}
