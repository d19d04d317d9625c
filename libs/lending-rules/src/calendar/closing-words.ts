import { type Language, sayIn } from '../language.ts';
import { closingDaysOf } from './closing-dates.ts';
import type { ClosingRules } from './closing-rules.ts';
import { MONTHS_EN } from './format-date.ts';
import type { OpeningCalendar } from './opening-calendar.ts';

const WEEKDAYS_JA = '月火水木金土日';
const WEEKDAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NTH_EN = ['1st', '2nd', '3rd', '4th'];

/** 「月曜日・火曜日（祝日の場合は次の平日）」, "Mondays, Tuesdays": the days of the week on which a library is closed; '' for none. */
export function closedWeekdaysIn(language: Language, calendar: OpeningCalendar): string {
  const { closedWeekdays, ...rules } = closingDaysOf(calendar);
  if (closedWeekdays.length === 0) return '';
  const days = [...closedWeekdays].sort((a, b) => a - b);
  const words = sayIn(language)(
    days.map((day) => `${WEEKDAYS_JA.charAt(day - 1)}曜日`).join('・'),
    days.map((day) => `${WEEKDAYS_EN[day - 1]}s`).join(', '),
  );
  return words + onHolidayIn(language, rules);
}

/** 「月曜日（祝日の場合は次の平日）・毎月末日・12月28日～1月4日」: the days on which a library closes again and again; '' for none. */
export function closingDaysIn(language: Language, calendar: OpeningCalendar): string {
  const weekly = closedWeekdaysIn(language, calendar);
  return [...(weekly ? [weekly] : []), ...otherClosingDaysIn(language, closingDaysOf(calendar))].join(
    sayIn(language)('・', ', '),
  );
}

/** 「（祝日の場合は次の平日）」: what becomes of a closing day of the week that is a public holiday; '' where nothing does. */
export function onHolidayIn(
  language: Language,
  { weeklyOnHoliday, closedOnHolidays }: Pick<ClosingRules, 'weeklyOnHoliday' | 'closedOnHolidays'>,
): string {
  const say = sayIn(language);
  if (weeklyOnHoliday === 'closed' || (weeklyOnHoliday === 'open' && closedOnHolidays)) return '';
  if (weeklyOnHoliday === 'open') return say('（祝日の場合は開館）', ' (open on public holidays)');
  if (closedOnHolidays)
    return say('（祝日の場合は次の平日も）', ' (and, if that is a public holiday, the next day that is not)');
  return say('（祝日の場合は次の平日）', ' (or, if that is a public holiday, the next day that is not)');
}

/** 「祝日」「毎月末日」「12月28日～1月4日」: the days beside those of the week. */
export function otherClosingDaysIn(
  language: Language,
  { closedOnHolidays, ...rules }: ClosingRules,
): string[] {
  const say = sayIn(language);
  const holidays = closedOnHolidays ? [say('祝日', 'public holidays')] : [];
  const yearly = rules.yearlyDays.map((days) => yearlyDaysIn(language, days));
  if (rules.monthlyDays.length === 0) return [...holidays, ...yearly];
  const monthly = rules.monthlyDays.map((day) => monthlyDayIn(language, day)).join(say('・', ' and '));
  const words = say(`毎月${monthly}`, `${monthly} of each month`) + otherwiseIn(language, rules);
  return [...holidays, words, ...yearly];
}

/** 「末日」「15日」「第3金曜日」, "the last day", "the 15th", "the 3rd Friday". */
export function monthlyDayIn(language: Language, rule: string): string {
  const say = sayIn(language);
  const [nth = '', weekday] = rule.split('-');
  if (weekday === undefined) {
    const ending = { 1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd' }[nth] ?? 'th';
    return nth === 'last' ? say('末日', 'the last day') : say(`${nth}日`, `the ${nth}${ending}`);
  }
  const at = Number(weekday) - 1;
  return say(
    `${nth === 'last' ? '最終' : `第${nth}`}${WEEKDAYS_JA.charAt(at)}曜日`,
    `the ${nth === 'last' ? nth : NTH_EN[Number(nth) - 1]} ${WEEKDAYS_EN[at]}`,
  );
}

function otherwiseIn(
  language: Language,
  { monthlyDays, monthlyOtherwise }: Pick<ClosingRules, 'monthlyDays' | 'monthlyOtherwise'>,
): string {
  if (monthlyOtherwise === 'closed') return '';
  const say = sayIn(language);
  const onWeekends = monthlyDays.some((rule) => !rule.includes('-'));
  const when = say(
    onWeekends ? '土・日・祝日・休館日の場合' : '祝日・休館日の場合',
    onWeekends ? 'if a weekend, holiday or closed day' : 'if a holiday or closed day',
  );
  const then = {
    open: say('開館', 'open'),
    dayBefore: say('前の平日', 'the working day before'),
    dayAfter: say('次の平日', 'the next working day'),
  }[monthlyOtherwise];
  return say(`（${when}は${then}）`, ` (${when}: ${then})`);
}

/** 「12月28日～1月4日」, "28 December to 4 January". */
export function yearlyDaysIn(language: Language, days: string): string {
  const say = sayIn(language);
  const [from, until] = days.split('/').map((monthDay) => {
    const [month = 1, day = 1] = monthDay.split('-').map(Number);
    return say(`${month}月${day}日`, `${day} ${MONTHS_EN[month - 1]}`);
  });
  return from === until ? `${from}` : `${from}${say('～', ' to ')}${until}`;
}
