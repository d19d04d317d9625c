import { isBirthDate } from '@toshobin/contracts';
import { type CalendarDate, isWholeDate, readDate } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';

/** A birth date as people type it (see readDate). Undefined for a day that does not exist, or on which no reader is born. */
export function readBirthDate(typed: string, today: CalendarDate): CalendarDate | undefined {
  const date = readDate(typed);
  return date !== undefined && isBirthDate(date, today) ? date : undefined;
}

/** What is wrong with a birth date as it was typed: how it is written, that there is no such day, or that nobody is born on it. */
export function birthDateFault(say: Say, typed: string): string {
  if (readDate(typed) !== undefined)
    return say(
      '生年月日を確かめてください。今日より前の、120年以内の日を入れてください。',
      'Please check your date of birth: a day before today, at most 120 years ago.',
    );
  return isWholeDate(typed)
    ? say(
        '生年月日を確かめてください。入れた年月日は、暦にありません。',
        'Please check your date of birth: there is no such day.',
      )
    : say(
        '生年月日を、西暦8桁の数字で入れてください。',
        'Enter your date of birth as eight digits: year, month, day.',
      );
}
