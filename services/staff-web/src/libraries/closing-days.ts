import {
  type ClosingDays,
  monthlyDayIn,
  onHolidayIn,
  otherClosingDaysIn,
  yearlyDaysIn,
} from '@toshobin/lending-rules';

export const weekdays: readonly string[] = ['月', '火', '水', '木', '金', '土', '日'];

/** 月・木, and なし for none. */
export const closedWords = (days: readonly number[]) =>
  days.map((day) => weekdays[day - 1]).join('・') || 'なし';
/** The same, read back; undefined for anything else. */
export function readClosedWords(words: string): number[] | undefined {
  const days = words === 'なし' ? [] : words.split('・').map((name) => weekdays.indexOf(name) + 1);
  return days.every((day) => day > 0) ? days : undefined;
}

/** 月・木（祝日の場合は開館）・祝日・毎月末日, and なし for none. */
export function closingDaysWords({ closedWeekdays, ...rules }: ClosingDays): string {
  const weekly = closedWeekdays.length === 0 ? [] : [closedWords(closedWeekdays) + onHolidayIn('ja', rules)];
  return [...weekly, ...otherClosingDaysIn('ja', rules)].join('・') || 'なし';
}

/** What each may be, in the words of the page and of the record. */
export const weeklyOnHolidayWords = {
  closed: '休館する',
  open: '開館する',
  nextDay: '次の平日に休館する',
} as const satisfies Record<ClosingDays['weeklyOnHoliday'], string>;
export const monthlyOtherwiseWords = {
  closed: 'その日に休館する',
  open: '開館する',
  dayBefore: '前の平日に休館する',
  dayAfter: '次の平日に休館する',
} as const satisfies Record<ClosingDays['monthlyOtherwise'], string>;
/** Every day of a month that can be chosen. */
export const monthlyChoices: readonly string[] = [
  'last',
  ...Array.from({ length: 28 }, (_, n) => String(n + 1)),
  ...['1', '2', '3', '4', 'last'].flatMap((nth) => [1, 2, 3, 4, 5, 6, 7].map((day) => `${nth}-${day}`)),
];

const listed = (words: readonly string[]) => words.join('・') || 'なし';
const partsOf = (words: string) => (words === 'なし' ? [] : words.split('・'));
/** The key whose words these are. */
function keyOf<K extends string>(words: Readonly<Record<K, string>>, said: string): K | undefined {
  for (const key in words) if (words[key] === said) return key;
  return undefined;
}
/** All of them, or undefined where one is none. */
function all<T>(found: readonly (T | undefined)[]): T[] | undefined {
  const known = found.filter((one) => one !== undefined);
  return known.length === found.length ? known : undefined;
}

/** How the record says each part of the closing days, and how it is read back. */
const parts: readonly {
  what: string;
  words: (days: ClosingDays) => string;
  read: (words: string) => Partial<ClosingDays> | undefined;
}[] = [
  {
    what: '休館する曜日',
    words: (days) => closedWords(days.closedWeekdays),
    read: (words) => {
      const closedWeekdays = readClosedWords(words);
      return closedWeekdays && { closedWeekdays };
    },
  },
  {
    what: '祝日',
    words: (days) => (days.closedOnHolidays ? '休館' : '開館'),
    read: (words) => ({ closedOnHolidays: words === '休館' }),
  },
  {
    what: '曜日と祝日が重なるとき',
    words: (days) => weeklyOnHolidayWords[days.weeklyOnHoliday],
    read: (words) => {
      const weeklyOnHoliday = keyOf(weeklyOnHolidayWords, words);
      return weeklyOnHoliday && { weeklyOnHoliday };
    },
  },
  {
    what: '毎月の休館日',
    words: (days) => listed(days.monthlyDays.map((day) => monthlyDayIn('ja', day))),
    read: (words) => {
      const days = partsOf(words).map((one) => monthlyChoices.find((day) => monthlyDayIn('ja', day) === one));
      const monthlyDays = all(days);
      return monthlyDays && { monthlyDays };
    },
  },
  {
    what: '毎月の休館日が休みの日と重なるとき',
    words: (days) => monthlyOtherwiseWords[days.monthlyOtherwise],
    read: (words) => {
      const monthlyOtherwise = keyOf(monthlyOtherwiseWords, words);
      return monthlyOtherwise && { monthlyOtherwise };
    },
  },
  {
    what: '毎年の休館日',
    words: (days) => listed(days.yearlyDays.map((span) => yearlyDaysIn('ja', span))),
    read: (words) => {
      const yearlyDays = all(partsOf(words).map(readYearlyDays));
      return yearlyDays && { yearlyDays };
    },
  },
];

/** 12月28日～1月4日, or 12/28-1/4 as it is typed, whatever width its digits have; undefined for anything else. */
export function readYearlyDays(words: string): string | undefined {
  const plain = words.normalize('NFKC').replaceAll('月', '/').replaceAll('日', '');
  const read = /^(\d{1,2})\/(\d{1,2})(?:\s*[-~〜–]\s*(\d{1,2})\/(\d{1,2}))?$/.exec(plain.trim());
  if (read === null) return undefined;
  const [, month = '', day = '', lastMonth = month, lastDay = day] = read;
  const [from, until] = [
    [month, day],
    [lastMonth, lastDay],
  ].map((numbers) => numbers.map((number) => number.padStart(2, '0')).join('-'));
  return `${from}/${until}`;
}

/** The days of each year as they are typed: 8/13-8/15、12/28-1/4; undefined where one can't be read. */
export function yearlyDaysTyped(typed: string): string[] | undefined {
  const spans = typed.split(/[,、，]/).filter((one) => one.trim() !== '');
  return all(spans.map(readYearlyDays));
}

/** The same, written so that it can be typed. */
export function asTyped(yearlyDays: readonly string[]): string {
  const shortly = (monthDay: string) => monthDay.split('-').map(Number).join('/');
  return yearlyDays.map((days) => [...new Set(days.split('/'))].map(shortly).join('-')).join('、');
}

/** Each part of the closing days, as it was and is, in words. */
export function closingChanges(
  before: ClosingDays,
  after: ClosingDays,
): (readonly [what: string, was: string, is: string])[] {
  return parts.map(({ what, words }) => [what, words(before), words(after)]);
}

/** The closing days before a change that the record tells; what it did not change is as it is now. Undefined: it changed none. */
export function closingDaysBefore(changed: string, now: ClosingDays): ClosingDays | undefined {
  let before: ClosingDays | undefined;
  for (const { what, read } of parts) {
    const was = new RegExp(`(?:^|、)${what}　(\\S+) →`).exec(changed)?.[1];
    const part = was === undefined ? undefined : read(was);
    if (part !== undefined) before = { ...(before ?? now), ...part };
  }
  return before;
}
